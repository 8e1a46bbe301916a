using static MontageAI.Reports.Judging.Figures;

namespace MontageAI.Reports.Judging;

/// <summary>How cuts sit on beats and sections.</summary>
internal static class BeatJudge
{
    /// <summary>
    /// A cut this close to a beat is seen as on it. Viewers begin to notice sound that comes 45 ms early (ITU-R BT.1359-1); below that cut
    /// and beat are one event.
    /// </summary>
    private const double SeenTogether = 0.04;

    // Sections that begin with the montage or end it are no change that one could cut on.
    private const double Edge = 0.5;

    /// <summary>The figures; null, with the reason in <paramref name="missing"/>, where there are no beats or no cuts.</summary>
    public static BeatFigures? Judge(JudgedMontage montage, List<MissingFigure> missing)
    {
        double[] cuts = [.. montage.Cuts];
        if (montage.Music is not { Beats.Count: > 0 } music || cuts.Length == 0)
        {
            if (!montage.Missing.Any(m => m.Figure == "beats"))
            {
                missing.Add(new MissingFigure("beats", cuts.Length == 0 ? "There are no cuts." : "No beats are known."));
            }

            return null;
        }

        double frame = 1 / montage.Subject.Rate,
            tolerance = Tolerance(montage);
        double[] beats = [.. music.Beats.Select(b => b.Seconds)],
            downbeats = [.. music.Beats.Where(b => b.BarPosition == 1).Select(b => b.Seconds)];
        double[] moments = [.. Enumerable.Range(1, (int)Math.Max(1, montage.Subject.Frames - 1)).Select(f => f * frame)];
        double[] errors = [.. cuts.Select(c => Off(beats, c))],
            chance = [.. moments.Select(m => Math.Abs(Off(beats, m)))];
        double[] changes = [.. music.Sections.Select(s => s.Start).Where(s => s > Edge && s < montage.Subject.Seconds - Edge)];
        double Share(IReadOnlyList<double> of, IReadOnlyList<double> near) =>
            near.Count == 0 ? 0 : of.Count(m => Math.Abs(Off(near, m)) <= tolerance + 1e-9) / (double)of.Count;
        double[] signed = [.. errors.Order()];
        return new BeatFigures
        {
            Source = music.Source,
            TempoBpm = Round(music.TempoBpm),
            Confidence = Round(music.Confidence),
            Beats = beats.Count(b => b >= 0 && b <= montage.Subject.Seconds),
            Cuts = cuts.Length,
            ErrorMs = Spread(errors.Select(Math.Abs), 1000),
            ErrorFrames = Spread(errors.Select(Math.Abs), montage.Subject.Rate),
            BiasMs = Round(1000 * Median(signed)),
            ChanceMs = Spread(chance, 1000),
            ToleranceMs = Round(1000 * tolerance),
            OnBeat = Round(Share(cuts, beats)),
            OnBeatChance = Round(Share(moments, beats)),
            OnDownbeat = downbeats.Length == 0 ? null : Round(Share(cuts, downbeats)),
            OnDownbeatChance = downbeats.Length == 0 ? null : Round(Share(moments, downbeats)),
            SectionChanges = music.Sections.Count == 0 ? null : changes.Length,
            SectionChangesCut = changes.Length == 0 ? null : Round(Share(changes, cuts)),
            CutsOnSectionChange = changes.Length == 0 ? null : Round(Share(cuts, changes)),
        };
    }

    /// <summary>Seconds within which a moment counts as on another.</summary>
    public static double Tolerance(JudgedMontage montage) => Math.Max(SeenTogether, 1 / montage.Subject.Rate);

    /// <summary>Lengths of shots.</summary>
    public static PaceFigures Pace(JudgedMontage montage)
    {
        double[] lengths = [.. montage.Shots.Select(s => s.End - s.Start).Order()],
            cuts = [.. montage.Cuts];
        double total = Math.Max(1e-6, montage.Subject.Seconds),
            mean = lengths.Average();
        List<double> course = [];
        for (double from = 0; from < total - 0.5; from += 10)
        {
            double to = Math.Min(total, from + 10);
            course.Add(Round(60 * cuts.Count(c => c >= from && c < to) / (to - from)));
        }

        return new PaceFigures
        {
            CutsPerMinute = Round(60 * cuts.Length / total),
            CutsPerMinuteOver10Seconds = course,
            MeanShotSeconds = Round(mean),
            MedianShotSeconds = Round(Median(lengths)),
            ShortestShotSeconds = Round(lengths[0]),
            LongestShotSeconds = Round(lengths[^1]),
            Unevenness = Round(Math.Sqrt(lengths.Average(l => (l - mean) * (l - mean))) / mean),
        };
    }
}
