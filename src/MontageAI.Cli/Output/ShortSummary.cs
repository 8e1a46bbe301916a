using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Cli.Output;

/// <summary>The closing words that everybody needs, ten lines at most: what was made, what is weak in it, how to watch and to change
/// it. Everything else is said by <see cref="Summary"/>.</summary>
internal static class ShortSummary
{
    private const int MostNamed = 2;

    // What was done differently than asked is named as a rule.
    private const int MostDepartures = 5;

    // Reasons of a shot that a viewer may dislike, the worst first, and what they mean to him.
    private static readonly (string Code, string Words)[] s_weak =
    [
        (ReasonCodes.Title, "shows a title of its clip"),
        (ReasonCodes.Repeated, "was shown before"),
        (ReasonCodes.JumpCut, "jumps within its take"),
        (ReasonCodes.Suspect, "may hold a hidden cut"),
        (ReasonCodes.Twin, "looks like a shot that is shown, too"),
        (ReasonCodes.Clashes, "moves against the shot before"),
        (ReasonCodes.Lettering, "has letters over its picture"),
    ];

    /// <summary>Prints a report for people.</summary>
    public static void Print(RunReport report, TextWriter to)
    {
        foreach (string line in Lines(report))
        {
            to.WriteLine(line);
        }
    }

    private static IEnumerable<string> Lines(RunReport report)
    {
        if (report.Outcome != RunOutcome.Done || report.Plan is not { } plan)
        {
            yield return report.Outcome == RunOutcome.Done ? $"Done: {report.Output}" : $"Not done: {CommandWords.Say(report.Error ?? "")}";
            yield break;
        }

        yield return InvariantText.Of(
            $"Done: {report.Output} ({plan.Seconds:0.0} s, {plan.Shots} shots of {plan.ClipsUsed} clips, {plan.Style})"
        );
        if (report.Music is { } music)
        {
            string cuts = music.Strategy switch
            {
                "Beats" or "User" => "cut on its beat",
                "Onsets" => "it has no steady beat: cut on its notes",
                "Energy" => "it has no steady beat: cut where it gets louder",
                _ => "it has no beat to cut on",
            };
            yield return InvariantText.Of(
                $"  Music: {Path.GetFileName(music.Path)} from {music.Start:0.0} to {music.Start + plan.Seconds:0.0} s; {cuts}"
            );
        }

        foreach (string line in Troubles(report))
        {
            yield return line;
        }

        (int Shot, string Words)[] weak = report.Timeline is { } timeline ? [.. Weak(timeline)] : [];
        if (weak.Length > 0)
        {
            yield return "  Weakest: " + string.Join("; ", weak.Select(w => $"{ShotNames.Of(report.Timeline!, w.Shot)} {w.Words}"));
        }

        // A film that could be played only once it was there was not waited for less.
        string first =
            report.TimeToFirstPreviewSeconds is { } s && s < report.Seconds - 0.5
                ? InvariantText.Of($"; the first ten seconds after {s:0.0} s")
                : "";
        yield return InvariantText.Of($"  Took {report.Seconds:0.0} s{first}");
        foreach (string line in Next(report, weak))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Troubles(RunReport report)
    {
        if (report.SetAside.Count > 0)
        {
            yield return $"  Set aside: {Listed(report.SetAside.Select(f => $"{f.Path} ({f.Reason.TrimEnd('.')})"))}";
        }

        string[] cut =
        [
            .. report
                .Clips.Where(c => c.Missing is not null)
                .Select(c =>
                    InvariantText.Of(
                        $"{Path.GetFileName(c.Path)} holds {c.Missing!.HeldSeconds:0.0} of the {c.Missing.StatedSeconds:0.0} s it states"
                    )
                ),
        ];
        if (cut.Length > 0)
        {
            yield return $"  Cut off: {Listed(cut)} (copy it again from its source)";
        }

        if (report.Degradations.Count > 0)
        {
            IEnumerable<string> said = report.Degradations.Select(d => $"{d.What.TrimEnd('.')} ({CommandWords.Say(d.Why).TrimEnd('.')})");
            yield return $"  Done differently than asked: {Listed(said, MostDepartures)}";
        }

        if (report.Check is { Passed: false } check)
        {
            yield return $"  The check FAILED: {Listed(check.Findings)}";
        }
    }

    private static IEnumerable<string> Next(RunReport report, (int Shot, string Words)[] weak)
    {
        if (report.Output is not { } output)
        {
            yield break;
        }

        bool isPlan = output.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        string timeline = isPlan ? output : Path.ChangeExtension(output, ".montage.json");
        if (!isPlan)
        {
            yield return $"  Watch it:  ffplay {Quoted(output)}";
        }

        int shot = weak.Length > 0 ? weak[0].Shot : 0;
        yield return $"  Change it: montage-ai edit {Quoted(timeline)} swap={shot + 1} --overwrite --preview look.mp4";
        yield return isPlan
            ? "  More:      --details"
            : $"  More:      --details, or {Quoted(Path.ChangeExtension(output, ".report.json"))}";
    }

    private static IEnumerable<(int Shot, string Words)> Weak(Timeline timeline) =>
        timeline
            .Shots.Select((shot, i) => (Rank: Array.FindIndex(s_weak, w => shot.Reasons.Any(r => r.Code == w.Code)), Shot: i))
            .Where(s => s.Rank >= 0)
            .OrderBy(s => s.Rank)
            .ThenBy(s => s.Shot)
            .Take(MostNamed)
            .Select(s => (s.Shot, s_weak[s.Rank].Words));

    private static string Listed(IEnumerable<string> all, int most = MostNamed)
    {
        string[] lines = [.. all.Select(Printable.Of)];
        string more = lines.Length > most ? $", and {lines.Length - most} more" : "";
        return string.Join(", ", lines.Take(most)) + more;
    }

    // As a shell wants it.
    private static string Quoted(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
