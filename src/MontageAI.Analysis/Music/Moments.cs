using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>Moments to cut on in a track without beats.</summary>
internal static class Moments
{
    // A rise counts where loudness over 0.4 s is this many decibels above that of the 0.4 s before.
    private const double RiseDb = 6;

    /// <summary>The strongest of some moments, no two closer than a gap; ascending.</summary>
    public static List<(double Time, float Strength)> Spaced(IEnumerable<(double Time, float Strength)> all, double gapSeconds)
    {
        List<double> times = [];
        List<float> strengths = [];
        foreach ((double time, float strength) in all.OrderByDescending(m => m.Strength).ThenBy(m => m.Time))
        {
            int at = times.BinarySearch(time);
            if (at >= 0)
            {
                continue;
            }

            at = ~at;
            if ((at == 0 || time - times[at - 1] >= gapSeconds) && (at == times.Count || times[at] - time >= gapSeconds))
            {
                times.Insert(at, time);
                strengths.Insert(at, strength);
            }
        }

        return [.. times.Zip(strengths)];
    }

    /// <summary>Moments where loudness rises by 6 dB or more, at least half a second apart, ascending.</summary>
    /// <param name="rms">Levels of <see cref="EnergyMeter"/>.</param>
    public static List<(double Time, float Strength)> Rises(ReadOnlySpan<float> rms)
    {
        const int Reach = 10;
        List<(double Time, float Strength)> all = [];
        double[] rise = new double[rms.Length];
        float loudest = 0;
        foreach (float v in rms)
        {
            loudest = Math.Max(loudest, v);
        }

        for (int i = Reach; i + Reach <= rms.Length; i++)
        {
            double before = 0,
                after = 0;
            for (int j = 0; j < Reach; j++)
            {
                before += rms[i - 1 - j] * rms[i - 1 - j];
                after += rms[i + j] * rms[i + j];
            }

            // Levels 40 dB below the loudest are as good as silent.
            double floor = Reach * 1e-4 * loudest * loudest;
            rise[i] = 10 * Math.Log10((after + floor) / (before + floor));
        }

        for (int i = 1; i + 1 < rise.Length; i++)
        {
            if (rise[i] >= RiseDb && rise[i] >= rise[i - 1] && rise[i] > rise[i + 1])
            {
                all.Add((i * EnergyMeter.HopSeconds, (float)Math.Min(1, rise[i] / 24)));
            }
        }

        return Spaced(all, 0.5);
    }

    /// <summary>Moments as beats without a bar.</summary>
    public static IReadOnlyList<Beat> AsBeats(List<(double Time, float Strength)> moments)
    {
        float strongest = Math.Max(1e-6f, moments.Max(m => m.Strength));
        return [.. moments.Where(m => m.Time >= 0).Select(m => new Beat(m.Time, 0, m.Strength / strongest))];
    }
}
