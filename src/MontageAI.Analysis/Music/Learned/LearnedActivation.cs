using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music.Learned;

/// <summary>
/// Probabilities of a beat and of a downbeat, about 50 times a second, from mono sound at 11,025 Hz fed in pieces of any size.
/// </summary>
/// <remarks>
/// Frame i is centred on sample i * <see cref="Hop"/>; a beat is expected in the frame nearest to its onset. Create, <see cref="Append"/>
/// until the end,
/// <see cref="Finish"/> once. Deterministic to the bit, whatever the pieces. One thread at a time; the weights are shared.
/// </remarks>
internal sealed class LearnedActivation
{
    /// <summary>Samples per second that this works at.</summary>
    public const int SampleRate = 11025;

    /// <summary>Samples from frame to frame (19.95 ms).</summary>
    public const int Hop = 220;

    /// <summary>Frames per second.</summary>
    public const double FrameRate = SampleRate / (double)Hop;

    private readonly LogMelFrontEnd _levels;
    private readonly BeatNetwork _network;

    /// <summary>Creates an activation with the weights that are shipped.</summary>
    public LearnedActivation()
        : this(NetworkWeights.Default) { }

    internal LearnedActivation(NetworkWeights weights)
    {
        _network = new BeatNetwork(weights, Beat, Downbeat);
        _levels = new LogMelFrontEnd(_network);
    }

    /// <summary>Probability of a beat per frame, over 0 and under 1. Frames are added late, as the network looks ahead; complete after
    /// <see cref="Finish"/>.</summary>
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
    public void Append(ReadOnlySpan<float> samples) => _levels.Append(samples);

    /// <summary>Processes what is held.</summary>
    /// <param name="totalSamples">All samples given.</param>
    public void Finish(long totalSamples)
    {
        _levels.Finish(totalSamples);
        _network.Finish();
    }
}
