using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Bench.Beats;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Bench.Features;

/// <summary>One clip of ten minutes and twenty of 5 to 20 s, 1080p with a key frame every second, as the planning scan looks at them,
/// shared out in four ways.</summary>
internal sealed class WorkerRace(FFmpegTools tools, string media, string folder)
{
    private const int Workers = 2;

    private static readonly ClipScanOptions s_scan = new() { ForPlanning = true, RefinementSeconds = 10 };

    private readonly ClipAnalyzer _analyzer = new();

    /// <summary>Makes the clips where they are missing, the long one first.</summary>
    public async Task<string[]> MakeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string seed = Path.Combine(folder, "seed.mp4");
        await MakeAsync(
                seed,
                [
                    "-stream_loop",
                    "-1",
                    "-i",
                    Path.Combine(media, "video/sam2_01_dog.mp4"),
                    "-t",
                    "20",
                    "-an",
                    "-vf",
                    "scale=1920:1080,fps=30",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "superfast",
                    "-crf",
                    "22",
                    "-g",
                    "30",
                    "-sc_threshold",
                    "0",
                    "-bf",
                    "0",
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        List<string> clips = [Path.Combine(folder, "long.mp4")];
        await MakeAsync(clips[0], ["-stream_loop", "29", "-i", seed, "-c", "copy"], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < 20; i++)
        {
            clips.Add(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"short{i:00}.mp4")));
            await MakeAsync(
                    clips[^1],
                    ["-i", seed, "-t", (5 + (i * 7 % 16)).ToString(CultureInfo.InvariantCulture), "-c", "copy"],
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        return [.. clips];
    }

    /// <summary>Races, interleaved.</summary>
    /// <param name="repeats">How often.</param>
    /// <param name="waiting">True to wait where else is decoded, see <see cref="WaitingFrames"/>.</param>
    /// <param name="cancellationToken">Stops making the clips.</param>
    public async Task<RaceTimes> RunAsync(int repeats, bool waiting, CancellationToken cancellationToken)
    {
        List<IClipFrameSource> clips = [];
        foreach (string path in await MakeAsync(cancellationToken).ConfigureAwait(false))
        {
            FFmpegClipFrames clip = new(tools, await new MediaProbe(tools).ProbeAsync(path, cancellationToken).ConfigureAwait(false));
            clips.Add(waiting ? new WaitingFrames(clip) : clip);
        }

        List<RaceTime>[] times =
        [
            [],
            [],
            [],
            [],
            [],
            [],
        ];
        string? first = null;
        bool same = true;
        for (int i = 0; i < repeats; i++)
        {
            times[0].Add(await TimeAsync(clips, OneAsync).ConfigureAwait(false));
            times[1].Add(await TimeAsync(clips, StaticAsync).ConfigureAwait(false));
            times[2].Add(await TimeAsync(clips, (c, r) => QueueAsync(c, r, share: false)).ConfigureAwait(false));
            times[3].Add(await TimeAsync(clips, (c, r) => QueueAsync(c, r, share: true)).ConfigureAwait(false));
            times[4].Add(await TimeAsync([clips[0]], OneAsync, compare: false).ConfigureAwait(false));
            times[5].Add(await TimeAsync([clips[0]], (c, r) => QueueAsync(c, r, share: true), compare: false).ConfigureAwait(false));
        }

        return new RaceTimes(
            Median(times[0]),
            Median(times[1]),
            Median(times[2]),
            Median(times[3]),
            Median(times[4]),
            Median(times[5]),
            same
        );

        async Task<RaceTime> TimeAsync(
            List<IClipFrameSource> set,
            Func<List<IClipFrameSource>, ClipAnalysis[], Task> work,
            bool compare = true
        )
        {
            ClipAnalysis[] results = new ClipAnalysis[set.Count];
            double cpu = CpuClock.Seconds();
            Stopwatch watch = Stopwatch.StartNew();
            await work(set, results).ConfigureAwait(false);
            RaceTime time = new(watch.Elapsed.TotalSeconds, CpuClock.Seconds() - cpu);
            string written = JsonSerializer.Serialize(results);
            same &= !compare || written == (first ??= written);
            return time;
        }
    }

    private static RaceTime Median(List<RaceTime> times) =>
        new(times.Select(t => t.Wall).Order().ElementAt(times.Count / 2), times.Select(t => t.Cpu).Order().ElementAt(times.Count / 2));

    private async Task OneAsync(List<IClipFrameSource> clips, ClipAnalysis[] results)
    {
        for (int i = 0; i < clips.Count; i++)
        {
            results[i] = await _analyzer.ScanAsync(clips[i], s_scan, default).ConfigureAwait(false);
        }
    }

    private Task StaticAsync(List<IClipFrameSource> clips, ClipAnalysis[] results)
    {
        int share = (clips.Count + Workers - 1) / Workers;
        return Task.WhenAll(
            Enumerable
                .Range(0, Workers)
                .Select(worker =>
                    Task.Run(async () =>
                    {
                        for (int i = worker * share; i < Math.Min(clips.Count, (worker + 1) * share); i++)
                        {
                            results[i] = await _analyzer.ScanAsync(clips[i], s_scan, default).ConfigureAwait(false);
                        }
                    })
                )
        );
    }

    private async Task QueueAsync(List<IClipFrameSource> clips, ClipAnalysis[] results, bool share)
    {
        using ResourceBudget cores = new(Workers);
        JobShare budget = new(cores);
        await Parallel
            .ForEachAsync(
                Enumerable.Range(0, clips.Count).OrderByDescending(i => new FileInfo(clips[i].Info.Path).Length),
                new ParallelOptions { MaxDegreeOfParallelism = Workers },
                async (i, ct) =>
                {
                    using IDisposable slot = await budget.EnterAsync(ct).ConfigureAwait(false);
                    IClipFrameSource source = share ? new RangedFrames(clips[i], budget) : clips[i];
                    results[i] = await _analyzer.ScanAsync(source, s_scan, ct).ConfigureAwait(false);
                }
            )
            .ConfigureAwait(false);
    }

    private async Task MakeAsync(string target, string[] arguments, CancellationToken cancellationToken)
    {
        if (!File.Exists(target))
        {
            string partial = target + ".part";
            await ToolProcess
                .RunAsync($"Making '{target}'", tools.Command(["-y", .. arguments, "-f", "mp4", partial]), cancellationToken)
                .ConfigureAwait(false);
            File.Move(partial, target);
        }
    }
}
