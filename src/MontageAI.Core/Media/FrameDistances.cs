using MontageAI.Time;

namespace MontageAI.Media;

/// <summary>
/// What the distances between the frames of a stream say of it: how far frames usually lie apart, and how long they play. A recording that
/// was paused, a last frame that is said to last for a minute and time stamps that jump change an average, and what a container states,
/// beyond all measure; they do not change what most frames do.
/// </summary>
/// <param name="Usual">Ticks between most frames, above 0.</param>
/// <param name="Longest">Ticks that a frame may last; more is a pause, in which nothing was recorded.</param>
/// <param name="Played">Ticks for which frames are shown, pauses left out.</param>
public sealed record FrameDistances(double Usual, double Longest, double Played)
{
    // Distances that differ by less are one: time stamps are rounded, and telephones keep time only roughly.
    private const double Likeness = 1.1;

    // Footage on which nothing moves is recorded with fewer frames by some; so long a frame is a pause.
    private const double PauseSeconds = 0.5;
    private const double PauseFrames = 4;

    /// <summary>Reads distances.</summary>
    /// <param name="distances">Each with how often it occurs; those below 1 do not count.</param>
    /// <param name="timeBase">Seconds per tick.</param>
    /// <returns>Null where there are none.</returns>
    public static FrameDistances? Of(IEnumerable<(long Distance, long Count)> distances, Rational timeBase)
    {
        ArgumentNullException.ThrowIfNull(distances);
        (long Distance, long Count)[] sorted = [.. distances.Where(d => d is { Distance: > 0, Count: > 0 }).OrderBy(d => d.Distance)];
        if (sorted.Length == 0)
        {
            return null;
        }

        // The fullest range of like distances; of equally full ones the shortest.
        (int best, int bestEnd, long most, long held) = (0, 0, 0, 0);
        for (int from = 0, end = 0; from < sorted.Length; from++)
        {
            for (; end < sorted.Length && sorted[end].Distance <= sorted[from].Distance * Likeness; end++)
            {
                held += sorted[end].Count;
            }

            (best, bestEnd, most) = held > most ? (from, end, held) : (best, bestEnd, most);
            held -= sorted[from].Count;
        }

        double usual = sorted[best..bestEnd].Sum(d => (double)d.Distance * d.Count) / most;
        double longest = Math.Max(PauseSeconds / timeBase.Value, PauseFrames * usual);
        return new FrameDistances(usual, longest, sorted.Sum(d => d.Count * (d.Distance > longest ? usual : d.Distance)));
    }

    /// <summary>Reads the distances of frames.</summary>
    /// <param name="ticks">PTS in ascending order.</param>
    /// <param name="timeBase">Seconds per tick.</param>
    /// <returns>Null with fewer than two frames. The last frame counts as long as most do.</returns>
    public static FrameDistances? Between(IReadOnlyList<long> ticks, Rational timeBase)
    {
        ArgumentNullException.ThrowIfNull(ticks);
        return Of(Enumerable.Range(1, Math.Max(0, ticks.Count - 1)).Select(i => (ticks[i] - ticks[i - 1], 1L)), timeBase) is { } read
            ? read with
            {
                Played = read.Played + read.Usual,
            }
            : null;
    }

    /// <summary>The rate of most frames; null outside what a rate can be.</summary>
    /// <param name="timeBase">Seconds per tick.</param>
    public FrameRate? Rate(Rational timeBase)
    {
        double rate = 1 / (Usual * timeBase.Value);
        if (rate is < 0.01 or > 1000)
        {
            return null;
        }

        // Whole ticks give the rate as it is; rounded ones are a mean.
        long ticks = (long)Math.Round(Usual);
        return Math.Abs(Usual - ticks) < 1e-9
            ? new FrameRate(timeBase.Denominator, timeBase.Numerator * ticks)
            : new FrameRate((long)Math.Round(rate * 1000), 1000);
    }
}
