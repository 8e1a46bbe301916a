namespace MontageAI.Time;

/// <summary>
/// A stretch of a stream on its own clock, half-open: <paramref name="Start"/> belongs to it, <paramref name="End"/> does not.
/// </summary>
/// <param name="Start">PTS at which it begins.</param>
/// <param name="End">PTS after it, on the same time base. Not after <paramref name="Start"/> where nothing lies in it.</param>
public readonly record struct MediaRange(MediaTime Start, MediaTime End)
{
    /// <summary>Whether no moment lies in it.</summary>
    public bool IsEmpty => End.Ticks <= Start.Ticks;

    /// <summary>The stretch from a moment on.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="seconds">How long it is; it ends at the tick nearest to that.</param>
    public static MediaRange FromSeconds(MediaTime start, double seconds) =>
        new(start, MediaTime.FromSeconds(start.Seconds + seconds, start.TimeBase));

    /// <summary>What stretches of one stream cover, each moment once: in ascending order, and none overlaps another.</summary>
    /// <param name="ranges">In any order, none empty.</param>
    /// <param name="touching">Whether two become one already where one ends as the other begins.</param>
    public static List<MediaRange> Union(IEnumerable<MediaRange> ranges, bool touching = false)
    {
        List<MediaRange> union = [];
        foreach (MediaRange range in ranges.OrderBy(r => r.Start.Ticks))
        {
            if (union.Count > 0 && range.Start.Ticks < union[^1].End.Ticks + (touching ? 1 : 0))
            {
                union[^1] = union[^1] with { End = range.End.Ticks > union[^1].End.Ticks ? range.End : union[^1].End };
            }
            else
            {
                union.Add(range);
            }
        }

        return union;
    }

    /// <summary>Whether a moment, on the same time base, lies in it.</summary>
    public bool Contains(MediaTime time) => time.Ticks >= Start.Ticks && time.Ticks < End.Ticks;

    /// <summary>Whether a stretch of the same stream shares a moment with it; neither may be empty.</summary>
    public bool Overlaps(MediaRange other) => Start.Ticks < other.End.Ticks && other.Start.Ticks < End.Ticks;

    /// <inheritdoc/>
    public override string ToString() => $"{Start.Ticks}-{End.Ticks}@{Start.TimeBase}";
}
