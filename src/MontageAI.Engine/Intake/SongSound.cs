using MontageAI.Analysis.Music;
using MontageAI.Results;

namespace MontageAI.Engine.Intake;

/// <summary>The sound of a song as it was decoded for its analysis, at <see cref="MusicAnalyzer.SampleRate"/>, kept to listen for voices:
/// at most its first twenty minutes (53 MB).</summary>
internal sealed class SongSound : IAsyncDisposable
{
    /// <summary>Seconds of a song in which voices are listened for.</summary>
    public const double MostSeconds = 1200;

    private const int First = 60 * MusicAnalyzer.SampleRate;
    private const int Most = (int)MostSeconds * MusicAnalyzer.SampleRate;

    private float[] _samples = [];
    private int _count;
    private Task<IReadOnlyList<SpeechStretch>?>? _hearing;

    /// <summary>What is kept.</summary>
    public ReadOnlySpan<float> Samples => _samples.AsSpan(0, _count);

    /// <summary>Takes the next samples.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        ReadOnlySpan<float> taken = samples[..Math.Min(samples.Length, Most - _count)];
        if (_count + taken.Length > _samples.Length)
        {
            Array.Resize(ref _samples, Math.Min(Most, Math.Max(_count + taken.Length, Math.Max(First, 2 * _samples.Length))));
        }

        taken.CopyTo(_samples.AsSpan(_count));
        _count += taken.Length;
    }

    /// <summary>Begins to listen to all of it on another thread.</summary>
    /// <param name="listen">Listens; null says that nothing can.</param>
    public void Hear(Func<ReadOnlySpan<float>, IReadOnlyList<SpeechStretch>?> listen) => _hearing = Task.Run(() => listen(Samples));

    /// <summary>What was heard; null where nobody listened yet.</summary>
    public Task<IReadOnlyList<SpeechStretch>?> HeardAsync() => _hearing ?? Task.FromResult<IReadOnlyList<SpeechStretch>?>(null);

    /// <summary>Waits until nobody listens any more: what listens is gone after the job.</summary>
    public async ValueTask DisposeAsync() =>
        await ((Task?)_hearing ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
