using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Reframing;

/// <summary>Keeps heads inside views that come closer: a view that stands makes way for them as far as the picture goes, and comes no
/// nearer than they allow.</summary>
internal static class HeadRoom
{
    private const double LeastZoom = 1.02;

    // Between two keys a view is a little smaller than both ends promise.
    private const double Margin = 0.01;

    /// <summary>Camera keys by which a shot's moves cut no head that the shot itself shows whole.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="heads">Every head that counts, where it is at a frame of the shot: sides of the whole picture.</param>
    /// <param name="across">Part of the picture's width that the view has at zoom 1.</param>
    /// <param name="down">Part of its height.</param>
    /// <param name="frames">Frames of the shot.</param>
    /// <returns>The keys; null where no move worth showing is left.</returns>
    public static IReadOnlyList<CameraKey>? Keep(
        IReadOnlyList<CameraKey> keys,
        Func<long, IReadOnlyList<FaceBox>> heads,
        double across,
        double down,
        long frames
    )
    {
        if (keys.All(k => k.Zoom <= 1))
        {
            return keys;
        }

        bool stands = keys.All(k => k.Zoom > 1 || (k.X == keys[0].X && k.Y == keys[0].Y)) && keys.All(k => k.Ease != CameraEase.Spline);
        return stands ? Standing(keys, heads, across, down, frames) : Moving(keys, heads, across, down, frames);
    }

    private static List<CameraKey>? Standing(
        IReadOnlyList<CameraKey> keys,
        Func<long, IReadOnlyList<FaceBox>> heads,
        double across,
        double down,
        long frames
    )
    {
        CameraKey wide = keys.FirstOrDefault(k => k.Zoom <= 1, keys[0]);
        (double From, double To)? x = null,
            y = null;
        for (long frame = 0; frame < frames; frame++)
        {
            foreach (FaceBox face in heads(frame))
            {
                x = With(x, HeadExtent.Of(face, sideways: true), wide.X, across);
                y = With(y, HeadExtent.Of(face, sideways: false), wide.Y, down);
            }
        }

        double most = Math.Min(Most(x, across), Most(y, down));
        return most < LeastZoom
            ? null
            :
            [
                .. keys.Select(k =>
                {
                    double zoom = Math.Min(k.Zoom, most);
                    return k.Zoom <= 1
                        ? k
                        : k with
                        {
                            X = Placed(x, k.X, across / zoom),
                            Y = Placed(y, k.Y, down / zoom),
                            Zoom = Math.Round(zoom, 5),
                        };
                }),
            ];
    }

    // What the view has anyway counts; a head that it cuts already does not hinder.
    private static (double From, double To)? With((double From, double To)? all, (double From, double To) head, double centre, double share)
    {
        double middle = Math.Clamp(centre, share / 2, 1 - (share / 2));
        if (head.From < middle - (share / 2) - 1e-6 || head.To > middle + (share / 2) + 1e-6)
        {
            return all;
        }

        head = (Math.Max(middle - (share / 2), head.From - Margin), Math.Min(middle + (share / 2), head.To + Margin));
        return all is { } a ? (Math.Min(a.From, head.From), Math.Max(a.To, head.To)) : head;
    }

    private static double Most((double From, double To)? heads, double share) => heads is { } h ? share / (h.To - h.From) : double.MaxValue;

    private static double Placed((double From, double To)? heads, double centre, double view)
    {
        double at = Math.Clamp(centre, view / 2, 1 - (view / 2));
        return heads is { } h ? Math.Round(Math.Clamp(at, h.To - (view / 2), h.From + (view / 2)), 5) : centre;
    }

    // A view that follows something keeps its way and comes no nearer than the head it follows allows.
    private static IReadOnlyList<CameraKey>? Moving(
        IReadOnlyList<CameraKey> keys,
        Func<long, IReadOnlyList<FaceBox>> heads,
        double across,
        double down,
        long frames
    )
    {
        IReadOnlyList<CameraPiece> pieces = CameraPath.Pieces(keys);
        double most = double.MaxValue;
        for (long frame = 0; frame < frames; frame++)
        {
            (double x, double y, _) = CameraPath.At(pieces, frame);
            foreach (FaceBox face in heads(frame))
            {
                most = Math.Min(most, Math.Min(Nearest(x, across, true), Nearest(y, down, false)));

                double Nearest(double at, double share, bool sideways)
                {
                    (double from, double to) = HeadExtent.Of(face, sideways);
                    double centre = Math.Clamp(at, share / 2, 1 - (share / 2)),
                        half = Math.Max(to - centre, centre - from) + (Margin / 2);
                    return half > share / 2 ? double.MaxValue : share / (2 * half);
                }
            }
        }

        return most >= LeastZoom ? [.. keys.Select(k => k with { Zoom = Math.Round(Math.Min(k.Zoom, most), 5) })]
            : keys.Select(k => (k.X, k.Y)).Distinct().Count() == 1 ? null
            : [.. keys.Select(k => k with { Zoom = 1 })];
    }
}
