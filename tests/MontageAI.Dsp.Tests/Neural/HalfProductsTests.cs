using MontageAI.Dsp.Neural;

namespace MontageAI.Dsp.Tests.Neural;

public sealed class HalfProductsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(512)]
    [InlineData(1000)]
    public void Dot_AnyLength_EqualsTheReferenceToTheBit(int length)
    {
        Random random = new(length);
        Half[] halves = [.. Enumerable.Range(0, length).Select(_ => (Half)(random.NextSingle() - 0.5f))];
        float[] singles = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];

        Assert.Equal(
            BitConverter.SingleToInt32Bits(Reference(halves, singles)),
            BitConverter.SingleToInt32Bits(HalfProducts.Dot(halves, singles))
        );
    }

    [Fact]
    public void Dot_EveryFiniteHalf_IsReadExactly()
    {
        float[] one = new float[16];
        one[0] = 1;
        Half[] halves = new Half[16];
        for (int bits = 0; bits < 65536; bits++)
        {
            halves[0] = BitConverter.UInt16BitsToHalf((ushort)bits);
            if (Half.IsFinite(halves[0]))
            {
                Assert.Equal((float)halves[0], HalfProducts.Dot(halves, one));
            }
        }
    }

    private static float Reference(Half[] halves, float[] singles)
    {
        float[] sums = new float[16];
        int i = 0;
        for (; i <= halves.Length - 16; i += 16)
        {
            for (int lane = 0; lane < 16; lane++)
            {
                sums[lane] += (float)halves[i + lane] * singles[i + lane];
            }
        }

        float[] four = [.. Enumerable.Range(0, 4).Select(n => (sums[n] + sums[4 + n]) + (sums[8 + n] + sums[12 + n]))];
        float total = (four[0] + four[1]) + (four[2] + four[3]);
        for (; i < halves.Length; i++)
        {
            total += (float)halves[i] * singles[i];
        }

        return total;
    }
}
