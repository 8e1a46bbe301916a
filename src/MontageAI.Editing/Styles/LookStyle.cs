namespace MontageAI.Editing.Styles;

/// <summary>How pictures look. Amounts as in <see cref="Timelines.PictureLook"/>.</summary>
public sealed record LookStyle
{
    /// <summary>Exposure in stops, -3 to 3.</summary>
    public double Exposure { get; init; }

    /// <summary>Contrast, -1 to 1.</summary>
    public double Contrast { get; init; }

    /// <summary>Saturation, -1 to 1.</summary>
    public double Saturation { get; init; }

    /// <summary>Temperature, -1 (cold) to 1 (warm).</summary>
    public double Temperature { get; init; }

    /// <summary>Tint, -1 (green) to 1 (magenta).</summary>
    public double Tint { get; init; }

    /// <summary>Shadows, -1 to 1.</summary>
    public double Shadows { get; init; }

    /// <summary>Highlights, -1 to 1.</summary>
    public double Highlights { get; init; }

    /// <summary>Teal shadows and orange highlights, -1 to 1.</summary>
    public double SplitTone { get; init; }

    /// <summary>Vignette, 0 to 1.</summary>
    public double Vignette { get; init; }

    /// <summary>Grain, 0 to 1.</summary>
    public double Grain { get; init; }

    /// <summary>Sharpening, 0 to 1.</summary>
    public double Sharpen { get; init; }

    /// <summary>Denoising, 0 to 1.</summary>
    public double Denoise { get; init; }

    /// <summary>How far exposure and white balance of the shots are brought towards each other, 0 to 1.</summary>
    public double Match { get; init; }

    /// <summary>How far measured shake is steadied, 0 to 1.</summary>
    public double Stabilise { get; init; }

    /// <summary>A .cube table, a path from the style file's folder; null for none.</summary>
    public string? Lut { get; init; }

    /// <summary>How far it replaces the picture, 0 to 1.</summary>
    public double LutStrength { get; init; } = 1;

    /// <summary>Name for people, where a named look was asked for; null where the style's own numbers hold. Not part of style
    /// files.</summary>
    public string? Name { get; init; }

    /// <summary>Content fingerprint of the table, set by whoever read it. Not part of style files.</summary>
    public string? LutFingerprint { get; init; }
}
