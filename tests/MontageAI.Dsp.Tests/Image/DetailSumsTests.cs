using MontageAI.Dsp.Image;

namespace MontageAI.Dsp.Tests.Image;

public sealed class DetailSumsTests
{
    [Theory]
    [InlineData(320, 180, 32, 24, 4)]
    [InlineData(161, 90, 16, 12, 0)]
    [InlineData(37, 23, 4, 3, 2)]
    [InlineData(3, 3, 1, 1, 0)]
    public void Blocks_AnySize_EqualScalarReference(int width, int height, int blockWidth, int blockHeight, int floor)
    {
        byte[] plane = new byte[width * height];
        new Random(1).NextBytes(plane);
        int across = width / blockWidth,
            down = height / blockHeight;
        int[] expected = new int[across * down],
            sums = new int[across * down];
        for (int y = 1; y < Math.Min(height - 1, down * blockHeight); y++)
        {
            for (int x = 1; x < Math.Min(width - 1, across * blockWidth); x++)
            {
                int i = (y * width) + x;
                int a = Math.Abs((2 * plane[i]) - plane[i - 1] - plane[i + 1]),
                    b = Math.Abs((2 * plane[i]) - plane[i - width] - plane[i + width]);
                expected[(y / blockHeight * across) + (x / blockWidth)] += (a > floor ? a : 0) + (b > floor ? b : 0);
            }
        }

        DetailSums.Blocks(plane, width, height, blockWidth, blockHeight, floor, sums);

        Assert.Equal(expected, sums);
    }

    [Theory]
    [InlineData(320, 180)]
    [InlineData(131, 45)]
    [InlineData(2, 3)]
    public void Halve_AnySize_EqualsScalarReference(int width, int height)
    {
        byte[] plane = new byte[width * height],
            half = new byte[width / 2 * (height / 2)];
        new Random(2).NextBytes(plane);

        Downscale.Halve(plane, width, height, half);

        for (int i = 0; i < half.Length; i++)
        {
            int at = (i / (width / 2) * 2 * width) + (i % (width / 2) * 2);
            Assert.Equal((plane[at] + plane[at + 1] + plane[at + width] + plane[at + width + 1] + 2) / 4, half[i]);
        }
    }
}
