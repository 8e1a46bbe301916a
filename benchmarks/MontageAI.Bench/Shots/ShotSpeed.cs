using System.Diagnostics;
using System.Globalization;
using MontageAI.Analysis.Clips;
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
        List<Cost> full = [], keys = [], program = [], content = [], adaptive = [];
        ClipAnalysis? analysis = null;
        // Neither the page cache nor our just-in-time compiler is what is measured.
        (_, double frame) = await ScanAsync(film.Path).ConfigureAwait(false);
        for (int i = 0; i < repeats; i++)
        {
            full.Add(await TimeAsync(() => ToolProcess.RunAsync("Decoding", decode, cancellationToken)).ConfigureAwait(false));
            keys.Add(await TimeAsync(async () => (analysis, _) = await ScanAsync(film.Path).ConfigureAwait(false)).ConfigureAwait(false));
            if (File.Exists(_program))
            {
                program.Add(await TimeProgramAsync(film.Path, cancellationToken).ConfigureAwait(false));
            }

            if (peer is not null)
            {
                content.AddRange((await peer.DetectAsync("content", [film.Path], cancellationToken).ConfigureAwait(false)).Select(r => new Cost(r.Wall, r.Cpu)));
                adaptive.AddRange((await peer.DetectAsync("adaptive", [film.Path], cancellationToken).ConfigureAwait(false)).Select(r => new Cost(r.Wall, r.Cpu)));
            }
        }

        return new FilmSpeed(
            Path.GetFileName(film.Path), analysis!.End.Seconds - analysis.FirstFrame.Seconds, Cost.Median(full), Cost.Median(keys),
            program.Count > 0 ? Cost.Median(program) : null, content.Count > 0 ? Cost.Median(content) : null, adaptive.Count > 0 ? Cost.Median(adaptive) : null,
            CutScore.Of(film.Truth.Cuts, ShotRuns.Cuts(analysis), frame + 0.002), analysis.Work.Total);
    }

    /// <summary>One line per film.</summary>
    public static string Row(FilmSpeed speed)
    {
        string Times(Cost? other) => other is { } o
            ? string.Create(CultureInfo.InvariantCulture, $"{o.Wall:0.00} / {o.Cpu:0.00} ({o.Wall / speed.KeyFrames.Wall:0.0}x / {o.Cpu / speed.KeyFrames.Cpu:0.0}x)")
            : "-";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {speed.Film}, {speed.Seconds:0} s | {speed.KeyFrames.Wall:0.00} / {speed.KeyFrames.Cpu:0.00} | {(speed.Program is { } p ? $"{p.Wall:0.00} / {p.Cpu:0.00}" : "-")} | {Times(speed.FullDecode)} | {Times(speed.Content)} | {Times(speed.Adaptive)} | {speed.Score.F1:0.000} | {speed.FramesDecoded} |");
    }

    private async Task<(ClipAnalysis Analysis, double Frame)> ScanAsync(string path)
    {
        FFmpegClipFrames source = await ShotRuns.OpenAsync(tools, path).ConfigureAwait(false);
        ClipScanOptions options = new() { DecoderThreads = Environment.ProcessorCount };
        return (await new ClipAnalyzer().ScanAsync(source, options, default).ConfigureAwait(false), ShotRuns.Frame(source));
    }

    private async Task<Cost> TimeProgramAsync(string path, CancellationToken cancellationToken)
    {
        string store = Directory.CreateTempSubdirectory("montage-bench-").FullName;
        try
        {
            return await TimeAsync(async () =>
            {
                ProcessStartInfo info = new(_program, ["shots", path, "--mode", "keyframe", "--cache-dir", store]) { RedirectStandardOutput = true, RedirectStandardError = true };
                using Process process = Process.Start(info)!;
                Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
                await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                string said = await errors.ConfigureAwait(false);
                if (process.ExitCode != 0)
                {
                    throw new InvalidOperationException($"montage-ai shots ended with {process.ExitCode}: {said}");
                }
            }).ConfigureAwait(false);
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
