using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Pacing;

public sealed class StoryArcTests
{
    private static readonly IReadOnlyList<ClipMaterial> s_clips = Footage.Mixed(30, 4, 4, 14);

    public static TheoryData<StoryShape> Shapes => [.. Enum.GetValues<StoryShape>()];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Phases_OfEveryArc_CoverTheMontageAndHaveNames(StoryShape shape)
    {
        IReadOnlyList<ArcPhase> phases = StoryArc.PhasesOf(shape);

        Assert.Equal(0, phases[0].Start);
        Assert.Equal(1, phases[^1].End);
        Assert.All(phases.Zip(phases.Skip(1)), p => Assert.Equal(p.First.End, p.Second.Start));
        Assert.All(
            phases,
            p => Assert.True(p.Name.Length > 0 && p.End > p.Start && p.From is >= 0 and <= 1 && p.To is >= 0 and <= 1, p.ToString())
        );
        Assert.Equal(shape, StoryShapes.Of(StoryShapes.NameOf(shape)));
    }

    /// <summary>The song has no dynamics and no sections of its own: what is seen is the arc.</summary>
    [Fact]
    public void Plan_SlowBurn_CutsMuchFasterAtItsEnd()
    {
        double[] thirds = CutsPerMinute("slow_burn", 3);

        Assert.True(thirds[2] > 2 * thirds[0], string.Join(", ", thirds));
        Assert.True(thirds[1] > thirds[0], string.Join(", ", thirds));
    }

    [Fact]
    public void Plan_Constant_KeepsOnePace()
    {
        double[] thirds = CutsPerMinute("constant", 3);

        Assert.True(thirds.Max() < 1.15 * thirds.Min(), string.Join(", ", thirds));
    }

    [Fact]
    public void Plan_ThreeAct_PeaksLateAndResolves()
    {
        double[] tenths = CutsPerMinute("three_act", 10);

        Assert.InRange(Array.IndexOf(tenths, tenths.Max()), 6, 8);
        Assert.True(tenths[9] < tenths.Max() / 1.5, string.Join(", ", tenths));
    }

    [Fact]
    public void Plan_HeroJourney_BeginsAndEndsInCalm()
    {
        double[] fifths = CutsPerMinute("hero_journey", 5);

        Assert.True(fifths[0] < fifths[2] && fifths[0] < fifths[3] && fifths[4] < fifths[3], string.Join(", ", fifths));
    }

    [Fact]
    public void Plan_Thriller_ComesInWavesAndEndsWithAShock()
    {
        double[] tenths = CutsPerMinute("thriller", 10);

        // A wave's crest is quicker than the release after it, three times.
        Assert.True(
            tenths[2] > tenths[3] && tenths[5] > tenths[6] && tenths[9] > tenths[8] && tenths[9] > tenths[0],
            string.Join(", ", tenths)
        );
    }

    [Fact]
    public void Plan_MtvEnergy_IsQuickFromTheStart()
    {
        double[] thirds = CutsPerMinute("mtv_energy", 3);

        Assert.True(thirds[0] > 2 * CutsPerMinute("slow_burn", 3)[0] && thirds.Max() < 1.5 * thirds.Min(), string.Join(", ", thirds));
    }

    [Fact]
    public void Plan_Documentary_StaysGentle()
    {
        double[] thirds = CutsPerMinute("documentary", 3);

        Assert.True(thirds.Max() < 1.6 * thirds.Min(), string.Join(", ", thirds));
    }

    [Fact]
    public void Plan_ArcsOfEqualStrength_AllDiffer()
    {
        string[] plans = [.. StoryShapes.Names.Select(a => string.Join(' ', Plan(a, 1).Shots.Select(s => s.Record.Start)))];

        Assert.Equal(plans.Length, plans.Distinct().Count());
    }

    /// <summary>A song with sections is bent towards the arc as far as the arc is strong, and cuts stay on its beats.</summary>
    [Fact]
    public void Plan_ArcOverASongWithSections_BendsItAndKeepsTheBeats()
    {
        Timeline plain = WithSections(0),
            bent = WithSections(1);

        Assert.True(Ratio(bent) > 1.5 * Ratio(plain), $"{Ratio(plain)} {Ratio(bent)}");
        Assert.All(bent.Shots, s => Assert.Contains(bent.Beats, b => b.Frame == s.Record.Start));

        Timeline WithSections(double strength) =>
            new Planner(
                Footage.Request(seconds: 90) with
                {
                    Style = StyleSetting.Apply(
                        StyleLibrary.Default,
                        ["pacing.arc=slow_burn", $"pacing.arcStrength={strength}", "pacing.variation=0"]
                    ),
                },
                s_clips,
                Footage.Song()
            ).Plan();

        double Ratio(Timeline plan) =>
            (1.0 + plan.Shots.Count(s => s.Record.Start > plan.Frames * 2 / 3)) / plan.Shots.Count(s => s.Record.Start < plan.Frames / 3);
    }

    private static double[] CutsPerMinute(string arc, int parts)
    {
        Timeline plan = Plan(arc, 1);
        double part = plan.Rate.SecondsAt(plan.Frames) / parts;
        return [.. Enumerable.Range(0, parts).Select(k => 60 / part * plan.Shots.Sum(s => Share(plan, s, k * part, (k + 1) * part)))];
    }

    // How much of a shot lies in a part, so that long shots on its edge do not decide.
    private static double Share(Timeline plan, TimelineShot shot, double from, double to)
    {
        (double start, double end) = (plan.Rate.SecondsAt(shot.Record.Start), plan.Rate.SecondsAt(shot.Record.End));
        return Math.Max(0, Math.Min(end, to) - Math.Max(start, from)) / (end - start);
    }

    private static Timeline Plan(string arc, double strength)
    {
        MusicMaterial song = Footage.Song();
        song = song with
        {
            Analysis = song.Analysis with { Sections = [], Energy = new EnergyProfile(0.1, [.. Enumerable.Repeat(0.5f, 2400)]) },
        };
        Style style = StyleSetting.Apply(
            StyleLibrary.Default,
            [$"pacing.arc={arc}", $"pacing.arcStrength={strength}", "pacing.variation=0", "pacing.maxShotSeconds=8"]
        );
        return new Planner(Footage.Request(seconds: 120) with { Style = style }, s_clips, song).Plan();
    }
}
