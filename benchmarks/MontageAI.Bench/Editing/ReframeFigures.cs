using System.Globalization;
using MontageAI.Analysis.Clips.Subjects;
using MontageAI.Editing.Reframing;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Editing;

/// <summary>
/// Wide footage on a tall canvas: how much of a subject whose way is known stays inside, how calm the view moves, and how much of what
/// draws the eye in real clips it shows against the middle of the picture.
/// </summary>
internal static class ReframeFigures
{
    private const double Canvas = 9.0 / 16;
    private static readonly FrameRate s_rate = new(30, 1);

    // The way of the square's centre in picture widths, and the same as FFmpeg writes it.
    private static readonly (string Name, Func<double, double> Way, string X)[] s_ways =
    [
        ("stands at the side", _ => 0.75, "W*0.75-w/2"),
        ("walks to and fro, 7 s", t => 0.5 + (0.36 * Math.Sin(2 * Math.PI * t / 7)), "W*(0.5+0.36*sin(2*PI*t/7))-w/2"),
        ("runs to and fro, 4 s", t => 0.5 + (0.25 * Math.Cos(2 * Math.PI * t / 4)), "W*(0.5+0.25*cos(2*PI*t/4))-w/2"),
        (
            "crosses in 3 s, stands, crosses back",
            t => 0.15 + (0.7 * Math.Clamp(t < 6 ? (t - 1) / 3 : (10 - t) / 3, 0, 1)),
            "W*(0.15+0.7*clip(if(lt(t,6),(t-1)/3,(10-t)/3),0,1))-w/2"
        ),
    ];

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync(EditBenchContext context)
    {
        string folder = Directory.CreateTempSubdirectory("reframe-").FullName;
        try
        {
            Console.WriteLine(
                "a square of 10 % of the width on a still grey picture, 12 s, 16:9 to 9:16 (the view has 32 % of the width); targets: 99 "
                    + "% of frames fully inside,"
            );
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"velocity at most {ViewPath.MostVelocity} widths/s, jerk at most {ViewPath.MostJerk} widths/s3"
                )
            );
            foreach ((string name, Func<double, double> way, string x) in s_ways)
            {
                await SyntheticAsync(context.Tools, Path.Combine(folder, "square.mp4"), name, way, x).ConfigureAwait(false);
            }

            await RealAsync(context).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task SyntheticAsync(FFmpegTools tools, string path, string name, Func<double, double> way, string x)
    {
        await ToolProcess
            .RunAsync(
                "Making a clip",
                tools.Command([
                    "-y",
                    "-f",
                    "lavfi",
                    "-i",
                    "mandelbrot=size=1280x720:rate=30:start_scale=0.6:end_scale=0.6,trim=end_frame=1,loop=loop=359:size=1,setpts=N/30/TB,"
                        + "hue=s=0",
                    "-f",
                    "lavfi",
                    "-i",
                    "color=red:size=128x128:rate=30",
                    "-filter_complex",
                    $"[0][1]overlay=x='{x}':y=300:shortest=1:eval=frame,format=yuv420p",
                    "-t",
                    "12",
                    "-r",
                    "30",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                    "-g",
                    "60",
                    path,
                ]),
                CancellationToken.None
            )
            .ConfigureAwait(false);
        (SubjectTrack track, _) = await TrackAsync(tools, path, 12).ConfigureAwait(false);
        TimelineShot shot = new()
        {
            Record = new FrameRange(0, 360),
            Source = "c",
            In = track.Start,
        };
        IReadOnlyList<CameraKey> keys = ViewPath.Follow(track, shot, s_rate, 16.0 / 9, Canvas);
        IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces(keys);
        (double share, _) = ViewPath.Share(16.0 / 9, Canvas);
        int inside = Enumerable.Range(0, 360).Count(k => Math.Abs(CameraPath.At(pieces, k).X - way(k / 30.0)) <= (share / 2) - 0.05);
        int middle = Enumerable.Range(0, 360).Count(k => Math.Abs(0.5 - way(k / 30.0)) <= (share / 2) - 0.05);
        (double velocity, double jerk) = ViewPath.Limits(keys, s_rate, sideways: true);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {name, -38} inside {inside / 3.6, 6:0.0} % (middle of the picture {middle / 3.6:0.0} %), velocity {velocity:0.00}, "
                    + $"jerk {jerk:0.00}"
            )
        );
    }

    private static async Task RealAsync(EditBenchContext context)
    {
        double followed = 0,
            middle = 0,
            most = 0;
        int shots = 0,
            moving = 0;
        foreach (
            string path in Directory
                .EnumerateFiles(await context.Sets.GetAsync("M", CancellationToken.None).ConfigureAwait(false))
                .Order(StringComparer.Ordinal)
        )
        {
            (SubjectTrack track, double picture) = await TrackAsync(context.Tools, path, 3).ConfigureAwait(false);
            (double share, _) = ViewPath.Share(picture, Canvas);
            if (share > 0.9 || track.Seconds.Count < 30)
            {
                continue;
            }

            int frames = Math.Min(track.Seconds.Count, 90);
            TimelineShot shot = new()
            {
                Record = new FrameRange(0, frames),
                Source = "c",
                In = MediaTime.FromSeconds(track.Seconds[0], track.Start.TimeBase),
            };
            IReadOnlyList<CameraKey> keys = ViewPath.Follow(track, shot, s_rate, picture, Canvas);
            IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces(keys);
            for (int k = 0; k < frames; k++)
            {
                followed += Inside(track, k, CameraPath.At(pieces, k).X, share) / frames;
                middle += Inside(track, k, 0.5, share) / frames;
            }

            shots++;
            moving += keys.Count > 1 ? 1 : 0;
            most = Math.Max(most, ViewPath.Limits(keys, s_rate, sideways: true).Velocity);
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  set M, first 3 s of {shots} wide clips: of what draws the eye the view shows {100 * followed / shots:0.0} %, the "
                    + $"middle of the picture {100 * middle / shots:0.0} %; {moving} views move, at most {most:0.00} widths/s"
            )
        );
    }

    private static double Inside(SubjectTrack track, int frame, double centre, double share) =>
        Enumerable
            .Range(0, SubjectTrack.Bins)
            .Where(b => Math.Abs(((b + 0.5) / SubjectTrack.Bins) - centre) <= share / 2)
            .Sum(b => track.Across[(frame * SubjectTrack.Bins) + b]);

    private static async Task<(SubjectTrack Track, double Picture)> TrackAsync(FFmpegTools tools, string path, double seconds)
    {
        MediaInfo info = await new MediaProbe(tools).ProbeAsync(path, CancellationToken.None).ConfigureAwait(false);
        VideoStreamInfo video = info.MainVideo!;
        MediaTime start = new(video.StartPts ?? 0, video.TimeBase),
            end = MediaTime.FromSeconds(start.Seconds + seconds, video.TimeBase);
        IReadOnlyList<SubjectTrack> tracks = await SubjectTracker
            .MeasureAsync(new FFmpegClipFrames(tools, info), [new MediaRange(start, end)], [], faces: null, CancellationToken.None)
            .ConfigureAwait(false);
        return (tracks[0], (double)video.DisplayWidth / video.DisplayHeight);
    }
}
