using MontageAI.Editing.Selection;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Styles;

/// <summary>Every parameter of a style does what the handbook says: raising it raises a measure of the plan. A parameter without a row here
/// fails the test.</summary>
public sealed class ParameterEffectTests
{
    private static readonly Dictionary<string, Effect> s_effects = new()
    {
        ["pacing.minShotSeconds"] = new(0.1, 3, Plan(p => Lengths(p).Min()), "pacing.chorusBeats=0.5"),
        ["pacing.maxShotSeconds"] = new(1.5, 10, Plan(p => Lengths(p).Max()), "pacing.introBeats=32"),
        ["pacing.secondsPerShot"] = new(0.5, 5, s => Lengths(Scene.Songless(s)).Average()),
        ["pacing.introBeats"] = new(2, 16, Mean(SectionKind.Intro), "pacing.maxShotSeconds=10"),
        ["pacing.verseBeats"] = new(2, 16, Mean(SectionKind.Verse), "pacing.maxShotSeconds=10"),
        ["pacing.buildBeats"] = new(2, 16, Mean(SectionKind.Build), "pacing.maxShotSeconds=10"),
        ["pacing.chorusBeats"] = new(2, 16, Mean(SectionKind.Chorus), "pacing.maxShotSeconds=10"),
        ["pacing.breakBeats"] = new(2, 16, Mean(SectionKind.Break), "pacing.maxShotSeconds=10"),
        ["pacing.outroBeats"] = new(2, 16, Mean(SectionKind.Outro), "pacing.maxShotSeconds=10"),
        ["pacing.energyResponse"] = new(0, 1.5, Plan(p => -Correlation(p.Shots.Select(s => (EnergyOf(s, p), Seconds(s, p)))))),
        ["pacing.buildAcceleration"] = new(
            0,
            1,
            Plan(p => MeanIn(p, 32, 40) / MeanIn(p, 40, 48)),
            "pacing.buildBeats=6",
            "pacing.energyResponse=0",
            "pacing.variation=0"
        ),
        ["pacing.downbeatPreference"] = new(
            0,
            2,
            Plan(OnDownbeats),
            "pacing.accentPreference=0",
            "pacing.verseBeats=3",
            "pacing.introBeats=3"
        ),
        ["pacing.accentPreference"] = new(
            0,
            2,
            Plan(OnDownbeats),
            "pacing.downbeatPreference=0",
            "pacing.verseBeats=3",
            "pacing.introBeats=3"
        ),
        ["pacing.sectionCut"] = new(
            0,
            10,
            Plan(p => Scene.Sections.Skip(1).Count(s => p.Shots.Any(x => x.Record.Start == p.Rate.FrameAt(s.Start)))),
            "pacing.energyResponse=0",
            "pacing.maxShotSeconds=12",
            "pacing.introBeats=18",
            "pacing.verseBeats=18",
            "pacing.buildBeats=18",
            "pacing.chorusBeats=18",
            "pacing.breakBeats=18",
            "pacing.outroBeats=18"
        ),
        ["pacing.variation"] = new(0, 1, Plan(p => Spread(Lengths(p))), "pacing.energyResponse=0", "pacing.maxShotSeconds=12"),
        ["pacing.arcStrength"] = new(0, 1, Plan(p => CutsIn(p, 64, 96) - CutsIn(p, 0, 32)), "pacing.arc=slow_burn"),
        ["selection.quality"] = new(0, 5, Plan(p => p.Shots.Average(s => (double)Scene.PictureOf(s).Sharpness!))),
        ["selection.energyMatch"] = new(
            0,
            5,
            Plan(p =>
                Correlation(p.Shots.Select(s => (EnergyOf(s, p), 0.5 * Scene.PictureOf(s).Saturation + Scene.PictureOf(s).Contrast)))
            ),
            "selection.actionMatch=0"
        ),
        ["selection.actionMatch"] = new(0, 5, Plan(p => Correlation(p.Shots.Select(s => (EnergyOf(s, p), (double)Scene.ClipOf(s)))))),
        ["selection.sourceVariety"] = new(0, 5, Plan(p => -Beside(p)), "selection.likenessApart=0", "selection.motionContinuity=0"),
        ["selection.likenessApart"] = new(0, 5, Plan(p => -Alike(p)), "selection.sourceVariety=0"),
        ["selection.motionContinuity"] = new(
            -2,
            2,
            Plan(p =>
                p.Shots.Zip(p.Shots.Skip(1)).Average(t => (double)((Scene.ClipOf(t.First) % 3) - 1) * ((Scene.ClipOf(t.Second) % 3) - 1))
            )
        ),
        ["selection.chronology"] = new(0, 5, Plan(p => Correlation(p.Shots.Select((s, i) => ((double)i, (double)Scene.ClipOf(s)))))),
        ["selection.surprise"] = new(
            0,
            1,
            s =>
                Scene
                    .Plan(s, 1)
                    .Shots.Zip(Scene.Plan(s, 2).Shots)
                    .Count(t => t.First.In != t.Second.In || t.First.Source != t.Second.Source),
            "pacing.variation=0"
        ),
        ["transitions.dissolve"] = Share(TransitionKind.Dissolve),
        ["transitions.fadeBlack"] = Share(TransitionKind.FadeBlack),
        ["transitions.fadeWhite"] = Share(TransitionKind.FadeWhite),
        ["transitions.whip"] = Share(TransitionKind.Whip),
        ["transitions.wipe"] = Share(TransitionKind.Wipe),
        ["transitions.zoom"] = Share(TransitionKind.Zoom),
        ["transitions.flash"] = Share(TransitionKind.Flash),
        ["transitions.softBeats"] = new(0.5, 2, Plan(MeanEntry), "transitions.fadeBlack=0.3"),
        ["transitions.hardBeats"] = new(0.2, 1, Plan(MeanEntry), "transitions.flash=0.3"),
        ["transitions.openSeconds"] = new(0, 1, Plan(p => p.Shots[0].Entry is { Kind: TransitionKind.FadeBlack } e ? e.Half : 0)),
        ["transitions.closeSeconds"] = new(0, 1, Plan(p => p.Ending is { Kind: TransitionKind.FadeBlack } e ? e.Half : 0)),
        ["motion.rampShare"] = new(0, 0.5, Plan(p => p.Shots.Count(s => s.Ramp is { } r && r[^1].Speed is > 0 and < 1))),
        ["motion.rampSpeed"] = new(
            0.55,
            0.9,
            Plan(p => p.Shots.Where(s => s.Ramp is not null).Min(s => s.Ramp!.Min(r => r.Speed))),
            "motion.rampShare=0.5"
        ),
        ["motion.slowShare"] = new(0, 0.5, Plan(p => p.Shots.Count(s => s.Speed.Value < 1))),
        ["motion.slowSpeed"] = new(0.55, 0.9, Plan(p => p.Shots.Min(s => s.Speed.Value)), "motion.slowShare=0.5"),
        ["motion.freezeShare"] = new(0, 1, Plan(p => p.Shots.Count(s => s.Ramp is { } r && r[^1].Speed == 0))),
        ["motion.freezeBeats"] = new(
            0.25,
            2,
            Plan(p => p.Shots.Where(s => s.Ramp is not null).Average(s => s.Record.Length - s.Ramp![^1].Frame)),
            "motion.freezeShare=1"
        ),
        ["motion.punchShare"] = new(0, 0.5, Plan(p => p.Shots.Count(s => s.Camera is not null))),
        ["motion.punchZoom"] = new(1.1, 1.5, Plan(p => p.Shots.Max(s => s.Camera?.Max(k => k.Zoom) ?? 1)), "motion.punchShare=0.5"),
        ["motion.pushPerSecond"] = new(0, 0.05, Plan(p => p.Shots.Max(s => s.Camera?[^1].Zoom ?? 1))),
        ["look.exposure"] = Look(l => l.Exposure),
        ["look.contrast"] = Look(l => l.Contrast),
        ["look.saturation"] = Look(l => l.Saturation),
        ["look.temperature"] = Look(l => l.Temperature),
        ["look.tint"] = Look(l => l.Tint),
        ["look.shadows"] = Look(l => l.Shadows),
        ["look.highlights"] = Look(l => l.Highlights),
        ["look.splitTone"] = Look(l => l.SplitTone),
        ["look.vignette"] = Look(l => l.Vignette),
        ["look.grain"] = Look(l => l.Grain),
        ["look.sharpen"] = Look(l => l.Sharpen),
        ["look.denoise"] = Look(l => l.Denoise),
        ["look.match"] = new(
            0,
            1,
            Plan(p => -Spread(p.Shots.Select(s => Scene.PictureOf(s).Luma * Math.Pow(2, (s.Correction?.Exposure ?? 0) / 2.2))))
        ),
        ["look.stabilise"] = new(0, 1, Plan(p => p.Shots.Max(s => s.Correction?.Stabilise ?? 0))),
        ["look.lutStrength"] = new(0.2, 1, Plan(p => p.Look!.LutStrength), "look.lut=/tables/film.cube"),
        ["sound.fadeInSeconds"] = new(0, 2, Plan(p => p.Music!.FadeIn)),
        ["sound.fadeOutSeconds"] = new(0, 2, Plan(p => p.Music!.FadeOut)),
        ["sound.clipSound"] = new(0, 1, Plan(p => p.Music!.ClipSoundDb is null ? 0 : 1)),
        ["sound.clipSoundDb"] = new(-20, 0, Plan(p => p.Music!.ClipSoundDb!.Value), "sound.clipSound=1"),
        ["sound.duckDb"] = new(-20, -5, Plan(p => p.Sound!.DuckDb), "sound.clipSound=1"),
        ["sound.duckAttackSeconds"] = new(0.02, 0.1, Plan(p => p.Sound!.DuckAttackSeconds), "sound.clipSound=1"),
        ["sound.duckReleaseSeconds"] = new(0.1, 1, Plan(p => p.Sound!.DuckReleaseSeconds), "sound.clipSound=1"),
        ["sound.crossfadeSeconds"] = new(0, 0.5, Plan(p => p.Sound!.CrossfadeSeconds), "sound.clipSound=1"),
    };

    public static TheoryData<string> Parameters => [.. StyleParameters.All.Where(p => p.Group != "craft").Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Plan_ParameterRaised_ShowsMoreOfWhatItSays(string name)
    {
        Assert.True(
            s_effects.TryGetValue(name, out Effect? effect),
            $"{name} has no row here: who reads it, and what does a viewer see of it?"
        );
        StyleParameter parameter = StyleParameters.All.First(p => p.Name == name);
        Style given = StyleSetting.Apply(new Style { Name = "test" }, effect.Given);

        (double low, double high) = (effect.Measure(parameter.With(given, effect.Low)), effect.Measure(parameter.With(given, effect.High)));

        Assert.True(high > low + 1e-6, $"{name} at {effect.Low} gives {low:0.####}, at {effect.High} {high:0.####}.");
    }

    /// <summary>Rules of the craft need footage of their own; their tests stand in <see cref="CraftTests"/> and begin with the parameter's
    /// name.</summary>
    [Fact]
    public void Effects_OfTheCraft_AreTestedByName() =>
        Assert.All(
            StyleParameters.All.Where(p => p.Group == "craft"),
            p =>
                Assert.Contains(
                    typeof(CraftTests).GetMethods(),
                    m => m.Name.StartsWith(char.ToUpperInvariant(p.Key[0]) + p.Key[1..] + "_", StringComparison.Ordinal)
                )
        );

    [Fact]
    public void Effects_Rows_NameParametersThatExist() =>
        Assert.Subset(StyleParameters.All.Select(p => p.Name).ToHashSet(), s_effects.Keys.ToHashSet());

    private static Func<Style, double> Plan(Func<Timeline, double> measure) => s => measure(Scene.Plan(s));

    private static Func<Style, double> Mean(SectionKind kind) =>
        Plan(p => MeanIn(p, Scene.Sections.First(s => s.Kind == kind).Start, Scene.Sections.First(s => s.Kind == kind).End));

    private static Effect Share(TransitionKind kind) => new(0, 0.3, Plan(p => p.Shots.Skip(1).Count(s => s.Entry?.Kind == kind)));

    private static Effect Look(Func<PictureLook, double> get) => new(0, 0.5, Plan(p => p.Look is { } look ? get(look) : 0));

    private static double MeanEntry(Timeline plan) => plan.Shots.Skip(1).Where(s => s.Entry is not null).Average(s => s.Entry!.Frames);

    private static double Seconds(TimelineShot shot, Timeline plan) => plan.Rate.SecondsAt(shot.Record.Length);

    private static IEnumerable<double> Lengths(Timeline plan) => plan.Shots.Select(s => Seconds(s, plan));

    private static double MeanIn(Timeline plan, double from, double to) =>
        plan
            .Shots.Where(s => plan.Rate.SecondsAt(s.Record.Start) >= from - 0.01 && plan.Rate.SecondsAt(s.Record.Start) < to - 0.01)
            .Average(s => Seconds(s, plan));

    private static int CutsIn(Timeline plan, double from, double to) =>
        plan.Shots.Count(s => plan.Rate.SecondsAt(s.Record.Start) >= from && plan.Rate.SecondsAt(s.Record.Start) < to);

    private static double EnergyOf(TimelineShot shot, Timeline plan) =>
        Scene.EnergyAt(plan.Rate.SecondsAt((shot.Record.Start + shot.Record.End) / 2));

    private static double OnDownbeats(Timeline plan) =>
        plan.Shots.Skip(1).Average(s => plan.Beats.Any(b => b.Frame == s.Record.Start && b.BarPosition == 1) ? 1.0 : 0);

    // Pairs of shots at most two apart that show the same motif.
    private static double Alike(Timeline plan) =>
        (
            from i in Enumerable.Range(0, plan.Shots.Count)
            from d in (int[])[1, 2]
            where i + d < plan.Shots.Count && Scene.PictureOf(plan.Shots[i]).Fingerprint == Scene.PictureOf(plan.Shots[i + d]).Fingerprint
            select 1
        ).Count();

    // Pairs of shots at most three apart that are of the same clip.
    private static double Beside(Timeline plan) =>
        (
            from i in Enumerable.Range(0, plan.Shots.Count)
            from d in (int[])[1, 2, 3]
            where i + d < plan.Shots.Count && plan.Shots[i].Source == plan.Shots[i + d].Source
            select 1
        ).Count();

    private static double Spread(IEnumerable<double> values)
    {
        double[] logs = [.. values.Select(v => Math.Log(v))];
        double mean = logs.Average();
        return Math.Sqrt(logs.Average(v => (v - mean) * (v - mean)));
    }

    private static double Correlation(IEnumerable<(double X, double Y)> pairs)
    {
        (double X, double Y)[] all = [.. pairs];
        (double x, double y) = (all.Average(p => p.X), all.Average(p => p.Y));
        return all.Sum(p => (p.X - x) * (p.Y - y)) / Math.Sqrt(all.Sum(p => (p.X - x) * (p.X - x)) * all.Sum(p => (p.Y - y) * (p.Y - y)));
    }

    private sealed record Effect(double Low, double High, Func<Style, double> Measure, params string[] Given);
}
