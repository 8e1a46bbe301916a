namespace MontageAI.Timelines;

/// <summary>
/// The look of a whole montage. Everything is an amount of change: 0 changes nothing. Applied to every shot after its own
/// <see cref="ShotCorrection"/>; profiles decide how much of the costly part (denoise, sharpen, grain) is done, never of the colours.
/// Removing it from the plan gives the pictures as they were.
/// </summary>
public sealed record PictureLook
{
    /// <summary>Name for people, for example "teal_orange"; null for one of the user's own.</summary>
    public string? Name { get; init; }

    /// <summary>Exposure in stops, -3 to 3.</summary>
    public double Exposure { get; init; }

    /// <summary>Contrast around middle grey, -1 (flat) to 1 (doubled).</summary>
    public double Contrast { get; init; }

    /// <summary>Saturation, -1 (black and white) to 1 (doubled).</summary>
    public double Saturation { get; init; }

    /// <summary>-1 (cold, blue) to 1 (warm, orange).</summary>
    public double Temperature { get; init; }

    /// <summary>-1 (green) to 1 (magenta).</summary>
    public double Tint { get; init; }

    /// <summary>Lifts (above 0) or crushes the darkest parts, -1 to 1.</summary>
    public double Shadows { get; init; }

    /// <summary>Lifts or rolls off (below 0) the brightest parts, -1 to 1.</summary>
    public double Highlights { get; init; }

    /// <summary>Colour cast of shadows towards teal and of highlights towards orange, 0 to 1; below 0 the reverse.</summary>
    public double SplitTone { get; init; }

    /// <summary>Full path of a .cube look-up table, applied last of the colours; null for none.</summary>
    public string? Lut { get; init; }

    /// <summary>Content fingerprint of the table.</summary>
    public string? LutFingerprint { get; init; }

    /// <summary>How far the table replaces the picture, 0 to 1.</summary>
    public double LutStrength { get; init; }

    /// <summary>Darkening towards the corners, 0 to 1.</summary>
    public double Vignette { get; init; }

    /// <summary>Film grain, 0 to 1.</summary>
    public double Grain { get; init; }

    /// <summary>Sharpening, 0 to 1.</summary>
    public double Sharpen { get; init; }

    /// <summary>Removal of noise, 0 to 1.</summary>
    public double Denoise { get; init; }
}
