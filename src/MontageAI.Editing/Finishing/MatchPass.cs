using System.Globalization;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>
/// Brings exposure and white balance of each shot towards those of the shots beside it, from the key frames that they show, and a
/// little towards what the eye takes for well lit. Dark shots stay dark: they neither draw others nor are lifted. Colourful pictures
/// neither say what the light is nor are taken for having a cast: water stays blue. Before that, a cast that points near grey tell is
/// taken out in part: a little warmth is what cameras and evenings give. No shot is moved against the style: none gets colder where the
/// look is warm. What was not measured is not touched.
/// </summary>
internal sealed class MatchPass : IFinishingPass
{
    // Weight of the shots one and two places away, and of the shot itself.
    private static readonly double[] s_weights = [1, 2, 1, 2, 1];

    // What is well lit, as mean luma, and its say beside the neighbours.
    private const double WellLit = 0.45;
    private const double WellLitShare = 0.2;

    // Shots of grey light that there must be, in weights of such shots, before one is said to differ from them.
    private const double LeastLight = 1;

    // Mean luma (0 to 1) below which a picture is night or low key by intent.
    private const double Dark = 0.18;

    private const double MostStops = 0.5;
    private const double MostBalance = 0.15;

    // Share of burnt-out pixels from which on a picture is not lifted any more: what is white would only grow.
    private const double BurntOut = 0.02;

    // A cast is what greys are off by beyond so much, in octaves of signal; the style's share of it is taken out where so many points tell
    // it, less where fewer do and in colourful pictures (an evening, the sea), and so much at most.
    private const double NoCast = 0.05;
    private const double GreyPoints = 0.25;
    private const double MostCast = 0.1 / Gamma;

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

        Measure?[] seen = [.. timeline.Shots.Select(s => MeasureOf(s, context, strength))];
        return timeline with
        {
            Shots =
            [
                .. timeline.Shots.Select(
                    (s, i) =>
                        context.IsOpen(i) && seen[i] is { } m
                            ? Matched(s, m, Around(seen, i), strength, context.Request.Style.Look.Temperature)
                            : s
                ),
            ],
        };
    }

    // What the shots around a place look like together: their light, and where enough of them tell it, its colour. Null where all are dark.
    private static Target? Around(Measure?[] seen, int at)
    {
        double all = 0,
            luma = 0,
            grey = 0,
            red = 0,
            blue = 0;
        for (int k = -2; k <= 2; k++)
        {
            if (at + k >= 0 && at + k < seen.Length && seen[at + k] is { Luma: >= Dark } m)
            {
                double weight = s_weights[k + 2],
                    tells = weight * m.Tells;
                (all, luma) = (all + weight, luma + (weight * m.Luma));
                (grey, red, blue) = (grey + tells, red + (tells * m.RedShare), blue + (tells * m.BlueShare));
            }
        }

        return all <= 0
            ? null
            : new Target(
                (WellLitShare * WellLit) + ((1 - WellLitShare) * luma / all),
                grey < LeastLight ? null : (red / grey, blue / grey)
            );
    }

    private static TimelineShot Matched(TimelineShot shot, Measure seen, Target? around, double strength, double temperature)
    {
        if (seen.Luma < Dark || around is not { } target)
        {
            return shot with { Reasons = [.. shot.Reasons, ShotReason.Of(ReasonCodes.LeftDark, $"{seen.Luma:0.00}", $"{Dark}")] };
        }

        double lift = strength * Gamma * Math.Log2(target.Luma / seen.Luma);
        double exposure = Bounded(lift > 0 ? lift * Math.Max(0, 1 - (seen.White / BurntOut)) : lift, MostStops, LeastStops);
        // The mean colour of a grey picture is its light, that of a colourful one its subject.
        double balance = strength * seen.Tells * Gamma;
        (double redMost, double blueMost) = target.Colour is { } light
            ? (balance * (light.Red - seen.RedShare), balance * (light.Blue - seen.BlueShare))
            : (0, 0);
        double red = Bounded(Kept(redMost - (Gamma * seen.Cast.Red), temperature), MostBalance, LeastBalance),
            blue = Bounded(Kept(blueMost - (Gamma * seen.Cast.Blue), -temperature), MostBalance, LeastBalance);
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
        ShotReason[] reasons =
            red * seen.Cast.Red < 0 || blue * seen.Cast.Blue < 0
                ? [reason, ShotReason.Of(ReasonCodes.CastTaken, $"{seen.Light.Red:+0.00;-0.00;0}", $"{seen.Light.Blue:+0.00;-0.00;0}")]
                : [reason];
        return shot with
        {
            Correction = (shot.Correction ?? new ShotCorrection()) with
            {
                Exposure = exposure,
                Red = red,
                Blue = blue,
                Reason = Joined(shot.Correction?.Reason, reason.Sentence),
            },
            Reasons = [.. shot.Reasons, .. reasons],
        };
    }

    /// <summary>Two reasons of a correction as one.</summary>
    internal static string Joined(string? first, string second) => first is null ? second : $"{first}; {second}";

    private static Measure? MeasureOf(TimelineShot shot, FinishContext context, double strength)
    {
        IReadOnlyList<KeyFrame> pictures = context.PicturesOf(shot);
        if (pictures.Count == 0)
        {
            return null;
        }

        // Pictures that say nothing of the light count as without a cast.
        double share = pictures.Average(p => p.Features.Light?.Share ?? 0);
        (double red, double blue) =
            share <= 0
                ? (0, 0)
                : (
                    Octaves(pictures.Average(p => p.Features.Light is { } l ? l.Share * l.Red : 0) / share, RedOfChroma),
                    Octaves(pictures.Average(p => p.Features.Light is { } l ? l.Share * l.Blue : 0) / share, BlueOfChroma)
                );
        double saturation = pictures.Average(p => p.Features.Saturation);
        double most = strength * Math.Min(1, share / GreyPoints) * Greyness(saturation);
        return new Measure(
            pictures.Average(p => p.Features.Luma),
            pictures.Average(p => p.Features.ChromaBlue),
            pictures.Average(p => p.Features.ChromaRed),
            saturation,
            pictures.Average(p => p.Features.WhiteShare),
            (red, blue),
            (Taken(most, red), Taken(most, blue))
        );
    }

    // 1 for a picture without colours, 0 for one whose mean says nothing of its light.
    private static double Greyness(double saturation) => Math.Max(0, 1 - (2 * saturation));

    // What of a cast is taken out.
    private static double Taken(double share, double cast) =>
        Math.Sign(cast) * Math.Min(MostCast, share * Math.Max(0, Math.Abs(cast) - NoCast));

    private static double Octaves(double chromaOverLuma, double factor) => Math.Log2(Math.Max(0.25, 1 + (factor * chromaOverLuma)));

    // A warm look takes no red away and adds no blue, a cold one the other way round.
    private static double Kept(double change, double promised) =>
        promised > 0 ? Math.Max(0, change)
        : promised < 0 ? Math.Min(0, change)
        : change;

    private static double Bounded(double value, double most, double least) =>
        Math.Abs(value) < least ? 0 : Math.Round(Math.Clamp(value, -most, most), 3);

    // Light: how much stronger than luma the red and blue of greys are, in octaves; Cast: what of it is taken out.
    private sealed record Measure(
        double Luma,
        double Blue,
        double Red,
        double Saturation,
        double White,
        (double Red, double Blue) Light,
        (double Red, double Blue) Cast
    )
    {
        public double Tells => Greyness(Saturation);

        // Without the cast.
        public double RedShare => Octaves(Red / Luma, RedOfChroma) - Cast.Red;

        public double BlueShare => Octaves(Blue / Luma, BlueOfChroma) - Cast.Blue;
    }

    private readonly record struct Target(double Luma, (double Red, double Blue)? Colour);
}
