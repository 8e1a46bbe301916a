namespace MontageAI.Timelines;

/// <summary>What is put right in one shot, before the montage's <see cref="PictureLook"/>: 0 and null change nothing. Recorded here and
/// nowhere else, so deleting it undoes it.</summary>
public sealed record ShotCorrection
{
    /// <summary>Exposure in stops, -3 to 3.</summary>
    public double Exposure { get; init; }

    /// <summary>Gain of red in stops, -1 to 1, for white balance.</summary>
    public double Red { get; init; }

    /// <summary>Gain of blue in stops, -1 to 1, for white balance.</summary>
    public double Blue { get; init; }

    /// <summary>Contrast around the shot's own mean, -1 to 1.</summary>
    public double Contrast { get; init; }

    /// <summary>Saturation, -1 to 1.</summary>
    public double Saturation { get; init; }

    /// <summary>Camera log curve that the source is in ("slog3", "vlog", "clog3", "logc", "dlog" ...); null for one that is not.</summary>
    public string? LogCurve { get; init; }

    /// <summary>Steadying, 0 (none) to 1 (as still as the picture's edges allow). Only where shake was measured.</summary>
    public double Stabilise { get; init; }

    /// <summary>Removal of noise, 0 to 1, on top of the look's.</summary>
    public double Denoise { get; init; }

    /// <summary>Sharpening, 0 to 1, on top of the look's.</summary>
    public double Sharpen { get; init; }

    /// <summary>True leaves the montage's look off this shot.</summary>
    public bool WithoutLook { get; init; }

    /// <summary>Why, in words, for the report.</summary>
    public string? Reason { get; init; }
}
