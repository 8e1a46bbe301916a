using MontageAI.Editing.Edits;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing;

/// <summary>Plans made again from a timeline: what is locked stays, what is banned does not come back.</summary>
public sealed class LockedPlanTests
{
    private static readonly PlanRequest s_request = Footage.Request("dynamic", Scene.Seconds);
    private static readonly Timeline s_plan = new Planner(s_request, Scene.Clips, Scene.Song()).Plan();
    private static readonly Timeline s_locked = Locked(s_plan, 3, 4, 11, s_plan.Shots.Count - 1);

    [Theory]
    [InlineData("calm", 1)]
    [InlineData("mtv", 2)]
    [InlineData("documentary", 3)]
    [InlineData("dynamic", 4)]
    public void Plan_FromATimelineInAnotherStyle_KeepsLockedShotsAndChoosesTheRestAnew(string style, int seed)
    {
        PlanRequest request = Footage.Request(style, Scene.Seconds, seed: seed);
        Planner planner = new(request, Scene.Clips, Scene.Song(), s_locked);

        Timeline again = planner.Plan();

        EditAssert.IsSound(again);
        Assert.Equal(s_locked.Frames, again.Frames);
        AssertKept(s_locked, again);
        Assert.Equal(style, again.Style);
        // Everything else is the other style's: other lengths, and other pictures in most places.
        Assert.NotEqual(s_locked.Shots.Select(s => s.Record), again.Shots.Select(s => s.Record));
        Assert.True(
            again.Shots.Count(s => !s.Locked && s_locked.Shots.Any(o => o.Source == s.Source && o.In == s.In)) < again.Shots.Count / 2
        );
        // Cuts stand on beats, or where a locked shot begins or ends; and none is shorter than the style's shortest for a lock's sake.
        HashSet<long> beats = [.. again.Beats.Select(b => b.Frame), .. s_locked.Shots.Where(s => s.Locked).Select(s => s.Record.End)];
        Assert.All(again.Shots.Where(s => !s.Locked).Skip(1), s => Assert.Contains(s.Record.Start, beats));
        Assert.Equal(TimelineJson.Write(again), TimelineJson.Write(new Planner(request, Scene.Clips, Scene.Song(), s_locked).Plan()));
        Assert.DoesNotContain(planner.Shortlist(), w => s_locked.Shots.Any(s => s.Locked && s.Source == w.Clip && s.In == w.Range.Start));
    }

    /// <summary>Wherever the settled part ends: beside a locked shot, inside a place of the new pace, between two locked ones.</summary>
    [Theory]
    [InlineData("wedding")]
    [InlineData("mtv")]
    [InlineData("calm")]
    public void Continue_FromATimelineInAnotherStyle_KeepsLockedShotsWhereverTheOpeningEnds(string style)
    {
        Planner planner = new(Footage.Request(style, Scene.Seconds, seed: 7), Scene.Clips, Scene.Song(), s_locked);
        Timeline begun = planner.Plan();

        for (int settled = 1; settled < begun.Shots.Count; settled++)
        {
            Timeline whole = planner.Continue(begun, settled);
            EditAssert.IsSound(whole);
            AssertKept(s_locked, whole);
        }
    }

    [Fact]
    public void Plan_FromATimelineWithoutLocks_IsTheNewPlan()
    {
        Timeline again = new Planner(s_request, Scene.Clips, Scene.Song(), s_plan).Plan();

        // But for the names of shots, which are given once.
        Assert.Empty(s_plan.Shots.Select(s => s.Id).Intersect(again.Shots.Select(s => s.Id)));
        Assert.Equal(
            TimelineJson.Write(s_plan),
            TimelineJson.Write(
                again with
                {
                    ShotsNamed = s_plan.ShotsNamed,
                    Shots = [.. again.Shots.Zip(s_plan.Shots, (now, was) => now with { Id = was.Id })],
                }
            )
        );
    }

    [Fact]
    public void Replan_LockedShotsAnywhere_StayThoughNotNamed()
    {
        Timeline again = new Planner(s_request with { Seed = 77 }, Scene.Clips, Scene.Song()).Replan(s_locked, [0]);

        EditAssert.IsSound(again);
        AssertKept(s_locked, again);
        Assert.Same(s_locked.Shots[0], again.Shots[0]);
        Assert.Contains(again.Shots, s => !s_locked.Shots.Any(o => o.Source == s.Source && o.In == s.In));
    }

    [Fact]
    public void Continue_LockedShotsAfterTheSettledOnes_Stay()
    {
        Timeline again = new Planner(s_request, Scene.Clips, Scene.Song()).Continue(s_locked, 2);

        EditAssert.IsSound(again);
        AssertKept(s_locked, again);
        Assert.Equal(s_locked.Shots.Take(2).Select(s => (s.Id, s.In)), again.Shots.Take(2).Select(s => (s.Id, s.In)));
    }

    [Fact]
    public void Plan_FromATimelineThatBansAClip_ShowsAndOffersNothingOfIt()
    {
        string clip = s_plan.Shots[5].Source;
        Timeline banned = Locked(new BanEdit(clip).Apply(s_plan), 1);

        foreach (
            Timeline again in (Timeline[])
                [
                    new Planner(s_request with { Seed = 5 }, Scene.Clips, Scene.Song(), banned).Plan(),
                    new Planner(s_request with { Seed = 5 }, Scene.Clips, Scene.Song()).Replan(banned, []),
                    new Planner(s_request, Scene.Clips, Scene.Song()).Continue(banned, 1),
                ]
        )
        {
            Assert.Equal(banned.Bans, again.Bans);
            Assert.DoesNotContain(again.Shots, s => s.Source == clip || s.Alternatives.Any(a => a.Source == clip));
            AssertKept(banned, again);
        }

        Assert.DoesNotContain(new Planner(s_request, Scene.Clips, Scene.Song()).Alternatives(banned, 7, 50), o => o.Source == clip);
    }

    [Fact]
    public void Plan_FromATimelineOfAFolderWithOtherNames_FindsClipsByTheirContent()
    {
        ClipMaterial[] renamed = [.. Scene.Clips.Reverse().Select((c, i) => c with { Id = $"c{i:00}" })];
        Timeline again = new Planner(s_request, renamed, Scene.Song(), s_locked).Plan();

        foreach (TimelineShot shot in s_locked.Shots.Where(s => s.Locked))
        {
            TimelineShot now = again.Shots.Single(s => s.Id == shot.Id);
            Assert.Equal((shot.Record, shot.In), (now.Record, now.In));
            Assert.Equal(Content(s_locked, shot), Content(again, now));
        }
    }

    [Fact]
    public void Plan_ThatCannotKeepALockedShot_SaysWhichAndWhy()
    {
        int last = s_plan.Shots.Count - 1;
        AssertRefused(
            new Planner(Footage.Request("dynamic", 40), Scene.Clips, null, s_locked),
            $"shot {last + 1} is locked and lies beyond"
        );
        AssertRefused(
            new Planner(Footage.Request("dynamic", Scene.Seconds, new FrameRate(25)), Scene.Clips, Scene.Song(), s_locked),
            "differs from the timeline's"
        );
        string clip = s_locked.Shots[4].Source;
        AssertRefused(
            new Planner(s_request, [.. Scene.Clips.Where(c => c.Id != clip)], Scene.Song(), s_locked),
            $"{ShotNames.Of(s_locked, 4)} shows clip '{clip}"
        );
    }

    private static void AssertRefused(Planner planner, string words) =>
        Assert.Contains(words, Assert.Throws<ConfigurationException>(planner.Plan).Message, StringComparison.Ordinal);

    private static void AssertKept(Timeline before, Timeline after) =>
        Assert.All(
            before.Shots.Where(s => s.Locked),
            s =>
            {
                TimelineShot now = Assert.Single(after.Shots, o => o.Id == s.Id);
                Assert.Equal(
                    (s.Record, s.Source, s.In, s.Speed, s.Correction, true),
                    (now.Record, now.Source, now.In, now.Speed, now.Correction, now.Locked)
                );
                Assert.Same(s.Camera, now.Camera);
                Assert.Same(s.Ramp, now.Ramp);
                Assert.Equal(s.Entry?.Kind, now.Entry?.Kind ?? s.Entry?.Kind);
            }
        );

    private static string Content(Timeline timeline, TimelineShot shot) => timeline.Sources.Single(s => s.Id == shot.Source).Fingerprint;

    private static Timeline Locked(Timeline timeline, params int[] shots) =>
        shots.Aggregate(timeline, (now, i) => new LockEdit(ShotRef.At(i)).Apply(now));
}
