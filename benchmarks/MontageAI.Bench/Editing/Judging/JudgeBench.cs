using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.Editing.Styles;
using MontageAI.Engine.Jobs;
using MontageAI.Reports.Judging;
using MontageAI.Timelines;

namespace MontageAI.Bench.Editing.Judging;

/// <summary>
/// Judges every built-in style on set M, and beside it 20 montages by chance on the same cuts (random usable windows, random moments) and
/// 20 with random cuts. Every frame of
/// every clip is measured once and kept, so judging a plan decodes nothing.
/// </summary>
internal static class JudgeBench
{
    private const int Seeds = 20;

    // A figure, how to read it, and whether more of it is better (+1), less (-1), or neither: then it tells styles apart.
    private static readonly (string Name, Func<MontageJudgement, double?> Of, int Good)[] s_figures =
    [
        ("cuts/min", j => j.Pace.CutsPerMinute, 0),
        ("shot s", j => j.Pace.MeanShotSeconds, 0),
        ("uneven", j => j.Pace.Unevenness, 0),
        ("err ms", j => j.Beats?.ErrorMs.Median, -1),
        ("beat %", j => 100 * j.Beats?.OnBeat, 1),
        ("down %", j => 100 * j.Beats?.OnDownbeat, 1),
        ("sect %", j => 100 * j.Beats?.SectionChangesCut, 1),
        ("pace r", j => j.Energy?.Pace, 1),
        ("motn r", j => j.Energy?.Motion, 1),
        ("motion", j => j.Pictures?.Motion, 0),
        ("sharp", j => j.Pictures?.Sharpness, 1),
        ("blur %", j => 100 * j.Pictures?.Blurred, -1),
        ("shake", j => j.Pictures?.Shake, 0),
        ("shkn %", j => 100 * j.Pictures?.Shaken, -1),
        ("blck %", j => 100 * j.Pictures?.Black, -1),
        ("lumastp", j => j.Pictures?.LumaStep, 0),
        ("clips", j => j.Variety.Sources, 1),
        ("even", j => j.Variety.Evenness, 1),
        ("chang%", j => 100 * j.Variety.SourceChanges, 1),
        ("again%", j => 100 * j.Variety.RepeatedFrames, -1),
        ("alike%", j => 100 * j.Variety.RepeatedPictures, -1),
        ("jumps", j => j.Variety.JumpCuts?.Count, -1),
    ];

    /// <summary>Runs it. Arguments: names of styles; <c>--films</c> also renders the first two as previews and judges the files.</summary>
    public static async Task RunAsync(EditBenchContext context)
    {
        string[] named = [.. context.Arguments.Where(a => !a.StartsWith('-'))];
        string[] styles = named.Length > 0 ? named : [.. StyleLibrary.All.Select(s => s.Name)];
        PlanBench bench = await PlanBench.OpenAsync(context.Tools, context.Sets, "judge1").ConfigureAwait(false);
        await using (bench.ConfigureAwait(false))
        {
            Console.WriteLine(
                $"set M, 60 s of {Path.GetFileName(context.Sets.Song)}; chance: {Seeds} seeds each, mean and (standard deviation)"
            );
            Console.WriteLine();
            Line("", s_figures.Select(f => f.Name));
            List<(string Name, MontageJudgement Ours, PlanResult Plan)> judged = [];
            foreach (string style in styles)
            {
                PlanResult plan = await bench.PlanAsync(style).ConfigureAwait(false);
                MontageJudgement ours = await bench.JudgeAsync(plan.Timeline, plan).ConfigureAwait(false);
                judged.Add((style, ours, plan));
                Line(style, s_figures.Select(f => Number(f.Of(ours))));
            }

            StandOut([.. judged.Select(j => (j.Name, j.Ours))]);
            Dictionary<string, List<double>> effects = [];
            foreach ((string style, MontageJudgement ours, PlanResult plan) in judged)
            {
                RandomEdit random = new(plan.Clips);
                Console.WriteLine();
                Line(style, s_figures.Select(f => Number(f.Of(ours))));
                await ChanceAsync("usable", random.Usable, bench, plan, ours, effects).ConfigureAwait(false);
                await ChanceAsync("anything", random.Anything, bench, plan, ours, effects).ConfigureAwait(false);
                await ChanceAsync("cuts", random.Cuts, bench, plan, ours, effects).ConfigureAwait(false);
            }

            Verdict(effects, judged.Count);
            if (context.Arguments.Contains("--films"))
            {
                await FilmsAsync(context, bench, [.. judged.Take(2).Select(j => (j.Name, j.Ours))]).ConfigureAwait(false);
            }
        }
    }

    // What tells each style from the others: its figures that lie farthest from the mean of all styles, in standard deviations over the
    // styles.
    private static void StandOut(IReadOnlyList<(string Style, MontageJudgement Ours)> styles)
    {
        Console.WriteLine();
        Console.WriteLine("figures that set each style apart from the others (standard deviations over the styles)");
        (double Mean, double Deviation)?[] spread =
        [
            .. s_figures.Select(f => Spread([.. styles.Select(s => f.Of(s.Ours)).OfType<double>()])),
        ];
        foreach ((string style, MontageJudgement ours) in styles)
        {
            IEnumerable<string> apart = s_figures
                .Zip(
                    spread,
                    (f, s) =>
                        (
                            f.Name,
                            Value: f.Of(ours),
                            Off: f.Of(ours) is { } v && s is { Deviation: > 1e-9 } d ? (v - d.Mean) / d.Deviation : 0
                        )
                )
                .Where(f => Math.Abs(f.Off) >= 1)
                .OrderByDescending(f => Math.Abs(f.Off))
                .Take(4)
                .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name} {Number(f.Value).Trim()} ({f.Off:+0.0;-0.0})"));
            Console.WriteLine($"  {style, -15} {string.Join(", ", apart)}");
            Console.WriteLine($"  {"", -15}   \"{StyleLibrary.Find(style).Description}\"");
        }
    }

    private static async Task ChanceAsync(
        string name,
        Func<Timeline, int, Timeline> make,
        PlanBench bench,
        PlanResult plan,
        MontageJudgement ours,
        Dictionary<string, List<double>> effects
    )
    {
        List<MontageJudgement> all = [];
        for (int seed = 0; seed < Seeds; seed++)
        {
            all.Add(await bench.JudgeAsync(make(plan.Timeline, seed), plan).ConfigureAwait(false));
        }

        Overall(name, ours, all);
        (double Mean, double Deviation)?[] spread = [.. s_figures.Select(f => Spread([.. all.Select(f.Of).OfType<double>()]))];
        Line("  random " + name, spread.Select(s => Number(s?.Mean)));
        Line("", spread.Select(s => s is { } v ? $"({Number(v.Deviation).Trim()})" : ""));
        Line(
            "    better by, sd",
            s_figures.Zip(
                spread,
                (f, s) =>
                {
                    if (
                        f.Good == 0
                        || f.Of(ours) is not { } value
                        || s is not { } chance
                        || Effect(value, chance, f.Good) is not { } effect
                    )
                    {
                        return "";
                    }

                    string key = $"{name}|{f.Name}";
                    effects.TryAdd(key, []);
                    effects[key].Add(effect);
                    return effect.ToString("+0.0;-0.0;0", CultureInfo.InvariantCulture);
                }
            )
        );
    }

    // The mean effect over all figures that are good or bad and vary by chance: of the plan, and of each chance montage against all of
    // them.
    private static void Overall(string name, MontageJudgement ours, List<MontageJudgement> all)
    {
        List<(Func<MontageJudgement, double?> Of, int Good, (double Mean, double Deviation) Chance)> used =
        [
            .. s_figures
                .Where(f => f.Good != 0)
                .Select(f => (f.Of, f.Good, Chance: Spread([.. all.Select(f.Of).OfType<double>()])))
                .Where(f => f.Chance is { Deviation: > 1e-9 })
                .Select(f => (f.Of, f.Good, f.Chance!.Value)),
        ];
        double Mean(MontageJudgement j) =>
            used.Select(f => f.Of(j) is { } v ? f.Good * (v - f.Chance.Mean) / f.Chance.Deviation : (double?)null)
                .OfType<double>()
                .DefaultIfEmpty(0)
                .Average();
        double plan = Math.Round(Mean(ours), 2);
        double[] chance = [.. all.Select(Mean)];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  random {name}: mean effect over {used.Count} figures {plan:+0.00;-0.00;0.00} sd (the best of {chance.Length} by "
                    + $"chance {chance.Max():+0.00;-0.00}); better than {chance.Count(c => c < plan)} of {chance.Length}"
            )
        );
    }

    // Standard deviations of chance by which a value is better. Where chance does not vary, nothing can be said unless it is always
    // different.
    private static double? Effect(double value, (double Mean, double Deviation) chance, int good) =>
        chance.Deviation > 1e-9 ? good * (value - chance.Mean) / chance.Deviation
        : Math.Abs(value - chance.Mean) < 1e-9 ? 0
        : null;

    private static void Verdict(Dictionary<string, List<double>> effects, int styles)
    {
        Console.WriteLine();
        Console.WriteLine(
            $"Better than chance by 2 standard deviations or more (clearly) / worse by as much, of {styles} styles; median effect"
        );
        foreach (IGrouping<string, KeyValuePair<string, List<double>>> group in effects.GroupBy(e => e.Key.Split('|')[0]))
        {
            Console.WriteLine($"  against random {group.Key}:");
            foreach ((string key, List<double> values) in group.Where(g => g.Value.Exists(v => v != 0)))
            {
                string median = Statistics.Median(values).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
                Console.WriteLine(
                    $"    {key.Split('|')[1], -8} {values.Count(v => v >= 2), 3} clearly better, {values.Count(v => v <= -2), 3} clearly "
                        + $"worse, median {median}"
                );
            }
        }
    }

    private static async Task FilmsAsync(
        EditBenchContext context,
        PlanBench bench,
        IReadOnlyList<(string Style, MontageJudgement Plan)> styles
    )
    {
        Console.WriteLine();
        Console.WriteLine("plan and rendered film");
        Line("", s_figures.Select(f => f.Name));
        string folder = Path.Combine(BenchPaths.Data, "judge1"),
            program = Path.Combine(BenchPaths.Root, "montage-ai");
        foreach ((string style, MontageJudgement plan) in styles)
        {
            string film = Path.Combine(folder, style + ".mp4");
            await Speed
                .ProgramRun.StartAsync(
                    program,
                    [
                        "create",
                        "--clips",
                        bench.Request.Clips[0],
                        "--music",
                        context.Sets.Song,
                        "--duration",
                        "60",
                        "--style",
                        style,
                        "--output",
                        film,
                        "--profile",
                        "preview",
                        "--overwrite",
                        "--cache-dir",
                        Path.Combine(folder, "render-store"),
                    ],
                    CancellationToken.None
                )
                .ConfigureAwait(false);
            Line(style + " plan", s_figures.Select(f => Number(f.Of(plan))));
            MontageJudgement judged = await bench.JudgeFilmAsync(film).ConfigureAwait(false);
            Line(style + " film", s_figures.Select(f => Number(f.Of(judged))));
        }
    }

    private static (double Mean, double Deviation)? Spread(double[] values)
    {
        if (values.Length < 2)
        {
            return null;
        }

        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)));
    }

    private static void Line(string name, IEnumerable<string> cells) =>
        Console.WriteLine($"{name, -17}{string.Concat(cells.Select(c => c.PadLeft(8)))}".TrimEnd());

    private static string Number(double? value) =>
        value is not { } v ? "-"
        : Math.Abs(v) >= 100 ? v.ToString("0", CultureInfo.InvariantCulture)
        : Math.Abs(v) >= 10 ? v.ToString("0.0", CultureInfo.InvariantCulture)
        : v.ToString("0.00", CultureInfo.InvariantCulture);
}
