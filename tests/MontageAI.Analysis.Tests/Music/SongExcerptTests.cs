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

    [Theory]
    [InlineData(20)]
    [InlineData(33.3)]
    public void Choose_SomebodySings_NeitherBeginsNorEndsWithinALine(double seconds)
    {
        MusicAnalysis song = Sung();

        SongExcerpt deaf = SongExcerpt.Choose(song with { Voices = [] }, seconds),
            part = SongExcerpt.Choose(song, seconds);

        Assert.True(
            Within(song, deaf.Start) || Within(song, deaf.End),
            "The song must be one in which the best part otherwise cuts a line."
        );
        Assert.False(Within(song, part.Start), part.Reason);
        Assert.False(Within(song, part.End), part.Reason);
        Assert.InRange(part.End - part.Start, seconds - 1.01, seconds + 1.01);
        Assert.Contains("no sung line is cut", part.Reason, StringComparison.Ordinal);
    }

    // The only pauses lie on the third beat of a bar: the part ends there, within half a bar of what was asked, and its last bar is faded.
    [Fact]
    public void Choose_VoiceAcrossEveryBarLine_EndsOnABeatAndFades()
    {
        MusicAnalysis song = MusicCorrectionTests.Track(120, 0, 160, 4) with
        {
            Voices = [.. Enumerable.Range(1, 38).Select(bar => new SpeechStretch((bar * 2) - 0.8, (bar * 2) + 0.9, 1))],
        };

        SongExcerpt part = SongExcerpt.Choose(song, 21);

        Assert.False(Within(song, part.End), part.Reason);
        Assert.InRange(part.End - part.Start, 20, 22);
        Assert.Equal(2, part.FadeSeconds);
    }

    // Two words, the breath between two lines, and the fading of a held note: the longer the pause, and the later in it, the better.
    [Fact]
    public void Score_PausesOfAVoice_AreBetterTheLongerTheyAre()
    {
        MusicAnalysis song = MusicCorrectionTests.Track(120, 0, 160, 4);

        double none = Score(),
            words = Score(new(30, 35.9, 1), new(36.1, 40, 1)),
            breath = Score(new(30, 35.7, 1), new(36.3, 40, 1)),
            fading = Score(new SpeechStretch(30, 35.4, 1)),
            faded = Score(new SpeechStretch(30, 34.4, 1)),
            within = Score(new SpeechStretch(30, 40, 1));

        Assert.True(within < words && words < breath && breath < fading && fading < faded, $"{within} {words} {breath} {fading} {faded}");
        Assert.Equal(none, faded);

        double Score(params SpeechStretch[] voices) =>
            new ExcerptJudge(song with { Voices = voices }, [], ExcerptWish.None).Of(0, 36).Score;
    }

    // Ten bars, then a section begins: half a bar of it is as much of a stump as a whole bar, and ten bars and a half are no phrase.
    [Theory]
    [InlineData(36.5)]
    [InlineData(37)]
    [InlineData(37.5)]
    public void Score_EndWithinABar_IsBelowThoseOfBothBarLines(double end)
    {
        MusicAnalysis song = MusicCorrectionTests.Track(120, 0, 160, 4) with
        {
            Sections = [new MusicSection(0, 36, SectionKind.Verse, 0.5f), new MusicSection(36, 80, SectionKind.Verse, 0.5f)],
        };
        ExcerptJudge judge = new(song, [.. Enumerable.Range(0, 40).Select(bar => bar * 2.0)], ExcerptWish.None);

        double within = judge.Of(16, end).Score;

        Assert.True(within < judge.Of(16, 36).Score - 0.05);
        Assert.True(within < judge.Of(16, 38).Score - 0.05);
    }

    [Theory]
    [InlineData(20.3)]
    [InlineData(17)]
    public void Choose_ExactLength_HasItAndFadesTheLastBar(double seconds)
    {
        SongExcerpt part = SongExcerpt.Choose(MusicCorrectionTests.Track(120, 0.5, 160, 4), seconds, new ExcerptWish { IsExact = true });

        Assert.Equal(seconds, part.End - part.Start, 1e-9);
        Assert.Equal(2, part.FadeSeconds);
    }

    // The loudest half minute begins with the chorus; whoever wants a drop gets the build before it as well.
    [Fact]
    public void Choose_DropWanted_LiesInsideWithWhatLeadsToIt()
    {
        MusicAnalysis song = MusicCorrectionTests.Track(120, 0, 160, 4) with
        {
            Sections = [new(0, 32, SectionKind.Verse, 0.5f), new(32, 64, SectionKind.Chorus, 1), new(64, 80, SectionKind.Outro, 0.4f)],
            Energy = new EnergyProfile(0.1, [.. Enumerable.Range(0, 800).Select(i => i is >= 320 and < 640 ? 0.9f : 0.4f)]),
        };

        SongExcerpt part = SongExcerpt.Choose(song, 20),
            wished = SongExcerpt.Choose(song, 20, new ExcerptWish { NeedsDrop = true }),
            flat = SongExcerpt.Choose(MusicCorrectionTests.Track(120, 0, 160, 4), 20, new ExcerptWish { NeedsDrop = true });

        Assert.Equal((32, null), (part.Start, part.Drop));
        Assert.Equal(32, wished.Drop);
        Assert.InRange(wished.Start, 14, 29.6);
        Assert.Null(flat.Drop);
    }

    [Fact]
    public void Choose_CourseWanted_FollowsIt()
    {
        MusicAnalysis song = MusicCorrectionTests.Track(120, 0, 160, 4) with
        {
            Energy = new EnergyProfile(
                0.1,
                [.. Enumerable.Range(0, 800).Select(i => i < 400 ? 1 - (i / 500f) : 0.2f + ((i - 400) / 500f))]
            ),
        };
        double[] up = [0, 0.25, 0.5, 0.75, 1];

        SongExcerpt rising = SongExcerpt.Choose(song, 20, new ExcerptWish { Course = up, CourseStrength = 1 }),
            falling = SongExcerpt.Choose(song, 20, new ExcerptWish { Course = [.. up.Reverse()], CourseStrength = 1 });

        Assert.InRange(rising.Start, 40, 60);
        Assert.InRange(falling.Start, 0, 20);
    }

    private static bool Within(MusicAnalysis song, double time) => song.Voices.Any(v => time > v.Start + 0.15 && time < v.End - 0.15);

    // Two bars of voice, then a pause in the middle of a phrase's third bar: most bar lines lie within a line.
    private static MusicAnalysis Sung() =>
        MusicCorrectionTests.Track(120, 0, 160, 4) with
        {
            Sections = [new(0, 16, SectionKind.Intro, 0.4f), new(16, 48, SectionKind.Chorus, 1), new(48, 80, SectionKind.Verse, 0.6f)],
            Voices = [.. Enumerable.Range(0, 10).Select(i => new SpeechStretch((i * 8) - 0.6, (i * 8) + 5.7, 1)).Skip(1)],
        };
}
