using System.Diagnostics;
using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Motion;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.Bench.Features;

/// <summary>Speed of the features and of sharing clips among workers; how well sharpness and rejections hold.</summary>
internal static class FeaturesBench
{
    private static readonly int[] s_heights = [360, 540, 720, 1080, 2160];

    // With enough detail of their own for 4K, or for their own size; smaller heights are made from them, larger ones are left out.
    private static readonly (string File, int Height)[] s_scaled =
    [
        ("video/changi_4k_portrait_hevc.mp4", 2160),
        ("video/portrait_4k60_rot90.mp4", 2160),
        ("video/palawan_1080p_hevc.mp4", 1080),
        ("video/people_1080p_fixed.mp4", 1080),
        ("video/sam2_01_dog.mp4", 720),
    ];

    /// <summary>Measures everything. Some minutes.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="repeats">Interleaved repeats of the race, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<FeaturesFigures> MeasureAsync(FFmpegTools tools, int repeats, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(BenchPaths.Data, "features1");
        (double nanoseconds, double bytes) = await FrameCostAsync(tools, cancellationToken).ConfigureAwait(false);
        (IReadOnlyList<(int, double)> byHeight, double spread) = await SharpnessAsync(tools, folder, cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<FaultRate> faults = await new FaultTrial(tools, BenchPaths.Media, folder)
            .RunAsync(cancellationToken)
            .ConfigureAwait(false);
        WorkerRace race = new(tools, BenchPaths.Media, folder);
        RaceTimes waiting = await race.RunAsync(1, waiting: true, cancellationToken).ConfigureAwait(false);
        RaceTimes decoding = await race.RunAsync(repeats, waiting: false, cancellationToken).ConfigureAwait(false);
        return new FeaturesFigures
        {
            RaceSet = "1 clip of 600 s and 20 of 5 to 20 s, 1080p, a key frame every second",
            Race = decoding,
            Waiting = waiting,
            NanosecondsPerFrame = nanoseconds,
            BytesPerFrame = bytes,
            SharpnessByHeight = byHeight,
            SharpnessSpread = spread,
            Faults = faults,
        };
    }

    /// <summary>Measures and prints.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="repeats">Interleaved repeats of the race, 1 or more.</param>
    /// <param name="onlyRace">Whether only sharing out is measured.</param>
    public static async Task<int> RunAsync(FFmpegTools tools, int repeats, bool onlyRace)
    {
        if (onlyRace)
        {
            WorkerRace race = new(tools, BenchPaths.Media, Path.Combine(BenchPaths.Data, "features1"));
            PrintRace(
                "waiting 20 ms per key frame and 100 ms per start",
                await race.RunAsync(1, waiting: true, default).ConfigureAwait(false)
            );
            PrintRace("decoding", await race.RunAsync(repeats, waiting: false, default).ConfigureAwait(false));
            return 0;
        }

        FeaturesFigures f = await MeasureAsync(tools, repeats, default).ConfigureAwait(false);
        Print(
            $"features: {f.NanosecondsPerFrame / 1000:0} us of processor time per frame of 320 x 180, {f.BytesPerFrame:0.0} bytes ",
            $"allocated per frame"
        );
        Print(
            $"sharpness by height of the source: {string.Join(", ", f.SharpnessByHeight.Select(s => $"{s.Height}p {s.Mean:0.000}"))}",
            $"; largest difference of one clip {f.SharpnessSpread:0.000}"
        );
        foreach (FaultRate rate in f.Faults)
        {
            Print(
                $"{rate.Fault}: {rate.Rejected} of {rate.Pieces} ",
                $"rejected{(rate.Missed.Count == 0 ? "" : " (wrong: " + string.Join(", ", rate.Missed) + ")")}"
            );
        }

        Print($"spoilt pieces caught {f.Caught:P1}, good ones rejected {f.WronglyRejected:P1}");
        Print($"{f.RaceSet}: seconds that passed (processor seconds)");
        PrintRace("decoding", f.Race);
        PrintRace("waiting 20 ms per key frame and 100 ms per start instead", f.Waiting);
        return 0;
    }

    private static void PrintRace(string what, RaceTimes r)
    {
        Print(
            $"  {what}: one worker {r.One.Wall:0.00} ({r.One.Cpu:0.00}), 2 by static partition {r.Static.Wall:0.00} ",
            $"({r.Static.Cpu:0.00}), by one queue {r.Queue.Wall:0.00} ({r.Queue.Cpu:0.00}), with shared clips {r.Stealing.Wall:0.00} ",
            $"({r.Stealing.Cpu:0.00})"
        );
        Print(
            $"    speed-up: static {r.One.Wall / r.Static.Wall:0.00}, queue {r.One.Wall / r.Queue.Wall:0.00}, shared {r.Speedup:0.00}; ",
            $"same bytes: {r.SameBytes}"
        );
        Print(
            $"    the long clip alone: one worker {r.LongAlone.Wall:0.00} ({r.LongAlone.Cpu:0.00}), shared {r.LongShared.Wall:0.00} ",
            $"({r.LongShared.Cpu:0.00}), speed-up {r.LongAlone.Wall / r.LongShared.Wall:0.00}"
        );
    }

    private static void Print(params FormattableString[] text) =>
        Console.WriteLine(string.Concat(text.Select(FormattableString.Invariant)));

    // Real frames, decoded once, then measured again and again.
    private static async Task<(double Nanoseconds, double Bytes)> FrameCostAsync(FFmpegTools tools, CancellationToken cancellationToken)
    {
        List<SmallFrame> frames = [];
        FFmpegClipFrames source = await OpenAsync(tools, Path.Combine(BenchPaths.Media, "video/sam2_01_dog.mp4"), cancellationToken)
            .ConfigureAwait(false);
        IFrameReader reader = await source
            .OpenAsync(new FrameRequest { Selection = FrameSelection.All }, cancellationToken)
            .ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (frames.Count < 120 && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                SmallFrame copy = new(reader.Current.Width, reader.Current.Height) { Time = reader.Current.Time };
                reader.Current.Pixels.CopyTo(copy.Pixels);
                frames.Add(copy);
            }
        }

        const int Rounds = 40;
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            MotionMeter meter = new();
            long start = Stopwatch.GetTimestamp();
            foreach (SmallFrame frame in frames)
            {
                meter.Add(frame);
            }

            // The best round is the one that other programs disturbed least.
            best = round < 5 ? best : Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / frames.Count);
        }

        // Lists double at 64 and 128 frames; between them nothing may be allocated.
        MotionMeter steady = new();
        long before = 0;
        for (int i = 0; i < 120; i++)
        {
            before = i == 70 ? GC.GetAllocatedBytesForCurrentThread() : before;
            steady.Add(frames[i]);
        }

        return (best, (GC.GetAllocatedBytesForCurrentThread() - before) / 50.0);
    }

    private static async Task<(IReadOnlyList<(int Height, double Mean)> ByHeight, double Spread)> SharpnessAsync(
        FFmpegTools tools,
        string folder,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(folder);
        Dictionary<int, List<double>> byHeight = s_heights.ToDictionary(h => h, _ => new List<double>());
        double spread = 0;
        foreach ((string file, int own) in s_scaled)
        {
            List<double> values = [];
            foreach (int height in s_heights.Where(h => h <= own))
            {
                string path = Path.Combine(folder, "scaled.mp4");
                string scale = $"scale=w='if(gt(iw,ih),-2,{height})':h='if(gt(iw,ih),{height},-2)':flags=bicubic";
                await ToolProcess
                    .RunAsync(
                        "Scaling",
                        tools.Command([
                            "-y",
                            "-i",
                            Path.Combine(BenchPaths.Media, file),
                            "-frames:v",
                            "10",
                            "-an",
                            "-vf",
                            scale,
                            "-c:v",
                            "libx264",
                            "-preset",
                            "ultrafast",
                            "-crf",
                            "16",
                            "-pix_fmt",
                            "yuv420p",
                            path,
                        ]),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                FFmpegClipFrames source = await OpenAsync(tools, path, cancellationToken).ConfigureAwait(false);
                float? sharpness = (
                    await new ClipAnalyzer()
                        .ScanAsync(source, new ClipScanOptions { RefinementSeconds = 0 }, cancellationToken)
                        .ConfigureAwait(false)
                )
                    .KeyFrames[0]
                    .Features
                    .Sharpness;
                values.Add(sharpness ?? double.NaN);
                byHeight[height].Add(values[^1]);
                File.Delete(path);
            }

            spread = Math.Max(spread, values.Max() - values.Min());
        }

        return ([.. byHeight.Select(p => (p.Key, p.Value.Average()))], spread);
    }

    private static async Task<FFmpegClipFrames> OpenAsync(FFmpegTools tools, string path, CancellationToken cancellationToken) =>
        new(tools, await new MediaProbe(tools).ProbeAsync(path, cancellationToken).ConfigureAwait(false));
}
