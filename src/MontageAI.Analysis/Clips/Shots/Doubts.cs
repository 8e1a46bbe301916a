using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// Chooses which frames between key frames are looked at to find boundaries as they are. Two kinds of files need different care. Encoders
/// that put key frames at cuts leave few cuts elsewhere, and these cost a packet as large as a key frame: a few frames around are enough.
/// Files with a fixed distance may hide a cut in any interval: the most suspicious intervals are looked at first, and only if a cut was
/// there is the file an edited film and gets a second, wider look; a camera's file with much movement costs no more than the first.
/// </summary>
internal sealed class Doubts
{
    // Frames that the detector wants to see on either side of a cut.
    private const int FramesAround = ShotThresholds.MedianReach + 2;

    // Intervals with a difference or a packet that speaks for a cut, looked at before it is known whether the file has any.
    private const int FirstTry = 4;

    // Seconds that may be decoded where key frames mark most cuts, as a share of the file and at least.
    private const double MarkedShare = 0.04;
    private const double MarkedLeast = 1.5;

    private const double WiderDifference = 0.3;

    // x264 puts no key frame within a tenth of its largest distance, 25 frames by default, after another: a cut there is an intra picture
    // without a mark.
    private const int UnmarkedFrames = 26;

    private readonly List<Interval> _intervals;
    private readonly double _frame;
    private readonly double _weight;
    private readonly bool _packetsKnown;
    private readonly bool _trusted;
    private readonly HashSet<int> _taken = [];
    private double _left;

    /// <param name="intervals">All intervals of the clip, in order.</param>
    /// <param name="frameSeconds">Duration of a frame.</param>
    /// <param name="weight">Cost of a second of this video over that of 1080p.</param>
    /// <param name="budget">Seconds of 1080p that may be decoded.</param>
    /// <param name="packetsKnown">Whether packet sizes are known.</param>
    /// <param name="trusted">Whether the codec's encoders put key frames at cuts and at little else; those of VP9 put some where there is
    /// only movement.</param>
    public Doubts(List<Interval> intervals, double frameSeconds, double weight, double budget, bool packetsKnown, bool trusted)
    {
        (_intervals, _frame, _weight, _packetsKnown, _trusted) = (intervals, frameSeconds, weight, packetsKnown, trusted);
        CutsAreMarked = trusted && intervals.Count(i => i.OutOfStep && i.Difference >= Interval.LargeDifference) >= 2;
        double seconds = intervals.Count == 0 ? 0 : intervals[^1].End.Seconds - intervals[0].Start.Seconds;
        _left = CutsAreMarked ? Math.Min(budget, weight * Math.Max(MarkedLeast, MarkedShare * seconds)) : budget;
    }

    /// <summary>Whether the encoder put key frames at cuts.</summary>
    public bool CutsAreMarked { get; }

    /// <summary>What is looked at in any case.</summary>
    public List<Inspection> First()
    {
        List<Inspection> inspections = [];
        IEnumerable<Interval> bySuspicion = _intervals.Where(IsDoubtful).OrderByDescending(Suspicion).ThenBy(i => i.Index);
        int tries = CutsAreMarked ? int.MaxValue : FirstTry;
        foreach (Interval interval in bySuspicion)
        {
            if (interval.OutOfStep || tries-- > 0)
            {
                Take(interval, inspections);
            }
        }

        return inspections;
    }

    /// <summary>What is looked at besides once a cut was found inside an interval of a file with a fixed key-frame distance.</summary>
    public List<Inspection> Second()
    {
        List<Inspection> inspections = [];
        if (!CutsAreMarked)
        {
            foreach (
                Interval interval in _intervals.Where(i => IsDoubtful(i) || IsPossible(i)).OrderByDescending(Suspicion).ThenBy(i => i.Index)
            )
            {
                Take(interval, inspections);
            }
        }

        return inspections;
    }

    private bool IsDoubtful(Interval interval) =>
        Jumps(interval).Any()
        || (
            interval.OutOfStep
                ? (!CutsAreMarked || interval.Difference < Interval.SomeDifference)
                    && (interval.Verdict == GapVerdict.Doubtful || (!_trusted && interval.Verdict == GapVerdict.Cut))
                : interval.Difference >= Interval.LargeDifference
        );

    private IEnumerable<PacketJump> Jumps(Interval interval) =>
        !CutsAreMarked
            ? interval.LikelyCuts
            : interval.LikelyCuts.Union(
                interval.Jumps.Where(j =>
                    j is { OverUsual: >= 1.5, OfKey: >= 0.45 } && j.Time.Seconds - interval.Start.Seconds <= UnmarkedFrames * _frame
                )
            );

    private bool IsPossible(Interval interval) =>
        !interval.OutOfStep
        && (
            interval.Difference is not { } difference
                ? !_packetsKnown || interval.Jumps.Any(j => j is { OverUsual: >= 1.4, OfKey: >= 0.4 })
                : difference >= WiderDifference || (difference >= 0.2 && interval.Jumps.Any(j => j is { OverUsual: >= 1.4, OfKey: >= 0.5 }))
        );

    // Where cuts are marked, a packet as large as a key frame is worth more than two pictures that differ.
    private double Suspicion(Interval interval)
    {
        double packet = interval.Jumps.Select(j => Math.Min(1, j.OfKey) * Math.Min(3, j.OverUsual)).DefaultIfEmpty(0).Max();
        return CutsAreMarked && !interval.OutOfStep && !Jumps(interval).Any() ? 0 : (interval.Difference ?? 0.3) + (0.3 * packet);
    }

    private void Take(Interval interval, List<Inspection> inspections)
    {
        if (_taken.Contains(interval.Index))
        {
            return;
        }

        List<Inspection> wanted =
            CutsAreMarked && (interval.OutOfStep || Jumps(interval).Any())
                ? Narrow(interval)
                : [new Inspection(interval, interval.Start, After(interval.End, FramesAround))];
        double cost = wanted.Max(l => l.Seconds) * _weight;
        if (cost <= _left)
        {
            _left -= cost;
            _taken.Add(interval.Index);
            inspections.AddRange(wanted);
        }
    }

    private List<Inspection> Narrow(Interval interval)
    {
        List<Inspection> inspections =
        [
            .. Jumps(interval).Select(j => new Inspection(interval, After(j.First, -FramesAround), After(j.Time, FramesAround))),
        ];
        if (interval is { OutOfStep: true, Verdict: GapVerdict.Doubtful, Difference: < Interval.SomeDifference })
        {
            inspections.Add(new Inspection(interval, After(interval.End, -FramesAround), After(interval.End, FramesAround)));
        }

        return [.. inspections.Select(l => l.Start.Ticks < interval.Start.Ticks ? l with { Start = interval.Start } : l)];
    }

    private MediaTime After(MediaTime time, int frames) =>
        time with
        {
            Ticks = time.Ticks + MediaTime.FromSeconds(frames * _frame, time.TimeBase).Ticks,
        };
}
