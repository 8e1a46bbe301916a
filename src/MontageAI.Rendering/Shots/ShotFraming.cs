using System.Globalization;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// How a source picture gets onto the canvas: crop, scale, turn upright, pad or lay over its backdrop, in this order, so that turning and
/// all that follows work on canvas-sized pictures. Works on coded pixels; sample aspect and rotation are taken into account.
/// </summary>
internal sealed record ShotFraming
{
    // Largest part of the picture that "Auto" cuts off to fill the canvas. Chosen by hand: 3:2 on 16:9 fills, 4:3 on 16:9 does not.
    private const double LargestLoss = 0.16;

    private readonly Canvas? _over;
    private readonly bool _sideways;

    private ShotFraming(string crop, int scaledWidth, int scaledHeight, string turn, bool sideways, Canvas? over = null)
    {
        (_sideways, _over) = (sideways, over);
        Crop = crop;
        ScaledWidth = scaledWidth;
        ScaledHeight = scaledHeight;
        Turn = turn;
    }

    /// <summary>Crop filter with a trailing comma, or empty.</summary>
    public string Crop { get; }

    /// <summary>Width to scale to, before turning.</summary>
    public int ScaledWidth { get; }

    /// <summary>Height to scale to, before turning.</summary>
    public int ScaledHeight { get; }

    /// <summary>Filters with a leading comma that turn the picture upright, or empty.</summary>
    public string Turn { get; }

    /// <summary>Pad filter with a leading comma, or empty. Comes after everything that changes colours, so that bars stay black.</summary>
    public string Pad { get; private init; } = "";

    /// <summary>Width of what the whole canvas shows, in widths of the coded picture: more than 1 where it is shown whole, less where it is
    /// cut.</summary>
    public double ShownWidth { get; private init; } = 1;

    /// <summary>The same of its height.</summary>
    public double ShownHeight { get; private init; } = 1;

    /// <summary>Width of the picture on the canvas, upright.</summary>
    public int Width => _sideways ? ScaledHeight : ScaledWidth;

    /// <summary>Height of the picture on the canvas, upright.</summary>
    public int Height => _sideways ? ScaledWidth : ScaledHeight;

    /// <summary>Filters with a leading comma that lay the picture over its own enlargement, or empty.</summary>
    /// <param name="label">Name that no other part of the graph has.</param>
    public string OverItself(string label) => _over is { } canvas ? Backdrop.Filters(Width, Height, canvas, label) : "";

    /// <summary>Works out the framing of a stream.</summary>
    public static ShotFraming For(VideoStreamInfo video, Canvas canvas, PictureFit fit)
    {
        bool sideways = video.Turn.IsSideways;
        int targetWidth = sideways ? canvas.Height : canvas.Width;
        int targetHeight = sideways ? canvas.Width : canvas.Height;
        double sampleAspect = video.SampleAspect.Value > 0 ? video.SampleAspect.Value : 1;
        double source = video.Width * sampleAspect / video.Height;
        double target = (double)targetWidth / targetHeight;
        double loss = 1 - Math.Min(source / target, target / source);
        string turn = TurnFilter.Of(video);
        if (fit == PictureFit.Fill || (fit == PictureFit.Auto && loss <= LargestLoss))
        {
            int width = source > target ? EvenAtMost(video.Width * target / source, video.Width) : video.Width;
            int height = source < target ? EvenAtMost(video.Height * source / target, video.Height) : video.Height;
            string crop =
                video.Width - width < 2 && video.Height - height < 2
                    ? ""
                    : string.Create(CultureInfo.InvariantCulture, $"crop={width}:{height},");
            return new ShotFraming(crop, targetWidth, targetHeight, turn, sideways)
            {
                ShownWidth = crop.Length == 0 ? 1 : (double)width / video.Width,
                ShownHeight = crop.Length == 0 ? 1 : (double)height / video.Height,
            };
        }

        int innerWidth = source > target ? targetWidth : EvenAtMost(targetHeight * source, targetWidth);
        int innerHeight = source > target ? EvenAtMost(targetWidth / source, targetHeight) : targetHeight;
        bool isFull = innerWidth == targetWidth && innerHeight == targetHeight;
        bool isPadded = !isFull && fit == PictureFit.Pad;
        return new ShotFraming("", innerWidth, innerHeight, turn, sideways, isFull || isPadded ? null : canvas)
        {
            Pad = isPadded ? string.Create(CultureInfo.InvariantCulture, $",pad={canvas.Width}:{canvas.Height}:-1:-1:black") : "",
            ShownWidth = (double)targetWidth / innerWidth,
            ShownHeight = (double)targetHeight / innerHeight,
        };
    }

    private static int EvenAtMost(double pixels, int limit) => Math.Clamp((int)Math.Round(pixels / 2) * 2, 2, Math.Max(2, limit));
}
