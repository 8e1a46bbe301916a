using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Tests.Media;

public sealed class FrameDistancesTests
{
    private static readonly Rational s_timeBase = new(1, 15360);

    [Theory]
    [InlineData(512, 90, 460800, 1, "30")]
    [InlineData(512, 179, 921600, 1, "30")]
    [InlineData(1228, 40, 1229, 60, "12.505")]
    [InlineData(640, 100, 320, 20, "24")]
    public void Rate_MostFrames_Decide(long distance, long count, long other, long times, string expected)
    {
        FrameDistances read = FrameDistances.Of([(distance, count), (other, times)], s_timeBase)!;

        Assert.Equal(double.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), read.Rate(s_timeBase)!.Value.Value, 0.01);
    }

    [Fact]
    public void Played_Pause_IsNotCounted()
    {
        long[] ticks = [.. Enumerable.Range(0, 90).Select(i => i * 512L), .. Enumerable.Range(0, 90).Select(i => (i * 512L) + 506_880)];

        FrameDistances read = FrameDistances.Between(ticks, s_timeBase)!;

        Assert.Equal(6, read.Played * s_timeBase.Value, 0.001);
        Assert.True(read.Longest < 506_880 - (90 * 512));
    }

    [Fact]
    public void Played_SlowSource_HasNoPauses()
    {
        long[] ticks = [.. Enumerable.Range(0, 20).Select(i => i * 15360L)];

        Assert.Equal(20, FrameDistances.Between(ticks, s_timeBase)!.Played * s_timeBase.Value, 0.001);
    }

    [Fact]
    public void Between_OneFrame_TellsNothing() => Assert.Null(FrameDistances.Between([5], s_timeBase));

    [Fact]
    public void At_SizeThatChanges_IsThatOfTheMoment()
    {
        VideoStreamInfo stream = new()
        {
            Index = 0,
            Codec = "vp8",
            Width = 640,
            Height = 360,
            TimeBase = s_timeBase,
        };
        PictureShape[] shapes = [new(new MediaTime(0, s_timeBase), 640, 360), new(new MediaTime(15360, s_timeBase), 360, 640)];

        Assert.Equal(640, PictureShape.At(stream, shapes, new MediaTime(15359, s_timeBase)).Width);
        Assert.Equal(360, PictureShape.At(stream, shapes, new MediaTime(15360, s_timeBase)).Width);
        Assert.Same(stream, PictureShape.At(stream, null, new MediaTime(0, s_timeBase)));
    }
}
