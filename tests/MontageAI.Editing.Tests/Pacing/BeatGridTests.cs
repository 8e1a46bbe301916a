using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Pacing;

public sealed class BeatGridTests
{
    public static TheoryData<long, long> Rates =>
        new()
        {
            { 24000, 1001 },
            { 25, 1 },
            { 30000, 1001 },
            { 30, 1 },
            { 50, 1 },
            { 60, 1 },
        };

    /// <summary>Ten minutes of a song whose tempo wanders: nothing is on a grid, so any summing of durations would show.</summary>
    [Theory]
    [MemberData(nameof(Rates))]
    public void Plan_TenMinutesOfWanderingTempo_EveryCutWithinHalfAFrameOfItsBeat(long numerator, long denominator)
    {
        FrameRate rate = new(numerator, denominator);
        for (int seed = 0; seed < 4; seed++)
        {
            Random random = new(seed);
            List<Beat> beats = [];
            double period = 0.35 + (0.3 * random.NextDouble());
            for (double t = random.NextDouble(); t < 660; t += period)
            {
                period = Math.Clamp(period * (1 + (0.02 * (random.NextDouble() - 0.5))), 0.3, 0.9);
                beats.Add(new Beat(t, (beats.Count % 4) + 1, random.NextSingle()));
            }

            double start = beats[4].Time;
            double end = beats.First(b => b.Time > start + 600 && b.BarPosition == 1).Time;
            MusicMaterial song = Footage.Song(seconds: 660);
            song = song with
            {
                Analysis = song.Analysis with { Beats = beats, Sections = [] },
                Stretch = new SongStretch(start, end, null, null, "test"),
            };

            Timeline timeline = new Planner(Footage.Request("dynamic", 600, rate, seed), Footage.Mixed(40, 8, 2, 12), song).Plan();

            Assert.Equal(rate.FrameAt(end - start), timeline.Frames);
            Assert.True(timeline.Shots.Count > 60);
            foreach (TimelineShot shot in timeline.Shots.Skip(1))
            {
                double nearest = beats.Min(b => Math.Abs(b.Time - start - rate.SecondsAt(shot.Record.Start)));
                Assert.True(
                    nearest <= (0.5 / rate.Value) + 1e-9,
                    $"cut at frame {shot.Record.Start} lies {nearest * rate.Value:0.000} frames off its beat"
                );
            }

            Assert.All(timeline.Beats, b => Assert.Equal(rate.FrameAt(b.Time), b.Frame));
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void Plan_LoopedSong_CutsOnTheBeatsOfEveryPass(long numerator, long denominator)
    {
        FrameRate rate = new(numerator, denominator);
        double period = 60 / 117.3;
        double loopStart = 0.2 + (4 * period);
        double loopEnd = 0.2 + (52 * period);
        MusicMaterial song = Footage.Song(
            117.3,
            0.2 + (54 * period),
            0.2,
            stretch: new SongStretch(0.2, 0.2 + (52 * period) + (48 * period * 9), loopStart, loopEnd, "test")
        );

        Timeline timeline = new Planner(Footage.Request("mtv", null, rate), Footage.Mixed(40, 6, 1, 6), song).Plan();

        Assert.Equal(loopEnd, timeline.Music!.LoopEnd);
        Assert.Equal(loopStart, timeline.Music.LoopStart);
        foreach (TimelineShot shot in timeline.Shots.Skip(1))
        {
            // The loop is whole bars long, so beats go on at the same distance for ever.
            double beats = rate.SecondsAt(shot.Record.Start) / period;
            Assert.True(
                Math.Abs(beats - Math.Round(beats)) * period <= (0.5 / rate.Value) + 1e-6,
                $"cut at frame {shot.Record.Start} lies at beat {beats}"
            );
        }
    }

    [Fact]
    public void Plan_WithSong_EndsOnTheStretchsEndWithAFade()
    {
        MusicMaterial song = Footage.Song(bpm: 100, stretch: new SongStretch(24, 24 + 57.6, null, null, "24 bars from the chorus"));

        Timeline timeline = new Planner(Footage.Request(seconds: 60), Footage.Takes(30, 8), song).Plan();

        Assert.Equal(1728, timeline.Frames);
        Assert.Equal(24, timeline.Music!.Start);
        Assert.Null(timeline.Music.LoopEnd);
        Assert.Equal(1.5, timeline.Music.FadeOut);
        Assert.True(timeline.Music.FadeIn > 0);
        Assert.Contains(timeline.Notes, n => n.Contains("24 bars from the chorus", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_LoopPointsAndALongerWish_PlaysTheLoopOnToABarLine()
    {
        // Bars of 2.4 s; the song itself ends at 45 s, its loop takes 16 bars.
        MusicMaterial song = Footage.Song(bpm: 100, seconds: 45, stretch: new SongStretch(2.4, 45, 4.8, 43.2, "all of it"));

        Timeline timeline = new Planner(Footage.Request(seconds: 100), Footage.Takes(30, 10), song).Plan();

        Assert.InRange(timeline.Frames / 30.0, 98.7, 101.3);
        Assert.Equal(0, timeline.Frames % 72);
        Assert.Equal((4.8, 43.2), (timeline.Music!.LoopStart, timeline.Music.LoopEnd!.Value));
        Assert.All(timeline.Beats, b => Assert.Equal(0, b.Frame % 18));
    }

    [Fact]
    public void Plan_SongTooShortAndNoStretch_RepeatsWholeBars()
    {
        Timeline timeline = new Planner(Footage.Request(seconds: 60), Footage.Takes(30, 10), Footage.Song(bpm: 100, seconds: 21)).Plan();

        Assert.Equal(1800, timeline.Frames);
        Assert.Equal((0, 19.2), (timeline.Music!.LoopStart, timeline.Music.LoopEnd!.Value));
        Assert.Contains(
            timeline.Shots,
            s => s.Record.Start > 30 * 30 && s.Reasons[0].Sentence.Contains("downbeat", StringComparison.Ordinal)
        );
    }
}
