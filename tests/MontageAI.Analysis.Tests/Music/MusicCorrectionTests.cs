using MontageAI.Analysis.Music;
using MontageAI.Results;

namespace MontageAI.Analysis.Tests.Music;

public sealed class MusicCorrectionTests
{
    [Fact]
    public void ScaleTempo_Doubled_HasABeatBetweenEveryTwoAndKeepsDownbeats()
    {
        MusicAnalysis analysis = Track(120, 0.5, 16, 4);

        MusicAnalysis twice = MusicCorrection.ScaleTempo(analysis, 2);

        Assert.Equal(31, twice.Beats.Count);
        Assert.Equal(240, twice.TempoBpm);
        Assert.All(twice.Beats, (b, i) => Assert.Equal(0.5 + (i * 0.25), b.Time, 1e-9));
        Assert.All(twice.Beats, (b, i) => Assert.Equal((i % 4) + 1, b.BarPosition));
        Assert.All(
            analysis.Beats.Where(b => b.BarPosition == 1),
            b => Assert.Contains(twice.Beats, t => t.Time == b.Time && t.BarPosition == 1)
        );
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 3)]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    public void ScaleTempo_Halved_KeepsEverySecondBeatAndTheFirstDownbeat(int meter, int upbeats)
    {
        MusicAnalysis analysis = Track(120, 0.5, 24, meter, upbeats);
        double downbeat = analysis.Beats.First(b => b.BarPosition == 1).Time;

        MusicAnalysis half = MusicCorrection.ScaleTempo(analysis, 0.5);

        Assert.Equal(60, half.TempoBpm);
        Assert.Contains(half.Beats, b => b.Time == downbeat && b.BarPosition == 1);
        foreach ((Beat before, Beat after) in half.Beats.Zip(half.Beats.Skip(1)))
        {
            Assert.Equal(1, after.Time - before.Time, 1e-9);
            Assert.Equal((before.BarPosition % meter) + 1, after.BarPosition);
        }
    }

    [Fact]
    public void ScaleTempo_DoubledThenHalved_IsTheSameTrack()
    {
        MusicAnalysis analysis = Track(100, 0.2, 32, 4);

        MusicAnalysis back = MusicCorrection.ScaleTempo(MusicCorrection.ScaleTempo(analysis, 2), 0.5);

        Assert.Equal(analysis.Beats.Select(b => b.Time), back.Beats.Select(b => b.Time));
        Assert.Equal(analysis.Beats.Select(b => b.BarPosition), back.Beats.Select(b => b.BarPosition));
    }

    [Fact]
    public void ScaleTempo_AnotherFactor_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MusicCorrection.ScaleTempo(Track(100, 0, 8, 4), 3));

    [Fact]
    public void ToOffBeats_LieHalfwayAndKeepTheirPlaceInTheBar()
    {
        MusicAnalysis analysis = Track(120, 0.5, 16, 4) with
        {
            Sections = [new(0, 4.5, SectionKind.Intro, 0.5f), new(4.5, 8.5, SectionKind.Chorus, 1)],
        };

        MusicAnalysis moved = MusicCorrection.ToOffBeats(analysis);

        Assert.Equal(
            analysis.Beats.SkipLast(1).Select(b => (b.Time + 0.25, b.BarPosition)),
            moved.Beats.Select(b => (b.Time, b.BarPosition))
        );
        Assert.Equal((analysis.TempoBpm, 4.75), (moved.TempoBpm, moved.Sections[1].Start));
        Assert.Contains("off-beat", moved.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(5)]
    public void ShiftBars_MovesDownbeatsAndNotBeats(int beats)
    {
        MusicAnalysis analysis = Track(120, 0.5, 32, 4);

        MusicAnalysis moved = MusicCorrection.ShiftBars(analysis, beats);

        Assert.Equal(analysis.Beats.Select(b => b.Time), moved.Beats.Select(b => b.Time));
        Assert.All(
            analysis.Beats.Skip(8).SkipLast(8).Select((b, i) => (b, i: i + 8)),
            p => Assert.Equal(p.b.BarPosition, moved.Beats[p.i + beats].BarPosition)
        );
        Assert.Equal(analysis.Beats, MusicCorrection.ShiftBars(moved, -beats).Beats);
    }

    [Fact]
    public void Offset_MovesBeatsAndSectionsAndDropsWhatLeavesTheTrack()
    {
        MusicAnalysis analysis = Track(120, 0.02, 32, 4) with
        {
            Sections = [new(0, 8.02, SectionKind.Intro, 0.5f), new(8.02, 16, SectionKind.Chorus, 1)],
        };

        MusicAnalysis moved = MusicCorrection.Offset(analysis, -0.05);

        Assert.Equal(31, moved.Beats.Count);
        Assert.Equal(0.47, moved.Beats[0].Time, 1e-9);
        Assert.Equal(7.97, moved.Sections[1].Start, 1e-9);
        Assert.Equal(moved.Sections[0].End, moved.Sections[1].Start);
        Assert.Contains("-50 ms", moved.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WithTempo_TwiceTheFoundOne_DoublesTheFoundBeats()
    {
        MusicAnalysis analysis = MusicCorrection.WithTempo(Track(87.2, 0.3, 32, 4), 174);

        Assert.Equal(RhythmStrategy.Beats, analysis.Strategy);
        Assert.Equal(174.4, analysis.TempoBpm!.Value, 1e-6);
    }

    [Fact]
    public void WithTempo_UnrelatedToTheFoundOne_IsAGridWhereTheOnsetsAre()
    {
        // Onsets at 90.05 BPM from 0.123 s; the user says 90.
        double period = 60 / 90.05;
        MusicAnalysis analysis = Track(131, 0, 100, 4) with
        {
            AnalysedEnd = 60,
            Onsets = [.. Enumerable.Range(0, 89).Select(i => 0.123 + (i * period))],
        };

        MusicAnalysis corrected = MusicCorrection.WithTempo(analysis, 90);

        Assert.Equal(RhythmStrategy.User, corrected.Strategy);
        Assert.Equal(90.05, corrected.TempoBpm!.Value, 0.02);
        Assert.All(corrected.Beats.Take(89), (b, i) => Assert.Equal(0.123 + (i * period), b.Time, 0.01));
        Assert.All(corrected.Beats, b => Assert.InRange(b.Time, 0, 60));
    }

    [Fact]
    public void WithTempo_TrackWithoutBeats_StatesNoBars()
    {
        MusicAnalysis analysis = MusicAnalyzer.Analyze(new float[20 * Sound.Rate], new MusicOptions());

        MusicAnalysis corrected = MusicCorrection.WithTempo(analysis, 120);

        Assert.Equal(40, corrected.Beats.Count);
        Assert.Null(corrected.BeatsPerBar);
        Assert.All(corrected.Beats, b => Assert.Equal(0, b.BarPosition));
    }

    [Fact]
    public void WithBeats_UsersBeats_ReplaceTheFoundOnes()
    {
        UserBeat[] beats = [new(1, 1), new(1.5, 2), new(2, 3), new(2.5, 1), new(99, 2)];

        MusicAnalysis corrected = MusicCorrection.WithBeats(Track(140, 0, 30, 4), beats);

        Assert.Equal(RhythmStrategy.User, corrected.Strategy);
        Assert.Equal([1, 1.5, 2, 2.5], corrected.Beats.Select(b => b.Time));
        Assert.Equal(3, corrected.BeatsPerBar);
        Assert.Equal(120, corrected.TempoBpm!.Value, 1e-6);
        Assert.Contains("1 lie outside", corrected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WithBeats_AllOutsideTheTrack_LeavesNone()
    {
        MusicAnalysis corrected = MusicCorrection.WithBeats(Track(140, 0, 30, 4), [new(500, 1), new(501, 2)]);

        Assert.Equal(RhythmStrategy.None, corrected.Strategy);
        Assert.Empty(corrected.Beats);
    }

    internal static MusicAnalysis Track(double bpm, double first, int beats, int meter, int upbeats = 0) =>
        new()
        {
            Algorithm = "test",
            AnalysedEnd = first + (beats * 60 / bpm),
            Strategy = RhythmStrategy.Beats,
            Confidence = 0.9,
            Reason = "Made for a test.",
            TempoBpm = bpm,
            BeatsPerBar = meter,
            Beats = [.. Enumerable.Range(0, beats).Select(i => new Beat(first + (i * 60 / bpm), ((i - upbeats + meter) % meter) + 1, 1))],
            Energy = new EnergyProfile(0.1, [.. Enumerable.Repeat(0.5f, (int)((first + (beats * 60 / bpm)) * 10))]),
        };
}
