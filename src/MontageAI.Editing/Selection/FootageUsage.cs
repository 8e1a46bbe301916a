namespace MontageAI.Editing.Selection;

/// <summary>
/// What of the footage is on the timeline already. A Bloom filter sized from the timeline answers most questions ("nothing of this window
/// is shown") at once; its rare false alarms are settled by the exact list behind it, so answers are always right.
/// </summary>
internal sealed class FootageUsage
{
    /// <summary>Rate at which a half second that is not shown costs a look into the exact list.</summary>
    public const double FalsePositiveRate = 0.01;

    // Windows are remembered in halves of seconds.
    private const double PiecesPerSecond = 2;

    private readonly BloomFilter _perhapsShown;
    private readonly HashSet<int> _usedShots = [];
    private readonly HashSet<int> _usedTwins = [];
    private readonly List<(double Start, double End)>?[] _windows;
    private readonly double[] _left;
    private readonly double _seconds;
    private (double All, double Most)? _supply;
    private double _shown;

    /// <summary>Creates the record of an empty timeline.</summary>
    /// <param name="clips">Number of clips.</param>
    /// <param name="slots">Expected number of shots.</param>
    /// <param name="seconds">Length of the montage.</param>
    public FootageUsage(int clips, int slots, double seconds)
    {
        // A window touches at most one piece more at each end than its length says.
        _perhapsShown = new BloomFilter(Math.Max(1, (int)Math.Ceiling((PiecesPerSecond * seconds) + (2 * slots))), FalsePositiveRate);
        _seconds = seconds;
        _left = new double[clips];
        _windows = new List<(double, double)>?[clips];
    }

    /// <summary>Number of clips.</summary>
    public int Clips => _windows.Length;

    /// <summary>Records a window.</summary>
    /// <param name="clip">Index of the clip.</param>
    /// <param name="shot">Number of the shot; negative when the window lies in none.</param>
    /// <param name="twin">Lowest number of the shots that show the same recording; negative when not known.</param>
    /// <param name="start">First second.</param>
    /// <param name="end">End in seconds, exclusive.</param>
    public void Add(int clip, int shot, int twin, double start, double end)
    {
        (_windows[clip] ??= []).Add((start, end));
        _left[clip] = Math.Max(0, _left[clip] - (end - start));
        _supply = null;
        _shown += end - start;
        for (long piece = PieceOf(start); piece <= PieceOf(end); piece++)
        {
            _perhapsShown.Add(Member(clip, piece));
        }

        if (shot >= 0)
        {
            _usedShots.Add(shot);
        }

        if (twin >= 0)
        {
            _usedTwins.Add(twin);
        }
    }

    /// <summary>Whether any part of the shot is on the timeline.</summary>
    public bool IsUsed(int shot) => _usedShots.Contains(shot);

    /// <summary>Whether a shot of the same recording, under this or another name, is on the timeline.</summary>
    public bool IsTwinUsed(int twin) => _usedTwins.Contains(twin);

    /// <summary>Whether nothing of a window of a clip is on the timeline for sure. False where it must be looked up.</summary>
    public bool IsSurelyUnused(int clip, double start, double end)
    {
        for (long piece = PieceOf(start); piece <= PieceOf(end); piece++)
        {
            if (_perhapsShown.MayContain(Member(clip, piece)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many windows on the timeline overlap a window of a clip.</summary>
    public int Overlaps(int clip, double start, double end)
    {
        int count = 0;
        foreach ((double from, double to) in IsSurelyUnused(clip, start, end) ? [] : _windows[clip] ?? [])
        {
            if (start < to - 1e-9 && from < end - 1e-9)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>All parts of a stretch that no window covers: where they start, and the longest shot that they hold, in seconds.</summary>
    public IEnumerable<(double Start, double Seconds)> Left(UsableStretch stretch)
    {
        double at = stretch.Start.Seconds;
        foreach (
            (double start, double end) in (_windows[stretch.Clip] ?? [])
                .Where(w => w.End > stretch.Start.Seconds && w.Start < stretch.End.Seconds)
                .Order()
        )
        {
            // A frame of slack, since the next frame may lie that much after the part's start.
            if (start > at + stretch.FrameSeconds)
            {
                yield return (at, start - at - stretch.FrameSeconds);
            }

            at = Math.Max(at, end);
        }

        // A window ends a frame before its stretch does.
        if (stretch.End.Seconds > at + (2 * stretch.FrameSeconds))
        {
            yield return (at, stretch.End.Seconds - at - (2 * stretch.FrameSeconds));
        }
    }

    /// <summary>How fresh a shot from a place on would be.</summary>
    public Freshness FreshnessOf(Candidate candidate, double seconds) =>
        !IsUsed(candidate.Shot) ? (IsTwinUsed(candidate.Twin) ? Freshness.Twin : Freshness.UnusedShot)
        : ShownOf(candidate, seconds) == 0 ? Freshness.UnusedPart
        : Freshness.Repeated;

    /// <summary>How many windows on the timeline show some of what a shot from a place on would show.</summary>
    public int ShownOf(Candidate candidate, double seconds) =>
        IsUsed(candidate.Shot) ? Overlaps(candidate.Clip, candidate.InSeconds, candidate.InSeconds + seconds) : 0;

    /// <summary>Second from which on a stretch is unused up to a moment in it.</summary>
    public double FreeFrom(UsableStretch stretch, double moment) =>
        (_windows[stretch.Clip] ?? []).Select(w => w.End).Where(end => end <= moment + 1e-9).Append(stretch.Start.Seconds).Max();

    /// <summary>Says how much of the footage there is to show; asked before anything is added.</summary>
    public void Supply(IEnumerable<UsableStretch> stretches)
    {
        foreach (UsableStretch stretch in stretches)
        {
            _left[stretch.Clip] += stretch.Room;
        }

        _supply = null;
    }

    /// <summary>
    /// How much a clip must be saved, 0 to 1: 0 while three times as much unused footage is left as the rest of the montage needs, and for
    /// the clip that has most left; else up to 1 for clips that have little. What is left is then shown in turns to the end, instead of the
    /// longest clip alone at the end.
    /// </summary>
    public float ShortageOf(int clip)
    {
        (double all, double most) = _supply ??= (_left.Sum(), _left.Max());
        double need = Math.Max(1e-3, _seconds - _shown);
        double scarce = Math.Clamp(((3 * need) - all) / (2 * need), 0, 1);
        return most <= 0 ? 0 : (float)(scarce * (1 - (_left[clip] / most)));
    }

    /// <summary>Seconds of a clip that are usable and not on the timeline.</summary>
    public double LeftOf(int clip) => _left[clip];

    /// <summary>Number of windows of a clip.</summary>
    public int UsesOf(int clip) => _windows[clip]?.Count ?? 0;

    private static long PieceOf(double seconds) => (long)Math.Floor(seconds * PiecesPerSecond);

    private static long Member(int clip, long piece) => ((long)clip << 40) ^ piece;
}
