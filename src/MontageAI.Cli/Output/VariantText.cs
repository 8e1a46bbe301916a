using System.Globalization;
using MontageAI.Engine.Reporting;

namespace MontageAI.Cli.Output;

/// <summary>Variants for people: what each is like, how they differ, how to render one.</summary>
internal static class VariantText
{
    /// <summary>Prints them.</summary>
    public static void Print(VariantSummary variants, TextWriter to)
    {
        void Line(params FormattableString[] text) => to.WriteLine(InvariantText.Of(text));
        Line($"  Variants, side by side in {variants.Sheet}");
        Line($"         seed  shots  mean length  clips  on downbeats  motion with music   shots unlike variant");
        Line(
            $"                                                                             ",
            $"{string.Concat(variants.Plans.Select(p => $"{p.Number, 6}"))}"
        );
        foreach (VariantPlan plan in variants.Plans)
        {
            string unlike = string.Concat(
                variants.Plans.Select(other =>
                    other.Number == plan.Number
                        ? "     -"
                        : string.Create(CultureInfo.InvariantCulture, $"{100 * Between(variants, plan.Number, other.Number).Shots, 4:0} %")
                )
            );
            string down = plan.OnDownbeat is { } d ? string.Create(CultureInfo.InvariantCulture, $"{100 * d:0} %") : "-";
            string energy = plan.Energy is { } e ? e.ToString("+0.00;-0.00", CultureInfo.InvariantCulture) : "-";
            Line(
                $"    {plan.Number, 2} {plan.Seed, 6} {plan.Shots, 6} {plan.MeanShotSeconds, 10:0.00} s {plan.Clips, 6} {down, 13} ",
                $"{energy, 18}         {unlike}"
            );
        }

        VariantPair[] pairs = [.. variants.Pairs];
        Line(
            $"    any two: {100 * pairs.Min(p => p.Shots):0} to {100 * pairs.Max(p => p.Shots):0} % of shots differ, ",
            $"{100 * pairs.Min(p => p.Footage):0} to {100 * pairs.Max(p => p.Footage):0} % of footage, ",
            $"{100 * pairs.Min(p => p.Cuts):0} to {100 * pairs.Max(p => p.Cuts):0} % of cuts"
        );
        if (variants.Note is { } note)
        {
            Line($"    {note}");
        }

        Line($"  To render one: montage-ai render {Quoted(variants.Plans[0].Timeline)} -o {Quoted(variants.Plans[0].Film)}");
    }

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static VariantPair Between(VariantSummary variants, int a, int b) =>
        variants.Pairs.First(p => (p.A == a && p.B == b) || (p.A == b && p.B == a));
}
