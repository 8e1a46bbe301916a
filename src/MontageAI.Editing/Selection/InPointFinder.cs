using MontageAI.Results;

namespace MontageAI.Editing.Selection;

/// <summary>
/// Finds where a shot best starts within a stretch whose frames were measured: shortly before its action peaks, with a steady camera,
/// sharp, and without a
/// flash or a cut inside. Pure. Weights chosen by hand.
/// </summary>
internal static class InPointFinder
{
    /// <summary>How long before the peak of action a shot best starts, seconds: the eye needs so much to arrive.</summary>
    public const double Lead = 0.2;

    // An in-point may lie at most so long before the peak for the peak to count in full; it fades out over twice that.
    private const double Near = 0.4;

    // A mean luma that jumps by so much for a few frames is a flash.
    private const float FlashLuma = 0.12f;

    // Speed of the camera from frame to frame that changes by so much, picture widths per second, is unsteady.
    private const float Unsteady = 0.3f;

    private const double ActionWeight = 0.45;
    private const double SteadyWeight = 0.2;
    private const double SharpWeight = 0.2;
    private const double ClearWeight = 0.15;

    // Gains below this are noise; the asked in-point stays.
    private const double LeastGain = 0.05;

    /// <summary>Finds the best in-point.</summary>
    /// <param name="curves">The measured stretch.</param>
    /// <param name="from">Earliest in-point, seconds of the stream's clock.</param>
    /// <param name="to">Latest in-point, seconds.</param>
    /// <param name="seconds">Length of the shot; only what is measured of it is judged.</param>
    /// <param name="asked">Where the shot would start else.</param>
    /// <param name="cuts">Seconds of hard cuts: no shot contains one.</param>
    /// <param name="costPerSecond">What it costs to start a second later, for example for decoding from a key frame, in units of the
    /// score.</param>
    /// <returns>The best place; null when no measured frame lies between <paramref name="from"/> and <paramref name="to"/> without a cut in
    /// the shot.</returns>
    public static InPoint? Find(
        WindowCurves curves,
        double from,
        double to,
        double seconds,
        double asked,
        IReadOnlyList<double> cuts,
        double costPerSecond = 0
    )
    {
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentNullException.ThrowIfNull(cuts);
        float strongest = curves.Objects.Zip(curves.Amount, (o, a) => o + (a / 2)).DefaultIfEmpty().Max();
        Parts? best = null,
            given = null;
        for (int i = 0; i < curves.Seconds.Count; i++)
        {
            double at = curves.Seconds[i];
            if (at < from - 1e-4 || at > to + 1e-4 || cuts.Any(c => c > at + 1e-4 && c < at + seconds - 1e-4))
            {
                continue;
            }

            Parts parts = Judge(curves, i, seconds, strongest) with { Cost = costPerSecond * Math.Max(0, at - asked) };
            best = best is null || parts.Score > best.Score + 1e-9 ? parts : best;
            given = given is null || Math.Abs(at - asked) < Math.Abs(given.At - asked) ? parts : given;
        }

        if (best is null || given is null)
        {
            return null;
        }

        double gain = best.Score - given.Score;
        return gain < LeastGain
            ? new InPoint(given.At, Unit(given.Score), 0, [])
            : new InPoint(best.At, Unit(best.Score), gain, Reasons(best, given));
    }

    private static Parts Judge(WindowCurves curves, int first, double seconds, float strongest)
    {
        double at = curves.Seconds[first],
            action = 0,
            peak = at,
            sharp = 0,
            jerk = 0;
        int sharps = 0,
            frames = 0,
            flashes = 0;
        for (int i = first; i < curves.Seconds.Count && curves.Seconds[i] < at + seconds - 1e-4; i++, frames++)
        {
            // A peak a little after the in-point counts in full; one on it, or long after, less.
            double after = curves.Seconds[i] - at;
            double nearness = after < Lead ? 0.6 + (0.4 * after / Lead) : Math.Clamp(1 - ((after - Near) / (2 * Near)), 0, 1);
            double strength = strongest <= 0 ? 0 : (curves.Objects[i] + (curves.Amount[i] / 2)) / strongest * nearness;
            (action, peak) = strength > action ? (strength, curves.Seconds[i]) : (action, peak);
            jerk += i > first ? Math.Abs(curves.Camera[i] - curves.Camera[i - 1]) : 0;
            flashes += curves.Flash[i] > FlashLuma ? 1 : 0;
            if (curves.Sharpness[i] is { } value)
            {
                sharp += value;
                sharps++;
            }
        }

        double steady = 1 - Math.Min(1, jerk / Math.Max(1, frames - 1) / Unsteady);
        return new Parts(at, peak, action, steady, sharps == 0 ? 0.5 : sharp / sharps, flashes == 0 ? 1 : 0);
    }

    private static List<string> Reasons(Parts best, Parts given)
    {
        (double Gain, string Words)[] reasons =
        [
            (
                ActionWeight * (best.Action - given.Action),
                FormattableString.Invariant($"its action peaks {best.Peak - best.At:0.00} s after the in-point")
            ),
            (SteadyWeight * (best.Steady - given.Steady), "the camera is steadier"),
            (
                SharpWeight * (best.Sharp - given.Sharp),
                FormattableString.Invariant($"sharper ({best.Sharp:0.00} against {given.Sharp:0.00})")
            ),
            (ClearWeight * (best.Clear - given.Clear), "no flash inside"),
        ];
        return [.. reasons.Where(r => r.Gain > 0.01).OrderByDescending(r => r.Gain).Select(r => r.Words)];
    }

    private static double Unit(double score) => Math.Clamp(score, 0, 1);

    private sealed record Parts(double At, double Peak, double Action, double Steady, double Sharp, double Clear)
    {
        public double Cost { get; init; }

        public double Score => (ActionWeight * Action) + (SteadyWeight * Steady) + (SharpWeight * Sharp) + (ClearWeight * Clear) - Cost;
    }
}
