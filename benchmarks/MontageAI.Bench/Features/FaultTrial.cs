using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Bench.Features;

/// <summary>Good pieces of real clips, 2 s each, as they are and spoilt by FFmpeg: what the planning scan and motion windows
/// reject.</summary>
internal sealed class FaultTrial(FFmpegTools tools, string media, string folder)
{
    private const double PieceSeconds = 2;

    private static readonly (string File, double At)[] s_pieces =
    [
        ("video/sam2_01_dog.mp4", 1),
        ("video/lofoten_mountain.mp4", 0.5),
        ("video/gopro_karma_drone_480p.mp4", 2),
        ("video/sintel_cliff.mp4", 10.2),
        ("video/palawan_1080p_hevc.mp4", 0),
        ("video/basketball_gym.mp4", 2),
        ("video/aquarium_dark.mp4", 1),
        ("video/flower_timelapse.mp4", 1),
        ("faces/liveportrait_s32.mp4", 1),
        ("video/chaplin_bw.mp4", 2),
        ("video/drone_kohlipe1_hevc.mp4", 20),
        ("video/bbb_opening_0_30.webm", 15),
        ("video/cat_phone_vfr.mp4", 1),
        ("faces/talking_head_1.mp4", 1),
        ("video/yard_mono.mkv", 1),
        ("video/earth_dark.mov", 3),
        ("video/city_bikes.mp4", 3.1),
        ("video/documentary_704x576.mp4", 9),
        ("video/nasa_two_streams.mp4", 3),
        ("video/test_makeup_mpeg4.avi", 1),
        ("video/drone_kohlipe1_hevc.mp4", 60),
        ("video/tears_of_steel_battle.webm", 17),
        ("video/sintel_cliff.mp4", 16),
        ("video/goldeneye_vfr_drop3.mp4", 1),
        ("faces/asl_yes.mkv", 0),
        ("video/arm_wrestling_28fps.mp4", 1),
        ("faces/liveportrait_s20.mp4", 2),
        ("video/changi_4k_portrait_hevc.mp4", 2),
        ("video/gopro_karma_drone_480p.mp4", 9),
        ("video/documentary_704x576.mp4", 14),
    ];

    private static readonly (string Name, string Filter)[] s_faults =
    [
        ("none", "null"),
        ("blurred by 1 % of the width", "gblur=sigma=6.4"),
        ("shaken by 2 % of the width at 6 Hz", "crop=iw*0.96:ih*0.96:'iw*0.02*(1+sin(n*1.5))':'ih*0.02*(1+cos(n*1.2))',scale=640:360"),
        ("3 % of the light", "lutyuv=y='16+(val-16)*0.03'"),
        ("held", "loop=-1:1:0,trim=end_frame=50,setpts=N/25/TB"),
        ("3 times the light", "lutyuv=y='clip(val*3+60,16,235)':u='128+(val-128)*0.5':v='128+(val-128)*0.5'"),
    ];

    /// <summary>Tries every fault.</summary>
    public async Task<IReadOnlyList<FaultRate>> RunAsync(CancellationToken cancellationToken)
    {
        List<FaultRate> rates = [];
        foreach ((string name, string filter) in s_faults)
        {
            bool[] rejected = await RejectedAsync(filter, cancellationToken).ConfigureAwait(false);
            string[] wrong = [.. s_pieces.Where((_, i) => rejected[i] == (name == "none")).Select(p => Path.GetFileName(p.File))];
            rates.Add(new FaultRate(name, s_pieces.Length, rejected.Count(r => r), wrong));
        }

        return rates;
    }

    // Per piece, whether more than half of it is rejected.
    private async Task<bool[]> RejectedAsync(string filter, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "planted.mp4");
        string graph =
            string.Concat(
                s_pieces.Select(
                    (_, i) =>
                        $"[{i}:v:0]fps=25,scale=640:360:force_original_aspect_ratio=increase,crop=640:360,setsar=1,format=yuv420p,"
                        + $"tpad=stop=-1:stop_mode=clone,{filter},setsar=1,trim=end_frame=50,setpts=PTS-STARTPTS[v{i}];"
                )
            )
            + string.Concat(s_pieces.Select((_, i) => $"[v{i}]"))
            + $"concat=n={s_pieces.Length}:v=1[v]";
        await ToolProcess
            .RunAsync(
                "Spoiling good pieces",
                tools.Command([
                    "-y",
                    .. s_pieces.SelectMany(p =>
                        new[] { "-ss", p.At.ToString(CultureInfo.InvariantCulture), "-t", "2.2", "-i", Path.Combine(media, p.File) }
                    ),
                    "-filter_complex",
                    graph,
                    "-map",
                    "[v]",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                    "-crf",
                    "20",
                    "-g",
                    "50",
                    "-force_key_frames",
                    "expr:gte(t,n_forced*2)",
                    path,
                ]),
                cancellationToken
            )
            .ConfigureAwait(false);
        FFmpegClipFrames source = new(tools, await new MediaProbe(tools).ProbeAsync(path, cancellationToken).ConfigureAwait(false));
        ClipAnalyzer analyzer = new();
        ClipAnalysis scan = await analyzer
            .ScanAsync(source, new ClipScanOptions { ForPlanning = true }, cancellationToken)
            .ConfigureAwait(false);
        MediaRange[] windows = [.. s_pieces.Select((_, i) => new MediaRange(At((i * PieceSeconds) + 0.1), At((i * PieceSeconds) + 1.9)))];
        ClipAnalysis analysis = await analyzer.MeasureAsync(source, scan, windows, 1, cancellationToken).ConfigureAwait(false);
        File.Delete(path);
        return
        [
            .. s_pieces.Select(
                (_, i) =>
                    analysis.Rejected.Any(r =>
                        r.Reason != RejectReason.Transition
                        && Math.Min(r.End.Seconds, (i + 1) * PieceSeconds) - Math.Max(r.Start.Seconds, i * PieceSeconds) > PieceSeconds / 2
                    )
            ),
        ];

        MediaTime At(double seconds) => MediaTime.FromSeconds(seconds, source.Stream.TimeBase);
    }
}
