using System.Globalization;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Rendering.Captions;
using MontageAI.Rendering.Looks;
using MontageAI.Rendering.Motion;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Transitions;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// The filter graph of a shot of any kind. A shot without effects is the plain chain of <see cref="ShotFilterGraph"/>. Otherwise every
/// input is brought to the canvas first with its own speed, camera, correction and look; then the frames in which a transition lies are
/// taken apart from the others, changed and put back, so the rest costs nothing; text comes last.
/// </summary>
public static class ShotGraph
{
    /// <summary>Whether a shot has none of the effects.</summary>
    public static bool IsPlain(ShotRequest job) =>
        job.Shot is { Ramp: null or { Count: 0 }, Camera: null or { Count: 0 }, Entry: null }
        && job is { Text: null, IsStill: false }
        && Acting(job.Exit, false) is null
        && LooksPlain(job.Shot.Correction, job.Look);

    /// <summary>The graph as text.</summary>
    /// <param name="job">The shot.</param>
    /// <param name="format">What decides the pixels.</param>
    /// <param name="inputs">Labels of the inputs, in the order of <see cref="ShotFeed.Of"/>.</param>
    /// <param name="output">Label of the result.</param>
    /// <param name="files">Gets what filters read beside the footage.</param>
    internal static string Of(ShotRequest job, FilmFormat format, IReadOnlyList<string> inputs, string output, SideFiles files)
    {
        if (IsPlain(job))
        {
            return $"[{inputs[0]}]{job.Clock?.Filters}{ShotFilterGraph.Chain(job, format)}[{output}]";
        }

        List<string> statements = [];
        IReadOnlyList<ShotFeed> feeds = ShotFeed.Of(job);
        bool hasBefore = ShotFeed.Before(job) is not null,
            hasAfter = ShotFeed.After(job) is not null;
        string own = $"[{inputs[0]}]{Feed(feeds[0], format, files, output)}";
        if (hasBefore)
        {
            statements.Add($"[{inputs[1]}]{Feed(feeds[1], format, files, output + "b")}[{output}b]");
        }

        if (hasAfter)
        {
            statements.Add($"[{inputs[hasBefore ? 2 : 1]}]{Feed(feeds[^1], format, files, output + "a")}[{output}a]");
        }

        string? fonts = ShippedType.Folder is { } folder ? SideFiles.Escape(folder) : null;
        string text = job.Text is { } script ? "," + CaptionScript.Filter(files.Add(".ass", script, () => script), format.Rate, fonts) : "";
        string grid = string.Create(
            CultureInfo.InvariantCulture,
            $"settb={format.Rate.Fraction.Denominator}/{format.Rate.Fraction.Numerator},setpts=N,"
                + $"fps={format.Rate.Fraction.Numerator}/{format.Rate.Fraction.Denominator}"
        );
        (ShotTransition? entry, ShotTransition? exit) = (Acting(job.Shot.Entry, true), Acting(job.Exit, false));
        if (entry is null && exit is null)
        {
            statements.Insert(0, $"{own},{grid}{text},format=yuv420p[{output}]");
            return string.Join(';', statements);
        }

        long length = job.Shot.Record.Length;
        long head = Math.Min(entry?.Half ?? 0, length),
            tail = Math.Min(exit?.Half ?? 0, length - head);
        List<string> parts = [];
        Dictionary<string, string> cuts = [];
        Part("h", 0, head);
        Part("m", head, length - tail);
        Part("t", length - tail, length);
        string split = parts.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $",split={parts.Count}") : "";
        statements.Insert(0, $"{own}{split}{string.Concat(parts.Select(p => $"[{output}{p}0]"))}");
        statements.AddRange(parts.Select(p => $"[{output}{p}0]{cuts[p]}[{output}{p}{(p == "m" ? 2 : 1)}]"));
        TransitionFilters transitions = new(format, output);
        if (head > 0)
        {
            statements.AddRange(transitions.Statements(entry!, true, $"{output}h1", hasBefore ? $"{output}b" : null, $"{output}h2"));
        }

        if (tail > 0)
        {
            statements.AddRange(transitions.Statements(exit!, false, $"{output}t1", hasAfter ? $"{output}a" : null, $"{output}t2"));
        }

        string joined =
            string.Concat(parts.Select(p => $"[{output}{p}2]"))
            + (parts.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"concat=n={parts.Count},") : "");
        statements.Add($"{joined}{grid}{text},format=yuv420p[{output}]");
        return string.Join(';', statements);

        void Part(string name, long from, long to)
        {
            if (to > from)
            {
                parts.Add(name);
                cuts[name] = string.Create(CultureInfo.InvariantCulture, $"trim=start_frame={from}:end_frame={to},setpts=PTS-({from})");
            }
        }
    }

    /// <summary>From an input to its frames on the canvas, as the shot that they belong to wants them.</summary>
    private static string Feed(ShotFeed feed, FilmFormat format, SideFiles files, string label)
    {
        string colours = LookFilters.Colours(feed, format.Profile, files);
        string finish = LookFilters.Finish(feed, format.Profile);
        (string picture, string move, string pad) = Picture(feed, format, files, label);
        string timing = Timing(feed, format);
        if (!feed.IsStill)
        {
            return feed.Clock?.Filters + timing + "," + picture + move + colours + finish + pad;
        }

        // A photograph is scaled and coloured once, and then shown as often as it has to be.
        string repeat = string.Create(
            CultureInfo.InvariantCulture,
            $"loop=loop={feed.Length}:size=1,trim=end_frame={feed.Length},"
                + $"settb={format.Rate.Fraction.Denominator}/{format.Rate.Fraction.Numerator},setpts=N,"
                + $"fps={format.Rate.Fraction.Numerator}/{format.Rate.Fraction.Denominator}"
        );
        return $"trim=end_frame=1,{feed.Clock?.Part}{picture}{colours},{repeat}{move}{finish}{pad}";
    }

    /// <summary>From an input to its frames, as they were recorded.</summary>
    internal static string Timing(ShotFeed feed, FilmFormat format) =>
        ShotTiming.Filters(
            feed,
            format.Rate,
            ShotFilterGraph.Deinterlace(feed.Video, format.Profile),
            ShotFilterGraph.HoldsFirst(feed, format.Rate)
        );

    /// <summary>From the recorded frames to the scaled pictures in which movement is measured and undone.</summary>
    internal static string Measured(ShotFeed feed, FilmFormat format)
    {
        (string crop, int width, int height) = Scaled(feed, format);
        return crop + ShotColor.Filters(feed.Video, width, height, format.Profile.ScalerFlags);
    }

    private static (string Crop, int Width, int Height) Scaled(ShotFeed feed, FilmFormat format)
    {
        if (Camera(feed, format) is { } keys)
        {
            CameraFraming camera = new(feed, keys, format);
            return (camera.Crop, camera.Width, camera.Height);
        }

        ShotFraming framing = FramingOf(feed, format);
        return (framing.Crop, framing.ScaledWidth, framing.ScaledHeight);
    }

    // To a picture of which the canvas is a part, from there to the canvas, and the bars that stay as they are.
    private static (string Picture, string Move, string Pad) Picture(ShotFeed feed, FilmFormat format, SideFiles files, string label)
    {
        string scaled = Measured(feed, format) + SteadyingPass.Filter(feed, format, files) + TurnFilter.Of(feed.Video);
        if (Camera(feed, format) is { } keys)
        {
            return (scaled, new CameraFraming(feed, keys, format).Move + ",setsar=1", "");
        }

        ShotFraming framing = FramingOf(feed, format);
        return (scaled + framing.OverItself(label) + ",setsar=1", "", framing.Pad);
    }

    private static ShotFraming FramingOf(ShotFeed feed, FilmFormat format) =>
        ShotFraming.For(feed.Video, format.Canvas, format.FitOf(feed.Shot));

    // A path shows a part of the picture; where the whole of it is asked for afterwards, a path that crops gives way.
    internal static IReadOnlyList<CameraKey>? Camera(ShotFeed feed, FilmFormat format) =>
        feed.Shot.Camera is not { Count: > 0 } keys ? null
        : format is { FitIsAsked: true, Fit: PictureFit.Pad or PictureFit.Blur }
        && ShotFraming.For(feed.Video, format.Canvas, PictureFit.Pad).Pad.Length > 0
            ? null
        : keys;

    private static ShotTransition? Acting(ShotTransition? transition, bool entering) =>
        TransitionFilters.Acts(transition, entering) ? transition : null;

    private static bool LooksPlain(ShotCorrection? correction, PictureLook? look) =>
        Grade.IsNeutral(correction, look)
        && look is null or { Vignette: 0, Grain: 0, Sharpen: 0, Denoise: 0 }
        && correction is null or { Stabilise: 0, Sharpen: 0, Denoise: 0 };
}
