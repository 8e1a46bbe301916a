using System.Diagnostics;
using System.Globalization;
using MontageAI.FFmpeg.Processes;
using MontageAI.Timelines;

namespace MontageAI.Bench.Speed;

/// <summary>
/// What bare FFmpeg commands need for the unavoidable work, as many side by side as there are cores: decode every clip's key frames
/// once, decode the song once, and decode, scale and encode exactly the frames of one output once (eight shots to a process, so that
/// starting processes does not flatter us).
/// </summary>
internal sealed class Floor(FFmpegTools tools, int cores)
{
    private const int ShotsPerProcess = 8;

    /// <summary>Seconds of wall time.</summary>
    /// <param name="clips">Every clip of the set.</param>
    /// <param name="song">The song.</param>
    /// <param name="timeline">The output's plan.</param>
    /// <param name="frames">Only the output's first frames; the last shot is cut there.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<(double Analysis, double Render)> MeasureAsync(
        IReadOnlyList<string> clips,
        string song,
        Timeline timeline,
        long frames,
        int height,
        CancellationToken cancellationToken
    )
    {
        List<ToolCommand> analysis =
        [
            .. clips.Select(c =>
                tools.Command([
                    "-discard",
                    "nokey",
                    "-skip_frame",
                    "nokey",
                    "-threads",
                    "1",
                    .. InputFile.Arguments(c),
                    "-map",
                    "0:v:0",
                    "-f",
                    "null",
                    "-",
                ])
            ),
            tools.Command([.. InputFile.Arguments(song), "-map", "0:a:0", "-f", "null", "-"]),
        ];
        double analysisSeconds = await RunAllAsync(analysis, cancellationToken).ConfigureAwait(false);

        List<TimelineShot> shots = [.. timeline.Shots.Where(s => s.Record.Start < frames)];
        Dictionary<string, string> paths = timeline.Sources.ToDictionary(s => s.Id, s => s.Path);
        List<ToolCommand> render =
        [
            .. shots
                .Chunk(Math.Min(ShotsPerProcess, Math.Max(1, (shots.Count + cores - 1) / cores)))
                .Select(group => RenderCommand(group, paths, timeline, frames, height)),
        ];
        double renderSeconds = await RunAllAsync(render, cancellationToken).ConfigureAwait(false);
        return (analysisSeconds, renderSeconds);
    }

    private ToolCommand RenderCommand(TimelineShot[] shots, Dictionary<string, string> paths, Timeline timeline, long frames, int height)
    {
        List<string> arguments = [];
        List<string> filters = [];
        string rate = timeline.Rate.ToString();
        int width = (int)Math.Round(height * timeline.Aspect.Value / 2) * 2;
        for (int i = 0; i < shots.Length; i++)
        {
            long length = Math.Min(shots[i].Record.End, frames) - shots[i].Record.Start;
            arguments.AddRange([
                "-threads",
                "1",
                "-skip_loop_filter",
                "all",
                "-ss",
                Math.Max(0, shots[i].In.Seconds).ToString("0.######", CultureInfo.InvariantCulture),
            ]);
            arguments.AddRange(InputFile.Arguments(paths[shots[i].Source]));
            filters.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"[{i}:v:0]fps={rate},trim=end_frame={length},scale={width}:{height}:flags=fast_bilinear,setsar=1,format=yuv420p[v{i}]"
                )
            );
        }

        string inputs = string.Concat(Enumerable.Range(0, shots.Length).Select(i => $"[v{i}]"));
        filters.Add($"{inputs}concat=n={shots.Length}[v]");
        return tools.Command([
            .. arguments,
            "-filter_complex",
            string.Join(';', filters),
            "-map",
            "[v]",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-crf",
            "28",
            "-f",
            "null",
            "-",
        ]);
    }

    private async Task<double> RunAllAsync(IReadOnlyList<ToolCommand> commands, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        await Parallel
            .ForEachAsync(
                commands,
                new ParallelOptions { MaxDegreeOfParallelism = cores, CancellationToken = cancellationToken },
                async (command, ct) => await ToolProcess.RunAsync("The floor", command, ct).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        return watch.Elapsed.TotalSeconds;
    }
}
