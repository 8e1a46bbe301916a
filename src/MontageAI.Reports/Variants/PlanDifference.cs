using MontageAI.Engine.Reporting;
using MontageAI.Reports.Judging;
using MontageAI.Timelines;

namespace MontageAI.Reports.Variants;

/// <summary>Measures how two plans of the same material differ. Pure.</summary>
internal static class PlanDifference
{
    // A moment so near is the same to a viewer.
    private const double SameMoment = 0.5;

    /// <summary>Compares.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other; at the same rate.</param>
    /// <param name="numberA">What the one is called.</param>
    /// <param name="numberB">What the other is called.</param>
    public static VariantPair Between(Timeline a, Timeline b, int numberA, int numberB)
    {
        HashSet<long> cutsA = [.. a.Shots.Skip(1).Select(s => s.Record.Start)],
            cutsB = [.. b.Shots.Skip(1).Select(s => s.Record.Start)];
        int all = cutsA.Union(cutsB).Count();
        return new VariantPair(
            numberA,
            numberB,
            Figures.Round((Shots(a, b) + Shots(b, a)) / 2),
            Figures.Round((Footage(a, b) + Footage(b, a)) / 2),
            all == 0 ? 0 : Figures.Round(1 - ((double)cutsA.Intersect(cutsB).Count() / all)),
            Figures.Round(Figures.Spearman(Order(a, b)))
        );
    }

    private static double Shots(Timeline a, Timeline b) =>
        (double)
            a.Shots.Count(shot =>
            {
                long middle = (shot.Record.Start + shot.Record.End) / 2;
                (string source, double second) = At(a, shot, middle);
                return b.Shots.FirstOrDefault(s => middle >= s.Record.Start && middle < s.Record.End) is not { } other
                    || At(b, other, middle) is var (otherSource, otherSecond)
                        && (otherSource != source || Math.Abs(otherSecond - second) > SameMoment);
            }) / a.Shots.Count;

    private static double Footage(Timeline a, Timeline b)
    {
        Dictionary<string, List<(double From, double To)>> shown = b
            .Shots.GroupBy(s => PathOf(b, s))
            .ToDictionary(g => g.Key, g => g.Select(s => Range(b, s)).OrderBy(r => r.From).ToList());
        double all = 0,
            only = 0;
        foreach (TimelineShot shot in a.Shots)
        {
            (double from, double to) = Range(a, shot);
            double covered = 0,
                at = from;
            foreach ((double otherFrom, double otherTo) in shown.GetValueOrDefault(PathOf(a, shot)) ?? [])
            {
                double left = Math.Max(at, otherFrom),
                    right = Math.Min(to, otherTo);
                covered += Math.Max(0, right - left);
                at = Math.Max(at, right);
            }

            all += to - from;
            only += to - from - covered;
        }

        return all <= 0 ? 0 : only / all;
    }

    private static List<(double A, double B)> Order(Timeline a, Timeline b)
    {
        Dictionary<string, long> First(Timeline t) =>
            t.Shots.GroupBy(s => PathOf(t, s)).ToDictionary(g => g.Key, g => g.Min(s => s.Record.Start));
        Dictionary<string, long> first = First(a),
            other = First(b);
        return [.. first.Where(f => other.ContainsKey(f.Key)).Select(f => ((double)f.Value, (double)other[f.Key]))];
    }

    private static (string Source, double Second) At(Timeline timeline, TimelineShot shot, long frame) =>
        (PathOf(timeline, shot), shot.In.Seconds + ShotClock.SourceSeconds(shot, timeline.Rate, frame - shot.Record.Start));

    private static (double From, double To) Range(Timeline timeline, TimelineShot shot) =>
        (shot.In.Seconds, shot.In.Seconds + ShotClock.SourceLength(shot, timeline.Rate));

    private static string PathOf(Timeline timeline, TimelineShot shot) => timeline.Sources.First(s => s.Id == shot.Source).Path;
}
