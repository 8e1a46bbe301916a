using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

public sealed class StandInsTests
{
    private static readonly IReadOnlyList<ClipMaterial> s_clips = Footage.Mixed(20, 5, 3, 9);
    private static readonly Timeline s_plan = new Planner(Footage.Request("dynamic", 40), s_clips, Footage.Song()).Plan();

    [Fact]
    public void For_EachShot_OffersItsAlternativesFirstAndNeverWhatFailed()
    {
        for (int i = 0; i < s_plan.Shots.Count; i++)
        {
            TimelineShot shot = s_plan.Shots[i];
            IReadOnlyList<ShotAlternative> offers = StandIns.For(s_plan, i);

            Assert.NotEmpty(offers);
            Assert.DoesNotContain(offers, o => o.Source == shot.Source && o.In == shot.In);
            Assert.Contains(shot.Alternatives, a => a.Source == offers[0].Source && a.In == offers[0].In);
            Assert.Equal(offers, StandIns.For(s_plan, i));
        }
    }

    [Fact]
    public void For_ShotWithoutAlternatives_OffersWhatIsShownFarAway()
    {
        Timeline bare = s_plan with { Shots = [.. s_plan.Shots.Select(s => s with { Alternatives = [] })] };

        IReadOnlyList<ShotAlternative> offers = StandIns.For(bare, 0);

        Assert.NotEmpty(offers);
        Assert.NotEqual(bare.Shots[1].Source, offers[0].Source);
    }

    [Fact]
    public void Take_AnyOffer_KeepsCutsAndOtherShots()
    {
        for (int i = 0; i < s_plan.Shots.Count; i++)
        {
            Timeline alone = StandIns.CutAround(s_plan, i);
            Timeline taken = StandIns.Take(alone, i, StandIns.For(alone, i)[0]);

            Assert.Empty(TimelineRules.Check(taken));
            Assert.Equal(s_plan.Shots.Select(s => s.Record), taken.Shots.Select(s => s.Record));
            Assert.Equal(alone.Shots.Where((_, k) => k != i), taken.Shots.Where((_, k) => k != i));
            Assert.Equal(ReasonCodes.StandsIn, taken.Shots[i].Reasons[0].Code);
            Assert.DoesNotContain(taken.Shots.Skip(i).Take(2), s => s.Entry is { ShowsBoth: true });
        }
    }
}
