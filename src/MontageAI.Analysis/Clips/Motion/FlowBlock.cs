using MontageAI.Dsp.Image;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// What one block of the picture says of its displacement between two frames: the whole-pixel match and, around it, the quadratic error of
/// any other displacement, after a change of brightness is taken off.
/// </summary>
/// <param name="X">Centre of the block, pixels to the right of the picture's.</param>
/// <param name="Y">Centre of the block, pixels below the picture's.</param>
/// <param name="OffsetX">Whole pixels to the right by which it moved.</param>
/// <param name="OffsetY">Whole pixels down.</param>
/// <param name="XX">Structure tensor per pixel, squared levels per squared pixel of displacement.</param>
/// <param name="XY">Mixed term.</param>
/// <param name="YY">Vertical term.</param>
/// <param name="XT">Gradient times difference, horizontal.</param>
/// <param name="YT">Gradient times difference, vertical.</param>
/// <param name="TT">Mean squared difference at the whole-pixel match.</param>
internal readonly record struct FlowBlock(
    double X,
    double Y,
    int OffsetX,
    int OffsetY,
    double XX,
    double XY,
    double YY,
    double XT,
    double YT,
    double TT
)
{
    // Added to the tensor so that a block of one edge, or of nothing, keeps its whole-pixel match along what it cannot see.
    private const double Ridge = 0.5;

    /// <summary>How much the block can tell, squared levels per squared pixel; 0 for a flat one.</summary>
    public double Texture => (XX + YY) / 2;

    /// <summary>Makes it of sums over <paramref name="pixels"/> pixels.</summary>
    public static FlowBlock Of(double x, double y, int offsetX, int offsetY, in GradientSums sums, int pixels)
    {
        double n = pixels,
            mx = sums.X / n,
            my = sums.Y / n,
            mt = sums.T / n;
        return new FlowBlock(
            x,
            y,
            offsetX,
            offsetY,
            ((sums.XX / n) - (mx * mx)) / 16,
            ((sums.XY / n) - (mx * my)) / 16,
            ((sums.YY / n) - (my * my)) / 16,
            ((sums.XT / n) - (mx * mt)) / 4,
            ((sums.YT / n) - (my * mt)) / 4,
            (sums.TT / n) - (mt * mt)
        );
    }

    /// <summary>Mean squared error when the block moved by a displacement; good within a pixel of the match.</summary>
    public double Error(double x, double y)
    {
        double dx = x - OffsetX,
            dy = y - OffsetY;
        return Math.Max(0, TT + (2 * ((XT * dx) + (YT * dy))) + (XX * dx * dx) + (2 * XY * dx * dy) + (YY * dy * dy));
    }

    /// <summary>The displacement of least error, within a pixel of the match.</summary>
    public (double X, double Y) Best()
    {
        double a = XX + Ridge,
            c = YY + Ridge,
            determinant = (a * c) - (XY * XY);
        double dx = ((XY * YT) - (c * XT)) / determinant,
            dy = ((XY * XT) - (a * YT)) / determinant;
        return (OffsetX + Math.Clamp(dx, -1, 1), OffsetY + Math.Clamp(dy, -1, 1));
    }
}
