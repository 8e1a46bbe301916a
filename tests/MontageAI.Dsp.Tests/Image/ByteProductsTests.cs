using MontageAI.Dsp.Image;

namespace MontageAI.Dsp.Tests.Image;

public sealed class ByteProductsTests
{
    // Around the lane boundaries of 16, 32 and 64 bytes, and beyond the spill of the sums.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(576)]
    [InlineData(300_001)]
    public void Dot_AnyLength_EqualsScalarReference(int length)
    {
        byte[] left = Noise(length, 1),
            right = Noise(length, 2);

        Assert.Equal(left.Zip(right, (a, b) => (long)a * b).Sum(), ByteProducts.Dot(left, right));
    }

    [Fact]
    public void Dot_LargeWhitePlanes_DoesNotOverflow()
    {
        byte[] white = new byte[1 << 21];
        Array.Fill(white, (byte)255);

        Assert.Equal((1L << 21) * 255 * 255, ByteProducts.Dot(white, white));
    }

    private static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
