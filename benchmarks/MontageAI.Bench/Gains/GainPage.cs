using System.Globalization;
using System.Net;
using System.Text;

namespace MontageAI.Bench.Gains;

/// <summary>The table as Markdown, and as a page with bars that loads nothing from anywhere.</summary>
/// <param name="gains">The rows.</param>
/// <param name="repeats">How often each was measured.</param>
/// <param name="machine">On what.</param>
internal sealed class GainPage(IReadOnlyList<MeasuredGain> gains, int repeats, string machine)
{
    private const int Bar = 420;

    private string Foot =>
        $"`./bench gains{(repeats == 1 ? " --once`, measured once" : $"`, measured {repeats} times in one run, interleaved")}: "
        + "factors of the middle, least and most in brackets. CPU: processor seconds, children included, which hold on a busy machine; "
        + $"wall: seconds that passed, which do not. {machine}. No graphics card: batches in 16 bits and graphics encoders are not in "
        + "this table (`./bench models`, `./bench preview hardware`); workers of a farm on the cores of one machine gain nothing.";

    /// <summary>As Markdown.</summary>
    public string Markdown()
    {
        StringBuilder text = new();
        text.AppendLine("# What each technique gains");
        text.AppendLine();
        text.AppendLine("Written by `./bench gains --to docs`; as bars in [gains.html](gains.html).");
        text.AppendLine();
        text.AppendLine("| technique | asked by | without | with | times less | expected | | on, and why |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (MeasuredGain gain in gains)
        {
            text.Append($"| {gain.Gain.Technique} | {gain.Gain.Ids} ")
                .Append(
                    gain.Factor is { } factor
                        ? $"| {Middle(gain, without: true)} | {Middle(gain, without: false)} {Unit(gain)} | "
                            + F($"**{factor:0.0}** ({gain.Least:0.0}-{gain.Most:0.0}) | ")
                        : "| | | not measured here | "
                )
                .AppendLine($"{Expected(gain)} | {Verdict(gain)} | {gain.On}{Why(gain)} |");
        }

        text.AppendLine();
        text.AppendLine(Foot);
        return text.ToString();
    }

    /// <summary>As a page: a bar for each factor on a logarithmic scale, its spread as a line, what is expected as a band.</summary>
    public string Html()
    {
        double most = Math.Max(10, gains.Where(g => g.Repeats.Count > 0).Select(g => g.Most).DefaultIfEmpty(10).Max());
        double X(double times) => Bar * Math.Log(Math.Clamp(times, 0.5, most) / 0.5) / Math.Log(most / 0.5);
        StringBuilder rows = new();
        foreach (MeasuredGain gain in gains.Where(g => g.Repeats.Count > 0))
        {
            double from = X(gain.Gain.Expected ?? 1),
                wide = Math.Max(1, X(gain.Gain.ExpectedMost ?? most) - from);
            rows.Append($"<tr><td>{Text(gain.Gain.Technique)}</td><td class=n>{F($"{gain.Factor:0.0}")}</td><td>")
                .Append(F($"<svg width={Bar} height=22>"))
                .Append(gain.Gain.Expected is null ? "" : F($"<rect class=band x={from:0.0} width={wide:0.0} height=22></rect>"))
                .Append(F($"<line class=one x1={X(1):0.0} x2={X(1):0.0} y2=22></line>"))
                .Append(F($"<rect class=bar y=6 width={X(gain.Factor!.Value):0.0} height=10></rect>"))
                .Append(F($"<line class=spread x1={X(gain.Least):0.0} x2={X(gain.Most):0.0} y1=11 y2=11></line></svg>"))
                .AppendLine($"</td><td>{Text(Verdict(gain))}</td><td class=why>{Text(gain.On + Why(gain))}</td></tr>");
        }

        return $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>What each technique gains</title>
            <style>
            :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
            body { max-width: 1180px; margin: 32px auto; padding: 0 16px; }
            td { padding: 4px 12px 4px 0; vertical-align: top; }
            .n { text-align: right; font-variant-numeric: tabular-nums; font-weight: 600; }
            .why { font-size: 12px; opacity: 0.75; }
            .bar { fill: #3a78c9; }
            .band { fill: #63d8a4; opacity: 0.35; }
            .spread { stroke: currentColor; stroke-width: 2; }
            .one { stroke: currentColor; opacity: 0.4; }
            </style>
            <h1>What each technique gains</h1>
            <p>Bars: how many times less it costs, on a logarithmic scale; the thin line is 1, the thick one the spread of the repeats, the
            band what is expected.</p>
            <table>
            {{rows}}</table>
            <p class="why">{{Text(Foot.Replace("`", "", StringComparison.Ordinal))}}</p>
            </html>

            """;
    }

    private static string Verdict(MeasuredGain gain) =>
        gain.Met switch
        {
            true => "met",
            false => "missed",
            null => "",
        };

    private static string Why(MeasuredGain gain) => gain.Met == true || gain.Gain.Why.Length == 0 ? "" : $". {gain.Gain.Why}";

    private static string Expected(MeasuredGain gain) =>
        gain.Gain.Expected is { } least ? F($"{least:0.#}-{gain.Gain.ExpectedMost:0.#}") : "";

    private static string Middle(MeasuredGain gain, bool without)
    {
        double value = Statistics.Median(gain.Repeats.Select(r => (without ? r.Before : r.After)!.Value));
        return value.ToString(
            value >= 100 ? "0"
                : value >= 1 ? "0.00"
                : "0.####",
            CultureInfo.InvariantCulture
        );
    }

    // It stands last in a figure's name.
    private static string Unit(MeasuredGain gain) => gain.Gain.Unit ?? gain.Repeats[0].What.Split(", ")[^1];

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string F(FormattableString text) => FormattableString.Invariant(text);
}
