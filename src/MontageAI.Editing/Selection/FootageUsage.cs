namespace MontageAI.Editing.Selection;

/// <summary>
/// What of the footage is on the timeline already. A Bloom filter sized from the timeline answers most questions ("this shot is unused") at once; its
/// rare false alarms are settled by the exact set behind it, so answers are always right.
/// </summary>
internal sealed class FootageUsage
{
    /// <summary>Rate at which an unused shot costs a look into the exact set.</summary>
    public const double FalsePositiveRate = 0.01;

    private readonly BloomFilter _perhapsUsed;
    private readonly HashSet<int> _usedShots = [];
    private readonly List<(double Start, double End)>[] _windows;

    /// <summary>Creates the record of an empty timeline.</summary>
    /// <param name="clips">Number of clips.</param>
    /// <param name="slots">Expected number of shots.</param>
    public FootageUsage(int clips, int slots)
    {
        _perhapsUsed = new BloomFilter(Math.Max(1, slots), FalsePositiveRate);
        _windows = [.. Enumerable.Range(0, clips).Select(_ => new List<(double, double)>())];
    }

    /// <summary>Number of clips.</summary>
    public int Clips => _windows.Length;

    /// <summary>Records a window.</summary>
    /// <param name="clip">Index of the clip.</param>
    /// <param name="shot">Number of the shot; negative when the window lies in none.</param>
    /// <param name="start">First second.</param>
    /// <param name="end">End in seconds, exclusive.</param>
    public void Add(int clip, int shot, double start, double end)
    {
        _windows[clip].Add((start, end));
        if (shot >= 0)
        {
            _perhapsUsed.Add(shot);
            _usedShots.Add(shot);
        }
    }

    /// <summary>Whether any part of the shot is on the timeline.</summary>
    public bool IsUsed(int shot) => _perhapsUsed.MayContain(shot) && _usedShots.Contains(shot);

    /// <summary>How many windows on the timeline overlap a window of a clip.</summary>
    public int Overlaps(int clip, double start, double end)
    {
        int count = 0;
        foreach ((double from, double to) in _windows[clip])
        {
            if (start < to - 1e-9 && from < end - 1e-9)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>The starts of all parts of a stretch that no window covers and that last long enough.</summary>
    /// <param name="stretch">The stretch.</param>
    /// <param name="seconds">Needed length; before the stretch's end one frame more.</param>
    public IEnumerable<double> Gaps(UsableStretch stretch, double seconds)
    {
        double at = stretch.Start.Seconds;
        foreach ((double start, double end) in _windows[stretch.Clip].Where(w => w.End > stretch.Start.Seconds && w.Start < stretch.End.Seconds).Order())
        {
            // A frame of slack, since the next frame may lie that much after the gap's start.
            if (start - at >= seconds + stretch.FrameSeconds)
            {
                yield return at;
            }

            at = Math.Max(at, end);
        }

        if (stretch.End.Seconds - at >= seconds + (2 * stretch.FrameSeconds))
        {
            yield return at;
        }
    }

    /// <summary>Number of windows of a clip.</summary>
    public int UsesOf(int clip) => _windows[clip].Count;
}
