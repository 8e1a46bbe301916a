using System.Globalization;
using MontageAI.Bench.Inputs;

namespace MontageAI.Bench.Shots;

/// <summary>
/// Fades and dissolves found against true ones. A found stretch counts for a true one when it covers at least half of it and
/// lies by at least half inside it (as TRECVID's shot boundary task asks of gradual transitions, with both directions).
/// </summary>
/// <param name="Hits">True transitions that were found.</param>
/// <param name="Wrong">Found ones that are none.</param>
/// <param name="Missed">True ones that were not found.</param>
/// <param name="OfKind">Hits whose kind (fade or dissolve) is right as well.</param>
/// <param name="Errors">Frames that starts and ends of the hits are off by.</param>
internal sealed record GradualScore(int Hits, int Wrong, int Missed, int OfKind, IReadOnlyList<int> Errors)
{
    /// <summary>Nothing scored yet.</summary>
    public static GradualScore None { get; } = new(0, 0, 0, 0, []);

    /// <summary>Harmonic mean of precision and recall, 0 to 1.</summary>
    public double F1 => Hits + Wrong + Missed == 0 ? 1 : 2.0 * Hits / ((2 * Hits) + Wrong + Missed);

    /// <summary>Median frames that starts and ends are off by; NaN without hits.</summary>
    public double MedianError => Errors.Count == 0 ? double.NaN : Errors.Order().ElementAt(Errors.Count / 2);

    /// <summary>Share of starts and ends within 3 frames; NaN without hits.</summary>
    public double Within3 => Errors.Count == 0 ? double.NaN : (double)Errors.Count(e => e <= 3) / Errors.Count;

    /// <summary>Scores one clip.</summary>
    public static GradualScore Of(IReadOnlyList<GradualTruth> truth, IReadOnlyList<GradualTruth> found)
    {
        List<GradualTruth> open = [.. truth];
        List<int> errors = [];
        int hits = 0,
            wrong = 0,
            ofKind = 0;
        foreach (GradualTruth stretch in found)
        {
            GradualTruth? match = open.Find(t =>
            {
                int common = Math.Min(t.End, stretch.End) - Math.Max(t.First, stretch.First);
                return 2 * common >= t.End - t.First && 2 * common >= stretch.End - stretch.First;
            });
            if (match is null)
            {
                wrong++;
                continue;
            }

            hits++;
            ofKind += match.Kind == stretch.Kind ? 1 : 0;
            errors.AddRange([Math.Abs(match.First - stretch.First), Math.Abs(match.End - stretch.End)]);
            open.Remove(match);
        }

        return new GradualScore(hits, wrong, open.Count, ofKind, errors);
    }

    /// <summary>Scores of several clips together.</summary>
    public static GradualScore operator +(GradualScore a, GradualScore b) =>
        new(a.Hits + b.Hits, a.Wrong + b.Wrong, a.Missed + b.Missed, a.OfKind + b.OfKind, [.. a.Errors, .. b.Errors]);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"F1 {F1:0.000} ({Hits} found, {OfKind} of the right kind, {Wrong} wrong, {Missed} missed; starts and ends off by "
                + $"{MedianError:0} frames in the median, {Within3:0%} within 3, at most {Errors.DefaultIfEmpty(0).Max()})"
        );
}
