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

    // A shot that begins so much before the peak begins well; before and after that it is worth less.
    private const double LeastLead = 0.15;
    private const double GoodLead = 0.9;
    private const double MostLead = 2.2;
    private const float LateShare = 0.3f;

    // Peaks are the highest so far to either side; close to an edge of the stretch it is the cut that is seen.
    private const double ReachSeconds = 1.25;
    private const double EdgeSeconds = 0.3;

    // A rise of half of what is usual in the clip is worth half.
    private const float HalfRise = 0.5f;
    private const float LeastStrength = 0.15f;

    private readonly List<(double Seconds, float Strength)> _peaks = [];

    /// <summary>Finds them.</summary>
    /// <param name="activity">The clip's activity; null where it is not known.</param>
    /// <param name="stretches">Stretches of the clip that may be shown.</param>
    public ClipMoments(ClipActivity? activity, IEnumerable<UsableStretch> stretches)
    {
        IsKnown = activity is not null;
        if (activity is null)
        {
            return;
        }

        float[] smooth = Smooth(activity.Values);
        foreach (UsableStretch stretch in stretches)
        {
            Find(activity, smooth, stretch);
        }
    }

    /// <summary>Whether anything is known of the clip.</summary>
    public bool IsKnown { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<(double Seconds, float Strength)> All => _peaks;

    /// <summary>Seconds of the peaks within a stretch, in order.</summary>
    public IEnumerable<double> Within(UsableStretch stretch) =>
        _peaks.Where(p => p.Seconds > stretch.Start.Seconds && p.Seconds < stretch.End.Seconds).Select(p => p.Seconds);

    /// <summary>How good a moment a shot shows that starts at a second, 0 to 1, and how long after its start; null where nothing is
    /// known.</summary>
    public (float Strength, float After)? At(double seconds, UsableStretch stretch)
    {
        if (!IsKnown)
        {
            return null;
        }

        (float Strength, float After) best = (0, 0);
        foreach ((double peak, float strength) in _peaks)
        {
            double after = peak - seconds;
            if (after < LeastLead || after > MostLead || peak >= stretch.End.Seconds)
            {
                continue;
            }

            float near = after <= GoodLead ? 1 : 1 - ((1 - LateShare) * (float)((after - GoodLead) / (MostLead - GoodLead)));
            best = near * strength > best.Strength ? (near * strength, (float)after) : best;
        }

        return best;
    }

    private void Find(ClipActivity activity, float[] smooth, UsableStretch stretch)
    {
        int first = Math.Max(0, (int)Math.Ceiling((stretch.Start.Seconds - activity.Start) / activity.Step)),
            last = Math.Min(smooth.Length, (int)Math.Floor((stretch.End.Seconds - activity.Start) / activity.Step)) - 1,
            reach = (int)Math.Round(ReachSeconds / activity.Step);
        for (int i = first; i <= last; i++)
        {
            double at = activity.Start + ((i + 0.5) * activity.Step);
            if (at < stretch.Start.Seconds + EdgeSeconds || at > stretch.End.Seconds - EdgeSeconds)
            {
                continue;
            }

            int from = Math.Max(first, i - reach),
                to = Math.Min(last, i + reach);
            float before = Lowest(smooth, from, i),
                after = Lowest(smooth, i, to);
            bool highest = true;
            for (int k = from; k <= to && highest; k++)
            {
                highest = k < i ? smooth[k] < smooth[i] : smooth[k] <= smooth[i];
            }

            float rise = smooth[i] - Math.Max(before, after),
                strength = rise / (rise + HalfRise);
            if (highest && strength >= LeastStrength)
            {
                _peaks.Add((at, strength));
            }
        }
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
