using MontageAI.Analysis.Music.Spectra;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>
/// The outline of a track: lowest and highest sample of each 40 ms, fed as mono sound at <see cref="MusicAnalyzer.SampleRate"/> in pieces
/// of any
/// size. Keeps 8 bytes per hop; no allocation per piece beyond the growth of the two series.
/// </summary>
public sealed class WaveformMeter
{
    private const int Hop = MusicAnalyzer.SampleRate / 25;

    private readonly FloatSeries _low = new();
    private readonly FloatSeries _high = new();
    private float _least;
    private float _most;
    private int _held;

    /// <summary>Takes the next samples. Values that are not numbers count as silence.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            ReadOnlySpan<float> part = samples[..Math.Min(Hop - _held, samples.Length)];
            foreach (float sample in part)
            {
                float v = float.IsFinite(sample) ? Math.Clamp(sample, -1, 1) : 0;
                _least = Math.Min(_least, v);
                _most = Math.Max(_most, v);
            }

            _held += part.Length;
            samples = samples[part.Length..];
            if (_held == Hop)
            {
                Keep();
            }
        }
    }

    /// <summary>Ends the track and gives the outline.</summary>
    public Waveform Finish()
    {
        if (_held > 0)
        {
            Keep();
        }

        return new Waveform(Hop / (double)MusicAnalyzer.SampleRate, _low.Span.ToArray(), _high.Span.ToArray());
    }

    private void Keep()
    {
        _low.Add(_least);
        _high.Add(_most);
        _least = _most = 0;
        _held = 0;
    }
}
