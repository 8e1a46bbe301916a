using MontageAI.Dsp.Image;

namespace MontageAI.Dsp.Tests.Image;

public sealed class BytePlanesTests
{
    // Around the lane boundaries of 16, 32 and 64 bytes, and beyond the spills of the counters.
    public static TheoryData<int> Lengths => [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 259, 4096, 40_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sum_AnyLength_EqualsScalarReference(int length)
    {
        byte[] plane = Noise(length, 1);

        PlaneSums sums = BytePlanes.Sum(plane, 40, 220);

        Assert.Equal(
            new PlaneSums(
                length,
                plane.Sum(p => (long)p),
                plane.Sum(p => (long)p * p),
                plane.Count(p => p <= 40),
                plane.Count(p => p >= 220)
            ),
            sums
        );
    }

    [Fact]
    public void Sum_LargeWhitePlane_DoesNotOverflow()
    {
        byte[] plane = new byte[1 << 21];
        Array.Fill(plane, (byte)255);

        PlaneSums sums = BytePlanes.Sum(plane, 0, 255);

        Assert.Equal((255.0, 0.0, 1 << 21), (sums.Mean, sums.Deviation, sums.High));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Differing_AnyLength_EqualsScalarReference(int length)
    {
        byte[] left = Noise(length, 4),
            right = Noise(length, 5);

        Assert.Equal(left.Zip(right, (a, b) => Math.Abs(a - b) >= 40 ? 1 : 0).Sum(), BytePlanes.Differing(left, right, 40));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AbsoluteDifference_AnyLength_EqualsScalarReference(int length)
    {
        byte[] left = Noise(length, 2),
            right = Noise(length, 3);

        Assert.Equal(left.Zip(right, (a, b) => (long)Math.Abs(a - b)).Sum(), BytePlanes.AbsoluteDifference(left, right));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 3)]
    [InlineData(33, 9)]
    [InlineData(80, 45)]
    public void BlockDifference_MisalignedBlocks_EqualsScalarReference(int width, int height)
    {
        byte[] left = Noise(100 * 60, 4),
            right = Noise(120 * 60, 5);
        long expected = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                expected += Math.Abs(left[(y * 100) + x + 3] - right[(y * 120) + x + 7]);
            }
        }

        Assert.Equal(expected, BytePlanes.BlockDifference(left.AsSpan(3), 100, right.AsSpan(7), 120, width, height));
    }

    [Fact]
    public void BlockDifference_AnyWidth_EqualsScalarReference()
    {
        Random random = new(11);
        foreach (int width in Enumerable.Range(0, 150).Select(_ => random.Next(1, 20_001)).Concat([4095, 4096, 4097, 8192, 8193, 20_000]))
        {
            // Noise, and the largest difference there is.
            byte[] left = Noise(2 * width, width),
                right = Noise(2 * width, width + 1);
            long expected = left.Zip(right, (a, b) => (long)Math.Abs(a - b)).Sum();

            Assert.Equal(expected, BytePlanes.BlockDifference(left, width, right, width, width, 2));
            Array.Fill(left, (byte)255);
            Array.Clear(right);
            Assert.Equal(2L * 255 * width, BytePlanes.BlockDifference(left, width, right, width, width, 2));
        }
    }

    private static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
