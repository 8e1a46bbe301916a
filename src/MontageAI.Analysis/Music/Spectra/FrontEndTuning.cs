namespace MontageAI.Analysis.Music.Spectra;

/// <summary>Constants of <see cref="SpectralFrontEnd"/>, chosen by runs of <c>montage-bench beats</c>.</summary>
internal sealed record FrontEndTuning
{
    /// <summary>Mel bands.</summary>
    public int Bands { get; init; } = 80;

    /// <summary>Lower edge of the first band in Hz.</summary>
    public double LowHz { get; init; } = 27;

    /// <summary>Upper edge of the last band in Hz.</summary>
    public double HighHz { get; init; } = 5500;

    /// <summary>c in log(1 + c * magnitude); a full-scale sine has magnitude 0.5.</summary>
    public float Compression { get; init; } = 1000;

    /// <summary>Edges between the four groups of bands in Hz.</summary>
    public IReadOnlyList<double> GroupEdgesHz { get; init; } = [150, 500, 2000];
}
