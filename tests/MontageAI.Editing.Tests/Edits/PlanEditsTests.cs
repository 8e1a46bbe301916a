using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

public sealed class PlanEditsTests
{
    private static readonly IReadOnlyList<ClipMaterial> Clips = Footage.Mixed(20, 5, 3, 9);
    private static readonly Timeline Plan = new Planner(Footage.Request("dynamic", 40), Clips, Footage.Song()).Plan();

    [Fact]
    public void Plan_EnoughFootage_OffersThreeAlternativesWithReasons()
    {
        Assert.All(Plan.Shots, s => Assert.Equal(3, s.Alternatives.Count));
        Assert.All(Plan.Shots.SelectMany(s => s.Alternatives), a => Assert.NotEmpty(a.Reason.Sentence));
        Assert.All(Plan.Shots, s => Assert.DoesNotContain(s.Alternatives, a => Plan.Shots.Any(o => o.Source == a.Source && o.In == a.In)));
    }

    [Fact]
    public void Swap_EachShot_ChangesThatShotAlone()
    {
        for (int i = 0; i < Plan.Shots.Count; i++)
        {
            Timeline edited = PlanEdits.Swap(Plan, i);

            Assert.Empty(TimelineRules.Check(edited));
            Assert.Equal(Plan.Shots[i].Record, edited.Shots[i].Record);
            Assert.NotEqual((Plan.Shots[i].Source, Plan.Shots[i].In), (edited.Shots[i].Source, edited.Shots[i].In));
            Assert.Equal(Plan.Shots.Where((_, k) => k != i), edited.Shots.Where((_, k) => k != i));
            Assert.Equal(Plan.Shots[i].In, edited.Shots[i].Alternatives[^1].In);
        }
    }

    [Fact]
    public void Swap_AlternativeShownElsewhere_IsPassedOver()
    {
        ShotAlternative first = Plan.Shots[0].Alternatives[0];
        Timeline pinned = PlanEdits.Pin(Plan, 5, first.Source, first.In);

        Timeline edited = PlanEdits.Swap(pinned, 0);

        Assert.NotEqual(first.In, edited.Shots[0].In);
    }

    [Fact]
    public void Swap_NothingFree_ThrowsWithARemedy()
    {
        Timeline bare = Plan with { Shots = [.. Plan.Shots.Select(s => s with { Alternatives = [] })] };

        Assert.Contains(
            "another seed",
            Assert.Throws<ConfigurationException>(() => PlanEdits.Swap(bare, 0)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ConfigurationException>(() => PlanEdits.Swap(Plan, Plan.Shots.Count));
    }

    [Fact]
    public void Ban_AClip_RemovesItAndChangesNothingElse()
    {
        string source = Plan.Shots[3].Source;

        Timeline edited = PlanEdits.Ban(Plan, source);

        Assert.Empty(TimelineRules.Check(edited));
        Assert.DoesNotContain(edited.Shots, s => s.Source == source || s.Alternatives.Any(a => a.Source == source));
        Assert.DoesNotContain(edited.Sources, s => s.Id == source);
        Assert.All(
            Plan.Shots.Zip(edited.Shots).Where(p => p.First.Source != source),
            p => Assert.Equal((p.First.Source, p.First.In, p.First.Record), (p.Second.Source, p.Second.In, p.Second.Record))
        );
    }

    [Fact]
    public void Ban_ClipWithoutAlternatives_NamesEveryShot()
    {
        Timeline one = new Planner(Footage.Request("dynamic", 20), Footage.Takes(1, 60), Footage.Song()).Plan();

        ConfigurationException e = Assert.Throws<ConfigurationException>(() => PlanEdits.Ban(one, "c00"));

        Assert.Equal(one.Shots.Count, e.Problems.Count);
        Assert.Throws<ConfigurationException>(() => PlanEdits.Ban(one, "unknown"));
    }

    [Fact]
    public void Pin_BeyondTheClipsEnd_IsRefused()
    {
        TimelineSource source = Plan.Sources[0];

        Assert.Throws<ConfigurationException>(() => PlanEdits.Pin(Plan, 0, source.Id, source.AvailableEnd));
        Assert.Equal(source.AvailableStart, PlanEdits.Pin(Plan, 0, source.Id, source.AvailableStart).Shots[0].In);
    }

    [Fact]
    public void Replan_KeepingAllButTwo_ChangesOnlyThose()
    {
        int[] keep = [.. Enumerable.Range(0, Plan.Shots.Count).Where(i => i is not (4 or 7))];
        string banned = Plan.Shots[4].Source;

        Timeline edited = new Planner(
            Footage.Request("dynamic", 40, seed: 9) with
            {
                ExcludedClips = [banned],
            },
            Clips,
            Footage.Song()
        ).Replan(Plan, keep);

        Assert.Empty(TimelineRules.Check(edited));
        Assert.All(keep, i => Assert.Same(Plan.Shots[i], edited.Shots[i]));
        Assert.NotEqual(banned, edited.Shots[4].Source);
        Assert.Equal(Plan.Shots.Select(s => s.Record), edited.Shots.Select(s => s.Record));
        Assert.Equal(Plan.Music, edited.Music);
        Assert.Equal(Plan.Beats, edited.Beats);
    }

    [Fact]
    public void Replan_OtherRateOrUnknownShot_ListsBoth()
    {
        ConfigurationException e = Assert.Throws<ConfigurationException>(() =>
            new Planner(Footage.Request("dynamic", 40, new FrameRate(25)), Clips, Footage.Song()).Replan(Plan, [999])
        );

        Assert.Equal(2, e.Problems.Count);
    }
}
