using MontageAI.Time;

namespace MontageAI.Core.Tests.Time;

public sealed class MediaRangeTests
{
    private static readonly Rational s_tick = new(1, 600);

    [Fact]
    public void Contains_ItsStartButNotItsEnd()
    {
        MediaRange range = Range(10, 20);

        Assert.Equal([false, true, true, false], new long[] { 9, 10, 19, 20 }.Select(t => range.Contains(new MediaTime(t, s_tick))));
    }

    [Theory]
    [InlineData(0, 10, false)]
    [InlineData(0, 11, true)]
    [InlineData(12, 15, true)]
    [InlineData(0, 30, true)]
    [InlineData(19, 30, true)]
    [InlineData(20, 30, false)]
    public void Overlaps_WhereAMomentIsShared(long start, long end, bool overlaps)
    {
        Assert.Equal(overlaps, Range(10, 20).Overlaps(Range(start, end)));
        Assert.Equal(overlaps, Range(start, end).Overlaps(Range(10, 20)));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, -1, true)]
    [InlineData(-1, 0, false)]
    public void IsEmpty_WhereNothingLies(long start, long end, bool empty) => Assert.Equal(empty, Range(start, end).IsEmpty);

    [Fact]
    public void FromSeconds_EndsAtTheNearestTick()
    {
        MediaRange range = MediaRange.FromSeconds(new MediaTime(300, s_tick), 0.4009);

        Assert.Equal(Range(300, 541), range);
    }

    [Fact]
    public void Union_OfAnyOrder_CoversEachMomentOnce()
    {
        MediaRange[] ranges = [Range(30, 40), Range(0, 10), Range(5, 25), Range(7, 9), Range(25, 28), Range(38, 39)];

        Assert.Equal([Range(0, 25), Range(25, 28), Range(30, 40)], MediaRange.Union(ranges));
        Assert.Equal([Range(0, 28), Range(30, 40)], MediaRange.Union(ranges, touching: true));
    }

    private static MediaRange Range(long start, long end) => new(new MediaTime(start, s_tick), new MediaTime(end, s_tick));
}
