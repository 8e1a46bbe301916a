namespace MontageAI.FFmpeg.Decoding.Audio;

/// <summary>What of a file's sound is decoded, and how.</summary>
public sealed record PcmOptions
{
    /// <summary>The rate that music analysis works at: a quarter of 44,100 Hz, so that the usual song resamples by a whole
    /// number.</summary>
    internal const int AnalysisRate = 11025;

    /// <summary>Samples per second delivered, 1,000 to 192,000.</summary>
    public int SampleRate { get; init; } = AnalysisRate;

    /// <summary>Decode at most this many seconds from the start; null decodes to the end. Greater than 0.</summary>
    public double? MaxSeconds { get; init; }

    /// <summary>Asked each time when <see cref="MaxSeconds"/> and what was added to it are delivered: how many seconds more are wanted; 0
    /// ends the decoding. Null wants none.</summary>
    public Func<double>? More { get; init; }

    /// <summary>Places of the sound tracks to hear, counted among those of the file from 0; several are added up. Null hears the
    /// first.</summary>
    public IReadOnlyList<int>? Tracks { get; init; }
}
