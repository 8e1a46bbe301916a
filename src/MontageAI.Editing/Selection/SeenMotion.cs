using MontageAI.Results;

namespace MontageAI.Editing.Selection;

/// <summary>
/// The motion of things along those parts of a clip that were looked at frame by frame, and its peaks: where they moved most, whatever the
/// camera did. Pure. Limits chosen by hand.
/// </summary>
internal sealed class SeenMotion
{
    // Shorter parts show no peak; frames farther apart than this belong to two parts.
    private const double LeastSeconds = 0.7;
    private const double GapSeconds = 0.25;

    // Motion is averaged over so much, and a peak is the highest so far to either side.
    private const double SmoothSeconds = 0.3;
    private const double ReachSeconds = 1.25;

    // Rise of a peak that is something, in all and as a share of the strongest of its clip.
    private const float LeastRise = 0.02f;
    private const float LeastShare = 0.25f;

    // A camera so fast, picture widths per second, and pictures so blurred, show nothing of it.
    private const float Smear = 0.75f;
    private const float Blur = 0.28f;

    // What a moment counts that packets tell and nobody looked at, beside those that were seen.
    private const float Unseen = 0.6f;

    private readonly List<List<(double Seconds, float Motion)>> _parts = [];

    /// <summary>Joins windows that follow each other.</summary>
    /// <param name="windows">Windows in order of their starts.</param>
    public SeenMotion(IReadOnlyList<MotionFeatures> windows)
    {
        List<(double Seconds, float Motion)> part = [];
        foreach (WindowCurves curves in windows.Select(w => w.Curves).OfType<WindowCurves>())
        {
            for (int i = 0; i < curves.Seconds.Count; i++)
            {
                double at = curves.Seconds[i];
                if (part.Count > 0 && at <= part[^1].Seconds + 1e-4)
                {
                    continue;
                }

                if (part.Count > 0 && at - part[^1].Seconds > GapSeconds)
                {
                    Close(part);
                    part = [];
                }

                bool bad = curves.Camera[i] > Smear || curves.Sharpness[i] < Blur;
                // The first frame of a window has no motion of its own.
                part.Add(
                    (
                        at,
                        bad ? 0
                        : i == 0 && part.Count > 0 ? part[^1].Motion
                        : curves.Objects[i]
                    )
                );
            }
        }

        Close(part);
    }

    /// <summary>Whether enough was looked at.</summary>
    public bool IsAny => _parts.Count > 0;

    /// <summary>Moments that packets tell, with those that were seen in their place where anybody looked.</summary>
    /// <param name="told">What packets tell.</param>
    /// <param name="usable">What may be shown.</param>
    public IEnumerable<Moment> Settle(IEnumerable<Moment> told, IReadOnlyList<UsableStretch> usable)
    {
        List<Moment> peaks =
        [
            .. _parts.SelectMany(Peaks).Where(m => usable.Any(s => m.Seconds > s.Start.Seconds && m.Seconds < s.End.Seconds)),
        ];
        float most = peaks.Select(p => p.Strength).DefaultIfEmpty(0).Max();
        return peaks
            .Where(p => p.Strength >= LeastRise && p.Strength >= LeastShare * most)
            .Select(p => p with { Strength = p.Strength / most })
            .Concat(told.Where(m => !Covers(m.Seconds)).Select(m => m with { Strength = m.Strength * Unseen }))
            .OrderBy(m => m.Seconds);
    }

    private void Close(List<(double Seconds, float Motion)> part)
    {
        if (part.Count > 4 && part[^1].Seconds - part[0].Seconds >= LeastSeconds)
        {
            _parts.Add(part);
        }
    }

    private bool Covers(double seconds) => _parts.Exists(p => seconds >= p[0].Seconds && seconds <= p[^1].Seconds);

    // With the rise over what lies on both sides as their strength.
    private static IEnumerable<Moment> Peaks(List<(double Seconds, float Motion)> part)
    {
        double step = (part[^1].Seconds - part[0].Seconds) / (part.Count - 1);
        int smooth = Math.Max(0, (int)Math.Round(SmoothSeconds / step / 2)),
            reach = Math.Max(1, (int)Math.Round(ReachSeconds / step));
        float[] curve = new float[part.Count];
        for (int i = 0; i < curve.Length; i++)
        {
            float sum = 0;
            int from = Math.Max(0, i - smooth),
                to = Math.Min(curve.Length - 1, i + smooth);
            for (int k = from; k <= to; k++)
            {
                sum += part[k].Motion;
            }

            curve[i] = sum / (to - from + 1);
        }

        for (int i = 1; i < curve.Length - 1; i++)
        {
            float least = curve[i],
                leastAfter = curve[i];
            bool highest = true;
            for (int k = Math.Max(0, i - reach); k < i && highest; k++)
            {
                least = Math.Min(least, curve[k]);
                highest = curve[k] <= curve[i];
            }

            for (int k = i + 1; k <= Math.Min(curve.Length - 1, i + reach) && highest; k++)
            {
                leastAfter = Math.Min(leastAfter, curve[k]);
                highest = curve[k] < curve[i];
            }

            if (highest)
            {
                yield return new Moment(part[i].Seconds, curve[i] - Math.Max(least, leastAfter));
            }
        }
    }
}
