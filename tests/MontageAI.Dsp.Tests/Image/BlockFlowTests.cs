using MontageAI.Dsp.Image;

namespace MontageAI.Dsp.Tests.Image;

public sealed class BlockFlowTests
{
    private const int Stride = 75;
    private const int Rows = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(32)]
    public void Difference_OfBlocks_EqualsScalarReference(int height)
    {
        (byte[] a, byte[] b) = (Noise(1), Noise(2));
        int at = (3 * Stride) + 7,
            atSecond = (5 * Stride) + 30,
            expected = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < BlockFlow.Width; x++)
            {
                expected += Math.Abs(a[at + (y * Stride) + x] - b[atSecond + (y * Stride) + x]);
            }
        }

        Assert.Equal(expected, BlockFlow.Difference(a, at, b, atSecond, Stride, height));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(10, false)]
    [InlineData(32, true)]
    public void Gradients_OfBlocks_EqualScalarReference(int height, bool extreme)
    {
        (byte[] a, byte[] b) = (Noise(3), Noise(4));
        if (extreme)
        {
            for (int i = 0; i < a.Length; i++)
            {
                a[i] = b[i] = (byte)(i % Stride / 2 % 2 * 255);
            }
        }

        int at = (3 * Stride) + 7,
            other = (5 * Stride) + 30;
        int[] sums = new int[9];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < BlockFlow.Width; x++)
            {
                int i = at + (y * Stride) + x,
                    j = other + (y * Stride) + x;
                int gx = a[i + 1] - a[i - 1] + b[j + 1] - b[j - 1],
                    gy = a[i + Stride] - a[i - Stride] + b[j + Stride] - b[j - Stride],
                    t = b[j] - a[i];
                int[] values = [gx, gy, t, gx * gx, gx * gy, gy * gy, gx * t, gy * t, t * t];
                sums = [.. sums.Zip(values, (s, v) => s + v)];
            }
        }

        Assert.Equal(
            new GradientSums(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], sums[8]),
            BlockFlow.Gradients(a, at, b, other, Stride, height)
        );
    }

    [Theory]
    [InlineData(2, -3)]
    [InlineData(-1, 1)]
    public void Search_ShiftedPlane_FindsTheShift(int right, int down)
    {
        byte[] a = Noise(5),
            b = new byte[a.Length];
        for (int i = 0; i < b.Length; i++)
        {
            b[i] = a[Math.Clamp(i - right - (down * Stride), 0, a.Length - 1)];
        }

        Assert.Equal((right, down), BlockFlow.Search(a, b, Stride, Rows, 20, 20, 10, 0, 0, 3, 1, 1));
    }

    [Fact]
    public void Search_FlatPlanes_StandsStill()
    {
        byte[] flat = new byte[Stride * Rows];

        Assert.Equal((1, -1), BlockFlow.Search(flat, flat, Stride, Rows, 20, 20, 10, 1, -1, 3, 1, 1));
    }

    [Fact]
    public void Search_NoPlaceInside_FindsNothing() =>
        Assert.Null(BlockFlow.Search(Noise(6), Noise(6), Stride, Rows, 20, 20, 10, 70, 0, 3, 1, 1));

    private static byte[] Noise(int seed)
    {
        byte[] plane = new byte[Stride * Rows];
        new Random(seed).NextBytes(plane);
        return plane;
    }
}
