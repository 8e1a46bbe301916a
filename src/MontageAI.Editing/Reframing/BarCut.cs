using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Reframing;

/// <summary>Cuts black bars away that were recorded with the picture, as long as no head is cut with them.</summary>
public static class BarCut
{
    // Less of a picture is no bar that anybody sees.
    private const float LeastShare = 0.03f;

    // Pictures so dark say nothing; of the others so many must have the bars.
    private const float DarkLuma = 0.05f;
    private const double MostOf = 0.6;

    // Bars of one clip differ by no more: else they are no bars.
    private const float Same = 0.02f;

    // A bar's edge is blurred; so much more is cut.
    private const float Margin = 0.004f;

    // A view may be so much larger than asked before the bars are seen again.
    private const double Slack = 0.99;

    /// <summary>The bars of a clip, which nearly all of its pictures have; null where it has none.</summary>
    public static PictureBars? Of(ClipAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        PictureFeatures[] bright = [.. analysis.KeyFrames.Select(k => k.Features).Where(f => f.Luma > DarkLuma)];
        PictureBars[] bars = [.. bright.Select(f => f.Bars).OfType<PictureBars>()];
        if (bars.Length == 0 || bars.Length < MostOf * bright.Length)
        {
            return null;
        }

        PictureBars least = new(bars.Min(b => b.Left), bars.Min(b => b.Top), bars.Min(b => b.Right), bars.Min(b => b.Bottom));
        return least.Share >= LeastShare && bars.Count(b => b.Share - least.Share <= Same) >= MostOf * bars.Length ? least : null;
    }

    /// <summary>The shot without the bars; as it is where it is shown whole, or where a head would be cut.</summary>
    /// <param name="shot">The shot, with whatever view was laid over it.</param>
    /// <param name="bars">The bars of its clip.</param>
    /// <param name="faces">Faces in its source.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="picture">Width to height of the upright picture.</param>
    /// <param name="canvas">Width to height of the canvas.</param>
    public static TimelineShot Apply(
        TimelineShot shot,
        PictureBars bars,
        IReadOnlyList<FaceTrack> faces,
        FrameRate rate,
        double picture,
        double canvas
    )
    {
        ArgumentNullException.ThrowIfNull(shot);
        ArgumentNullException.ThrowIfNull(bars);
        (double across, double down) = ViewPath.Share(picture, canvas);
        (double wide, double high) = Size(bars);
        double zoom = Math.Max(1, Math.Max(across / wide, down / high));
        if (zoom <= 1 && shot.Camera is null && Math.Min(across, down) > 1 - ViewPath.LeastLoss)
        {
            return shot;
        }

        double middleX = bars.Left + ((1 - bars.Left - bars.Right) / 2),
            middleY = bars.Top + ((1 - bars.Top - bars.Bottom) / 2);
        IReadOnlyList<CameraKey> keys = shot.Camera is { Count: > 0 } moves ? moves : [new CameraKey(0, middleX, middleY)];
        TimelineShot cut = shot with
        {
            Camera =
            [
                .. keys.Select(k =>
                {
                    double near = Math.Min(8, Math.Round(k.Zoom * zoom, 5));
                    return k with
                    {
                        X = Inside(k.X, middleX, wide, across / near),
                        Y = Inside(k.Y, middleY, high, down / near),
                        Zoom = near,
                    };
                }),
            ],
            Reasons = [.. shot.Reasons, ShotReason.Of(ReasonCodes.BarsCut, $"{100 * bars.Share:0}")],
        };
        if (shot.Camera is not null && cut.Camera.SequenceEqual(shot.Camera))
        {
            return shot;
        }

        TimelineShot kept = ShotFramer.WithRoom(cut, faces, rate, picture, canvas);
        return kept.Camera is { } path && path.Zip(cut.Camera).All(p => p.First.Zoom >= Slack * p.Second.Zoom) ? kept : shot;
    }

    /// <summary>Whether what lies between the bars of a clip has the shape of the canvas: a landscape picture that was posted
    /// upright.</summary>
    /// <param name="analysis">What was found in the clip.</param>
    /// <param name="picture">Width to height of its upright picture.</param>
    /// <param name="canvas">Width to height of the canvas.</param>
    public static bool Holds(ClipAnalysis analysis, double picture, double canvas)
    {
        if (Of(analysis) is not { } bars)
        {
            return false;
        }

        (double wide, double high) = Size(bars);
        (double across, double down) = ViewPath.Share(picture * wide / high, canvas);
        return 1 - Math.Min(across, down) <= ViewPath.LeastLoss;
    }

    private static (double Wide, double High) Size(PictureBars bars) =>
        (1 - bars.Left - bars.Right - (bars.Left > 0 ? 2 * Margin : 0), 1 - bars.Top - bars.Bottom - (bars.Top > 0 ? 2 * Margin : 0));

    // The middle of a view that stays within the picture between the bars.
    private static double Inside(double at, double middle, double size, double view)
    {
        double reach = Math.Max(0, (size - view) / 2);
        return Math.Round(Math.Clamp(at, middle - reach, middle + reach), 5);
    }
}
