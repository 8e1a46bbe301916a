using MontageAI.Results;

namespace MontageAI.Detection;

/// <summary>Finds speech in sound. Deterministic: the same samples give the same stretches.</summary>
public interface ISpeechDetector
{
    /// <summary>Name and version of the method, part of the key under which results are kept.</summary>
    string Algorithm { get; }

    /// <summary>Samples per second that it listens to, mono.</summary>
    int SampleRate { get; }

    /// <summary>Finds stretches with speech.</summary>
    /// <param name="samples">All of the sound, mono, full scale = 1.</param>
    /// <returns>Stretches in order, not overlapping; empty where nobody speaks.</returns>
    IReadOnlyList<SpeechStretch> Find(ReadOnlySpan<float> samples);

    /// <summary>Finds stretches with speech in several sounds at once; finds in each what it would find in it alone.</summary>
    /// <param name="sounds">The sounds.</param>
    /// <returns>The stretches of each.</returns>
    IReadOnlyList<IReadOnlyList<SpeechStretch>> FindAll(IReadOnlyList<ReadOnlyMemory<float>> sounds)
    {
        ArgumentNullException.ThrowIfNull(sounds);
        return [.. sounds.Select(s => Find(s.Span))];
    }
}
