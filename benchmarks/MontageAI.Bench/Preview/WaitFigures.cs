using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;
using MontageAI.FFmpeg.Processes;
using MontageAI.Timelines;

namespace MontageAI.Bench.Preview;

/// <summary>
/// What a user waits for on set M: cold beside the floor of the same run, and then what editing costs, without proxies and with them.
/// </summary>
internal sealed class WaitFigures(FFmpegTools tools, InputSets sets)
{
    private const int Seconds = 60;

    /// <summary>Measures.</summary>
    /// <param name="repeats">Cold runs; medians are given.</param>
    /// <param name="work">A folder to work in.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(int repeats, string work, CancellationToken cancellationToken)
    {
        string clips = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        string[] files = [.. Directory.GetFiles(clips, "*.mp4").Order(StringComparer.Ordinal)];
        PreviewRun program = new(sets, work);
        Floor floor = new(tools, Environment.ProcessorCount);
        List<(double First, double Opening, double Whole)> cold = [];
        List<double> ended = [],
            whole = [],
            opening = [],
            separate = [];
        for (int i = 0; i < repeats; i++)
        {
            ProgramRun run = await program.PreviewAsync(clips, $"cold{i}", $"store{i}", Seconds, cancellationToken).ConfigureAwait(false);
            cold.Add(PreviewRun.Playable(run));
            ended.Add(run.Seconds);
            Timeline timeline = await ReadAsync(program.File($"cold{i}.montage.json"), cancellationToken).ConfigureAwait(false);
            (double a, double b) = await floor
                .MeasureAsync(files, sets.Song, timeline, timeline.Frames, 360, cancellationToken)
                .ConfigureAwait(false);
            whole.Add(a + b);
            (a, b) = await floor
                .MeasureAsync(files, sets.Song, timeline, timeline.Rate.FrameAt(10.0), 360, cancellationToken)
                .ConfigureAwait(false);
            opening.Add(a + b);

            // The same work one stage after the other.
            ProgramRun plan = await program
                .RunAsync(
                    $"apart{i}",
                    cancellationToken,
                    "plan",
                    "--clips",
                    clips,
                    "--music",
                    sets.Song,
                    "--output",
                    program.File($"apart{i}.json"),
                    "--duration",
                    "60",
                    "--overwrite"
                )
                .ConfigureAwait(false);
            ProgramRun render = await program
                .RunAsync(
                    $"apart{i}",
                    cancellationToken,
                    "render",
                    program.File($"apart{i}.json"),
                    "--profile",
                    "preview",
                    "--output",
                    program.File($"apart{i}.mp4"),
                    "--overwrite"
                )
                .ConfigureAwait(false);
            separate.Add(plan.Seconds + render.Seconds);
        }

        double floorOpening = Statistics.Median(opening),
            floorWhole = Statistics.Median(whole);
        double first = Statistics.Median(cold.Select(c => c.First)),
            ten = Statistics.Median(cold.Select(c => c.Opening)),
            all = Statistics.Median(ended);
        List<PreviewFigure> rows =
        [
            new("set M cold: first 10 s playable, s", floorOpening, ten, $"{ten / floorOpening:0.00} times the floor")
            {
                Target = "at most 1.5 times the floor",
                Met = ten <= 1.5 * floorOpening,
            },
            new(
                "set M cold: first picture, s",
                floorOpening,
                first,
                $"{first / (1.5 * floorOpening):0.00} of 1.5 floors, {first / ten:0.00} of the ten seconds"
            )
            {
                Target = "at most half of that",
                Met = first <= 0.75 * floorOpening,
            },
            new("set M cold: whole 60 s preview, s", floorWhole, all, $"{all / floorWhole:0.00} times the floor")
            {
                Target = "at most 1.3 times the floor",
                Met = all <= 1.3 * floorWhole,
            },
            new(
                "stages one after the other (plan, then render) against the line, s (C5)",
                Statistics.Median(separate),
                all,
                "whole; the first ten seconds come after all with the former"
            ),
        ];
        rows.AddRange(await EditsAsync(program, clips, cancellationToken).ConfigureAwait(false));
        return rows;
    }

    private async Task<List<PreviewFigure>> EditsAsync(PreviewRun program, string clips, CancellationToken cancellationToken)
    {
        List<PreviewFigure> rows = [];
        const string Store = "store0";
        string plan = program.File("cold0.montage.json"),
            swapped = program.File("swapped.json");
        ProgramRun plain = await program
            .PreviewAsync(clips, "style0", Store, Seconds, cancellationToken, "--style", "mtv")
            .ConfigureAwait(false);
        ProgramRun proxies = await program.RunAsync(Store, cancellationToken, "proxies", "--clips", clips).ConfigureAwait(false);
        List<double> styles = [],
            seeds = [],
            swaps = [];
        for (int i = 0; i < 3; i++)
        {
            // Every time a plan that nobody has seen yet.
            ProgramRun style = await program
                .PreviewAsync(clips, "style", Store, Seconds, cancellationToken, "--style", "documentary", "--seed", $"{20 + i}")
                .ConfigureAwait(false);
            styles.Add(PreviewRun.Playable(style).First);
            ProgramRun seed = await program
                .PreviewAsync(clips, "seed", Store, Seconds, cancellationToken, "--seed", $"{30 + i}")
                .ConfigureAwait(false);
            seeds.Add(PreviewRun.Playable(seed).First);
            ProgramRun swap = await program
                .RunAsync(
                    Store,
                    cancellationToken,
                    "edit",
                    plan,
                    $"swap={5 + i}",
                    "--output",
                    swapped,
                    "--overwrite",
                    "--preview",
                    program.File("swapped.mp4")
                )
                .ConfigureAwait(false);
            swaps.Add(PreviewRun.Playable(swap).First);
        }

        double rendered = PreviewRun.Playable(plain).First;
        rows.Add(
            new("another style: playable, s (W1)", rendered, Statistics.Median(styles), "before: first time, without proxies")
            {
                Target = "at most 0.3 with proxies",
                Met = Statistics.Median(styles) <= 0.3,
            }
        );
        rows.Add(
            new("another seed: playable, s (W1)", null, Statistics.Median(seeds), "same sound")
            {
                Target = "at most 0.3 with proxies",
                Met = Statistics.Median(seeds) <= 0.3,
            }
        );
        rows.Add(
            new("one shot swapped: playable, s", null, Statistics.Median(swaps), "edit and preview in one command")
            {
                Target = "at most 0.3",
                Met = Statistics.Median(swaps) <= 0.3,
            }
        );
        rows.Add(new("making proxies of set M, s", null, proxies.Seconds, "once; 482 s of footage"));
        TierFigures tiers = new(program);
        rows.AddRange(await tiers.StylesAsync(clips, Store, cancellationToken).ConfigureAwait(false));
        rows.AddRange(await tiers.SwapAsync("1080p", clips, "swap-1080p", cancellationToken).ConfigureAwait(false));
        string large = await sets.GetAsync(InputSets.Large, cancellationToken).ConfigureAwait(false);
        rows.AddRange(await tiers.SwapAsync("4K HEVC", large, "swap-4k", cancellationToken).ConfigureAwait(false));
        rows.AddRange(await FullQualityAsync(program, plan, cancellationToken).ConfigureAwait(false));
        return rows;
    }

    // The first ten seconds of the plan in full quality, then the same with one shot changed.
    private static async Task<List<PreviewFigure>> FullQualityAsync(PreviewRun program, string plan, CancellationToken cancellationToken)
    {
        const string Store = "store0";
        string swapped = program.File("full.json");
        ProgramRun whole = await program
            .RunAsync(
                Store,
                cancellationToken,
                "render",
                plan,
                "--profile",
                "standard",
                "--output",
                program.File("full0.mp4"),
                "--overwrite"
            )
            .ConfigureAwait(false);
        await program.RunAsync(Store, cancellationToken, "edit", plan, "swap=6", "--output", swapped, "--overwrite").ConfigureAwait(false);
        ProgramRun one = await program
            .RunAsync(
                Store,
                cancellationToken,
                "render",
                swapped,
                "--profile",
                "standard",
                "--output",
                program.File("full1.mp4"),
                "--overwrite"
            )
            .ConfigureAwait(false);
        (long all, long found) = PreviewRun.Frames(one);
        return
        [
            new(
                "one shot swapped at full quality (1080p): whole film, s",
                whole.Seconds,
                one.Seconds,
                $"{all - found} of {all} frames rendered; joining and a check of every picture included"
            )
            {
                Target = "one segment's time",
            },
        ];
    }

    private static async Task<Timeline> ReadAsync(string path, CancellationToken cancellationToken) =>
        TimelineJson.Read(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), path);
}
