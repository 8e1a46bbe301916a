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
        // What most clips are, and thousands of them are asked one after the other.
        if (distances is IReadOnlyList<(long Distance, long Count)> { Count: 1 } only && only[0] is { Distance: > 0, Count: > 0 } same)
        {
            return new FrameDistances(same.Distance, LongestOf(same.Distance, timeBase), (double)same.Distance * same.Count);
        }

        List<long> sorted = [];
        List<long> counts = [];
        foreach ((long distance, long count) in distances)
        {
            if (distance > 0 && count > 0)
            {
                sorted.Add(distance);
                counts.Add(count);
            }
        }

        return Of([.. sorted], [.. counts], timeBase);
    }

    private static FrameDistances? Of(long[] sorted, long[] counts, Rational timeBase)
    {
        if (sorted.Length == 0)
        {
            return null;
        }

        Array.Sort(sorted, counts);

        // The fullest range of like distances; of equally full ones the shortest.
        (int best, int bestEnd, long most, long held) = (0, 0, 0, 0);
        for (int from = 0, end = 0; from < sorted.Length; from++)
        {
            for (; end < sorted.Length && sorted[end] <= sorted[from] * Likeness; end++)
            {
                held += counts[end];
            }

            (best, bestEnd, most) = held > most ? (from, end, held) : (best, bestEnd, most);
            held -= counts[from];
        }

        double usual = 0;
        for (int i = best; i < bestEnd; i++)
        {
            usual += (double)sorted[i] * counts[i];
        }

        usual /= most;
        double longest = LongestOf(usual, timeBase);
        double played = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            played += counts[i] * (sorted[i] > longest ? usual : sorted[i]);
        }

        return new FrameDistances(usual, longest, played);
    }

    private static double LongestOf(double usual, Rational timeBase) => Math.Max(PauseSeconds / timeBase.Value, PauseFrames * usual);

    /// <summary>Reads the distances of frames.</summary>
    /// <param name="ticks">PTS in ascending order.</param>
    /// <param name="timeBase">Seconds per tick.</param>
    /// <returns>Null with fewer than two frames. The last frame counts as long as most do.</returns>
    public static FrameDistances? Between(IReadOnlyList<long> ticks, Rational timeBase)
    {
        ArgumentNullException.ThrowIfNull(ticks);
        List<(long Distance, long Count)> distances = new(ticks.Count);
        for (int i = 1; i < ticks.Count; i++)
        {
            distances.Add((ticks[i] - ticks[i - 1], 1));
        }

        return Of(distances, timeBase) is { } read ? read with { Played = read.Played + read.Usual } : null;
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
