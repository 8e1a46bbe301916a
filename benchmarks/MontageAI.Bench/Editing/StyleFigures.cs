using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;
using MontageAI.Timelines;

namespace MontageAI.Bench.Editing;

/// <summary>E3: what the plans of all styles show on set M, and whether each keeps what its description promises.</summary>
internal static class StyleFigures
{
    private static readonly Dictionary<string, (string Promise, Func<PlanFigures, double> Figure, double Least, double Most)[]> s_promises =
        new()
        {
            ["dynamic"] =
            [
                ("no transitions", p => p.Transitions, 0, 0),
                ("corrected shots", p => p.Matched, 0, 0),
                ("cuts a minute", p => p.CutsPerMinute, 25, 80),
            ],
            ["calm"] = [("mean length, s", p => p.Mean, 3, 20), ("dissolves", p => p.Share(TransitionKind.Dissolve), 0.4, 0.55)],
            ["mtv"] =
            [
                ("cuts a minute", p => p.CutsPerMinute, 60, 200),
                ("flashes and whips", p => p.Share(TransitionKind.Flash) + p.Share(TransitionKind.Whip), 0.1, 0.14),
            ],
            ["action"] = [("cuts a minute", p => p.CutsPerMinute, 40, 200), ("ramps", p => p.Ramps, 0.12, 0.18)],
            ["documentary"] =
            [
                ("mean length, s", p => p.Mean, 2.5, 20),
                ("order of the clips (correlation)", p => p.Order, 0.6, 1),
                ("clips heard", p => p.IsHeard, 1, 1),
            ],
            ["hitchcock"] =
            [
                ("longest shot to the median one", p => p.LongestToMedian, 4, 30),
                ("saturation", p => p.Plan.Look!.Saturation, -0.4, -0.3),
            ],
            ["minimalist"] = [("cuts a minute", p => p.CutsPerMinute, 0, 14), ("transitions", p => p.Transitions, 0, 0)],
            ["wes_anderson"] =
            [
                ("on downbeats", p => p.OnDownbeats, 0.8, 1),
                ("spread of lengths (deviation to mean)", p => p.Deviation, 0, 0.45),
                ("whips", p => p.Share(TransitionKind.Whip), 0.08, 0.16),
            ],
            ["travel"] =
            [
                ("order of the clips (correlation)", p => p.Order, 0.4, 1),
                ("whips", p => p.Share(TransitionKind.Whip), 0.07, 0.13),
            ],
            ["sport"] = [("slow motion", p => p.Slow, 0.05, 0.4), ("frozen ends", p => p.Frozen, 1, 20)],
            ["wedding"] =
            [
                ("dissolves", p => p.Share(TransitionKind.Dissolve), 0.25, 0.36),
                ("order of the clips (correlation)", p => p.Order, 0.5, 1),
                ("clips heard", p => p.IsHeard, 1, 1),
            ],
            ["vlog"] =
            [
                ("order of the clips (correlation)", p => p.Order, 0.6, 1),
                ("punch-ins", p => p.Punched, 0.05, 1),
                ("clips heard", p => p.IsHeard, 1, 1),
            ],
            ["cinema_trailer"] =
            [
                ("cuts in the last third to the first", p => p.PaceFollowsThirds, 1.5, 50),
                ("fades through black", p => p.Share(TransitionKind.FadeBlack), 0.14, 0.2),
            ],
            ["viral"] =
            [
                ("longest shot, s", p => p.Longest, 0, 2.05),
                ("punch-ins", p => p.Punched, 0.05, 1),
                ("zooms and flashes", p => p.Share(TransitionKind.Zoom) + p.Share(TransitionKind.Flash), 0.15, 0.21),
            ],
            ["music_video"] = [("ramps", p => p.Ramps, 0.2, 0.3), ("flashes", p => p.Share(TransitionKind.Flash), 0.06, 0.1)],
        };

    /// <summary>Plans one minute of set M in every style and prints the figures.</summary>
    public static async Task RunAsync(EditBenchContext context)
    {
        string clips = await context.Sets.GetAsync("M", CancellationToken.None).ConfigureAwait(false);
        string folder = Path.Combine(BenchPaths.Data, "styles1"),
            program = Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai");
        Directory.CreateDirectory(folder);
        List<(string Style, PlanFigures Figures)> all = [];
        Console.WriteLine(
            "style           cuts/min  mean s  short  long   last/first  downbeat  soft  hard  ramps  slow  frozen  punch  push  matched "
                + " order"
        );
        foreach (string style in s_promises.Keys)
        {
            string file = Path.Combine(folder, style + ".montage.json");
            await ProgramRun
                .StartAsync(
                    program,
                    [
                        "plan",
                        "--clips",
                        clips,
                        "--music",
                        context.Sets.Song,
                        "--duration",
                        "60",
                        "--style",
                        style,
                        "--output",
                        file,
                        "--overwrite",
                        "--cache-dir",
                        Path.Combine(folder, "store"),
                    ],
                    CancellationToken.None
                )
                .ConfigureAwait(false);
            PlanFigures p = new(TimelineJson.Read(await File.ReadAllTextAsync(file).ConfigureAwait(false), file));
            all.Add((style, p));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{style, -15} {p.CutsPerMinute, 8:0.0} {p.Mean, 7:0.00} {p.Shortest, 6:0.00} {p.Longest, 5:0.00} "
                        + $"{p.PaceFollowsThirds, 11:0.00} {p.OnDownbeats, 9:0.00} {p.Soft, 5:0.00} {p.Transitions - p.Soft, 5:0.00} "
                        + $"{p.Ramps, 6:0.00} {p.Slow, 5:0.00} {p.Frozen, 7:0} {p.Punched, 6:0.00} {p.Pushed, 5:0.00} {p.Matched, 8:0.00} "
                        + $"{p.Order, 6:0.00}"
                )
            );
        }

        Console.WriteLine();
        foreach ((string style, PlanFigures figures) in all)
        {
            foreach ((string promise, Func<PlanFigures, double> figure, double least, double most) in s_promises[style])
            {
                double value = figure(figures);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{(value >= least - 1e-9 && value <= most + 1e-9 ? "kept  " : "BROKEN")} {style, -15} {promise}: {value:0.00} "
                            + $"(target {least:0.##} to {most:0.##})"
                    )
                );
            }
        }

        int kept = all.Sum(a =>
            s_promises[a.Style].Count(x => x.Figure(a.Figures) >= x.Least - 1e-9 && x.Figure(a.Figures) <= x.Most + 1e-9)
        );
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"promises kept: {kept} of {s_promises.Values.Sum(v => v.Length)}"));
    }
}
