using MontageAI.Timelines;

namespace MontageAI.Editing.Reframing;

/// <summary>Puts two camera paths together: where to look from one, how close from the other.</summary>
public static class CameraMix
{
    /// <summary>The path that follows a subject, with the zoom of moves that were planned before.</summary>
    /// <param name="moves">Planned moves, whose zoom counts.</param>
    /// <param name="path">Where to look.</param>
    /// <param name="frames">Length of the shot in frames.</param>
    /// <returns>The path itself with the zoom of the moves; one key per frame where both change.</returns>
    public static IReadOnlyList<CameraKey> Combine(IReadOnlyList<CameraKey> moves, IReadOnlyList<CameraKey> path, long frames)
    {
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentNullException.ThrowIfNull(path);
        if (path.Count == 1)
        {
            return [.. moves.Select(m => m with { X = path[0].X, Y = path[0].Y })];
        }

        if (moves.Select(m => m.Zoom).Distinct().Count() == 1)
        {
            return [.. path.Select(k => k with { Zoom = moves[0].Zoom })];
        }

        IReadOnlyList<CameraPiece> zooms = CameraPath.Pieces(moves),
            places = CameraPath.Pieces(path);
        List<CameraKey> keys = [];
        for (long frame = 0; frame < frames; frame++)
        {
            (double x, double y, _) = CameraPath.At(places, frame);
            keys.Add(
                new CameraKey(
                    frame,
                    Math.Round(Math.Clamp(x, 0, 1), 5),
                    Math.Round(Math.Clamp(y, 0, 1), 5),
                    Math.Round(CameraPath.At(zooms, frame).Zoom, 5)
                )
            );
        }

        return keys;
    }
}
