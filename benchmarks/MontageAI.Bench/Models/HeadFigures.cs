using MontageAI.Analysis.Clips.Subjects;
using MontageAI.Bench.Inputs;
using MontageAI.Detection;
using MontageAI.Editing.Reframing;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Models;

/// <summary>
/// Whether heads are wholly inside a 9:16 view of wide clips, without and with faces. The truth is what YuNet sees at 640 pixels in every
/// third frame; only frames with one face count, whose head is not wider than the view. Shots of three seconds, one after the other.
/// </summary>
internal static class HeadFigures
{
    private const double Canvas = 9.0 / 16;
    private const double ShotSeconds = 3;
    private const int MostShots = 4;

    // Ears and hair beside the face, in widths of the face.
    private const double Ears = 0.15;

    private static readonly FrameRate s_rate = new(30, 1);

    private static readonly string[] s_clips =
    [
        "faces/asl_yes.mkv",
        "faces/liveportrait_s32.mp4",
        "faces/talking_head_1.mp4",
        "faces/webcam_1080x720.mp4",
        "video/arm_wrestling_28fps.mp4",
        "video/chaplin_bw.mp4",
        "video/documentary_704x576.mp4",
        "video/people_1080p_fixed.mp4",
        "video/sam2_01_dog.mp4",
        "video/sintel_cliff.mp4",
        "video/tears_of_steel_battle.webm",
        "video/test_makeup_mpeg4.avi",
    ];

    /// <summary>Measures and prints.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="truth">What says where faces are.</param>
    /// <param name="ways">The ways to compare; null looks for no faces.</param>
    public static async Task RunAsync(FFmpegTools tools, IFaceDetector truth, IReadOnlyList<(string Name, IFaceDetector? Faces)> ways)
    {
        int[] inside = new int[ways.Count];
        int frames = 0;
        foreach (string clip in s_clips)
        {
            MediaInfo info = await new MediaProbe(tools)
                .ProbeAsync(Path.Combine(BenchPaths.Media, clip), CancellationToken.None)
                .ConfigureAwait(false);
            VideoStreamInfo video = info.MainVideo!;
            double picture = (double)video.DisplayWidth / video.DisplayHeight,
                share = ViewPath.Share(picture, Canvas).Across;
            MediaRange[] windows = [.. Windows(info, video)];
            List<(double Second, FaceBox Face, int Shot)> faces = await TruthAsync(tools, info, truth, windows).ConfigureAwait(false);
            // A head that is wider than the view cannot be inside.
            faces.RemoveAll(f => f.Face.Width * (1 + (2 * Ears)) > share);
            int[] here = new int[ways.Count];
            for (int w = 0; w < ways.Count; w++)
            {
                IReadOnlyList<SubjectTrack> tracks = await SubjectTracker
                    .MeasureAsync(new FFmpegClipFrames(tools, info), windows, [], ways[w].Faces, CancellationToken.None)
                    .ConfigureAwait(false);
                here[w] = Inside(faces, tracks, picture, share);
                inside[w] += here[w];
            }

            frames += faces.Count;
            Console.WriteLine(
                $"  {clip, -36} {faces.Count, 4} frames: "
                    + string.Join(", ", ways.Select((w, i) => $"{w.Name} {100.0 * here[i] / Math.Max(1, faces.Count), 5:0.0} %"))
            );
        }

        Console.WriteLine(
            $"  {"all", -36} {frames, 4} frames: "
                + string.Join(", ", ways.Select((w, i) => $"{w.Name} {100.0 * inside[i] / frames, 5:0.0} %"))
        );
    }

    private static IEnumerable<MediaRange> Windows(MediaInfo info, VideoStreamInfo video)
    {
        double start = new MediaTime(video.StartPts ?? 0, video.TimeBase).Seconds,
            length = video.DurationSeconds ?? info.DurationSeconds ?? 0;
        int shots = Math.Clamp((int)(length / ShotSeconds), 1, MostShots);
        double apart = length / shots;
        for (int i = 0; i < shots; i++)
        {
            yield return new MediaRange(
                MediaTime.FromSeconds(start + (i * apart), video.TimeBase),
                MediaTime.FromSeconds(start + (i * apart) + Math.Min(ShotSeconds, apart), video.TimeBase)
            );
        }
    }

    private static async Task<List<(double Second, FaceBox Face, int Shot)>> TruthAsync(
        FFmpegTools tools,
        MediaInfo info,
        IFaceDetector truth,
        MediaRange[] windows
    )
    {
        List<(double, FaceBox, int)> faces = [];
        IFrameReader reader = await new FFmpegClipFrames(tools, info)
            .OpenAsync(
                new FrameRequest
                {
                    Selection = FrameSelection.Windows,
                    Windows = windows,
                    LongSide = 640,
                },
                CancellationToken.None
            )
            .ConfigureAwait(false);
        // Windows come side by side; what comes first is up to the moment.
        int[] seen = new int[windows.Length];
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (seen[reader.Current.Window]++ % 3 == 0 && truth.Find(reader.Current) is [var face])
                {
                    faces.Add((reader.Current.Time.Seconds, face, reader.Current.Window));
                }
            }
        }

        return faces;
    }

    private static int Inside(
        List<(double Second, FaceBox Face, int Shot)> faces,
        IReadOnlyList<SubjectTrack> tracks,
        double picture,
        double share
    )
    {
        int inside = 0;
        foreach (IGrouping<int, (double Second, FaceBox Face, int Shot)> group in faces.GroupBy(f => f.Shot))
        {
            SubjectTrack track = tracks[group.Key];
            TimelineShot shot = new()
            {
                Record = new FrameRange(0, Math.Max(1, s_rate.FrameAt(track.End.Seconds - track.Start.Seconds))),
                Source = "c",
                In = track.Start,
            };
            IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces(ViewPath.Follow(track, shot, s_rate, picture, Canvas));
            foreach ((double second, FaceBox face, _) in group)
            {
                double x = Math.Clamp(CameraPath.At(pieces, s_rate.FrameAt(second - track.Start.Seconds)).X, share / 2, 1 - (share / 2)),
                    size = face.Width * (1 + (2 * Ears)),
                    middle = (face.Left + face.Right) / 2,
                    left = Math.Max(0, middle - (size / 2)),
                    right = Math.Min(1, middle + (size / 2));
                inside += left >= x - (share / 2) - 0.002 && right <= x + (share / 2) + 0.002 ? 1 : 0;
            }
        }

        return inside;
    }
}
