using MontageAI.Editing.Styles;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Pacing;

/// <summary>
/// Chooses the cuts among the moments of a montage: the sequence of least total cost, found by dynamic programming over the moments. A shot
/// costs by how far its length lies from what style, section and energy ask for (squared logarithm of the ratio); a cut costs by how weak
/// its moment is (not a downbeat, weak accent); running over the start of a section costs. Cuts stand only on moments. Cost: moments times
/// moments within the longest shot.
/// </summary>
/// <param name="style">The style.</param>
/// <param name="rate">The grid.</param>
/// <param name="track">The moments.</param>
/// <param name="sections">The song's sections.</param>
/// <param name="energy">Energy to follow.</param>
/// <param name="breath">Where the picture calms down.</param>
/// <param name="seed">For variation.</param>
/// <param name="closingSeconds">How long picture or sound fade at the end: the last shot should be seen before.</param>
internal sealed class Pacer(
    PacingStyle style,
    FrameRate rate,
    MomentTrack track,
    SectionMap sections,
    EnergyCurve energy,
    BreathingRoom breath,
    long seed,
    double closingSeconds = 0
)
{
    private const long VariationStream = 1;
    private const double BrokenLimitCost = 1000;
    private const double SlowestCounted = 80;

    // Of the last shot so much of its length at the most may be fade, and what it costs to have more.
    private const double FadeShare = 0.4;
    private const double ClosingCost = 4;

    // A shot so short between two so long looks like a mistake.
    private const double BlinkSeconds = 0.5;
    private const double LongSeconds = 1;
    private readonly IReadOnlyList<CutMoment> _moments = track.Moments;
    private readonly long[] _sectionFrames = [.. sections.Starts.Select(rate.FrameAt)];

    /// <summary>The slots of the montage in order, covering it without gaps.</summary>
    public IReadOnlyList<Slot> Pace()
    {
        int[] previous = Solve();
        List<int> cuts = [];
        for (int at = _moments.Count - 1; at > 0; at = previous[at])
        {
            cuts.Add(at);
        }

        cuts.Add(0);
        cuts.Reverse();
        JoinBlinks(cuts);
        List<Slot> slots = [];
        for (int i = 1; i < cuts.Count; i++)
        {
            CutMoment from = _moments[cuts[i - 1]];
            CutMoment to = _moments[cuts[i]];
            slots.Add(
                new Slot(
                    new FrameRange(from.Frame, to.Frame),
                    breath.Calm(energy.At(from.Seconds, to.Seconds), from.Seconds, to.Seconds),
                    sections.At(from.Seconds).Kind,
                    from,
                    [.. _moments.Take(cuts[i]).Skip(cuts[i - 1] + 1)]
                )
            );
        }

        return slots;
    }

    /// <summary>The length in seconds that style, section, energy and seed ask for in a shot that starts at a moment.</summary>
    internal double TargetSeconds(int moment)
    {
        CutMoment at = _moments[moment];
        (SectionKind kind, double progress) = sections.At(at.Seconds);
        double beats = sections.BeatsAt(at.Seconds);
        double seconds = BeatPeriod(moment) is { } period ? beats * Counted(period) : style.SecondsPerShot * beats / style.VerseBeats;

        if (energy.At(at.Seconds, at.Seconds + Math.Max(1, seconds)) is { } value)
        {
            seconds *= Math.Pow(2, -2 * style.EnergyResponse * (value - 0.5));
        }

        if (kind == SectionKind.Build)
        {
            seconds *= Math.Pow(2, -2 * style.BuildAcceleration * progress);
        }

        seconds *= Math.Pow(2, style.Variation * SeededNoise.Signed(seed, VariationStream, moment));
        seconds = breath.Lengthen(at.Seconds, seconds);
        return Math.Clamp(seconds, style.MinShotSeconds, style.MaxShotSeconds);
    }

    /// <summary>
    /// The beat in which a style counts: that of a tempo of 80 to 160 beats per minute. Slower and faster songs are counted in halves and
    /// doubles, because that factor is where trackers and listeners disagree, and shots must not become half or twice as long by it.
    /// </summary>
    internal static double Counted(double period)
    {
        while (period > 60 / SlowestCounted)
        {
            period /= 2;
        }

        while (period <= 60 / (2 * SlowestCounted))
        {
            period *= 2;
        }

        return period;
    }

    /// <summary>Median distance of the beats around a moment in seconds; null where there are fewer than three beats.</summary>
    private double? BeatPeriod(int moment)
    {
        List<double> gaps = [];
        int last = Math.Min(_moments.Count - 2, moment + 6);
        for (int i = Math.Max(1, moment - 4); i <= last; i++)
        {
            if (_moments[i].Kind == MomentKind.Beat && _moments[i - 1].Kind is MomentKind.Beat or MomentKind.Start)
            {
                gaps.Add(_moments[i].Seconds - _moments[i - 1].Seconds);
            }
        }

        if (gaps.Count < 2)
        {
            return null;
        }

        gaps.Sort();
        return gaps[gaps.Count / 2];
    }

    // A blink joins the neighbour with which it becomes the shorter shot; the cut that goes is never one that begins a section.
    private void JoinBlinks(List<int> cuts)
    {
        for (int i = 1; i + 2 < cuts.Count; i++)
        {
            double before = Length(i - 1),
                own = Length(i),
                after = Length(i + 1);
            if (own < BlinkSeconds && before > LongSeconds && after > LongSeconds)
            {
                int gone = before <= after ? i : i + 1;
                gone = IsSection(gone) ? (gone == i ? i + 1 : i) : gone;
                if (!IsSection(gone))
                {
                    cuts.RemoveAt(gone);
                    i--;
                }
            }
        }

        double Length(int i) => _moments[cuts[i + 1]].Seconds - _moments[cuts[i]].Seconds;

        bool IsSection(int i) => _sectionFrames.Any(f => Math.Abs(f - _moments[cuts[i]].Frame) <= rate.FrameAt(0.1));
    }

    private int[] Solve()
    {
        int count = _moments.Count;
        double[] cost = new double[count];
        int[] previous = new int[count];
        double[] target = new double[count];
        for (int i = 0; i < count; i++)
        {
            target[i] = TargetSeconds(i);
        }

        for (int to = 1; to < count; to++)
        {
            double cutCost = CutCost(to);
            cost[to] = double.PositiveInfinity;
            for (int from = to - 1; from >= 0; from--)
            {
                double length = _moments[to].Seconds - _moments[from].Seconds;
                if (from < to - 1 && length > style.MaxShotSeconds + style.MinShotSeconds)
                {
                    break;
                }

                double total = cost[from] + cutCost + ShotCost(from, to, length, target[from]);
                if (total < cost[to])
                {
                    cost[to] = total;
                    previous[to] = from;
                }
            }
        }

        return previous;
    }

    private double ShotCost(int from, int to, double length, double target)
    {
        double off = Math.Log(Math.Max(length, 1e-3) / target);
        double cost = 2 * off * off * Math.Max(1, length / target);
        if (length < style.MinShotSeconds)
        {
            cost += BrokenLimitCost * (1 + ((style.MinShotSeconds - length) / style.MinShotSeconds));
        }
        else if (length > style.MaxShotSeconds)
        {
            cost += BrokenLimitCost * (1 + ((length - style.MaxShotSeconds) / style.MaxShotSeconds));
        }

        if (to == _moments.Count - 1 && from > 0)
        {
            double wanted = Math.Min(closingSeconds / FadeShare, style.MaxShotSeconds);
            double missing = Math.Log(Math.Max(1, wanted / Math.Max(length, 1e-3)));
            cost += ClosingCost * missing * missing;
        }

        long slack = rate.FrameAt(0.1);
        foreach (long frame in _sectionFrames)
        {
            if (_moments[from].Frame + slack < frame && frame + slack < _moments[to].Frame)
            {
                cost += style.SectionCut;
            }
        }

        return cost;
    }

    private double CutCost(int moment)
    {
        CutMoment at = _moments[moment];
        bool halfBar = at.BarPosition == 3 && moment + 1 < _moments.Count && _moments[moment + 1].BarPosition == 4;
        switch (at.Kind)
        {
            case MomentKind.Beat:
                // The third beat of four is the second-best place; where bars are unknown every beat is equal.
                double offBar =
                    at.BarPosition is 0 or 1 ? 0
                    : halfBar ? 0.5
                    : 1;
                return (style.DownbeatPreference * offBar) + (style.AccentPreference * (1 - at.Strength));
            case MomentKind.Accent:
                return style.AccentPreference * (1 - at.Strength);
            default:
                return 0;
        }
    }
}
