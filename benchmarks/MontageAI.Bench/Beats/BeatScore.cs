using MontageAI.Results;

namespace MontageAI.Bench.Beats;

/// <summary>
/// Agreement of one track's, or the mean of several tracks', beats with annotation, as mir_eval defines the measures, the first 5 s left
/// out.
/// </summary>
/// <param name="F70">F-measure of beats within 70 ms.</param>
/// <param name="F20">The same within 20 ms.</param>
/// <param name="Cmlt">Continuity at the annotated metrical level.</param>
/// <param name="Amlt">Continuity at the annotated level, its double or half, or the off-beat.</param>
/// <param name="DownbeatF">F-measure of downbeats within 70 ms; NaN where bars are not annotated.</param>
/// <param name="BiasMs">Mean signed distance of matched beats from annotation in milliseconds; NaN without a match.</param>
/// <param name="ErrorMs">Mean absolute distance of matched beats in milliseconds; NaN without a match.</param>
internal sealed record BeatScore(double F70, double F20, double Cmlt, double Amlt, double DownbeatF, double BiasMs, double ErrorMs)
{
    /// <summary>mir_eval leaves out the first five seconds.</summary>
    private const double TrimSeconds = 5;

    /// <summary>How far AMLt leads: the share of octave and phase errors.</summary>
    public double LevelErrors => Amlt - Cmlt;

    /// <summary>Scores beats and downbeats in seconds.</summary>
    public static BeatScore Of(AnnotatedTrack track, IEnumerable<double> beats, IEnumerable<double> downbeats)
    {
        double[] truth = track.Beats(),
            bars = track.Downbeats();
        // Where annotation begins late (an intro left out), what is found before it is neither right nor wrong.
        double from = Math.Max(TrimSeconds, truth[0] > TrimSeconds ? truth[0] - 0.07 : 0);
        double[] reference = BeatMetrics.Trim(truth, from),
            estimate = BeatMetrics.Trim(beats, from);
        List<double> errors = BeatMetrics.Match(reference, estimate, 0.07);
        return new BeatScore(
            BeatMetrics.F(reference, estimate, 0.07),
            BeatMetrics.F(reference, estimate, 0.02),
            BeatMetrics.Cmlt(reference, estimate),
            BeatMetrics.Amlt(reference, estimate),
            bars.Length < 2 ? double.NaN : BeatMetrics.F(BeatMetrics.Trim(bars, from), BeatMetrics.Trim(downbeats, from), 0.07),
            errors.Count == 0 ? double.NaN : errors.Average() * 1000,
            errors.Count == 0 ? double.NaN : errors.Average(Math.Abs) * 1000
        );
    }

    /// <summary>Scores an analysis: one without beats has none.</summary>
    public static BeatScore Of(AnnotatedTrack track, MusicAnalysis analysis)
    {
        IReadOnlyList<Beat> found = analysis.Strategy == RhythmStrategy.Beats ? analysis.Beats : [];
        return Of(track, found.Select(b => b.Time), found.Where(b => b.BarPosition == 1).Select(b => b.Time));
    }

    /// <summary>Mean over tracks of each measure, leaving out what is undefined.</summary>
    public static BeatScore Mean(IReadOnlyCollection<BeatScore> scores)
    {
        return new BeatScore(
            Of(s => s.F70),
            Of(s => s.F20),
            Of(s => s.Cmlt),
            Of(s => s.Amlt),
            Of(s => s.DownbeatF),
            Of(s => s.BiasMs),
            Of(s => s.ErrorMs)
        );

        double Of(Func<BeatScore, double> measure) =>
            scores.Select(measure).Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();
    }
}
