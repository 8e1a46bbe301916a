using MontageAI.Analysis.Music;
using MontageAI.Results;

namespace MontageAI.Analysis.Tests.Music;

public sealed class SongExcerptTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(33.3)]
    [InlineData(60)]
    public void Choose_SongWithBars_IsWholeBarsOfAboutTheAskedLength(double seconds)
    {
        MusicAnalysis song = MusicCorrectionTests.Track(120, 0.5, 160, 4);

        SongExcerpt part = SongExcerpt.Choose(song, seconds);

        double bars = (part.End - part.Start) / 2;
        Assert.Equal(Math.Round(bars), bars, 1e-6);
        Assert.InRange(part.End - part.Start, seconds - 1.01, seconds + 1.01);
        Assert.Contains(song.Beats, b => b.Time == part.Start && b.BarPosition == 1);
        Assert.True(part.End <= song.AnalysedEnd);
        Assert.Null(part.LoopStart);
    }

    [Fact]
    public void Choose_SongWithAChorus_LeadsIntoIt()
    {
        MusicAnalysis song = MusicCorrectionTests.Track(120, 0, 160, 4) with
        {
            Sections =
            [
                new(0, 16, SectionKind.Intro, 0.4f),
                new(16, 32, SectionKind.Build, 0.6f),
                new(32, 64, SectionKind.Chorus, 1),
                new(64, 80, SectionKind.Outro, 0.4f),
            ],
            Energy = new EnergyProfile(0.1, [.. Enumerable.Range(0, 800).Select(i => i is >= 320 and < 640 ? 0.9f : 0.5f)]),
        };

        SongExcerpt shortPart = SongExcerpt.Choose(song, 20),
            longPart = SongExcerpt.Choose(song, 40);

        Assert.Equal(32, shortPart.Start);
        Assert.Equal((16, 56), (longPart.Start, longPart.End));
        Assert.Contains("rises to the chorus at 32.0 s", longPart.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_LongerThanTheSong_IsTheWholeSongLoopedOverWholeBars()
    {
        MusicAnalysis song = MusicCorrectionTests.Track(120, 0.5, 42, 4);

        SongExcerpt part = SongExcerpt.Choose(song, 100);

        Assert.Equal((0, song.AnalysedEnd), (part.Start, part.End));
        Assert.Equal(0.5, part.LoopStart);
        Assert.Equal(20.5, part.LoopEnd);
        Assert.Contains("looped over 10 bars", part.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_SongWithoutBeats_HasTheAskedLength()
    {
        MusicAnalysis silent = MusicAnalyzer.Analyze(new float[20 * Sound.Rate], new MusicOptions());

        SongExcerpt part = SongExcerpt.Choose(silent, 7.5),
            looped = SongExcerpt.Choose(silent, 50);

        Assert.Equal((0, 7.5), (part.Start, part.End));
        Assert.Equal((0, 20), (looped.LoopStart, looped.LoopEnd));
    }

    [Fact]
    public void Choose_ExactlyTheSong_NeedsNoLoop()
    {
        MusicAnalysis song = MusicCorrectionTests.Track(120, 0, 40, 4);

        SongExcerpt part = SongExcerpt.Choose(song, 20);

        Assert.Equal((0, 20), (part.Start, part.End));
        Assert.Null(part.LoopStart);
    }

    [Fact]
    public void Choose_AllEqual_TakesTheEarliest() =>
        Assert.Equal(0.5, SongExcerpt.Choose(MusicCorrectionTests.Track(120, 0.5, 160, 4), 20).Start);
}
