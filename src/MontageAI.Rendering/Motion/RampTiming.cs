using System.Globalization;
using System.Text;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Motion;

/// <summary>
/// The inverse of <see cref="ShotClock"/> for a ramp, as an expression of FFmpeg: the frame of the shot at which a moment of the source is
/// first reached. In closed form
/// per stretch between two points, so no error adds up over a long shot.
/// </summary>
internal static class RampTiming
{
    /// <summary>The expression. Where the shot stands still, it gives the first of the frames that show the moment, and far out where a
    /// moment is never reached.</summary>
    /// <param name="ramp">Points, at least one.</param>
    /// <param name="moment">Expression for the moment, in frames of natural speed from the shot's in-point; without ':' and quotes.</param>
    public static string Frame(IReadOnlyList<SpeedPoint> ramp, string moment)
    {
        double start = Start(ramp);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"st(0,{moment}+{N(start)});{ramp[0].Frame}");
        text.Append(ramp[0].Speed > 0 ? $"+min(ld(0),0)/{N(ramp[0].Speed)}" : "-1e9*lt(ld(0),0)");
        double passed = 0;
        for (int i = 1; i < ramp.Count; i++)
        {
            (SpeedPoint from, SpeedPoint to) = (ramp[i - 1], ramp[i]);
            double length = to.Frame - from.Frame;
            double way = length * (from.Speed + to.Speed) / 2;
            if (length > 0 && way == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"+{length}*gt(ld(0),{N(passed)})");
            }
            else if (length > 0)
            {
                // a x + (b - a) x^2 / 2n = u, solved for x in the form that also holds for a = b.
                string within = $"clip(ld(0)-{N(passed)},0,{N(way)})";
                double gain = 2 * (to.Speed - from.Speed) / length;
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"+2*{within}/max({N(from.Speed)}+sqrt(max({N(from.Speed * from.Speed)}+{N(gain)}*{within},0)),1e-9)"
                );
            }

            passed += way;
        }

        text.Append(ramp[^1].Speed > 0 ? $"+max(ld(0)-{N(passed)},0)/{N(ramp[^1].Speed)}" : $"+1e9*gt(ld(0),{N(passed)})");
        return text.ToString();
    }

    /// <summary>The same as a number.</summary>
    /// <param name="ramp">Points, at least one.</param>
    /// <param name="moment">The moment, in frames of natural speed from the shot's in-point.</param>
    public static double FrameAt(IReadOnlyList<SpeedPoint> ramp, double moment)
    {
        double at = moment + Rounded(Start(ramp));
        double first = Rounded(ramp[0].Speed),
            frame =
                ramp[0].Frame
                + (
                    first > 0 ? Math.Min(at, 0) / first
                    : at < 0 ? -1e9
                    : 0
                );
        double passed = 0;
        for (int i = 1; i < ramp.Count; i++)
        {
            (SpeedPoint from, SpeedPoint to) = (ramp[i - 1], ramp[i]);
            double length = to.Frame - from.Frame;
            double way = length * (from.Speed + to.Speed) / 2;
            if (length > 0 && way == 0)
            {
                frame += at > Rounded(passed) ? length : 0;
            }
            else if (length > 0)
            {
                double within = Math.Clamp(at - Rounded(passed), 0, Rounded(way));
                double gain = Rounded(2 * (to.Speed - from.Speed) / length);
                double root = Math.Sqrt(Math.Max(Rounded(from.Speed * from.Speed) + (gain * within), 0));
                frame += 2 * within / Math.Max(Rounded(from.Speed) + root, 1e-9);
            }

            passed += way;
        }

        double last = Rounded(ramp[^1].Speed),
            over = at - Rounded(passed);
        return frame
            + (
                last > 0 ? Math.Max(over, 0) / last
                : over > 0 ? 1e9
                : 0
            );
    }

    // As the expression has it.
    private static double Rounded(double value) => double.Parse(N(value).Trim('(', ')'), CultureInfo.InvariantCulture);

    // Where the shot's first frame lies, seen from the first point, in frames of natural speed.
    private static double Start(IReadOnlyList<SpeedPoint> ramp)
    {
        if (ramp[0].Frame >= 0)
        {
            return -ramp[0].Frame * ramp[0].Speed;
        }

        throw new ArgumentException("points must not lie before the shot", nameof(ramp));
    }

    private static string N(double value) =>
        value.ToString("0.##########", CultureInfo.InvariantCulture) is var text && value < 0
            ? $"({text})"
            : value.ToString("0.##########", CultureInfo.InvariantCulture);
}
