using System.Globalization;
using MontageAI.Media;
using MontageAI.Rendering.Motion;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Proxies;

/// <summary>What part of a source's picture a proxy shows, and how a shot of the source is drawn from it.</summary>
/// <param name="Video">The stream that stands for the source's, after <paramref name="Part"/>.</param>
/// <param name="Part">Filter with a trailing comma that takes the source's picture out of the proxy's, or empty.</param>
/// <param name="Camera">The shot's camera path over that picture; null for none.</param>
internal sealed record ProxyView(VideoStreamInfo Video, string Part, IReadOnlyList<CameraKey>? Camera)
{
    // Part of the picture's size by which a view may lie elsewhere: less than half a pixel of a preview.
    private const double Tolerance = 0.0007;

    // What a proxy's picture may be enlarged by to fill the canvas before the preview is drawn from the source: 4:3 on 16:9 takes 1.34.
    private const double MostEnlarged = 1.4;

    /// <summary>How proxies hold pictures of another shape: cut where previews are to cut them, else whole, so that every shot can be drawn
    /// from them.</summary>
    public static FilmFormat Held(FilmFormat format) =>
        format with
        {
            Fit = format.Fit == PictureFit.Fill ? PictureFit.Fill : PictureFit.Pad,
        };

    /// <summary>Whether a proxy's picture is the picture that a shot without a camera path shows of it.</summary>
    public static bool HoldsAsShown(TimelineShot shot, VideoStreamInfo video, FilmFormat format) =>
        ShotFilterGraph.Picture(video, format with { Fit = format.FitOf(shot) }) == ShotFilterGraph.Picture(video, Held(format));

    /// <summary>The stream of a proxy: upright, as large as the canvas, in the colours of all outputs, with the source's times.</summary>
    public static VideoStreamInfo Stream(VideoStreamInfo source, FilmFormat format) =>
        source with
        {
            Index = 0,
            Codec = "h264",
            CodecTag = "avc1",
            Width = format.Canvas.Width,
            Height = format.Canvas.Height,
            SampleAspect = new(1),
            Turn = default,
            PixelFormat = "yuv420p",
            BitDepth = 8,
            FieldOrder = "progressive",
            Decoder = null,
            Color = new ColorTags
            {
                Range = "tv",
                Primaries = "bt709",
                Transfer = "bt709",
                Matrix = "bt709",
            },
        };

    /// <summary>How a run of frames is drawn from the source's proxy; null where it shows something that the proxy does not hold, or holds
    /// too small.</summary>
    /// <param name="feed">The frames, as they are rendered from the source.</param>
    /// <param name="format">What decides the pixels.</param>
    public static ProxyView? Of(ShotFeed feed, FilmFormat format)
    {
        VideoStreamInfo stream = Stream(feed.Video, format);
        IReadOnlyList<CameraKey>? camera = ShotGraph.Camera(feed, format);
        PictureFit held = Held(format).Fit;
        ShotFraming framing = ShotFraming.For(feed.Video, format.Canvas, held);
        if (held == PictureFit.Fill)
        {
            return camera is null
                    ? (format.FitOf(feed.Shot) == PictureFit.Fill || framing.Crop.Length == 0 ? new ProxyView(stream, "", null) : null)
                : Seen(feed, camera, framing, format) is { } mapped ? new ProxyView(stream, "", mapped)
                : null;
        }

        (int width, int height) = (framing.Width, framing.Height);
        bool isCropped = camera is not null || ShotFraming.For(feed.Video, format.Canvas, format.FitOf(feed.Shot)).Crop.Length > 0;
        double enlarged = Math.Max((double)format.Canvas.Width / width, (double)format.Canvas.Height / height);
        if (isCropped && enlarged > MostEnlarged)
        {
            return null;
        }

        // As the padding places it, on whole samples of colour.
        string part =
            framing.Pad.Length == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"crop={width}:{height}:{(format.Canvas.Width - width) / 4 * 2}:{(format.Canvas.Height - height) / 4 * 2},"
                );
        return new ProxyView(stream with { Width = width, Height = height }, part, feed.Shot.Camera);
    }

    // The camera path over a proxy that holds a part of the picture; null where it looks at something beside it.
    private static CameraKey[]? Seen(ShotFeed feed, IReadOnlyList<CameraKey> keys, ShotFraming framing, FilmFormat format)
    {
        bool sideways = feed.Video.Turn.IsSideways;
        (double width, double height) = sideways ? (framing.ShownHeight, framing.ShownWidth) : (framing.ShownWidth, framing.ShownHeight);
        // Zoom 1 is the largest view of the canvas's shape, and the proxy's picture has that shape.
        double shape = (double)feed.Video.DisplayWidth / feed.Video.DisplayHeight * format.Canvas.Height / format.Canvas.Width;
        double closer = width * Math.Max(1, shape);
        CameraFraming over = new(feed, keys, format);
        CameraKey[] mapped =
        [
            .. keys.Select(k =>
                k with
                {
                    X = 0.5 + ((k.X - 0.5) / width),
                    Y = 0.5 + ((k.Y - 0.5) / height),
                    Zoom = Math.Max(1, k.Zoom) * closer,
                }
            ),
        ];
        CameraFraming under = new(feed with { Video = Stream(feed.Video, format) }, mapped, format);
        for (long frame = feed.From; frame < feed.To; frame++)
        {
            (double left, double top, double wide, double high) = over.View(frame);
            (double x, double y, double w, double h) = under.View(frame);
            if (
                Differs(left, 0.5 + ((x - 0.5) * width))
                || Differs(top, 0.5 + ((y - 0.5) * height))
                || Differs(wide, w * width)
                || Differs(high, h * height)
            )
            {
                return null;
            }
        }

        return mapped;
    }

    private static bool Differs(double a, double b) => Math.Abs(a - b) > Tolerance;
}
