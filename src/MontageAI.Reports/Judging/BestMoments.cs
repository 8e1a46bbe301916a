using MontageAI.Analysis.Montages;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>A moment of a file at which what moves in it moves most.</summary>
/// <param name="Source">Id of the file.</param>
/// <param name="Seconds">Second of the stream's clock.</param>
/// <param name="Prominence">How far it stands out of what is around it, as a share of the strongest of its file, 0 to 1.</param>
internal sealed record BestMoment(string Source, double Seconds, double Prominence);

/// <summary>
/// The moments of the footage that stand out, found by looking at every frame: where the motion of things peaks, in pictures that are
/// sharp, not black, no card, and not passed by too fast. Independent of what a plan knew, so a plan can be measured by them.
/// </summary>
internal static class BestMoments
{
    // Motion is averaged over so much, and a peak is the highest so far to either side.
    private const double SmoothSeconds = 0.3;
    private const double ReachSeconds = 1.5;

    // A peak stands out of the lowest around it by so much, in all, and as a share of the strongest of its file.
    private const double LeastRise = 0.02;
    private const double LeastShare = 0.3;

    // One moment for so many seconds of a file at most.
    private const double SecondsEach = 5;

    // A peak is seen when the shot begins before it and lasts a little beyond.
    private const double SeenBefore = 0.05;
    private const double SeenAfter = 0.1;

    /// <summary>The moments of a file, the strongest first.</summary>
    /// <param name="source">Its id.</param>
    /// <param name="stretches">Every frame of it.</param>
    public static IReadOnlyList<BestMoment> Find(string source, IEnumerable<ShownStretch> stretches)
    {
        List<(double Seconds, double Rise)> peaks = [];
        double length = 0;
        foreach (ShownStretch stretch in stretches.Where(s => s.Seconds.Count > 2))
        {
            length += stretch.Seconds[^1] - stretch.Seconds[0];
            peaks.AddRange(Peaks(stretch));
        }

        double most = peaks.Select(p => p.Rise).DefaultIfEmpty(0).Max();
        return
        [
            .. peaks
                .Where(p => p.Rise >= LeastRise && p.Rise >= LeastShare * most)
                .OrderByDescending(p => p.Rise)
                .ThenBy(p => p.Seconds)
                .Take(Math.Max(1, (int)(length / SecondsEach)))
                .Select(p => new BestMoment(source, p.Seconds, p.Rise / most)),
        ];
    }

    /// <summary>Those that a timeline shows.</summary>
    public static int Shown(Timeline timeline, IEnumerable<BestMoment> moments) =>
        moments.Count(m =>
            timeline.Shots.Any(s =>
                s.Source == m.Source
                && m.Seconds >= s.In.Seconds + SeenBefore
                && m.Seconds <= s.In.Seconds + ShotClock.SourceLength(s, timeline.Rate) - SeenAfter
            )
        );

    /// <summary>The chance of a moment to be shown by shots of the same lengths that begin anywhere in the footage.</summary>
    /// <param name="timeline">The shots.</param>
    /// <param name="footageSeconds">Length of all footage.</param>
    public static double Chance(Timeline timeline, double footageSeconds)
    {
        double missed = 1;
        foreach (TimelineShot shot in timeline.Shots)
        {
            double seen = Math.Max(0, ShotClock.SourceLength(shot, timeline.Rate) - SeenBefore - SeenAfter);
            missed *= footageSeconds <= 0 ? 1 : 1 - Math.Min(1, seen / footageSeconds);
        }

        return 1 - missed;
    }

    private static IEnumerable<(double Seconds, double Rise)> Peaks(ShownStretch stretch)
    {
        int count = stretch.Seconds.Count;
        double step = (stretch.Seconds[^1] - stretch.Seconds[0]) / (count - 1);
        int smooth = Math.Max(0, (int)Math.Round(SmoothSeconds / step / 2)),
            reach = Math.Max(1, (int)Math.Round(ReachSeconds / step));
        double[] plain = [.. Enumerable.Range(0, count).Select(i => Motion(stretch, i))];
        double[] curve =
        [
            .. Enumerable.Range(0, count).Select(i => plain[Math.Max(0, i - smooth)..Math.Min(count, i + smooth + 1)].Average()),
        ];
        for (int i = 1; i < count - 1; i++)
        {
            double[] before = curve[Math.Max(0, i - reach)..i],
                after = curve[(i + 1)..Math.Min(count, i + 1 + reach)];
            if (curve[i] >= before.Max() && curve[i] > after.Max())
            {
                yield return (stretch.Seconds[i], curve[i] - Math.Max(before.Min(), after.Min()));
            }
        }
    }

    // What moves by itself; nothing where one would not want to see it, nor at a cut.
    private static double Motion(ShownStretch stretch, int i)
    {
        bool bad =
            stretch.Camera[i] > ShownMeter.SmearSpeed
            || stretch.Sharpness[i] < ShownMeter.BlurLimit
            || stretch.Card[i] >= ShownMeter.CardShare
            || stretch.Black[i] >= 0.98f
            || stretch.Cuts.Any(c => Math.Abs(c - stretch.Seconds[i]) < 0.1);
        return bad ? 0 : stretch.Objects[i];
    }
}
