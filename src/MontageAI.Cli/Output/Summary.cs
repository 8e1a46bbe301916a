using MontageAI.Engine.Reporting;
using MontageAI.Errors;

namespace MontageAI.Cli.Output;

/// <summary>The closing words of a run: what was made, from what, what was set aside and why, how exact, how long.</summary>
internal static class Summary
{
    private const int LongestList = 12;

    /// <summary>Prints a report for people.</summary>
    public static void Print(RunReport report, TextWriter to)
    {
        to.WriteLine();
        to.WriteLine(
            report.Outcome == RunOutcome.Done ? Line($"Done: {report.Output}") : $"Not done: {CommandWords.Say(report.Error ?? "")}"
        );
        if (report.Variants is { } variants)
        {
            VariantText.Print(variants, to);
        }

        if (report.Plan is { } plan)
        {
            to.WriteLine(
                Line(
                    $"  {plan.Seconds:0.00} s, {plan.Frames} frames at {plan.Rate} fps, {plan.Shots} shots from {plan.ClipsUsed} clips, ",
                    $"style {plan.Style}, seed {plan.Seed}"
                )
            );
            PrintCuts(plan, report.Music?.Strategy, to);
        }

        if (report.Music is { } music)
        {
            string tempo = music.TempoBpm is { } bpm ? Line($", {bpm:0.0} BPM") : "";
            string level = music.LoudnessLufs is { } lufs ? Line($", {lufs:0.0} LUFS") : "";
            to.WriteLine(
                Line(
                    $"  Music: {Path.GetFileName(music.Path)} from {music.Start:0.00} s{tempo}, {music.Strategy.ToLowerInvariant()} ",
                    $"(confidence {music.Confidence:0.00}){level}"
                )
            );
        }

        if (report.Encoder is { } encoder && encoder != "software")
        {
            to.WriteLine($"  Encoded by {encoder}");
        }

        PrintClips(report, to);
        PrintList("Set aside:", report.SetAside.Select(CommandWords.Say), to);
        PrintList("Done differently than asked:", report.Degradations.Select(CommandWords.Say), to);
        PrintList("Notes:", report.Plan?.Notes ?? [], to);
        if (report.Check is { } check)
        {
            to.WriteLine($"  Checked: {string.Join(", ", check.Checks)}: {(check.Passed ? "passed" : "FAILED")}");
            PrintList("Found by the check:", check.Findings, to);
        }

        PrintTimes(report, to);
    }

    private static void PrintCuts(PlanSummary plan, string? strategy, TextWriter to)
    {
        string what = strategy switch
        {
            "Onsets" => "a note onset",
            "Energy" => "a rise of loudness",
            _ => "the beat",
        };
        if (plan.LargestCutErrorMs is { } largest)
        {
            to.WriteLine(
                Line(
                    $"  {plan.CutsOnBeat} of {plan.Cuts} cuts on {what}; distance from it: mean {plan.MeanCutErrorMs:0.0} ms, largest ",
                    $"{largest:0.0} ms (half a frame is {500.0 * plan.Seconds / plan.Frames:0.0} ms)"
                )
            );
        }
        else
        {
            to.WriteLine(Line($"  {plan.Cuts} cuts; the song offered no beats to cut on"));
        }
    }

    private static void PrintClips(RunReport report, TextWriter to)
    {
        if (report.Clips.Count == 0)
        {
            return;
        }

        int unused = report.Clips.Count(c => c.Uses == 0);
        to.WriteLine(
            Line($"  Clips: {report.Clips.Count} looked at, {report.Clips.Count - unused} used, {report.SetAside.Count} set aside")
        );
        PrintList("Avoided stretches:", report.Clips.SelectMany(c => c.Rejected.Select(r => $"{Path.GetFileName(c.Path)}: {r}")), to);
    }

    private static void PrintTimes(RunReport report, TextWriter to)
    {
        if (report.TimeToFirstPreviewSeconds is { } first)
        {
            string pictures =
                report.Stream is not null && report.Playable is { } p
                    ? Line($", first pictures after {p.FirstPictureSeconds:0.0} s, all after {p.WholeSeconds:0.0} s ({report.Stream})")
                    : "";
            string refined = report.Playable?.RefinedSeconds is { } r ? Line($", in full quality after {r:0.0} s") : "";
            to.WriteLine(Line($"  Time to first preview: {first:0.0} s{pictures}{refined}"));
        }

        foreach (PhaseSummary phase in report.Phases)
        {
            string work =
                phase.Items is { } n && phase.Unit is { } unit
                    ? Line(
                        $"{n} {unit}{(phase.FromCache is > 0 and long c ? $", {c} from the store" : "")}",
                        $"{(phase.PerSecond is { } r ? Line($", {r:0.#}/s") : "")}"
                    )
                    : "";
            to.WriteLine(Line($"    {phase.Name, -20} {phase.Seconds, 7:0.00} s  {work}").TrimEnd());
        }

        if (report.Resources is { } r2)
        {
            string child = r2.LargestChildPeakMiB is { } c ? Line($", largest child {c:0} MiB") : "";
            to.WriteLine(
                Line($"    total {report.Seconds, 21:0.00} s  peak memory {r2.OwnPeakMiB:0} MiB{child}, {r2.Processes} processes")
            );
        }
    }

    private static void PrintList(string title, IEnumerable<string> lines, TextWriter to)
    {
        List<string> all = [.. lines];
        if (all.Count == 0)
        {
            return;
        }

        to.WriteLine("  " + title);
        foreach (string line in all.Take(LongestList))
        {
            to.WriteLine("    - " + Printable.Of(line));
        }

        if (all.Count > LongestList)
        {
            to.WriteLine(Line($"    ... and {all.Count - LongestList} more in the report"));
        }
    }

    private static string Line(params FormattableString[] text) => InvariantText.Of(text);
}
