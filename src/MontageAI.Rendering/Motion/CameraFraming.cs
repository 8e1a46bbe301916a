using System.Globalization;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Motion;

/// <summary>
/// How a shot with a camera path gets onto the canvas. The part of the picture that is seen at all is cut out of the coded picture and
/// scaled once; a view that moves is then taken out of it to a 256th of a pixel, so a slow move does not tremble. A view that stands still
/// costs nothing beyond the cut.
/// </summary>
internal sealed class CameraFraming
{
    private readonly VideoStreamInfo _video;
    private readonly Canvas _canvas;
    private readonly RenderProfile _profile;
    private readonly ShotFeed _feed;

    // All in units of the whole upright picture: the largest view's size.
    private readonly double _viewWidth;
    private readonly double _viewHeight;
    private readonly double _uprightWidth;
    private readonly double _uprightHeight;
    private readonly CameraCurve _x;
    private readonly CameraCurve _y;
    private readonly CameraCurve _zoom;

    /// <summary>Works out the framing of a run of frames.</summary>
    /// <param name="feed">The frames.</param>
    /// <param name="keys">Camera keys, at least one.</param>
    /// <param name="format">Canvas and profile.</param>
    public CameraFraming(ShotFeed feed, IReadOnlyList<CameraKey> keys, FilmFormat format)
    {
        (_feed, _video, _canvas, _profile) = (feed, feed.Video, format.Canvas, format.Profile);
        double sample = _video.SampleAspect.Value > 0 ? _video.SampleAspect.Value : 1;
        (_uprightWidth, _uprightHeight) = IsSideways
            ? ((double)_video.Height, _video.Width * sample)
            : (_video.Width * sample, (double)_video.Height);
        double target = (double)_canvas.Width / _canvas.Height;
        double shape = _uprightWidth / _uprightHeight;
        (_viewWidth, _viewHeight) = shape > target ? (target / shape, 1.0) : (1.0, shape / target);
        double unseen = 0.1 * _viewWidth / _canvas.Width;
        _x = CameraCurve.Of(keys, k => k.X, p => p.X, unseen, feed.From, feed.To);
        _y = CameraCurve.Of(keys, k => k.Y, p => p.Y, unseen, feed.From, feed.To);
        _zoom = CameraCurve.Of(keys, k => k.Zoom, p => p.Zoom, unseen, feed.From, feed.To);
        (Crop, Width, Height, Move) = WorkOut();
    }

    /// <summary>Crop of the coded picture, with a trailing comma, or empty.</summary>
    public string Crop { get; }

    /// <summary>Width to scale to, before turning.</summary>
    public int Width { get; }

    /// <summary>Height to scale to, before turning.</summary>
    public int Height { get; }

    /// <summary>Filters with a leading comma that take the view out of the upright picture, frame by frame, or empty.</summary>
    public string Move { get; }

    private bool IsSideways => _video.Turn.IsSideways;

    /// <summary>The view at a frame: its left, top, width and height in units of the whole upright picture.</summary>
    public (double Left, double Top, double Width, double Height) View(double frame)
    {
        double zoom = Math.Max(1, _zoom.At(frame));
        (double width, double height) = (_viewWidth / zoom, _viewHeight / zoom);
        double x = Math.Clamp(_x.At(frame), width / 2, 1 - (width / 2)),
            y = Math.Clamp(_y.At(frame), height / 2, 1 - (height / 2));
        return (x - (width / 2), y - (height / 2), width, height);
    }

    private (string Crop, int Width, int Height, string Move) WorkOut()
    {
        (double left, double top, double right, double bottom) = (1, 1, 0, 0);
        (double near, double far) = (0, 1);
        for (long frame = _feed.From; frame < _feed.To; frame++)
        {
            (double x, double y, double width, double height) = View(frame);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + width), Math.Max(bottom, y + height));
            (near, far) = (Math.Max(near, width), Math.Min(far, width));
        }

        bool still = near == far && Math.Abs(right - left - near) < 1e-9 && Math.Abs(bottom - top - View(_feed.From).Height) < 1e-9;
        int x0 = Floor(left * CodedAcross(true), still),
            x1 = Ceiling(right * CodedAcross(true), CodedAcross(true), still);
        int y0 = Floor(top * CodedAcross(false), still),
            y1 = Ceiling(bottom * CodedAcross(false), CodedAcross(false), still);
        (double across, double down) = (x1 - x0, y1 - y0);
        string crop = across >= CodedAcross(true) - 1 && down >= CodedAcross(false) - 1 ? "" : CodedCrop(x0, y0, (int)across, (int)down);
        if (crop.Length == 0)
        {
            (x0, y0, across, down) = (0, 0, CodedAcross(true), CodedAcross(false));
        }

        if (still)
        {
            return IsSideways ? (crop, _canvas.Height, _canvas.Width, "") : (crop, _canvas.Width, _canvas.Height, "");
        }

        // The nearest view decides how fine the picture is scaled, but no finer than it is, and never coarser than the widest view needs.
        double least = _canvas.Width / (near * _uprightWidth),
            most = _canvas.Width / (far * _uprightWidth);
        double scale = _profile.FastDeinterlace ? least : Math.Clamp(Math.Min(most, 1), least, 2 * least);
        (double partWidth, double partHeight) = (across / CodedAcross(true), down / CodedAcross(false));
        int wide = Math.Max(_canvas.Width, Even(partWidth * _uprightWidth * scale)),
            high = Math.Max(_canvas.Height, Even(partHeight * _uprightHeight * scale));
        string move = Perspective(x0 / (double)CodedAcross(true), y0 / (double)CodedAcross(false), partWidth, partHeight, wide, high);
        return IsSideways ? (crop, high, wide, move) : (crop, wide, high, move);
    }

    // Pixels of the coded picture along the upright picture's width or height.
    private int CodedAcross(bool width) => width != IsSideways ? _video.Width : _video.Height;

    private string Perspective(double left, double top, double partWidth, double partHeight, int wide, int high)
    {
        // Frame numbers of the filter begin with 1.
        long zero = 1 - _feed.From;
        string zoom = _zoom.IsConstant ? N(Math.Max(1, _zoom.At(0))) : $"max(1,{_zoom.Expression("in", zero)})";
        string x = Edge(_x, _viewWidth, left, partWidth, wide, _canvas.Width),
            y = Edge(_y, _viewHeight, top, partHeight, high, _canvas.Height);
        string x1 = FarEdge(x, _viewWidth, partWidth, wide, _canvas.Width),
            y1 = FarEdge(y, _viewHeight, partHeight, high, _canvas.Height);
        string crop =
            wide == _canvas.Width && high == _canvas.Height
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $",crop={_canvas.Width}:{_canvas.Height}:0:0");
        string interpolation = _profile.FastDeinterlace ? "linear" : "cubic";
        return $",perspective=x0='{x}':y0='{y}':x1='{x1}':y1='{y}':x2='{x}':y2='{y1}':x3='{x1}':y3='{y1}"
            + $"':sense=source:eval=frame:interpolation={interpolation}{crop}";

        // Where the view's first pixel is taken from: its left edge in pixels of the working picture, centre of pixel to centre of pixel.
        // ld(1) is the view's size.
        string Edge(CameraCurve path, double view, double from, double part, int pixels, int canvas)
        {
            string centre = path.IsConstant ? N(path.At(0)) : path.Expression("in", zero);
            return $"st(1,{N(view)}/({zoom}));(clip({centre},ld(1)/2,"
                + $"1-ld(1)/2)-ld(1)/2-{N(from)})*{N(pixels / part)}+0.5*(ld(1)*{N(pixels / part / canvas)}-1)";
        }

        // The filter maps its whole picture, of which the canvas is the first part.
        string FarEdge(string edge, double view, double part, int pixels, int canvas) =>
            $"{edge}+ld(1)*{N(pixels / part / canvas * pixels)}";
    }

    private string CodedCrop(int x, int y, int width, int height)
    {
        (int cx, int cy, int cw, int ch) = _video.Turn.Stored((x, y, width, height), _video.Width, _video.Height);
        return string.Create(CultureInfo.InvariantCulture, $"crop={cw}:{ch}:{cx}:{cy},");
    }

    private static int Floor(double value, bool still) => still ? Even(value) : Math.Max(0, (int)Math.Floor(value / 2 - 1e-6) * 2);

    private static int Ceiling(double value, int limit, bool still) =>
        still ? Math.Min(limit, Even(value)) : Math.Min(limit, (int)Math.Ceiling(value / 2 + 1e-6) * 2);

    private static int Even(double value) => (int)Math.Round(value / 2) * 2;

    private static string N(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);
}
