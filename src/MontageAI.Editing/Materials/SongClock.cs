namespace MontageAI.Editing.Materials;

/// <summary>
/// Converts between seconds of the montage and seconds of the song, loops included. Every moment is computed from its own absolute time
/// and the number of loops before it; nothing is summed up, so nothing drifts.
/// </summary>
internal sealed class SongClock(SongStretch stretch)
{
    /// <summary>Seconds by which moments at the edges of a stretch or loop may miss them and still count as lying there: 1 ms.</summary>
    public const double Tolerance = 0.001;

    /// <summary>Length of the montage in seconds.</summary>
    public double Seconds => stretch.Seconds;

    /// <summary>The second of the song that sounds at a second of the montage.</summary>
    public double SongSecondAt(double montageSecond)
    {
        double second = stretch.Start + montageSecond;
        return stretch is { LoopStart: { } from, LoopEnd: { } to } && second >= to ? from + ((second - to) % (to - from)) : second;
    }

    /// <summary>
    /// All moments of the montage at which items of the song sound, in order: items of the stretch once, items of the loop once per pass.
    /// The end of the montage itself is excluded.
    /// </summary>
    /// <param name="items">Items of the song in ascending order of time.</param>
    /// <param name="timeOf">Second of the song of an item.</param>
    public IEnumerable<(double MontageSecond, T Item)> Unroll<T>(IReadOnlyList<T> items, Func<T, double> timeOf)
    {
        double firstEnd = stretch.Loops ? stretch.LoopEnd!.Value : stretch.End;
        foreach (T item in items)
        {
            double time = timeOf(item);
            if (time >= stretch.Start - Tolerance && time < firstEnd - Tolerance)
            {
                yield return (Math.Max(0, time - stretch.Start), item);
            }
        }

        if (!stretch.Loops)
        {
            yield break;
        }

        double from = stretch.LoopStart!.Value;
        double period = firstEnd - from;
        for (long pass = 0; ; pass++)
        {
            double passStart = firstEnd - stretch.Start + (pass * period);
            if (passStart >= Seconds - Tolerance)
            {
                yield break;
            }

            foreach (T item in items)
            {
                double time = timeOf(item);
                if (time < from - Tolerance || time >= firstEnd - Tolerance)
                {
                    continue;
                }

                double second = passStart + (time - from);
                if (second >= Seconds - Tolerance)
                {
                    yield break;
                }

                yield return (second, item);
            }
        }
    }
}
