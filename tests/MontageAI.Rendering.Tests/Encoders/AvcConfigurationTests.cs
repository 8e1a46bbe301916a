using MontageAI.Rendering.Encoders;

namespace MontageAI.Rendering.Tests.Encoders;

public sealed class AvcConfigurationTests
{
    // avcC of a High stream with sets 0 and of a Constrained Baseline one with sets 1. In a sequence set the number is the bits after
    // three bytes of profile and level: 1 is 0, 010 is 1.
    private static readonly byte[] s_high =
    [
        1,
        100,
        0,
        31,
        0xFF,
        0xE1,
        0,
        6,
        0x67,
        100,
        0,
        31,
        0b1010_0000,
        9,
        1,
        0,
        3,
        0x68,
        0b1110_0000,
        7,
        0xFD,
        0xF8,
        0xF8,
        0,
    ];
    private static readonly byte[] s_baseline =
    [
        1,
        66,
        0xC0,
        40,
        0xFF,
        0xE1,
        0,
        6,
        0x67,
        66,
        0xC0,
        40,
        0b0101_0000,
        9,
        1,
        0,
        3,
        0x68,
        0b0100_1000,
        7,
    ];

    [Fact]
    public void Merge_SetsWithOtherNumbers_HoldsBothUnderTheHigherProfileAndLevel()
    {
        AvcConfiguration high = AvcConfiguration.Parse(s_high);
        AvcConfiguration baseline = AvcConfiguration.Parse(s_baseline);

        byte[] bytes = high.Merge(baseline).ToBytes();

        AvcConfiguration both = AvcConfiguration.Parse(bytes);
        Assert.True(both.Holds(high));
        Assert.True(both.Holds(baseline));
        Assert.False(high.Holds(baseline));
        Assert.Equal([1, 100, 0, 40, 0xFF, 0xE2], bytes[..6]);
        Assert.Equal([0xFD, 0xF8, 0xF8, 0], bytes[^4..]);
        Assert.Equal(bytes, both.Merge(baseline).ToBytes());
    }

    [Fact]
    public void Merge_OtherSetsWithTheSameNumbers_IsRefused()
    {
        byte[] other = [.. s_high];
        other[13] = 10;

        Assert.Throws<InvalidDataException>(() => AvcConfiguration.Parse(s_high).Merge(AvcConfiguration.Parse(other)));
    }

    [Fact]
    public void Parse_CutOff_IsRefused()
    {
        Assert.All(
            Enumerable.Range(0, 19),
            length => Assert.Throws<InvalidDataException>(() => AvcConfiguration.Parse(s_high.AsSpan(0, length)))
        );
        Assert.Throws<InvalidDataException>(() => AvcConfiguration.Parse([2, .. s_high.AsSpan(1)]));
    }
}
