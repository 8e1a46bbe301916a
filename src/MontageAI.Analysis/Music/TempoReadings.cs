using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>How well other tempi would fit, so that a listener who hears one of them is a single option away from it.</summary>
internal static class TempoReadings
{
    private static readonly double[] s_ratios = [2, 0.5, 1.5, 2 / 3.0, 3, 1 / 3.0];

    /// <summary>Readings at simple ratios to a tempo.</summary>
    /// <param name="activation">Values in [0, 1) per frame.</param>
    /// <param name="bpm">The chosen tempo.</param>
    /// <returns>
    /// Tempi from 30 to 300 BPM, best first. The score is the correlation of the activation with itself one such beat on, as a share of the largest among all
    /// readings, the chosen one included; 0 where they do not correlate.
    /// </returns>
    public static IReadOnlyList<TempoAlternative> Find(ReadOnlySpan<float> activation, double bpm)
    {
        double mean = 0;
        foreach (float a in activation)
        {
            mean += a / activation.Length;
        }

        double largest = Math.Max(1e-9, Correlation(activation, mean, bpm));
        List<TempoAlternative> found = [];
        foreach (double ratio in s_ratios)
        {
            double tempo = bpm * ratio;
            if (tempo is >= 30 and <= 300)
            {
                double score = Math.Max(0, Correlation(activation, mean, tempo));
                largest = Math.Max(largest, score);
                found.Add(new TempoAlternative(tempo, score));
            }
        }

        return [.. found.Select(a => a with { Score = a.Score / largest }).OrderByDescending(a => a.Score).ThenBy(a => a.Bpm)];
    }

    // Unnormalised; the lag may fall between frames, and neighbours count half so that a frame's rounding does not.
    private static double Correlation(ReadOnlySpan<float> x, double mean, double bpm)
    {
        int lag = (int)Math.Round(60 / bpm * SpectralFrontEnd.FrameRate);
        double sum = 0;
        for (int i = 1; i + lag + 1 < x.Length; i++)
        {
            double later = (0.5 * (x[i + lag] - mean)) + (0.25 * (x[i + lag - 1] - mean)) + (0.25 * (x[i + lag + 1] - mean));
            sum += (x[i] - mean) * later;
        }

        return sum / Math.Max(1, x.Length - lag);
    }
}
