using System.Globalization;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// Takes the shaking out of a shot: the camera's movement over exactly the shot's frames is measured in a run of its own, and the render
/// moves every picture back onto the
/// smoothed way (vid.stab). Where FFmpeg lacks that, its simpler "deshake" does what it can in one pass.
/// </summary>
internal static class SteadyPass
{
    /// <summary>Whether a run of frames is steadied at all.</summary>
    public static bool IsWanted(ShotFeed feed, ShotLook look) =>
        feed is { IsStill: false, IsNeighbour: false, Shot.Correction.Stabilise: > 0 }
        && look.Profile.Enhancement != EnhancementLevel.None
        && look.Steadying != SteadyingTool.None;

    /// <summary>Whether a shot needs the measuring run.</summary>
    public static bool NeedsMeasuring(ShotJob job, ShotLook look) =>
        look.Steadying == SteadyingTool.VidStab && IsWanted(ShotFeed.Own(job), look);

    /// <summary>The filter with a leading comma, or empty. Works on the scaled picture before it is turned.</summary>
    public static string Filter(ShotFeed feed, ShotLook look, SideFiles files)
    {
        if (!IsWanted(feed, look))
        {
            return "";
        }

        double amount = Math.Clamp(feed.Shot.Correction!.Stabilise, 0, 1);
        if (look.Steadying == SteadyingTool.Deshake)
        {
            return ",deshake=rx=32:ry=32:edge=mirror,format=yuv420p";
        }

        // Smoothed over a second and a half at most on either side.
        int frames = Math.Max(2, (int)Math.Round(1.5 * amount * look.Rate.Value));
        return string.Create(
            CultureInfo.InvariantCulture,
            $",vidstabtransform=input={Movements(feed, look, files)}:smoothing={frames}:optzoom=1:interpol=bicubic:crop=keep,format=yuv420p"
        );
    }

    /// <summary>The run that measures one shot.</summary>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="job">The shot.</param>
    /// <param name="look">What decides the pixels.</param>
    /// <param name="input">Input options and the input itself.</param>
    /// <param name="files">The files of the render that follows.</param>
    public static ToolCommand Measuring(FFmpegTools tools, ShotJob job, ShotLook look, IEnumerable<string> input, SideFiles files)
    {
        ShotFeed feed = ShotFeed.Own(job);
        string picture = ShotGraph.Measured(feed, look);
        return tools.Command([
            "-y",
            "-copyts",
            "-filter_complex_threads",
            "1",
            .. input,
            "-filter_complex",
            $"[0:{job.Video.Index}]{ShotGraph.Timing(feed, look)},{picture},"
                + $"vidstabdetect=result={Movements(feed, look, files)}:shakiness=6:accuracy=12:stepsize=6:mincontrast=0.25[v]",
            "-map",
            "[v]",
            "-f",
            "null",
            "-",
        ]);
    }

    private static string Movements(ShotFeed feed, ShotLook look, SideFiles files) =>
        files.Add(".trf", $"movements 1 {look.Canvas} {feed.Shot.In} {feed.Shot.Record.Length}", null);
}
