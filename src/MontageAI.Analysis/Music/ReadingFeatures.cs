using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music;

/// <summary>What tells a metrical level and a phase that listeners tap from its multiples.</summary>
internal static class ReadingFeatures
{
    /// <summary>Features of one reading, in this order: likelihood, octaves, their square, beat, between, onset, alternation, bass,
    /// backbeat, bars, first, off-beat, fast, slow, steadiness.</summary>
    /// <param name="path">Beats; at least four.</param>
    /// <param name="bars">Their places in bars.</param>
    /// <param name="activations">Activations of the track.</param>
    /// <param name="flux">Flux of the four groups.</param>
    /// <param name="logLikelihood">Nats per second of the path over those of the first reading.</param>
    /// <param name="first">It is the reading that the tracker gives when nothing binds it.</param>
    /// <param name="offBeat">It lies between the beats of that one.</param>
    public static double[] Of(
        BarPath path,
        BarReading bars,
        Activations activations,
        FloatSeries[] flux,
        double logLikelihood,
        bool first,
        bool offBeat
    )
    {
        double bpm = BeatReading.Tempo(path),
            octaves = Math.Log2(bpm / 120);
        double[] beat = Peaks(path, activations.Beat, 0),
            between = Peaks(path, activations.Beat, 0.5);
        double[] onset = Peaks(path, activations.Onset, 0),
            onsetBetween = Peaks(path, activations.Onset, 0.5);
        double[] bass = Peaks(path, flux[0].Span, 0),
            treble = Peaks(path, flux[2].Span, 0);
        double strongBass = Strong(bass);
        (bass, treble) = (Shares(bass, strongBass), Shares(treble, Strong(treble)));
        double[] accents = [.. bass.Zip(treble, Math.Max)];
        return
        [
            logLikelihood,
            octaves,
            octaves * octaves,
            beat.Average(),
            between.Average(),
            onset.Average() - onsetBetween.Average(),
            Math.Abs(Math.Log((Every(accents, 0) + 0.05) / (Every(accents, 1) + 0.05))),
            bass.Average() - Shares(Peaks(path, flux[0].Span, 0.5), strongBass).Average(),
            Math.Abs(Every(bass, 0) - Every(treble, 0) - Every(bass, 1) + Every(treble, 1)),
            bars.Clarity,
            first ? 1 : 0,
            offBeat ? 1 : 0,
            Math.Max(0, Math.Log2(bpm / 140)),
            Math.Max(0, Math.Log2(75 / bpm)),
            BeatHypotheses.Steadiness(path),
        ];
    }

    // Largest value near each beat, or a share of the interval after it.
    private static double[] Peaks(BarPath path, ReadOnlySpan<float> x, double after)
    {
        double[] peaks = new double[path.Frames.Length];
        for (int i = 0; i < peaks.Length; i++)
        {
            int at = path.Frames[i] + (int)(after * path.Intervals[i]),
                end = Math.Min(x.Length, at + (path.Intervals[i] / 16) + 3);
            for (int j = Math.Max(0, at - 2); j < end; j++)
            {
                peaks[i] = Math.Max(peaks[i], x[j]);
            }
        }

        return peaks;
    }

    private static double[] Shares(double[] peaks, double strong) => Array.ConvertAll(peaks, p => Math.Min(1, p / strong));

    private static double Strong(double[] peaks)
    {
        double[] sorted = [.. peaks];
        Array.Sort(sorted);
        return sorted[sorted.Length * 9 / 10] + 1e-6;
    }

    private static double Every(double[] values, int first)
    {
        double sum = 0;
        int count = 0;
        for (int i = first; i < values.Length; i += 2, count++)
        {
            sum += values[i];
        }

        return sum / Math.Max(1, count);
    }
}
