using MontageAI.Results;

namespace MontageAI.Editing.Selection;

/// <summary>
/// The moments of a clip at which most happens, as far as its packets tell: peaks of activity that stand out of the seconds around them.
/// Pure. Limits chosen by hand.
/// </summary>
internal sealed class ClipMoments
{
    /// <summary>How long before a peak a shot best starts, seconds: the eye needs so much to arrive.</summary>
    public const double Lead = 0.4;

    // A shot that begins much before the peak is worth less, and one that ends right after it shows it no more.
    private const double LeastLead = 0.1;
    private const double GoodLead = 0.9;
    private const double MostLead = 2.2;
    private const double LeastAfter = 0.15;
    private const float LateShare = 0.3f;

    // Peaks are the highest so far to either side; close to an edge of the stretch it is the cut that is seen.
    private const double ReachSeconds = 1.25;
    private const double EdgeSeconds = 0.3;

    // How far a peak rises at the least: of what is usual in the clip, and of its highest.
    private const float LeastRise = 0.12f;
    private const float LeastShare = 0.3f;

    private readonly List<Moment> _moments = [];

    /// <summary>Finds them.</summary>
    /// <param name="activity">The clip's activity; null where it is not known.</param>
    /// <param name="stretches">Stretches of the clip that may be shown.</param>
    /// <param name="seen">Windows of it that were looked at frame by frame: there, what moves decides and not what packets cost.</param>
    public ClipMoments(ClipActivity? activity, IEnumerable<UsableStretch> stretches, IReadOnlyList<MotionFeatures>? seen = null)
    {
        UsableStretch[] usable = [.. stretches];
        float[] smooth = activity is null ? [] : Smooth(activity.Values);
        List<Moment> peaks = activity is null ? [] : [.. usable.SelectMany(s => Peaks(activity, smooth, s))];
        float most = peaks.Select(p => p.Strength).DefaultIfEmpty(0).Max();
        List<Moment> told =
        [
            .. peaks
                .Where(p => p.Strength >= LeastRise && p.Strength >= LeastShare * most)
                .Select(p => p with { Strength = p.Strength / most }),
        ];
        SeenMotion motion = new(seen ?? []);
        _moments.AddRange(motion.IsAny ? motion.Settle(told, usable) : told);
    }

    /// <summary>Whether anything stands out in the clip. Where nothing does it is not to lose against clips in which something
    /// does.</summary>
    public bool IsKnown => _moments.Count > 0;

    /// <summary>All of them, in order of the stretches.</summary>
    public IReadOnlyList<Moment> All => _moments;

    /// <summary>Those within a stretch.</summary>
    public IEnumerable<Moment> Within(UsableStretch stretch) =>
        _moments.Where(p => p.Seconds > stretch.Start.Seconds && p.Seconds < stretch.End.Seconds);

    /// <summary>Those that a shot may show which starts at a second, by the seconds after its start; null where nothing is known.</summary>
    public IReadOnlyList<Moment>? After(double seconds, UsableStretch stretch) =>
        IsKnown
            ?
            [
                .. Within(stretch)
                    .Select(m => m with { Seconds = m.Seconds - seconds })
                    .Where(m => m.Seconds is >= LeastLead and <= MostLead),
            ]
            : null;

    /// <summary>How good a moment a shot of a length shows, 0 (none) to 1, and how long after its start.</summary>
    /// <param name="after">Moments after its start.</param>
    /// <param name="seconds">How long the shot is.</param>
    public static Moment Best(IReadOnlyList<Moment> after, double seconds)
    {
        Moment best = new(0, 0);
        foreach (Moment moment in after)
        {
            if (moment.Seconds > seconds - LeastAfter)
            {
                continue;
            }

            float near =
                moment.Seconds <= GoodLead ? 1 : 1 - ((1 - LateShare) * (float)((moment.Seconds - GoodLead) / (MostLead - GoodLead)));
            best = near * moment.Strength > best.Strength ? moment with { Strength = near * moment.Strength } : best;
        }

        return best;
    }

    // With the rise as their strength.
    private static IEnumerable<Moment> Peaks(ClipActivity activity, float[] smooth, UsableStretch stretch)
    {
        int first = Math.Max(0, (int)Math.Ceiling((stretch.Start.Seconds - activity.Start) / activity.Step)),
            last = Math.Min(smooth.Length, (int)Math.Floor((stretch.End.Seconds - activity.Start) / activity.Step)) - 1,
            reach = (int)Math.Round(ReachSeconds / activity.Step);
        for (int i = first; i <= last; i++)
        {
            double at = activity.Start + ((i + 0.5) * activity.Step);
            int from = Math.Max(first, i - reach),
                to = Math.Min(last, i + reach);
            if (at >= stretch.Start.Seconds + EdgeSeconds && at <= stretch.End.Seconds - EdgeSeconds && IsHighest(smooth, from, i, to))
            {
                float rise = smooth[i] - Math.Max(Lowest(smooth, from, i), Lowest(smooth, i, to));
                yield return new Moment(at, rise);
            }
        }
    }

    private static bool IsHighest(float[] values, int from, int at, int to)
    {
        for (int k = from; k <= to; k++)
        {
            if (k < at ? values[k] >= values[at] : values[k] > values[at])
            {
                return false;
            }
        }

        return true;
    }

    private static float Lowest(float[] values, int from, int to)
    {
        float lowest = values[from];
        for (int i = from + 1; i <= to; i++)
        {
            lowest = Math.Min(lowest, values[i]);
        }

        return lowest;
    }

    private static float[] Smooth(IReadOnlyList<float> values) =>
        [
            .. Enumerable
                .Range(0, values.Count)
                .Select(i => (values[Math.Max(0, i - 1)] + (2 * values[i]) + values[Math.Min(values.Count - 1, i + 1)]) / 4),
        ];
}

/// <summary>A moment at which much happens.</summary>
/// <param name="Seconds">When.</param>
/// <param name="Strength">How far it stands out, as a share of its clip's strongest, 0 to 1.</param>
internal readonly record struct Moment(double Seconds, float Strength);
