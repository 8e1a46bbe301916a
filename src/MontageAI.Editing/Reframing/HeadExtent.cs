using MontageAI.Results;

namespace MontageAI.Editing.Reframing;

/// <summary>How far a head reaches beyond its face. Pure.</summary>
public static class HeadExtent
{
    // Hair, ears and chin beyond the face, in sizes of the face; above it some air as well.
    private const double Sides = 0.25;
    private const double Above = 0.6;
    private const double Below = 0.2;

    /// <summary>From where to where a head reaches, of a face's box: 0 to 1 of the picture's width or height.</summary>
    public static (double From, double To) Of(FaceBox face, bool sideways) =>
        sideways
            ? (Math.Max(0, face.Left - (Sides * face.Width)), Math.Min(1, face.Right + (Sides * face.Width)))
            : (Math.Max(0, face.Top - (Above * face.Height)), Math.Min(1, face.Bottom + (Below * face.Height)));
}
