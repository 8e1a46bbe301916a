namespace MontageAI.Timelines;

/// <summary>
/// Converts between seconds of the montage and seconds of the song, loops included: the one place that knows how a song is played under a
/// montage. Every moment is computed from its own absolute time and the number of loops before it; nothing is summed up, so nothing
/// drifts.
/// </summary>
public sealed class SongClock
{
    /// <summary>Seconds by which moments at the edges of a stretch or loop may miss them and still count as lying there: 1 ms.</summary>
    public const double Tolerance = 0.001;

    private const double Rounding = 1e-9;

    private readonly double _start;
    private readonly (double From, double To)? _loop;

    /// <summary>A song that is played from a moment on.</summary>
    /// <param name="start">Second of the song at the montage's first frame; may lie before the song.</param>
    /// <param name="seconds">Length of the montage.</param>
    /// <param name="loopStart">Second to which the song jumps back; not read where it does not.</param>
    /// <param name="loopEnd">Second at which it jumps back, after <paramref name="loopStart"/>; null plays straight on.</param>
    public SongClock(double start, double seconds, double? loopStart = null, double? loopEnd = null)
    {
        (_start, Seconds) = (start, seconds);
        _loop = loopEnd is { } to && start + seconds > to + Tolerance && loopStart is { } from && to > from ? (from, to) : null;
    }

    /// <summary>Length of the montage in seconds.</summary>
    public double Seconds { get; }

    /// <summary>The stretches of the song in the order in which they sound: one, and one more for each time the song jumps back.</summary>
    public IEnumerable<SongPass> Passes
    {
        get
        {
            double firstEnd = _loop?.To ?? _start + Seconds;
            yield return new SongPass(0, _start, Math.Min(Seconds, firstEnd - _start));
            if (_loop is not { } loop)
            {
                yield break;
            }

            double period = loop.To - loop.From;
            for (long pass = 0; ; pass++)
            {
                double begin = firstEnd - _start + (pass * period);
                if (begin >= Seconds - Tolerance)
                {
                    yield break;
                }

                yield return new SongPass(begin, loop.From, Math.Min(period, Seconds - begin));
            }
        }
    }

    /// <summary>The second of the song that sounds at a second of the montage.</summary>
    public double SongSecondAt(double montageSecond)
    {
        double second = _start + montageSecond;
        if (_loop is not { } loop || second < loop.To - Rounding)
        {
            return second;
        }

        double period = loop.To - loop.From,
            rest = Math.Max(0, second - loop.To) % period;
        // The moment of a jump is the beginning of the next pass, not the end of this one, however sums were rounded on the way to it.
        return loop.From + (period - rest < Rounding ? 0 : rest);
    }

    /// <summary>
    /// All moments of the montage at which items of the song sound, in order: items of the stretch once, items of the loop once per pass.
    /// The end of the montage itself is excluded.
    /// </summary>
    /// <param name="items">Items of the song in ascending order of time.</param>
    /// <param name="timeOf">Second of the song of an item.</param>
    public IEnumerable<(double MontageSecond, T Item)> Unroll<T>(IReadOnlyList<T> items, Func<T, double> timeOf)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(timeOf);
        foreach (SongPass pass in Passes)
        {
            double end = pass.Song + pass.Seconds;
            foreach (T item in items)
            {
                double time = timeOf(item);
                if (time >= pass.Song - Tolerance && time < end - Tolerance)
                {
                    yield return (pass.Montage == 0 ? Math.Max(0, time - pass.Song) : pass.Montage + (time - pass.Song), item);
                }
            }
        }
    }
}

/// <summary>A stretch of the song that is played without a jump.</summary>
/// <param name="Montage">Second of the montage at which it begins.</param>
/// <param name="Song">Second of the song at which it begins.</param>
/// <param name="Seconds">Its length.</param>
public readonly record struct SongPass(double Montage, double Song, double Seconds);
