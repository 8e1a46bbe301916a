using MontageAI.Dsp.Image;

namespace MontageAI.Dsp.Tests.Image;

public sealed class SmoothingTests
{
    [Theory]
    [InlineData(160, 90, false)]
    [InlineData(67, 5, false)]
    [InlineData(1, 1, false)]
    [InlineData(97, 3, true)]
    public void Binomial_AnySize_EqualsScalarReference(int width, int height, bool white)
    {
        byte[] plane = new byte[width * height],
            smooth = new byte[width * height];
        new Random(1).NextBytes(plane);
        if (white)
        {
            Array.Fill(plane, (byte)255);
        }

        Smoothing.Binomial(plane, width, height, smooth);

        int[] taps = [1, 4, 6, 4, 1];
        for (int i = 0; i < plane.Length; i++)
        {
            int sum = 128;
            for (int k = 0; k < 25; k++)
            {
                int x = Math.Clamp((i % width) + (k % 5) - 2, 0, width - 1),
                    y = Math.Clamp((i / width) + (k / 5) - 2, 0, height - 1);
                sum += taps[k % 5] * taps[k / 5] * plane[(y * width) + x];
            }

            Assert.Equal(sum >> 8, smooth[i]);
        }
    }
}
