using MontageAI.Media;
using MontageAI.Rendering.Motion;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Proxies;

/// <summary>What part of a source's picture a proxy shows, and how a camera path over the source runs over the proxy.</summary>
internal static class ProxyView
{
    // Part of the picture's size by which a view may lie elsewhere: less than half a pixel of a preview.
    private const double Tolerance = 0.0007;

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

    /// <summary>
    /// The camera path of a run of frames over the proxy's picture; empty where there is none, null where the path looks at something that
    /// the proxy does not show.
    /// </summary>
    /// <param name="feed">The frames, as they are rendered from the source.</param>
    /// <param name="format">What decides the pixels.</param>
    public static IReadOnlyList<CameraKey>? Seen(ShotFeed feed, FilmFormat format)
    {
        if (ShotGraph.Camera(feed) is not { } keys)
        {
            return [];
        }

        ShotFraming framing = ShotFraming.For(feed.Video, format.Canvas, format.Fit);
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
