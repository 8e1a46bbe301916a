using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>Values of a <see cref="ShotCorrection"/> to set; those that are null stay as they are. Units and meanings are those of the
/// correction.</summary>
public sealed record CorrectionChange
{
    /// <summary>Exposure in stops, -3 to 3.</summary>
    public double? Exposure { get; init; }

    /// <summary>Gain of red in stops, -1 to 1.</summary>
    public double? Red { get; init; }

    /// <summary>Gain of blue in stops, -1 to 1.</summary>
    public double? Blue { get; init; }

    /// <summary>Contrast, -1 to 1.</summary>
    public double? Contrast { get; init; }

    /// <summary>Saturation, -1 to 1.</summary>
    public double? Saturation { get; init; }

    /// <summary>Steadying, 0 to 1.</summary>
    public double? Stabilise { get; init; }

    /// <summary>Removal of noise, 0 to 1.</summary>
    public double? Denoise { get; init; }

    /// <summary>Sharpening, 0 to 1.</summary>
    public double? Sharpen { get; init; }

    /// <summary>Whether the montage's look is left off.</summary>
    public bool? WithoutLook { get; init; }

    /// <summary>Every number with its name and range.</summary>
    internal static IReadOnlyList<CorrectionValue> Values { get; } =
    [
        new("exposure", -3, 3, c => c.Exposure, (c, v) => c with { Exposure = v }),
        new("red", -1, 1, c => c.Red, (c, v) => c with { Red = v }),
        new("blue", -1, 1, c => c.Blue, (c, v) => c with { Blue = v }),
        new("contrast", -1, 1, c => c.Contrast, (c, v) => c with { Contrast = v }),
        new("saturation", -1, 1, c => c.Saturation, (c, v) => c with { Saturation = v }),
        new("stabilise", 0, 1, c => c.Stabilise, (c, v) => c with { Stabilise = v }),
        new("denoise", 0, 1, c => c.Denoise, (c, v) => c with { Denoise = v }),
        new("sharpen", 0, 1, c => c.Sharpen, (c, v) => c with { Sharpen = v }),
    ];

    /// <summary>A correction with these values.</summary>
    internal ShotCorrection On(ShotCorrection correction) =>
        correction with
        {
            Exposure = Exposure ?? correction.Exposure,
            Red = Red ?? correction.Red,
            Blue = Blue ?? correction.Blue,
            Contrast = Contrast ?? correction.Contrast,
            Saturation = Saturation ?? correction.Saturation,
            Stabilise = Stabilise ?? correction.Stabilise,
            Denoise = Denoise ?? correction.Denoise,
            Sharpen = Sharpen ?? correction.Sharpen,
            WithoutLook = WithoutLook ?? correction.WithoutLook,
        };
}

/// <summary>A number of a correction.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Least">Least value.</param>
/// <param name="Most">Greatest value.</param>
/// <param name="Of">Reads it.</param>
/// <param name="With">Sets it.</param>
internal sealed record CorrectionValue(
    string Name,
    double Least,
    double Most,
    Func<CorrectionChange, double?> Of,
    Func<CorrectionChange, double, CorrectionChange> With
);
