using System.Globalization;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Looks;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// Takes the shaking out of a shot: the camera's movement over exactly the shot's frames is measured in a run of its own, and the render
/// moves every picture back onto the smoothed way (vid.stab). Where FFmpeg lacks that, its simpler "deshake" does what it can in one pass.
/// </summary>
internal static class SteadyingPass
{
    /// <summary>Whether a run of frames is steadied at all.</summary>
    public static bool IsWanted(ShotFeed feed, FilmFormat format) =>
        feed is { IsStill: false, IsNeighbour: false, Shot.Correction.Stabilise: > 0 }
        && format.Profile.Enhancement != EnhancementLevel.None
        && format.Steadying != SteadyingTool.None;

    /// <summary>Whether a shot needs the measuring run.</summary>
    public static bool NeedsMeasuring(ShotRequest job, FilmFormat format) =>
        format.Steadying == SteadyingTool.VidStab && IsWanted(ShotFeed.Own(job), format);

    /// <summary>The filter with a leading comma, or empty. Works on the scaled picture before it is turned.</summary>
    public static string Filter(ShotFeed feed, FilmFormat format, SideFiles files)
    {
        if (!IsWanted(feed, format))
        {
            return "";
        }

        double amount = Math.Clamp(feed.Shot.Correction!.Stabilise, 0, 1);
        if (format.Steadying == SteadyingTool.Deshake)
        {
            return ",deshake=rx=32:ry=32:edge=mirror,format=yuv420p";
        }

        // Smoothed over a second and a half at most on either side.
        int frames = Math.Max(2, (int)Math.Round(1.5 * amount * format.Rate.Value));
        return string.Create(
            CultureInfo.InvariantCulture,
            $",vidstabtransform=input={Movements(feed, format, files)}:smoothing={frames}:optzoom=1:interpol=bicubic:crop=keep"
                + $",format=yuv420p"
        );
    }

    /// <summary>The run that measures one shot.</summary>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="job">The shot.</param>
    /// <param name="format">What decides the pixels.</param>
    /// <param name="input">Input options and the input itself.</param>
    /// <param name="files">The files of the render that follows.</param>
    public static ToolCommand Measuring(FFmpegTools tools, ShotRequest job, FilmFormat format, IEnumerable<string> input, SideFiles files)
    {
        ShotFeed feed = ShotFeed.Own(job);
        string picture = ShotGraph.Measured(feed, format);
        return tools.Command([
            "-y",
            "-copyts",
            "-filter_complex_threads",
            "1",
            .. input,
            "-filter_complex",
            $"[0:{job.Video.Index}]{ShotGraph.Timing(feed, format)},{picture},"
                + $"vidstabdetect=result={Movements(feed, format, files)}:shakiness=6:accuracy=12:stepsize=6:mincontrast=0.25[v]",
            "-map",
            "[v]",
            "-f",
            "null",
            "-",
        ]);
    }

    private static string Movements(ShotFeed feed, FilmFormat format, SideFiles files) =>
        files.Add(".trf", $"movements 1 {format.Canvas} {feed.Shot.In} {feed.Shot.Record.Length}", null);
}
