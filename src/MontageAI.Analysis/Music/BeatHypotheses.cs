namespace MontageAI.Analysis.Music;

/// <summary>Runs the tracker as often as needed for a reading whose tempo holds together.</summary>
internal static class BeatHypotheses
{
    // Share of intervals near the median below which a reading wavers between tempi, and the lead that another reading needs.
    private const double Wavering = 0.85;
    private const double Lead = 0.1;

    /// <summary>The best reading of an activation.</summary>
    /// <remarks>
    /// The first reading takes a wide region for a beat, which suits most music. Where it wavers (very fast music, where that region
    /// covers subdivisions), a second one with a narrow region is tried, and taken when it is clearly steadier.
    /// </remarks>
    public static BarPath Track(Activations activation, FloatSeries[] flux, TrackerTuning tuning, bool mayHalve)
    {
        BarPath first = One(activation, flux, tuning, mayHalve);
        double steadiness = Steadiness(first);
        if (first.Frames.Length == 0 || steadiness >= Wavering)
        {
            return first;
        }

        BarPath second = One(activation, flux, tuning with { ObservationLambda = 1.5 * tuning.ObservationLambda, TransitionLambda = 0.6 * tuning.TransitionLambda }, mayHalve);
        return Steadiness(second) > steadiness + Lead ? second : first;
    }

    /// <summary>Share of intervals within 6 % of the median one, 0 to 1.</summary>
    internal static double Steadiness(BarPath path)
    {
        if (path.Intervals.Length == 0)
        {
            return 0;
        }

        int[] sorted = [.. path.Intervals];
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        return path.Intervals.Count(i => Math.Abs((i / median) - 1) <= 0.06) / (double)path.Intervals.Length;
    }

    private static BarPath One(Activations activation, FloatSeries[] flux, TrackerTuning tuning, bool mayHalve)
    {
        BarPath path = new BarTracker(SpectralFrontEnd.FrameRate, tuning).Track(activation.Beat, activation.Downbeat);
        return mayHalve && activation.Downbeat.Length == 0 ? TempoOctave.Correct(path, flux) : path;
    }
}
