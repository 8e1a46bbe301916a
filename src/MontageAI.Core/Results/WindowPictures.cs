namespace MontageAI.Results;

/// <summary>How the pictures of a window look, as means over it.</summary>
public sealed record WindowPictures
{
    /// <summary>Median sharpness, 0 to 1, as <see cref="PictureFeatures.Sharpness"/>; null for pictures without any structure.</summary>
    public float? Sharpness { get; init; }

    /// <summary>Mean luma, 0 (black) to 1 (white).</summary>
    public required float Luma { get; init; }

    /// <summary>Share of pixels clipped to black, 0 to 1.</summary>
    public required float BlackShare { get; init; }

    /// <summary>Share of pixels clipped to white, 0 to 1.</summary>
    public required float WhiteShare { get; init; }

    /// <summary>Up to five dominant colours, largest share first. What belongs to none of them is left out, so the shares may sum to less
    /// than 1.</summary>
    public required IReadOnlyList<PaletteColor> Palette { get; init; }

    /// <summary>Where the eye is drawn, 0 (left edge) to 1: what moves by itself, else what stands out in brightness and colour near the
    /// centre.</summary>
    public required float SaliencyX { get; init; }

    /// <summary>Where the eye is drawn, 0 (upper edge) to 1.</summary>
    public required float SaliencyY { get; init; }

    /// <summary>Root mean square distance of what draws the eye from that point, in picture widths: small for one thing, 0.3 and more for
    /// everything.</summary>
    public required float SaliencySpread { get; init; }
}
