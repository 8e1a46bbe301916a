using MontageAI.Analysis.Music;

namespace MontageAI.Engine.Intake;

/// <summary>The sound of a song as it was decoded for its analysis, at <see cref="MusicAnalyzer.SampleRate"/>, kept to listen for voices:
/// at most its first twenty minutes (53 MB).</summary>
internal sealed class SongSound
{
    /// <summary>Seconds of a song in which voices are listened for.</summary>
    public const double MostSeconds = 1200;

    private const int Most = (int)MostSeconds * MusicAnalyzer.SampleRate;

    private float[] _samples = new float[60 * MusicAnalyzer.SampleRate];
    private int _count;

    /// <summary>What is kept.</summary>
    public ReadOnlySpan<float> Samples => _samples.AsSpan(0, _count);

    /// <summary>Takes the next samples.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        ReadOnlySpan<float> taken = samples[..Math.Min(samples.Length, Most - _count)];
        if (_count + taken.Length > _samples.Length)
        {
            Array.Resize(ref _samples, Math.Min(Most, Math.Max(_count + taken.Length, 2 * _samples.Length)));
        }

        taken.CopyTo(_samples.AsSpan(_count));
        _count += taken.Length;
    }
}
