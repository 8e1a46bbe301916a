using MontageAI.Dsp.Audio;

namespace MontageAI.Analysis.Music.Spectra;

/// <summary>Takes the samples of <see cref="LaneFft.Lanes"/> windows that follow one another.</summary>
/// <param name="samples">From the start of the first window to the end of the last.</param>
internal delegate void BatchReceiver(ReadOnlySpan<float> samples);

/// <summary>
/// Cuts sound, fed in pieces of any size, into overlapping windows and gives them on as many at a time as <see cref="LaneFft"/> transforms
/// at once. Window i is centred on
/// sample i * hop; before and after the sound lies silence.
/// </summary>
/// <param name="hop">Samples from window to window.</param>
/// <param name="window">Samples of a window.</param>
/// <param name="receiver">Gets every batch once, in order.</param>
/// <remarks>No allocation after construction. One thread at a time.</remarks>
internal sealed class WindowBatches(int hop, int window, BatchReceiver receiver)
{
    private readonly int _batch = ((LaneFft.Lanes - 1) * hop) + window;
    private readonly float[] _pending = new float[((LaneFft.Lanes - 1) * hop) + window + 8192];
    private int _held = window / 2;
    private int _windows;

    /// <summary>Takes the next samples.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            int take = Math.Min(samples.Length, _pending.Length - _held);
            samples[..take].CopyTo(_pending.AsSpan(_held));
            _held += take;
            samples = samples[take..];
            Drain();
        }
    }

    /// <summary>Gives on what is held, as if silence followed. The last batch may go beyond the end.</summary>
    /// <param name="totalSamples">All samples given.</param>
    /// <returns>Windows whose centres lie within the sound.</returns>
    public int Finish(long totalSamples)
    {
        int windows = (int)((totalSamples + hop - 1) / hop);
        while (_windows < windows)
        {
            if (_held < _batch)
            {
                _pending.AsSpan(_held, _batch - _held).Clear();
                _held = _batch;
            }

            Drain();
        }

        return windows;
    }

    private void Drain()
    {
        int at = 0;
        while (_held - at >= _batch)
        {
            receiver(_pending.AsSpan(at, _batch));
            _windows += LaneFft.Lanes;
            at += LaneFft.Lanes * hop;
        }

        _pending.AsSpan(at, _held - at).CopyTo(_pending);
        _held -= at;
    }
}
