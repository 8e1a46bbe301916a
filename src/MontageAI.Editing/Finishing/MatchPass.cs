using System.Globalization;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>
/// Brings exposure and white balance of the shots towards each other, from the key frames that they show. The target is the median of the
/// opening, which may be on the screen already when the
/// rest is planned; the opening is what is settled, or the first ten seconds. Dark shots stay dark: they neither make the target nor are
/// lifted. What was not measured is not touched.
/// </summary>
internal sealed class MatchPass : IFinishingPass
{
    private const double OpeningSeconds = 10;

    // Mean luma (0 to 1) below which a picture is night or low key by intent.
    private const double Dark = 0.18;

    private const double MostStops = 0.5;
    private const double MostBalance = 0.15;

    // Share of burnt-out pixels from which on a picture is not lifted any more: what is white would only grow.
    private const double BurntOut = 0.02;

    // Less is not seen.
    private const double LeastStops = 0.04;
    private const double LeastBalance = 0.02;

    // BT.709: red is luma + 1.5748 x Cr, blue is luma + 1.8556 x Cb, in signal; a stop of light is 1/2.2 of a doubling of signal.
    private const double RedOfChroma = 1.5748;
    private const double BlueOfChroma = 1.8556;
    private const double Gamma = 2.2;

    /// <inheritdoc/>
    public Timeline Apply(Timeline timeline, FinishContext context)
    {
        double strength = context.Request.Style.Look.Match;
        if (strength <= 0)
        {
            return timeline;
        }

        Measure?[] seen = [.. timeline.Shots.Select(s => MeasureOf(s, context))];
        int opening =
            context.Settled > 0
                ? context.Settled
                : timeline.Shots.Count(s => s.Record.Start < context.Request.Rate.FrameAt(OpeningSeconds));
        Measure[] lit = [.. seen.Take(opening).OfType<Measure>().Where(m => m.Luma >= Dark)];
        lit = lit.Length > 0 ? lit : [.. seen.OfType<Measure>().Where(m => m.Luma >= Dark)];
        if (lit.Length == 0)
        {
            return timeline;
        }

        Measure target = new(Median(lit.Select(m => m.Luma)), Median(lit.Select(m => m.Blue)), Median(lit.Select(m => m.Red)), 0, 0);
        return timeline with
        {
            Shots = [.. timeline.Shots.Select((s, i) => context.IsOpen(i) && seen[i] is { } m ? Matched(s, m, target, strength) : s)],
        };
    }

    private static TimelineShot Matched(TimelineShot shot, Measure seen, Measure target, double strength)
    {
        if (seen.Luma < Dark)
        {
            return shot with { Reasons = [.. shot.Reasons, ShotReason.Of(ReasonCodes.LeftDark, $"{seen.Luma:0.00}", $"{Dark}")] };
        }

        double lift = strength * Gamma * Math.Log2(target.Luma / seen.Luma);
        double exposure = Bounded(lift > 0 ? lift * Math.Max(0, 1 - (seen.White / BurntOut)) : lift, MostStops, LeastStops);
        // The mean colour of a grey picture is its light, that of a colourful one its subject.
        double balance = strength * Math.Max(0, 1 - (2 * seen.Saturation));
        double red = Bounded(
            balance * Gamma * (Share(target.Luma, target.Red, RedOfChroma) - Share(seen.Luma, seen.Red, RedOfChroma)),
            MostBalance,
            LeastBalance
        );
        double blue = Bounded(
            balance * Gamma * (Share(target.Luma, target.Blue, BlueOfChroma) - Share(seen.Luma, seen.Blue, BlueOfChroma)),
            MostBalance,
            LeastBalance
        );
        if (exposure == 0 && red == 0 && blue == 0)
        {
            return shot;
        }

        ShotReason reason = ShotReason.Of(
            ReasonCodes.Matched,
            $"{exposure:+0.00;-0.00;0}",
            $"{red:+0.00;-0.00;0}",
            $"{blue:+0.00;-0.00;0}",
            $"{seen.Luma:0.00}",
            $"{target.Luma:0.00}"
        );
        return shot with
        {
            Correction = (shot.Correction ?? new ShotCorrection()) with
            {
                Exposure = exposure,
                Red = red,
                Blue = blue,
                Reason = Joined(shot.Correction?.Reason, reason.Sentence),
            },
            Reasons = [.. shot.Reasons, reason],
        };
    }

    /// <summary>Two reasons of a correction as one.</summary>
    internal static string Joined(string? first, string second) => first is null ? second : $"{first}; {second}";

    private static Measure? MeasureOf(TimelineShot shot, FinishContext context)
    {
        IReadOnlyList<KeyFrame> pictures = context.PicturesOf(shot);
        return pictures.Count == 0
            ? null
            : new Measure(
                pictures.Average(p => p.Features.Luma),
                pictures.Average(p => p.Features.ChromaBlue),
                pictures.Average(p => p.Features.ChromaRed),
                pictures.Average(p => p.Features.Saturation),
                pictures.Average(p => p.Features.WhiteShare)
            );
    }

    // How much stronger than luma a colour is, as a logarithm.
    private static double Share(double luma, double chroma, double factor) => Math.Log2(Math.Max(0.25, (luma + (factor * chroma)) / luma));

    private static double Bounded(double value, double most, double least) =>
        Math.Abs(value) < least ? 0 : Math.Round(Math.Clamp(value, -most, most), 3);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private sealed record Measure(double Luma, double Blue, double Red, double Saturation, double White);
}
