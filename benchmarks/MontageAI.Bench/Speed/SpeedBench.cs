using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Processes;
using MontageAI.Timelines;

namespace MontageAI.Bench.Speed;

/// <summary>
/// The main job's waiting times on one input set, each beside its floor measured in the same run. "Cold" means an empty store;
/// the files are in the system's page cache for us and for the floor alike.
/// </summary>
internal sealed class SpeedBench(FFmpegTools tools, InputSets sets)
{
    private const int PreviewSeconds = 60;
    private const int PreviewHeight = 360;
    private const double OpeningSeconds = 10;

    private readonly string _program = Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai");

    /// <summary>Measures one set.</summary>
    /// <param name="set">S, M or L.</param>
    /// <param name="repeats">Runs of each kind; medians are printed.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task RunAsync(string set, int repeats, CancellationToken cancellationToken)
    {
        string clips = await sets.GetAsync(set, cancellationToken).ConfigureAwait(false);
        string[] files = [.. Directory.GetFiles(clips, "*.mp4").Order(StringComparer.Ordinal)];
        string work = Directory.CreateTempSubdirectory("montage-bench-").FullName;
        try
        {
            List<ProgramRun> cold = [],
                warm = [],
                edit = [];
            List<(double Analysis, double Render)> whole = [],
                opening = [];
            Timeline? timeline = null;
            Floor floor = new(tools, Environment.ProcessorCount);
            for (int i = 0; i < repeats; i++)
            {
                string store = Path.Combine(work, $"store{i}");
                string output = Path.Combine(work, $"cold{i}.mp4");
                cold.Add(await PreviewAsync(clips, output, store, cancellationToken).ConfigureAwait(false));
                warm.Add(await PreviewAsync(clips, Path.Combine(work, $"warm{i}.mp4"), store, cancellationToken).ConfigureAwait(false));
                timeline = TimelineJson.Read(
                    await File.ReadAllTextAsync(Path.Combine(work, $"cold{i}.montage.json"), cancellationToken).ConfigureAwait(false),
                    output
                );
                string changed = Path.Combine(work, $"edit{i}.montage.json");
                await File.WriteAllTextAsync(changed, TimelineJson.Write(SlipOneShot(timeline)), cancellationToken).ConfigureAwait(false);
                edit.Add(
                    await ProgramRun
                        .StartAsync(
                            _program,
                            [
                                "render",
                                changed,
                                "--output",
                                Path.Combine(work, $"edited{i}.mp4"),
                                "--profile",
                                "preview",
                                "--cache-dir",
                                store,
                            ],
                            cancellationToken
                        )
                        .ConfigureAwait(false)
                );
                whole.Add(
                    await floor
                        .MeasureAsync(files, sets.Song, timeline, timeline.Frames, PreviewHeight, cancellationToken)
                        .ConfigureAwait(false)
                );
                opening.Add(
                    await floor
                        .MeasureAsync(files, sets.Song, timeline, timeline.Rate.FrameAt(OpeningSeconds), PreviewHeight, cancellationToken)
                        .ConfigureAwait(false)
                );
            }

            Print(set, files.Length, timeline!, cold, warm, edit, whole, opening);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private Task<ProgramRun> PreviewAsync(string clips, string output, string store, CancellationToken cancellationToken) =>
        ProgramRun.StartAsync(
            _program,
            [
                "preview",
                "--clips",
                clips,
                "--music",
                sets.Song,
                "--output",
                output,
                "--duration",
                PreviewSeconds.ToString(CultureInfo.InvariantCulture),
                "--cache-dir",
                store,
            ],
            cancellationToken
        );

    // The smallest edit there is: one shot shows its source a few frames later (or earlier, at the end of a clip).
    private static Timeline SlipOneShot(Timeline timeline)
    {
        int index = timeline.Shots.Count / 2;
        TimelineShot shot = timeline.Shots[index];
        TimelineSource source = timeline.Sources.Single(s => s.Id == shot.Source);
        long step = (long)Math.Round(0.2 / shot.In.TimeBase.Value);
        long ticks = shot.In.Ticks - step >= source.AvailableStart.Ticks ? shot.In.Ticks - step : shot.In.Ticks + step;
        List<TimelineShot> shots = [.. timeline.Shots];
        shots[index] = shot with { In = shot.In with { Ticks = ticks } };
        return timeline with { Shots = shots };
    }

    private static void Print(
        string set,
        int clips,
        Timeline timeline,
        List<ProgramRun> cold,
        List<ProgramRun> warm,
        List<ProgramRun> edit,
        List<(double Analysis, double Render)> whole,
        List<(double Analysis, double Render)> opening
    )
    {
        double wholeFloor = Statistics.Median(whole.Select(f => f.Analysis + f.Render));
        double openingFloor = Statistics.Median(opening.Select(f => f.Analysis + f.Render));
        double first = Statistics.Median(cold.Select(r => r.Number("timeToFirstPreviewSeconds") ?? double.NaN));
        double full = Statistics.Median(cold.Select(r => r.Seconds));
        Console.WriteLine(
            Line(
                $"Set {set}: {clips} clips, {timeline.Frames} frames at {timeline.Rate} fps, {timeline.Shots.Count} shots, ",
                $"{Environment.ProcessorCount} cores, median of {cold.Count}"
            )
        );
        Console.WriteLine("| figure | seconds | floor | ratio | target |");
        Console.WriteLine("|---|---|---|---|---|");
        Console.WriteLine(
            Line($"| cold: first 10 s playable (TTFP) | {first:0.00} | {openingFloor:0.00} | {first / openingFloor:0.00} | 3 |")
        );
        Console.WriteLine(
            Line($"| cold: whole {PreviewSeconds} s preview | {full:0.00} | {wholeFloor:0.00} | {full / wholeFloor:0.00} | 2 |")
        );
        Console.WriteLine(Line($"| warm: identical run | {Statistics.Median(warm.Select(r => r.Seconds)):0.00} | - | - | 2 s |"));
        Console.WriteLine(Line($"| warm: one cut changed | {Statistics.Median(edit.Select(r => r.Seconds)):0.00} | - | - | 2 s |"));
        Console.WriteLine(
            Line($"| peak memory, own (MiB) | {cold.Max(r => r.Number("resources", "ownPeakMiB") ?? double.NaN):0} | - | - | 300 |")
        );
        Console.WriteLine(
            Line(
                $"| peak memory, largest child (MiB) | {cold.Max(r => r.Number("resources", "largestChildPeakMiB") ?? double.NaN):0} | - ",
                $"| - | - |"
            )
        );
        Console.WriteLine();
        PrintPhases("cold", cold[0]);
        PrintPhases("warm", warm[0]);
        PrintPhases("one cut changed", edit[0]);
    }

    private static void PrintPhases(string title, ProgramRun run)
    {
        Console.WriteLine(
            Line(
                $"Phases, {title} (overlapping; processor seconds: own {run.Number("resources", "ownCpuSeconds"):0.0}, children ",
                $"{run.Number("resources", "childrenCpuSeconds"):0.0}, {run.Number("resources", "processes"):0} processes):"
            )
        );
        foreach (System.Text.Json.JsonElement phase in run.Report.GetProperty("phases").EnumerateArray())
        {
            string rate = phase.TryGetProperty("perSecond", out var r) ? Line($", {r.GetDouble():0.0}/s") : "";
            string items = phase.TryGetProperty("items", out var n)
                ? Line(
                    $"{n.GetInt64()} {phase.GetProperty("unit").GetString()}, ",
                    $"{(phase.TryGetProperty("fromCache", out var c) ? c.GetInt64() : 0)} from the store{rate}"
                )
                : "";
            Console.WriteLine(
                Line(
                    $"  {phase.GetProperty("name").GetString(), -22} {phase.GetProperty("startedAt").GetDouble(), 6:0.00} + ",
                    $"{phase.GetProperty("seconds").GetDouble(), 6:0.00} s  {items}"
                )
            );
        }
    }

    private static string Line(params FormattableString[] text) => string.Concat(text.Select(FormattableString.Invariant));
}
