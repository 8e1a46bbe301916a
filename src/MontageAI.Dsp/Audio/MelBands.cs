using System.Numerics;

namespace MontageAI.Dsp.Audio;

/// <summary>
/// Triangular bands of equal width on the mel scale (Slaney's: linear below 1 kHz, logarithmic above), applied to power spectra
/// that lie lane by lane as <see cref="LaneFft"/> leaves them.
/// </summary>
/// <remarks>
/// Each triangle is scaled to unit area over frequency in Hz, so that white noise gives every band the same value. Bands narrower
/// than a bin take the nearest bin. Source: Slaney, "Auditory Toolbox", Interval Research 1998-010. No allocation after construction.
/// </remarks>
public sealed class MelBands
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    /// <summary>Creates the bands.</summary>
    /// <param name="count">Bands, 1 or more.</param>
    /// <param name="lowHz">Lower edge of the first band, 0 or more.</param>
    /// <param name="highHz">Upper edge of the last band, at most half the sample rate.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="fftSize">Samples per frame of the spectra.</param>
    public MelBands(int count, double lowHz, double highHz, int sampleRate, int fftSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(lowHz);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(highHz, sampleRate / 2.0);
        double binHz = sampleRate / (double)fftSize;
        double low = ToMel(lowHz),
            step = (ToMel(highHz) - low) / (count + 1);
        _first = new int[count];
        _weights = new float[count][];
        Centres = new double[count];
        for (int b = 0; b < count; b++)
        {
            double left = ToHz(low + (b * step)),
                centre = ToHz(low + ((b + 1) * step)),
                right = ToHz(low + ((b + 2) * step));
            Centres[b] = centre;
            int from = (int)Math.Ceiling(left / binHz),
                to = Math.Min((int)Math.Floor(right / binHz), fftSize / 2);
            List<float> weights = [];
            for (int k = from; k <= to; k++)
            {
                double hz = k * binHz;
                weights.Add(
                    (float)(
                        Math.Max(0, Math.Min((hz - left) / (centre - left), (right - hz) / (right - centre))) * 2 / (right - left) * binHz
                    )
                );
            }

            if (weights.Sum() <= 0.25f * (float)(2 * binHz / (right - left)))
            {
                from = Math.Min((int)Math.Round(centre / binHz), fftSize / 2);
                weights = [1];
            }

            _first[b] = from;
            _weights[b] = [.. weights];
        }
    }

    /// <summary>Number of bands.</summary>
    public int Count => _first.Length;

    /// <summary>Centre of each band in Hz, ascending.</summary>
    internal double[] Centres { get; }

    /// <summary>Band powers of one batch of spectra.</summary>
    /// <param name="power">Spectra, one bin per element.</param>
    /// <param name="bands">Receives <see cref="Count"/> elements.</param>
    public void Apply(ReadOnlySpan<Vector<float>> power, Span<Vector<float>> bands)
    {
        for (int b = 0; b < _first.Length; b++)
        {
            float[] weights = _weights[b];
            ReadOnlySpan<Vector<float>> bins = power.Slice(_first[b], weights.Length);
            Vector<float> sum = Vector<float>.Zero;
            for (int k = 0; k < bins.Length; k++)
            {
                sum += bins[k] * weights[k];
            }

            bands[b] = sum;
        }
    }

    /// <summary>First band whose centre lies at or above a frequency; <see cref="Count"/> when there is none.</summary>
    public int IndexAbove(double hz)
    {
        int at = Array.FindIndex(Centres, c => c >= hz);
        return at < 0 ? Count : at;
    }

    private static double ToMel(double hz) => hz < 1000 ? hz * 3 / 200 : 15 + (27 * Math.Log(hz / 1000) / Math.Log(6.4));

    private static double ToHz(double mel) => mel < 15 ? mel * 200 / 3 : 1000 * Math.Exp((mel - 15) * Math.Log(6.4) / 27);
}
