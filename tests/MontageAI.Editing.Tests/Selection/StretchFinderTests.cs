using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

public sealed class StretchFinderTests
{
    [Fact]
    public void Find_RejectedFrozenAndInnerCut_PartTheShot()
    {
        ClipMaterial clip = Footage.Clip("a", [20]);
        Rational timeBase = clip.Analysis.End.TimeBase;
        MediaTime At(double seconds) => MediaTime.FromSeconds(seconds, timeBase);
        clip = clip with
        {
            Analysis = clip.Analysis with
            {
                Rejected = [new(At(4), At(5), RejectReason.Black, "test")],
                Motion = [Motion(At(8), At(9)) with { Frozen = true }, Motion(At(12), At(14)) with { InnerCut = At(13) }],
            },
        };

        IReadOnlyList<UsableStretch> found = StretchFinder.Find([clip], [], []);

        Assert.Equal(
            [(0, 4), (5, 8), (9, 13), (13, 20)],
            found.Select(s => (Math.Round(s.Start.Seconds, 1), Math.Round(s.End.Seconds, 1))).Select(p => ((int)p.Item1, (int)p.Item2))
        );
        Assert.Single(found.Select(s => s.Shot).Distinct());
        Assert.All(found, s => Assert.True(s.Start.Seconds >= 0));
    }

    [Fact]
    public void Find_ShotBeforeACut_EndsAWhileBeforeIt()
    {
        IReadOnlyList<UsableStretch> found = StretchFinder.Find([Footage.Clip("a", [10, 10])], [], []);

        Assert.Equal(2, found.Count);
        Assert.InRange(found[0].End.Seconds, 9.8, 9.95);
        Assert.Equal(10, found[1].Start.Seconds, 1);
        Assert.NotEqual(found[0].Shot, found[1].Shot);
    }

    [Fact]
    public void Find_ClipWithNothingUsable_SaysWhy()
    {
        ClipMaterial sound = Footage.Clip("sound", [10]);
        sound = sound with { Info = sound.Info with { Video = [] } };
        List<string> notes = [];

        IReadOnlyList<UsableStretch> found = StretchFinder.Find([sound, Footage.Clip("banned", [10])], ["banned"], notes);

        Assert.Empty(found);
        Assert.Equal("Nothing of 'sound.mp4' is used: it has no moving picture.", Assert.Single(notes));
    }

    [Theory]
    [InlineData(24000, 1001, 24000, 0)]
    [InlineData(30000, 1001, 90000, 0)]
    [InlineData(25, 1, 12800, 0)]
    [InlineData(30, 1, 15360, 0)]
    [InlineData(24000, 1001, 90000, 3)]
    [InlineData(60000, 1001, 1000, 3)]
    public void FrameAtOrAfter_SteadyRate_IsTheStreamsOwnTickAndNeverLater(long numerator, long denominator, long ticksPerSecond, int early)
    {
        FrameRate rate = new(numerator, denominator);
        Rational timeBase = new(1, ticksPerSecond);
        long Tick(long frame) => MediaTime.FromSeconds(rate.SecondsAt(frame), timeBase).Ticks;
        ClipMaterial clip = Footage.Clip("a", [30]);
        VideoStreamInfo stream = clip.Info.MainVideo! with { TimeBase = timeBase, BaseRate = rate, AverageRate = rate };
        ClipAnalysis analysis = clip.Analysis with
        {
            FirstFrame = new(0, timeBase),
            KeyFrames = [.. Enumerable.Range(0, 6).Select(i => clip.Analysis.KeyFrames[0] with { Time = new(Tick(i * 120L), timeBase) })],
        };
        ClipFrames frames = new(stream, analysis);

        for (long frame = 0; frame < 700; frame++)
        {
            MediaTime found = frames.FrameAtOrAfter(rate.SecondsAt(frame) - (0.4 / rate.Value));
            Assert.InRange(found.Ticks - Tick(frame), -early, 0);
        }

        Assert.Equal(0, frames.FramesAfterKey(rate.SecondsAt(240)));
        Assert.Equal(7, frames.FramesAfterKey(rate.SecondsAt(247)));
    }

    [Fact]
    public void FrameAtOrAfter_VariableRate_IsTheNearestTickAtOrAfter()
    {
        ClipMaterial clip = Footage.Clip("a", [30]);
        VideoStreamInfo stream = clip.Info.MainVideo! with { BaseRate = new FrameRate(90), AverageRate = new FrameRate(27) };

        MediaTime found = new ClipFrames(stream, clip.Analysis).FrameAtOrAfter(3.33333333);

        Assert.Equal(100_000, found.Ticks);
    }

    private static MotionFeatures Motion(MediaTime start, MediaTime end) =>
        new()
        {
            Start = start,
            End = end,
            Amount = 0.2f,
            PanX = 0,
            PanY = 0,
            Shake = 0,
            ObjectMotion = 0.1f,
        };
}

/// <summary>A fault found in one place of a shot speaks against all of it while nothing good was found there.</summary>
public sealed class SuspicionTests
{
    [Fact]
    public void Plan_ShotFrozenWhereMeasured_IsLeftAloneWhileOthersFit()
    {
        MontageAI.Editing.Materials.ClipMaterial[] clips =
        [
            .. Footage.Takes(40, 8).Select((c, i) => i % 2 == 0 ? c : WithWindow(c, frozen: true)),
        ];

        MontageAI.Timelines.Timeline timeline = new Planner(Footage.Request("dynamic", 24), clips, Footage.Song()).Plan();

        Assert.All(timeline.Shots, s => Assert.Empty(clips.First(c => c.Id == s.Source).Analysis.Motion));
    }

    [Fact]
    public void Plan_OnlySuspectedShots_ShowsThemAndSaysWhy()
    {
        MontageAI.Editing.Materials.ClipMaterial[] clips = [.. Footage.Takes(20, 8).Select(c => WithWindow(c, frozen: true))];

        MontageAI.Timelines.Timeline timeline = new Planner(Footage.Request("dynamic", 24), clips, Footage.Song()).Plan();

        Assert.Contains(
            timeline.Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.Contains("stood still where it was measured", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Find_SomethingGoodMeasured_SuspectsNothing()
    {
        MontageAI.Editing.Materials.ClipMaterial clip = WithWindow(Footage.Clip("a", [8]), frozen: true),
            other = WithWindow(Footage.Clip("a", [8]), frozen: false, at: 3);

        Assert.All(StretchFinder.Find([clip], [], []), s => Assert.NotNull(s.Suspicion));
        Assert.All(
            StretchFinder.Find(
                [clip with { Analysis = clip.Analysis with { Motion = [.. clip.Analysis.Motion, .. other.Analysis.Motion] } }],
                [],
                []
            ),
            s => Assert.Null(s.Suspicion)
        );
    }

    private static MontageAI.Editing.Materials.ClipMaterial WithWindow(
        MontageAI.Editing.Materials.ClipMaterial clip,
        bool frozen,
        int at = 1
    ) =>
        clip with
        {
            Analysis = clip.Analysis with
            {
                Motion =
                [
                    new()
                    {
                        Start = new(at * Footage.Base, new(1, Footage.Base)),
                        End = new((at * Footage.Base) + 12000, new(1, Footage.Base)),
                        Amount = 0,
                        PanX = 0,
                        PanY = 0,
                        Shake = 0,
                        ObjectMotion = 0,
                        Frozen = frozen,
                    },
                ],
            },
        };
}
