namespace MontageAI.Analysis.Montages;

/// <summary>
/// Frames that are shown in a row, measured one by one, as one list per measure; all lists but <see cref="Windows"/>,
/// <see cref="Cuts"/> and <see cref="Frozen"/> are of equal length. Numbers are rounded to four digits after the point.
/// </summary>
public sealed record ShownStretch
{
    /// <summary>Time of each frame in seconds of the stream's clock, ascending.</summary>
    public required IReadOnlyList<double> Seconds { get; init; }

    /// <summary>Change from the frame before, 0 (same picture) to 1, scaled to 1/30 s; 0 for the first.</summary>
    public required IReadOnlyList<float> Amount { get; init; }

    /// <summary>Mean luma, 0 (black) to 1 (white).</summary>
    public required IReadOnlyList<float> Luma { get; init; }

    /// <summary>Standard deviation of luma, 0 to 0.5.</summary>
    public required IReadOnlyList<float> Contrast { get; init; }

    /// <summary>Mean saturation, 0 to 1.</summary>
    public required IReadOnlyList<float> Saturation { get; init; }

    /// <summary>Share of pixels clipped to black, 0 to 1.</summary>
    public required IReadOnlyList<float> Black { get; init; }

    /// <summary>Share of pixels clipped to white, 0 to 1.</summary>
    public required IReadOnlyList<float> White { get; init; }

    /// <summary>Sharpness, 0 to 1; null where there is no structure.</summary>
    public required IReadOnlyList<float?> Sharpness { get; init; }

    /// <summary>64-bit perceptual fingerprint.</summary>
    public required IReadOnlyList<ulong> Fingerprint { get; init; }

    /// <summary>Speed of the camera from the frame before, picture widths per second; 0 for the first, and where none can be
    /// told.</summary>
    public required IReadOnlyList<float> Camera { get; init; }

    /// <summary>Change from the frame before that is not the camera's, 0 to 1; 0 for the first.</summary>
    public required IReadOnlyList<float> Objects { get; init; }

    /// <summary>How much each looks like a card of titles or credits, 0 to 1.</summary>
    public required IReadOnlyList<float> Card { get; init; }

    /// <summary>How much of a line of bright letters lies over each, 0 to 1.</summary>
    public required IReadOnlyList<float> Lettering { get; init; }

    /// <summary>Share of each that is black bars, 0 to 1.</summary>
    public required IReadOnlyList<float> Bars { get; init; }

    /// <summary>Seconds of the stream's clock at which another shot begins inside the stretch, ascending; of fades and dissolves their
    /// middle.</summary>
    public required IReadOnlyList<double> Cuts { get; init; }

    /// <summary>Where the picture stands still although the take moves, in order.</summary>
    public required IReadOnlyList<FrozenSpan> Frozen { get; init; }

    /// <summary>Shake in consecutive windows of about a second, picture widths per second; none where there are too few frames to
    /// tell.</summary>
    public required IReadOnlyList<ShakeWindow> Windows { get; init; }
}

/// <summary>Shake of a short window.</summary>
/// <param name="Start">Seconds of the stream's clock.</param>
/// <param name="End">Seconds, exclusive.</param>
/// <param name="Shake">Root mean square of the camera's velocity after its own course is taken off, picture widths per second.</param>
public sealed record ShakeWindow(double Start, double End, float Shake);
