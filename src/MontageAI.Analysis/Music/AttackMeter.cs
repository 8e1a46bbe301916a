using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music;

/// <summary>
/// Energy of the sound's slope (its first difference, which weighs high frequencies up) every two milliseconds: where attacks are, five
/// times
/// finer than <see cref="SpectralFrontEnd"/> sees. Memory grows by 4 bytes a value.
/// </summary>
internal sealed class AttackMeter
{
    /// <summary>Samples per value (2.0 ms).</summary>
    public const int Hop = 22;

    // Values before and after a moment whose levels are compared (6 ms each), and how far a moment is looked for (ms either side).
    private const int Reach = 3;
    private const int LagMilliseconds = 26;

    private readonly FloatSeries _energy = new();
    private float _last;
    private float _sum;
    private int _held;

    /// <summary>Mean energy per value.</summary>
    public FloatSeries Energy => _energy;

    /// <summary>Takes the next samples.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        int at = 0;
        while (at < samples.Length)
        {
            int take = Math.Min(Hop - _held, samples.Length - at);
            float sum = _sum,
                last = _last;
            foreach (float v in samples.Slice(at, take))
            {
                float slope = v - last;
                sum += slope * slope;
                last = v;
            }

            (_sum, _last) = (sum, last);
            at += take;
            _held += take;
            if (_held == Hop)
            {
                _energy.Add(_sum / Hop);
                (_sum, _held) = (0, 0);
            }
        }
    }

    /// <summary>
    /// By how much a sequence of beats lies before (positive) the attacks it belongs to: the lag at which, over all beats, the level
    /// rises most steeply.
    /// </summary>
    /// <param name="energy">Values of this meter.</param>
    /// <param name="beats">Seconds, ascending.</param>
    /// <param name="weights">One per beat.</param>
    /// <returns>Seconds to add to every beat, within 26 ms; 0 when no rise stands out.</returns>
    public static double Lag(ReadOnlySpan<float> energy, ReadOnlySpan<double> beats, ReadOnlySpan<float> weights)
    {
        double mean = 0;
        foreach (float e in energy)
        {
            mean += e / energy.Length;
        }

        double floor = (1e-3 * mean) + 1e-12;
        Span<double> rise = stackalloc double[(2 * LagMilliseconds) + 1];
        for (int i = 0; i < beats.Length; i++)
        {
            for (int lag = -LagMilliseconds; lag <= LagMilliseconds; lag++)
            {
                double at = (beats[i] + (lag / 1000.0)) * SpectralFrontEnd.SampleRate / Hop;
                rise[lag + LagMilliseconds] += weights[i] * Math.Max(0, Rise(energy, at, floor));
            }
        }

        int best = 0;
        for (int l = 1; l < rise.Length; l++)
        {
            best = rise[l] > rise[best] ? l : best;
        }

        // On a slope up to the edge of the range there is no summit within it.
        return rise[best] <= 0 || best == 0 || best == rise.Length - 1 ? 0 : (best - LagMilliseconds) / 1000.0;
    }

    // Level after a moment less that before it, in nats; the moment is in values and may lie between two.
    private static double Rise(ReadOnlySpan<float> energy, double at, double floor)
    {
        int whole = (int)Math.Floor(at);
        double part = at - whole;
        if (whole - Reach < 0 || whole + Reach >= energy.Length)
        {
            return 0;
        }

        double before = 0,
            after = 0;
        for (int j = 0; j < Reach; j++)
        {
            before += ((1 - part) * energy[whole - 1 - j]) + (part * energy[whole - j]);
            after += ((1 - part) * energy[whole + j]) + (part * energy[whole + j + 1]);
        }

        return Math.Log(((after / Reach) + floor) / ((before / Reach) + floor));
    }
}
