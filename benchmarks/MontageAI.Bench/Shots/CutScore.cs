using System.Globalization;

namespace MontageAI.Bench.Shots;

/// <summary>Cuts found against cuts annotated, matched one to one, the nearest open one first.</summary>
/// <param name="Hits">Cuts found that are there.</param>
/// <param name="Wrong">Cuts found that are not, in clips with cuts.</param>
/// <param name="Missed">Cuts there that were not found.</param>
/// <param name="WrongInTakes">Cuts found in clips of one take.</param>
internal readonly record struct CutScore(int Hits, int Wrong, int Missed, int WrongInTakes)
{
    /// <summary>Share of found cuts that are right, 0 to 1.</summary>
    public double Precision => Ratio(Hits, Hits + Wrong + WrongInTakes);

    /// <summary>Share of true cuts that were found, 0 to 1.</summary>
    public double Recall => Ratio(Hits, Hits + Missed);

    /// <summary>Harmonic mean of both, 0 to 1.</summary>
    public double F1 => Ratio(2 * Hits, (2 * Hits) + Wrong + WrongInTakes + Missed);

    /// <summary>Scores one clip.</summary>
    /// <param name="truth">Seconds of annotated cuts; null or empty for single takes.</param>
    /// <param name="found">Seconds of found cuts.</param>
    /// <param name="reach">Largest distance in seconds.</param>
    /// <param name="free">Stretches in seconds in which what is found counts neither way: fades and dissolves, which some detectors report
    /// as cuts.</param>
    public static CutScore Of(
        IReadOnlyList<double>? truth,
        IEnumerable<double> found,
        double reach,
        IReadOnlyList<(double Start, double End)>? free = null
    )
    {
        List<double> open = [.. truth ?? []];
        int hits = 0,
            wrong = 0;
        foreach (double cut in found)
        {
            int best = -1;
            for (int i = 0; i < open.Count; i++)
            {
                if (Math.Abs(open[i] - cut) <= reach && (best < 0 || Math.Abs(open[i] - cut) < Math.Abs(open[best] - cut)))
                {
                    best = i;
                }
            }

            if (best >= 0)
            {
                hits++;
                open.RemoveAt(best);
            }
            else if (free is null || !free.Any(f => cut >= f.Start && cut <= f.End))
            {
                wrong++;
            }
        }

        return truth is null or { Count: 0 } ? new CutScore(hits, 0, open.Count, wrong) : new CutScore(hits, wrong, open.Count, 0);
    }

    /// <summary>Scores of several clips together.</summary>
    public static CutScore operator +(CutScore a, CutScore b) =>
        new(a.Hits + b.Hits, a.Wrong + b.Wrong, a.Missed + b.Missed, a.WrongInTakes + b.WrongInTakes);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"precision {Precision:0.000}, recall {Recall:0.000}, F1 {F1:0.000} ({Hits} found, {Wrong} wrong, {Missed} missed; "
                + $"{WrongInTakes} wrong in single takes)"
        );

    private static double Ratio(int part, int whole) => whole == 0 ? 1 : (double)part / whole;
}
