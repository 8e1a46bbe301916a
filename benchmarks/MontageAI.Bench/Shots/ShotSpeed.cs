using System.Diagnostics;
using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Bench.Beats;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;

namespace MontageAI.Bench.Shots;

/// <summary>Speed of key-frame mode beside one full decode and PySceneDetect, on the same film in the same run, interleaved.</summary>
internal sealed class ShotSpeed(FFmpegTools tools, PySceneDetect? peer)
{
    private readonly string _program = Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai");

    /// <summary>Measures one film.</summary>
    /// <param name="film">The film.</param>
    /// <param name="repeats">Runs of each, 1 or more; medians count.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<FilmSpeed> MeasureAsync(Film film, int repeats, CancellationToken cancellationToken)
    {
        ToolCommand decode = tools.Command([.. InputFile.Arguments(film.Path), "-map", "0:v:0", "-f", "null", "-"]);
        List<Cost> full = [],
            keys = [],
            program = [],
            content = [],
            adaptive = [];
        Dictionary<string, CutScore> cuts = [];
        ClipAnalysis? analysis = null;
        // Neither the page cache nor our just-in-time compiler is what is measured.
        FFmpegClipFrames source = await ShotRuns.OpenAsync(tools, film.Path).ConfigureAwait(false);
        await ScanAsync(film.Path).ConfigureAwait(false);
        await ScanAsync(film.Path).ConfigureAwait(false);
        for (int i = 0; i < repeats; i++)
        {
            full.Add(await TimeAsync(() => ToolProcess.RunAsync("Decoding", decode, cancellationToken)).ConfigureAwait(false));
            keys.Add(await TimeAsync(async () => analysis = await ScanAsync(film.Path).ConfigureAwait(false)).ConfigureAwait(false));
            if (File.Exists(_program))
            {
                program.Add(await TimeProgramAsync(film.Path, cancellationToken).ConfigureAwait(false));
            }

            if (peer is not null)
            {
                content.Add(await RunPeerAsync("content", film, cuts, source, cancellationToken).ConfigureAwait(false));
                adaptive.Add(await RunPeerAsync("adaptive", film, cuts, source, cancellationToken).ConfigureAwait(false));
            }
        }

        return new FilmSpeed(
            Path.GetFileName(film.Path),
            analysis!.End.Seconds - analysis.FirstFrame.Seconds,
            Cost.Median(full),
            Cost.Median(keys),
            program.Count > 0 ? Cost.Median(program) : null,
            content.Count > 0 ? Cost.Median(content) : null,
            adaptive.Count > 0 ? Cost.Median(adaptive) : null,
            CutScore.Of(film.Truth.Cuts, ShotRuns.Cuts(analysis), ShotRuns.Frame(source) + 0.002, ShotRuns.Free(source, film.Truth)),
            analysis.Work.Total
        )
        {
            ContentScore = cuts.TryGetValue("content", out CutScore c) ? c : null,
            AdaptiveScore = cuts.TryGetValue("adaptive", out CutScore a) ? a : null,
        };
    }

    private async Task<Cost> RunPeerAsync(
        string detector,
        Film film,
        Dictionary<string, CutScore> scores,
        FFmpegClipFrames source,
        CancellationToken cancellationToken
    )
    {
        (double wall, double cpu, double[] found) = (
            await peer!.DetectAsync(detector, [film.Path], cancellationToken).ConfigureAwait(false)
        )[0];
        scores[detector] = CutScore.Of(film.Truth.Cuts, found, ShotRuns.Frame(source) + 0.002, ShotRuns.Free(source, film.Truth));
        return new Cost(wall, cpu);
    }

    /// <summary>One line per film.</summary>
    public static string Row(FilmSpeed speed)
    {
        string Times(Cost? other) =>
            other is { } o
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{o.Wall:0.00} / {o.Cpu:0.00} ({o.Wall / speed.KeyFrames.Wall:0.0}x / {o.Cpu / speed.KeyFrames.Cpu:0.0}x)"
                )
                : "-";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {speed.Film}, {speed.Seconds:0} s | {speed.KeyFrames.Wall:0.00} / {speed.KeyFrames.Cpu:0.00} | "
                + $"{(speed.Program is { } p ? $"{p.Wall:0.00} / {p.Cpu:0.00}" : "-")} | {Times(speed.FullDecode)} | "
                + $"{Times(speed.Content)} | {Times(speed.Adaptive)} | "
                + $"{speed.Score.F1:0.000} ({speed.ContentScore?.F1:0.000}, {speed.AdaptiveScore?.F1:0.000}) | "
                + $"{speed.FramesDecoded} |"
        );
    }

    private async Task<ClipAnalysis> ScanAsync(string path)
    {
        FFmpegClipFrames source = await ShotRuns.OpenAsync(tools, path).ConfigureAwait(false);
        ClipScanOptions options = new() { DecoderThreads = Environment.ProcessorCount };
        return await new ClipAnalyzer().ScanAsync(source, options, default).ConfigureAwait(false);
    }

    private async Task<Cost> TimeProgramAsync(string path, CancellationToken cancellationToken)
    {
        string store = Directory.CreateTempSubdirectory("montage-bench-").FullName;
        try
        {
            return await TimeAsync(async () =>
                {
                    ProcessStartInfo info = new(_program, ["shots", path, "--mode", "keyframe", "--cache-dir", store])
                    {
                        RedirectStandardOutput = true,
                        RedirectStandardError = true,
                    };
                    using Process process = Process.Start(info)!;
                    Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
                    await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
                    await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                    string said = await errors.ConfigureAwait(false);
                    if (process.ExitCode != 0)
                    {
                        throw new InvalidOperationException($"montage-ai shots ended with {process.ExitCode}: {said}");
                    }
                })
                .ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(store, recursive: true);
        }
    }

    private static async Task<Cost> TimeAsync(Func<Task> work)
    {
        double cpu = CpuClock.Seconds();
        Stopwatch watch = Stopwatch.StartNew();
        await work().ConfigureAwait(false);
        return new Cost(watch.Elapsed.TotalSeconds, CpuClock.Seconds() - cpu);
    }
}
