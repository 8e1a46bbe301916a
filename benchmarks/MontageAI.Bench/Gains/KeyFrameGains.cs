using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Preview;
using MontageAI.Bench.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;

namespace MontageAI.Bench.Gains;

/// <summary>Shots by key frames against every frame, of one edited film as several encoders and cameras write it, interleaved.</summary>
internal sealed class KeyFrameGains(FFmpegTools tools, InputSets sets)
{
    private static readonly (string Name, string File, string[] Encoder)[] s_codings =
    [
        ("H.264, a key frame at cuts and every 250 frames", "h264_250.mp4", ["libx264", "-preset", "veryfast"]),
        (
            "H.264, a key frame every second, as phones write",
            "h264_30.mp4",
            ["libx264", "-preset", "veryfast", "-g", "30", "-bf", "0", "-sc_threshold", "0"]
        ),
        ("HEVC, every 250", "hevc_250.mp4", ["libx265", "-preset", "ultrafast", "-x265-params", "keyint=250:log-level=error"]),
        ("VP9, every 128", "vp9_128.webm", ["libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "128", "-b:v", "3M"]),
    ];

    private readonly ClipAnalyzer _analyzer = new();

    /// <summary>Measures each coding once; makes them first where they are missing.</summary>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(CancellationToken cancellationToken)
    {
        string clips = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        string film = Directory.EnumerateFiles(clips, "01_*").Single();
        string folder = Path.Combine(BenchPaths.Data, "gains1");
        Directory.CreateDirectory(folder);
        List<PreviewFigure> figures = [];
        foreach ((string name, string file, string[] encoder) in s_codings)
        {
            string path = Path.Combine(folder, file),
                part = Path.Combine(folder, "part." + file);
            if (!File.Exists(path))
            {
                await ToolProcess
                    .RunAsync(
                        "Making a film",
                        tools.Command([
                            "-y",
                            .. InputFile.Arguments(film),
                            "-map",
                            "0:v:0",
                            "-vf",
                            "scale=-2:720",
                            "-c:v",
                            .. encoder,
                            part,
                        ]),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                File.Move(part, path);
            }

            FFmpegClipFrames source = await ShotRuns.OpenAsync(tools, path).ConfigureAwait(false);
            ClipAnalysis? every = null;
            (double Wall, double Cpu) without = await ProxyFigures
                .TimeAsync(async () => every = await _analyzer.DetectExactAsync(source, 1, cancellationToken).ConfigureAwait(false))
                .ConfigureAwait(false);
            double[] cuts = [.. ShotRuns.Cuts(every!)];
            string on = string.Create(
                CultureInfo.InvariantCulture,
                $"{every!.End.Seconds - every.FirstFrame.Seconds:0} s of 720p, one thread; of {cuts.Length} cuts that every frame shows "
            );
            (double planning, ClipAnalysis parted) = await ScanAsync(source, ShotRuns.Planning, cancellationToken).ConfigureAwait(false);
            figures.Add(
                new PreviewFigure(
                    $"key frames, {name}, CPU s",
                    without.Cpu,
                    planning,
                    on + $"shots end at {ShotRuns.Parted(parted, cuts, ShotRuns.Frame(source) + 0.002)}"
                )
            );
            (double exact, ClipAnalysis found) = await ScanAsync(source, new ClipScanOptions(), cancellationToken).ConfigureAwait(false);
            CutScore score = CutScore.Of(cuts, ShotRuns.Cuts(found), ShotRuns.Frame(source) + 0.002);
            figures.Add(
                new PreviewFigure(
                    $"cuts to the frame, {name}, CPU s",
                    without.Cpu,
                    exact,
                    on + $"{score.Hits} are found to the frame, {score.Wrong} others beside"
                )
            );
        }

        return figures;
    }

    private async Task<(double Cpu, ClipAnalysis Found)> ScanAsync(
        FFmpegClipFrames source,
        ClipScanOptions options,
        CancellationToken cancellationToken
    )
    {
        ClipAnalysis? found = null;
        (double Wall, double Cpu) cost = await ProxyFigures
            .TimeAsync(async () =>
                found = await _analyzer.ScanAsync(source, options with { DecoderThreads = 1 }, cancellationToken).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        return (cost.Cpu, found!);
    }
}
