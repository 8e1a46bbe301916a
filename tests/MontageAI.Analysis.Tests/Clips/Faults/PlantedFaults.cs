using System.Globalization;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Tests.Clips.Faults;

/// <summary>
/// Good pieces of real clips and what FFmpeg spoils them by, for the tests and for the figures of <c>./bench features</c>. Every fault is
/// one file of all pieces, 2 s each, 640 x 360 at 25 frames per second.
/// </summary>
internal static class PlantedFaults
{
    private const double PieceSeconds = 2;

    /// <summary>Clips below the folder of media, and the second at which the piece begins. Sharp, steady, properly exposed to the eye;
    /// animation, film, phone, drone, timelapse, dark and bright ones.</summary>
    public static readonly IReadOnlyList<(string File, double At)> Pieces =
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

    /// <summary>What spoils them: blurred by 1 % of the width; shaken by 2 % of it 6 times a second; 3 % of the light; held; three times
    /// the light, which burns out more than half of all but night skies.</summary>
    public static readonly IReadOnlyList<(string Name, string Filter, RejectReason Reason)> Faults =
    [
        ("blurred by 1 % of the width", "gblur=sigma=6.4", RejectReason.Blurred),
        (
            "shaken by 2 % of the width at 6 Hz",
            "crop=iw*0.96:ih*0.96:'iw*0.02*(1+sin(n*1.5))':'ih*0.02*(1+cos(n*1.2))',scale=640:360",
            RejectReason.Shaking
        ),
        ("3 % of the light", "lutyuv=y='16+(val-16)*0.03'", RejectReason.Black),
        ("held", "loop=-1:1:0,trim=end_frame=50,setpts=N/25/TB", RejectReason.Frozen),
        ("3 times the light", "lutyuv=y='clip(val*3+60,16,235)':u='128+(val-128)*0.5':v='128+(val-128)*0.5'", RejectReason.Overexposed),
    ];

    /// <summary>Arguments for FFmpeg that make one file of pieces; its name goes behind them.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="find">The path of a clip.</param>
    /// <param name="filter">What each piece goes through; "null" leaves them as they are.</param>
    public static IReadOnlyList<string> Arguments(
        IReadOnlyList<(string File, double At)> pieces,
        Func<string, string> find,
        string filter
    ) =>
        [
            .. pieces.SelectMany(p => new[] { "-ss", p.At.ToString(CultureInfo.InvariantCulture), "-t", "2.2", "-i", find(p.File) }),
            "-filter_complex",
            string.Concat(
                pieces.Select(
                    (_, i) =>
                        $"[{i}:v:0]fps=25,scale=640:360:force_original_aspect_ratio=increase,crop=640:360,setsar=1,format=yuv420p,"
                        + $"tpad=stop=-1:stop_mode=clone,{filter},setsar=1,trim=end_frame=50,setpts=PTS-STARTPTS[v{i}];"
                )
            )
                + string.Concat(pieces.Select((_, i) => $"[v{i}]"))
                + $"concat=n={pieces.Count}:v=1[v]",
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
        ];

    /// <summary>The middle of each piece, which is looked at frame by frame.</summary>
    public static IReadOnlyList<MediaRange> Windows(int pieces, Rational timeBase) =>
        [
            .. Enumerable
                .Range(0, pieces)
                .Select(i => new MediaRange(
                    MediaTime.FromSeconds((i * PieceSeconds) + 0.1, timeBase),
                    MediaTime.FromSeconds((i * PieceSeconds) + 1.9, timeBase)
                )),
        ];

    /// <summary>Why a piece is rejected: what more than half of it is rejected for; null where it is not.</summary>
    public static RejectReason? Verdict(ClipAnalysis analysis, int piece)
    {
        RejectedStretch? worst = analysis.Rejected.Where(r => r.Reason != RejectReason.Transition).MaxBy(Within);
        return worst is not null && Within(worst) > PieceSeconds / 2 ? worst.Reason : null;

        double Within(RejectedStretch r) =>
            Math.Min(r.End.Seconds, (piece + 1) * PieceSeconds) - Math.Max(r.Start.Seconds, piece * PieceSeconds);
    }
}
