namespace MontageAI.Bench.Beats;

/// <summary>
/// Agreement of estimated with annotated beats, by the definitions of mir_eval 0.7 (Raffel et al., "mir_eval", ISMIR 2014; continuity
/// after Hainsworth 2004 and Klapuri et al. 2006). All times in seconds, ascending.
/// </summary>
internal static class BeatMetrics
{
    /// <summary>Events from <paramref name="from"/> seconds on; mir_eval leaves out the first 5 s.</summary>
    public static double[] Trim(IEnumerable<double> events, double from) => [.. events.Where(t => t >= from)];

    /// <summary>F-measure of a one-to-one matching within a window to either side; 0 when either list is empty.</summary>
    public static double F(double[] reference, double[] estimate, double window)
    {
        int hits = Match(reference, estimate, window).Count;
        return hits == 0 ? 0 : 2.0 * hits / (reference.Length + estimate.Length);
    }

    /// <summary>Pairs of a largest one-to-one matching: estimate minus reference, in seconds.</summary>
    public static List<double> Match(double[] reference, double[] estimate, double window)
    {
        List<double> errors = [];
        int r = 0,
            e = 0;
        while (r < reference.Length && e < estimate.Length)
        {
            double difference = estimate[e] - reference[r];
            if (Math.Abs(difference) <= window)
            {
                errors.Add(difference);
                r++;
                e++;
            }
            else if (difference < 0)
            {
                e++;
            }
            else
            {
                r++;
            }
        }

        return errors;
    }

    /// <summary>CMLt: share of beats right in phase and period (17.5 %) at the annotated level.</summary>
    public static double Cmlt(double[] reference, double[] estimate) =>
        reference.Length < 2 || estimate.Length < 2 ? 0 : Total(reference, estimate);

    /// <summary>AMLt: the best of CMLt at the annotated level, off-beat, double and half the tempo.</summary>
    public static double Amlt(double[] reference, double[] estimate)
    {
        if (reference.Length < 2 || estimate.Length < 2)
        {
            return 0;
        }

        double[] twice = new double[(2 * reference.Length) - 1];
        for (int i = 0; i < twice.Length; i++)
        {
            twice[i] = i % 2 == 0 ? reference[i / 2] : (reference[i / 2] + reference[(i / 2) + 1]) / 2;
        }

        double[] off = [.. twice.Where((_, i) => i % 2 == 1)];
        double[] odd = [.. reference.Where((_, i) => i % 2 == 0)];
        double[] even = [.. reference.Where((_, i) => i % 2 == 1)];
        return new[] { reference, off, twice, odd, even }.Max(v => v.Length < 2 ? 0 : Total(v, estimate));
    }

    private static double Total(double[] reference, double[] estimate)
    {
        const double Tolerance = 0.175;
        bool[] used = new bool[reference.Length];
        int right = 0;
        for (int m = 0; m < estimate.Length; m++)
        {
            int nearest = Nearest(reference, estimate[m]);
            if (used[nearest])
            {
                continue;
            }

            bool forward = (m == 0 || nearest == 0) && m + 1 < estimate.Length && nearest + 1 < reference.Length;
            if (!forward && (m == 0 || nearest == 0))
            {
                continue;
            }

            double wanted = forward ? reference[nearest + 1] - reference[nearest] : reference[nearest] - reference[nearest - 1];
            double got = forward ? estimate[m + 1] - estimate[m] : estimate[m] - estimate[m - 1];
            if (Math.Abs(estimate[m] - reference[nearest]) / wanted < Tolerance && Math.Abs(1 - (got / wanted)) < Tolerance)
            {
                used[nearest] = true;
                right++;
            }
        }

        return right / (double)Math.Max(reference.Length, estimate.Length);
    }

    private static int Nearest(double[] reference, double time)
    {
        int best = 0;
        for (int i = 1; i < reference.Length; i++)
        {
            if (Math.Abs(reference[i] - time) < Math.Abs(reference[best] - time))
            {
                best = i;
            }
        }

        return best;
    }
}
