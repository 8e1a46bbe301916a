using System.Numerics;
using System.Runtime.InteropServices;
using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music;

/// <summary>
/// Loudness over time by running sums of squares: one pass, no spectrum. Input as for <see cref="SpectralFrontEnd"/>; memory grows by 4
/// bytes a
/// hop.
/// </summary>
/// <remarks>Sums are taken in groups of 16 partial sums whatever the machine's vectors, so that results are the same everywhere.</remarks>
internal sealed class EnergyMeter
{
    /// <summary>Samples from value to value (39.9 ms, 25.06 values a second).</summary>
    public const int Hop = 4 * SpectralFrontEnd.Hop;

    private readonly FloatSeries _rms = new();
    private readonly float[] _pending = new float[Hop];
    private int _held;

    /// <summary>Seconds from value to value.</summary>
    public static double HopSeconds => Hop / (double)SpectralFrontEnd.SampleRate;

    /// <summary>Root mean square per hop, full scale = 1. A last, incomplete hop counts after <see cref="Finish"/>.</summary>
    public ReadOnlySpan<float> Rms => _rms.Span;

    /// <summary>Takes the next samples.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        if (_held > 0)
        {
            int take = Math.Min(Hop - _held, samples.Length);
            samples[..take].CopyTo(_pending.AsSpan(_held));
            _held += take;
            samples = samples[take..];
            if (_held < Hop)
            {
                return;
            }

            _rms.Add(Level(_pending));
        }

        while (samples.Length >= Hop)
        {
            _rms.Add(Level(samples[..Hop]));
            samples = samples[Hop..];
        }

        samples.CopyTo(_pending);
        _held = samples.Length;
    }

    /// <summary>Counts what is held as a last hop of its own length.</summary>
    public void Finish()
    {
        if (_held > 0)
        {
            _rms.Add(Level(_pending.AsSpan(0, _held)));
            _held = 0;
        }
    }

    /// <summary>Root mean square of 1 or more samples.</summary>
    internal static float Level(ReadOnlySpan<float> samples)
    {
        Span<float> sums = stackalloc float[16];
        sums.Clear();
        int at = 0;
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (; at + 16 <= samples.Length; at += 16)
        {
            ReadOnlySpan<Vector<float>> block = MemoryMarshal.Cast<float, Vector<float>>(samples.Slice(at, 16));
            for (int i = 0; i < wide.Length; i++)
            {
                wide[i] += block[i] * block[i];
            }
        }

        double total = 0;
        foreach (float s in sums)
        {
            total += s;
        }

        for (; at < samples.Length; at++)
        {
            total += samples[at] * samples[at];
        }

        return (float)Math.Sqrt(total / samples.Length);
    }
}
