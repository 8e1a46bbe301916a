using MontageAI.Timelines;

namespace MontageAI.Core.Tests.Timelines;

/// <summary>Seconds of a montage and of its song, in both directions.</summary>
public sealed class SongClockTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(29.5, 39.5)]
    [InlineData(30, 20)]
    [InlineData(49.75, 39.75)]
    [InlineData(50, 20)]
    public void SongSecondAt_SongThatJumpsBack_IsThatOfThePass(double montage, double song) =>
        Assert.Equal(song, new SongClock(10, 60, 20, 40).SongSecondAt(montage), 9);

    [Theory]
    [InlineData(1.2)]
    [InlineData(0.7)]
    [InlineData(0.2)]
    public void SongSecondAt_SumOfPasses_IsTheBeginningOfTheNext(double period)
    {
        SongClock clock = new(0, 60, 0, period);

        for ((int pass, double at) = (1, period); pass < 50; pass++, at += period)
        {
            Assert.Equal(0, clock.SongSecondAt(at), 6);
        }
    }

    [Fact]
    public void Passes_SongThatJumpsBack_FillTheMontageWithoutGap()
    {
        SongPass[] passes = [.. new SongClock(10, 60, 20, 40).Passes];

        Assert.Equal([new SongPass(0, 10, 30), new SongPass(30, 20, 20), new SongPass(50, 20, 10)], passes);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.0, 70.0)]
    [InlineData(0.0, 70.0005)]
    public void Passes_SongThatNeedNotJumpBack_AreOne(double? loopStart, double? loopEnd) =>
        Assert.Equal([new SongPass(0, 10, 60)], new SongClock(10, 60, loopStart, loopEnd).Passes);

    [Fact]
    public void Unroll_Beats_AreHeardWhereTheSongIsThere()
    {
        double[] beats = [.. Enumerable.Range(0, 200).Select(i => i * 0.5)];
        SongClock clock = new(10.25, 60, 20, 40);

        (double MontageSecond, double Item)[] heard = [.. clock.Unroll(beats, b => b)];

        Assert.Equal(heard.Select(h => h.MontageSecond).Order(), heard.Select(h => h.MontageSecond));
        Assert.Equal(120, heard.Length);
        Assert.All(heard, h => Assert.Equal(h.Item, clock.SongSecondAt(h.MontageSecond + 1e-9), 6));
        Assert.True(heard[^1].MontageSecond < 60);
    }
}
