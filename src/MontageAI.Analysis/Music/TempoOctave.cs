namespace MontageAI.Analysis.Music;

/// <summary>
/// Undoes the most frequent mistake of a tracker, counting off-beats as beats: where every second "beat" is weaker in bass, middle and
/// treble alike, it is an off-beat. (At the true tempo bass drum and snare alternate, so that what one lacks in bass it has in treble.)
/// </summary>
internal static class TempoOctave
{
    // Sum over the four groups of the log ratio of mean flux on strong and weak beats, above which the weak ones are off-beats; the least
    // that low and high groups must each contribute; and the slowest tempo at which that is asked. Among the annotated excerpts read at their true, fast tempo the largest sum is 2.4.
    private const double OffBeat = 2.5;
    private const double EachSide = 0.6;
    private const double AskAboveBpm = 130;

    /// <summary>The path itself, or every second beat of it.</summary>
    /// <param name="path">Beats.</param>
    /// <param name="flux">Flux of the four groups.</param>
    public static BeatPath Correct(BeatPath path, FloatSeries[] flux)
    {
        if (path.Frames.Length < 8 || 60 * SpectralFrontEnd.FrameRate / Median(path.Intervals) < AskAboveBpm)
        {
            return path;
        }

        Span<double> lead = stackalloc double[flux.Length];
        for (int g = 0; g < flux.Length; g++)
        {
            lead[g] = Math.Log((Mean(path, flux[g].Span, 0) + 1e-3) / (Mean(path, flux[g].Span, 1) + 1e-3));
        }

        double low = lead[0] + lead[1], high = lead[2] + lead[3], sum = low + high;
        if (Math.Abs(sum) < OffBeat || low * high <= 0 || Math.Min(Math.Abs(low), Math.Abs(high)) < EachSide)
        {
            return path;
        }

        int first = sum > 0 ? 0 : 1;
        int count = (path.Frames.Length - first + 1) / 2;
        int[] frames = new int[count], intervals = new int[count];
        for (int i = 0; i < count; i++)
        {
            int at = first + (2 * i);
            frames[i] = path.Frames[at];
            intervals[i] = path.Intervals[at] + (at + 1 < path.Intervals.Length ? path.Intervals[at + 1] : path.Intervals[at]);
        }

        return path with { Frames = frames, Intervals = intervals };
    }

    private static double Mean(BeatPath path, ReadOnlySpan<float> flux, int first)
    {
        double sum = 0;
        int count = 0;
        for (int i = first; i < path.Frames.Length; i += 2)
        {
            float peak = 0;
            int region = (path.Intervals[i] / 16) + 3;
            for (int j = Math.Max(0, path.Frames[i] - 2); j < Math.Min(flux.Length, path.Frames[i] + region); j++)
            {
                peak = Math.Max(peak, flux[j]);
            }

            sum += peak;
            count++;
        }

        return sum / count;
    }

    private static int Median(int[] values)
    {
        int[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
