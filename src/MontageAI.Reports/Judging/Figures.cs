namespace MontageAI.Reports.Judging;

/// <summary>Small statistics. All are defined for empty input as stated.</summary>
internal static class Figures
{
    /// <summary>Median, mean and 95th percentile (nearest rank); zeros of nothing.</summary>
    public static ErrorFigures Spread(IEnumerable<double> values, double scale = 1)
    {
        double[] sorted = [.. values.Select(v => v * scale).Order()];
        return sorted.Length == 0
            ? new ErrorFigures(0, 0, 0)
            : new ErrorFigures(Round(Median(sorted)), Round(sorted.Average()), Round(sorted[(int)Math.Ceiling(0.95 * sorted.Length) - 1]));
    }

    /// <summary>The middle of values in order; of an even number the mean of the two in the middle. NaN of nothing.</summary>
    public static double Median(double[] sorted) =>
        sorted.Length == 0 ? double.NaN
        : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
        : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    /// <summary>Spearman's rank correlation, equal values sharing their mean rank; null with fewer than eight pairs or where one side does
    /// not vary.</summary>
    public static double? Spearman(IReadOnlyList<(double A, double B)> pairs) =>
        pairs.Count < 8 ? null : Pearson([.. Ranks([.. pairs.Select(p => p.A)]).Zip(Ranks([.. pairs.Select(p => p.B)]))]);

    /// <summary>Pearson's correlation; null where one side does not vary.</summary>
    public static double? Pearson(IReadOnlyList<(double A, double B)> pairs)
    {
        double a = pairs.Average(p => p.A),
            b = pairs.Average(p => p.B),
            ab = 0,
            aa = 0,
            bb = 0;
        foreach ((double x, double y) in pairs)
        {
            ab += (x - a) * (y - b);
            aa += (x - a) * (x - a);
            bb += (y - b) * (y - b);
        }

        return aa > 1e-18 && bb > 1e-18 ? ab / Math.Sqrt(aa * bb) : null;
    }

    /// <summary>Distance from a moment to the nearest of some, positive when the moment is later. The list is ascending and not
    /// empty.</summary>
    public static double Off(IReadOnlyList<double> ascending, double moment)
    {
        int low = 0,
            high = ascending.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = ascending[middle] < moment ? (middle + 1, high) : (low, middle);
        }

        double after = low < ascending.Count ? moment - ascending[low] : double.NegativeInfinity,
            before = low > 0 ? moment - ascending[low - 1] : double.PositiveInfinity;
        return before <= -after ? before : after;
    }

    /// <summary>Four digits after the point: no figure here is better known.</summary>
    public static double Round(double value) => Math.Round(value, 4);

    /// <summary>The same of what may be absent.</summary>
    public static double? Round(double? value) => value is { } v && double.IsFinite(v) ? Math.Round(v, 4) : null;

    private static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        double[] ranks = new double[values.Length];
        for (int i = 0; i < order.Length; )
        {
            int last = i;
            while (last + 1 < order.Length && values[order[last + 1]] == values[order[i]])
            {
                last++;
            }

            for (int k = i; k <= last; k++)
            {
                ranks[order[k]] = (i + last) / 2.0;
            }

            i = last + 1;
        }

        return ranks;
    }
}
