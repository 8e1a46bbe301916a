using MontageAI.Results;

namespace MontageAI.Models.Faces;

/// <summary>Makes boxes of what networks give.</summary>
internal static class FaceBoxes
{
    /// <summary>A box within the picture, rounded, so that the last bits of a sum decide nothing; null where hardly any of it is.</summary>
    /// <param name="left">Left edge as a share of the picture.</param>
    /// <param name="top">Upper edge.</param>
    /// <param name="right">Right edge.</param>
    /// <param name="bottom">Lower edge.</param>
    /// <param name="score">Score, rounded already.</param>
    public static FaceBox? Within(double left, double top, double right, double bottom, float score)
    {
        float x = Round(left),
            y = Round(top);
        FaceBox box = new(x, y, Round(right) - x, Round(bottom) - y, score);
        box = box with { Width = Round(box.Width), Height = Round(box.Height) };
        return box.Width > 0 && box.Height > 0 ? box : null;
    }

    /// <summary>A score to thousandths; 0 for what is no number.</summary>
    public static float Score(double value) => double.IsFinite(value) ? (float)Math.Round(Math.Clamp(value, 0, 1), 3) : 0;

    /// <summary>Of boxes that are the same face, the surest; the surest first.</summary>
    /// <param name="boxes">All boxes in an order that is always the same; it decides between equals.</param>
    /// <param name="overlap">Two that share more than this are one face.</param>
    public static IReadOnlyList<FaceBox> Distinct(IReadOnlyList<FaceBox> boxes, double overlap)
    {
        List<FaceBox> kept = [];
        foreach (FaceBox box in boxes.OrderByDescending(b => b.Score))
        {
            if (!kept.Exists(k => k.Overlap(box) > overlap || Inside(k, box)))
            {
                kept.Add(box);
            }
        }

        return kept;
    }

    // A nose in a face.
    private static bool Inside(FaceBox outer, FaceBox box)
    {
        float across = MathF.Min(outer.Right, box.Right) - MathF.Max(outer.Left, box.Left),
            down = MathF.Min(outer.Bottom, box.Bottom) - MathF.Max(outer.Top, box.Top);
        return across > 0 && down > 0 && across * down > 0.8f * MathF.Min(outer.Area, box.Area);
    }

    private static float Round(double value) => double.IsFinite(value) ? (float)Math.Round(Math.Clamp(value, 0, 1), 3) : 0;
}
