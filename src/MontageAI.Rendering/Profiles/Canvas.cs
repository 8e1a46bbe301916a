using MontageAI.Time;

namespace MontageAI.Rendering.Profiles;

/// <summary>Size of the rendered picture in square pixels; both sides even, as 4:2:0 needs.</summary>
/// <param name="Width">Pixels, even, 2 or more.</param>
/// <param name="Height">Pixels, even, 2 or more.</param>
public readonly record struct Canvas(int Width, int Height)
{
    // Below this a picture is of no use; a source this small is enlarged.
    private const int SmallestShortSide = 144;

    /// <summary>The canvas of a profile for a shape.</summary>
    /// <param name="aspect">Width to height, above 0.</param>
    /// <param name="profile">Gives the shorter side.</param>
    /// <param name="sourceShortSide"> Short side in pixels of the largest source; the canvas is not made larger than it, since enlarging
    /// adds no detail. Null when unknown or when the profile's size is wanted regardless. </param>
    public static Canvas For(Rational aspect, RenderProfile profile, int? sourceShortSide = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(aspect.Numerator, 0, nameof(aspect));
        int side = profile.ShortSide;
        if (sourceShortSide is { } limit)
        {
            side = Math.Min(side, Math.Max(limit, SmallestShortSide));
        }

        side = Even(side);
        double ratio = aspect.Value;
        return ratio >= 1 ? new Canvas(Even(side * ratio), side) : new Canvas(side, Even(side / ratio));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Width}x{Height}");

    private static int Even(double pixels) => Math.Max(2, (int)Math.Round(pixels / 2, MidpointRounding.AwayFromZero) * 2);
}
