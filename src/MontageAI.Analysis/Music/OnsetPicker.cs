using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music;

/// <summary>Note onsets: peaks of the activation that stand out from their surroundings.</summary>
internal static class OnsetPicker
{
    // An onset is the largest value within 30 ms to either side and at least 50 ms after the one before.
    private const int Neighbourhood = 3;
    private const int Gap = 5;

    /// <summary>Finds onsets.</summary>
    /// <param name="activation">Values in [0, 1) per frame.</param>
    /// <param name="threshold">Least value of an onset.</param>
    /// <returns>Seconds and values, ascending in time.</returns>
    public static List<(double Time, float Strength)> Pick(ReadOnlySpan<float> activation, float threshold)
    {
        List<(double, float)> onsets = [];
        int last = -Gap;
        for (int i = 1; i < activation.Length - 1; i++)
        {
            if (activation[i] < threshold || i - last < Gap || !IsLargest(activation, i))
            {
                continue;
            }

            onsets.Add(((BeatRefiner.Parabola(activation, i) / SpectralFrontEnd.FrameRate) + BeatRefiner.AttackOffset, activation[i]));
            last = i;
        }

        return onsets;
    }

    private static bool IsLargest(ReadOnlySpan<float> x, int i)
    {
        for (int j = Math.Max(0, i - Neighbourhood); j <= Math.Min(x.Length - 1, i + Neighbourhood); j++)
        {
            if (x[j] > x[i] || (x[j] == x[i] && j < i))
            {
                return false;
            }
        }

        return true;
    }
}
