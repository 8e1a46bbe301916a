using MontageAI.Results;

namespace MontageAI.Detection;

/// <summary>Writes down what is said. Deterministic: the same samples give the same lines.</summary>
public interface ITranscriber : IDisposable
{
    /// <summary>Name and version of the method and of its model, part of the key under which results are kept.</summary>
    string Algorithm { get; }

    /// <summary>Samples per second that it listens to, mono.</summary>
    int SampleRate { get; }

    /// <summary>Seconds that it hears at once; what is longer is better given in pieces.</summary>
    double MostSeconds { get; }

    /// <summary>Writes down what is said.</summary>
    /// <param name="samples">The sound, mono, full scale = 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Lines in order; empty where no word is understood.</returns>
    Task<IReadOnlyList<SpokenLine>> WriteDownAsync(ReadOnlyMemory<float> samples, CancellationToken cancellationToken);
}
