using System.Globalization;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// Rung L2: settles the intervals between key frames. Doubtful ones are decoded, several in one process, or, for planning, parted
/// wherever a cut is possible.
/// </summary>
/// <param name="source">The clip.</param>
/// <param name="keyFrames">Its key frames in order, one or more.</param>
/// <param name="jumps">Large packets; null where sizes are not known.</param>
/// <param name="end">End of the clip, or of what was scanned.</param>
/// <param name="complete">Whether the end was reached, so that the frames after the last key frame are judged as well.</param>
/// <param name="options">How far to go.</param>
internal sealed class Refinement(
    IClipFrameSource source,
    IReadOnlyList<KeyFrame> keyFrames,
    PacketJumps? jumps,
    MediaTime end,
    bool complete,
    ClipScanOptions options
)
{
    /// <summary>Longer side of the frames that dense detection works on.</summary>
    public const int FrameSize = 160;

    // A cut at the very end of an interval is only seen with some frames after it.
    private const double Overlap = 0.5;

    private readonly List<RejectedStretch> _unsettled = [];

    /// <summary>Frames looked at.</summary>
    public int Frames { get; private set; }

    /// <summary>Intervals in which a cut is likely but was not looked for; only for planning.</summary>
    public IReadOnlyList<RejectedStretch> Unsettled => _unsettled;

    /// <summary>Boundaries of all intervals, in order.</summary>
    public async Task<List<ShotBoundary>> SettleAsync(CancellationToken cancellationToken)
    {
        List<Interval> intervals = [.. Intervals()];
        List<ShotBoundary> found = options.ForPlanning
            ? await PartAsync(intervals, cancellationToken).ConfigureAwait(false)
            : await FindAsync(intervals, cancellationToken).ConfigureAwait(false);
        found.Sort((a, b) => a.Start.Ticks.CompareTo(b.Start.Ticks));
        return found;
    }

    private async Task<List<ShotBoundary>> FindAsync(List<Interval> intervals, CancellationToken cancellationToken)
    {
        Doubts doubts = new(
            intervals,
            ClipEnd.FrameSeconds(source.Stream),
            Weight,
            options.RefinementSeconds,
            jumps is not null,
            PacketJumps.SpeakFor(source.Stream)
        );
        List<ShotBoundary> found = [];
        List<Inspection> inspections = doubts.First();
        await LookAsync(inspections, found, cancellationToken).ConfigureAwait(false);
        if (found.Count > 0)
        {
            List<Inspection> more = doubts.Second();
            await LookAsync(more, found, cancellationToken).ConfigureAwait(false);
            inspections.AddRange(more);
        }

        HashSet<int> settledEnds = [.. inspections.Where(l => l.CoversEnd).Select(l => l.Interval.Index)];
        foreach (
            Interval interval in intervals.Where(i =>
                !settledEnds.Contains(i.Index) && (i.Verdict == GapVerdict.Cut || (i.Verdict == GapVerdict.Doubtful && i.OutOfStep))
            )
        )
        {
            AddNew(found, new ShotBoundary(BoundaryKind.Cut, interval.End, interval.End, 0, 0));
        }

        return found;
    }

    private async Task<List<ShotBoundary>> PartAsync(List<Interval> intervals, CancellationToken cancellationToken)
    {
        HashSet<int> chosen = Choose(intervals);
        List<ShotBoundary> found = PartWherePossible(intervals, chosen);
        await LookAsync(
                [
                    .. intervals
                        .Where(i => chosen.Contains(i.Index))
                        .Select(i => new Inspection(
                            i,
                            i.Start,
                            i.End with
                            {
                                Ticks = i.End.Ticks + MediaTime.FromSeconds(Overlap, i.End.TimeBase).Ticks,
                            }
                        )),
                ],
                found,
                cancellationToken
            )
            .ConfigureAwait(false);
        return found;
    }

    private async Task LookAsync(List<Inspection> inspections, List<ShotBoundary> found, CancellationToken cancellationToken)
    {
        if (inspections.Count > 0)
        {
            foreach (ShotBoundary boundary in await DecodeAsync(Windows(inspections), cancellationToken).ConfigureAwait(false))
            {
                AddNew(found, boundary);
            }
        }
    }

    // Looks that overlap may see a boundary twice.
    private static void AddNew(List<ShotBoundary> found, ShotBoundary boundary)
    {
        if (!found.Exists(b => b.Start.Ticks <= boundary.End.Ticks && b.End.Ticks >= boundary.Start.Ticks))
        {
            found.Add(boundary);
        }
    }

    private IEnumerable<Interval> Intervals()
    {
        double frameSeconds = ClipEnd.FrameSeconds(source.Stream);
        GapVerdict[] verdicts = KeyFrameJudge.Judge(keyFrames, frameSeconds);
        bool[] inStep = KeyFrameJudge.InStep(keyFrames, frameSeconds);
        PacketJump[] Inside(MediaTime from, MediaTime to) => [.. jumps?.Between(from, to) ?? []];
        for (int i = 1; i < keyFrames.Count; i++)
        {
            (MediaTime start, MediaTime stop) = (keyFrames[i - 1].Time, keyFrames[i].Time);
            yield return new Interval(i, start, stop, verdicts[i], keyFrames[i].Difference, !inStep[i], Inside(start, stop));
        }

        if (complete)
        {
            MediaTime last = keyFrames[^1].Time;
            yield return new Interval(keyFrames.Count, last, end, GapVerdict.None, null, false, Inside(last, end));
        }
    }

    private List<ShotBoundary> PartWherePossible(List<Interval> intervals, HashSet<int> chosen)
    {
        // In an edited film the usual difference is that of a cut.
        double usual = IsEdited(intervals)
            ? 0
            : KeyFrameJudge.Usual(keyFrames, KeyFrameJudge.InStep(keyFrames, ClipEnd.FrameSeconds(source.Stream)));
        List<ShotBoundary> found = [];
        foreach (Interval interval in intervals.Where(i => !chosen.Contains(i.Index)))
        {
            found.AddRange(interval.PossibleCuts(usual));
            if ((IsOpen(interval) && interval.Difference >= Interval.LargeDifference) || interval.IsAmbiguous(usual))
            {
                _unsettled.Add(
                    new RejectedStretch(
                        interval.Start,
                        interval.End,
                        RejectReason.Transition,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"possibly a cut inside: its key frames differ by {interval.Difference:0.00} (limit "
                                + $"{Interval.LargeDifference:0.00}) and no frames between them were looked at"
                        )
                    )
                );
            }
        }

        return found;
    }

    // A fixed key-frame distance, and packets that tell of cuts in many an interval.
    private static bool IsEdited(List<Interval> intervals) =>
        intervals.Count(i => i is { OutOfStep: false, Difference: >= Interval.LargeDifference } && i.LikelyCuts.Any())
        >= Math.Max(2, 0.15 * intervals.Count);

    // Nothing tells where a cut may lie, nor that there is none.
    private bool IsOpen(Interval interval) => jumps is null && !interval.OutOfStep && interval.Difference >= Interval.SomeDifference;

    // Large pictures cost more to decode: the budget is in seconds of 1080p.
    private double Weight => Math.Max(0.1, (double)source.Stream.Width * source.Stream.Height / (1920 * 1080));

    // For planning: the most suspicious intervals that fit the budget.
    private HashSet<int> Choose(List<Interval> intervals)
    {
        HashSet<int> chosen = [];
        double left = options.RefinementSeconds;
        foreach (Interval interval in intervals.Where(IsOpen).OrderByDescending(i => i.Difference ?? 0).ThenBy(i => i.Index))
        {
            double seconds = (interval.End.Seconds - interval.Start.Seconds) * Weight;
            if (seconds <= left)
            {
                left -= seconds;
                chosen.Add(interval.Index);
            }
        }

        return chosen;
    }

    // Looks that touch become one window.
    private List<MediaRange> Windows(List<Inspection> inspections) =>
        MediaRange.Union(
            inspections.Select(i => new MediaRange(i.Start, i.End.Ticks < end.Ticks ? i.End : end)).Where(r => !r.IsEmpty),
            touching: true
        );

    private async Task<List<ShotBoundary>> DecodeAsync(List<MediaRange> windows, CancellationToken cancellationToken)
    {
        if (windows.Count == 0)
        {
            return [];
        }

        DenseShotDetector?[] detectors = new DenseShotDetector?[windows.Count];
        FrameRequest request = new()
        {
            Selection = FrameSelection.Windows,
            Windows = windows,
            SeekPoints = [.. keyFrames.Select(k => k.Time)],
            LongSide = FrameSize,
            Averaged = false,
            DecoderThreads = options.DecoderThreads,
        };
        IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                (detectors[reader.Current.Window] ??= new DenseShotDetector()).Add(reader.Current);
                Frames++;
            }
        }

        return [.. detectors.OfType<DenseShotDetector>().SelectMany(d => d.Finish())];
    }
}
