using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Results;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Analysis.Tests.Clips.Faults;

/// <summary>
/// Good pieces of real clips, spoilt by FFmpeg: what is called bad and what is not. Every fault is one file of all pieces, 2 s each, 640 x
/// 360 at 25 frames per second.
/// </summary>
public sealed class PlantedFaultsTests
{
    private const double PieceSeconds = 2;

    // Sharp, steady, properly exposed to the eye; animation, film, phone, drone, timelapse, dark and bright ones.
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
    ];

    // Blurred by 1 % of the width; shaken by 2 % of it 6 times a second; 3 % of the light; held; three times the light, which burns out
    // more than half of all but night skies.
    private static readonly (string Filter, RejectReason Reason)[] s_faults =
    [
        ("gblur=sigma=6.4", RejectReason.Blurred),
        ("crop=iw*0.96:ih*0.96:'iw*0.02*(1+sin(n*1.5))':'ih*0.02*(1+cos(n*1.2))',scale=640:360", RejectReason.Shaking),
        ("lutyuv=y='16+(val-16)*0.03'", RejectReason.Black),
        ("loop=-1:1:0,trim=end_frame=50,setpts=N/25/TB", RejectReason.Frozen),
        ("lutyuv=y='clip(val*3+60,16,235)':u='128+(val-128)*0.5':v='128+(val-128)*0.5'", RejectReason.Overexposed),
    ];

    [MediaFact]
    public async Task GoodPieces_AsTheyAre_AreNotRejected() => Assert.Empty(await RejectedAsync("null"));

    [MediaFact]
    public async Task SpoiltPieces_OfFiveFaults_AreCaughtNineteenTimesInTwenty()
    {
        int caught = 0;
        foreach ((string filter, RejectReason reason) in s_faults)
        {
            List<(string Piece, RejectReason Reason)> rejected = await RejectedAsync(filter);
            string[] missed = [.. s_pieces.Select(p => p.File).Except(rejected.Select(r => r.Piece))];
            Assert.True(missed.Length <= 2, $"{reason}: missed {string.Join(", ", missed)}");
            Assert.True(
                rejected.Count(r => r.Reason == reason) >= 17,
                $"not as {reason} but: {string.Join(", ", rejected.Where(r => r.Reason != reason))}"
            );
            caught += rejected.Count;
        }

        Assert.True(caught >= 0.95 * s_faults.Length * s_pieces.Length, $"{caught} of {s_faults.Length * s_pieces.Length}");
    }

    // Pieces of which more than half is rejected.
    private static async Task<List<(string Piece, RejectReason Reason)>> RejectedAsync(string filter)
    {
        string[] inputs =
        [
            .. s_pieces.SelectMany(p =>
                new[] { "-ss", p.At.ToString(CultureInfo.InvariantCulture), "-t", "2.2", "-i", TestMedia.File(p.File) }
            ),
        ];
        string graph =
            string.Concat(
                s_pieces.Select(
                    (_, i) =>
                        $"[{i}:v:0]fps=25,scale=640:360:force_original_aspect_ratio=increase,crop=640:360,setsar=1,format=yuv420p,"
                        + $"{filter},setsar=1,trim=end_frame=50,setpts=PTS-STARTPTS[v{i}];"
                )
            )
            + string.Concat(s_pieces.Select((_, i) => $"[v{i}]"))
            + $"concat=n={s_pieces.Length}:v=1[v]";
        string path = await RealClips.MakeAsync(
            "planted.mp4",
            [
                .. inputs,
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
            ]
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);
        CancellationToken token = TestContext.Current.CancellationToken;
        ClipAnalyzer analyzer = new();
        ClipAnalysis scan = await analyzer.ScanAsync(source, new ClipScanOptions { ForPlanning = true }, token);
        MediaRange[] windows = [.. s_pieces.Select((_, i) => new MediaRange(At((i * PieceSeconds) + 0.1), At((i * PieceSeconds) + 1.9)))];

        ClipAnalysis analysis = await analyzer.MeasureAsync(source, scan, windows, 1, token);

        RealClips.Delete(path);
        List<(string, RejectReason)> rejected = [];
        for (int i = 0; i < s_pieces.Length; i++)
        {
            double from = i * PieceSeconds,
                to = from + PieceSeconds;
            RejectedStretch? worst = analysis
                .Rejected.Where(r => r.Reason != RejectReason.Transition)
                .MaxBy(r => Math.Min(r.End.Seconds, to) - Math.Max(r.Start.Seconds, from));
            if (worst is not null && Math.Min(worst.End.Seconds, to) - Math.Max(worst.Start.Seconds, from) > PieceSeconds / 2)
            {
                rejected.Add((s_pieces[i].File, worst.Reason));
            }
        }

        return rejected;

        MediaTime At(double seconds) => MediaTime.FromSeconds(seconds, source.Stream.TimeBase);
    }
}
