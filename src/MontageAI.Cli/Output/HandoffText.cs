using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Packaging;
using MontageAI.Errors;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Cli.Output;

/// <summary>What hand-off says to people.</summary>
internal static class HandoffText
{
    private const int LongestList = 20;

    /// <summary>What was handed on.</summary>
    public static void Print(ExportOutcome outcome, TextWriter to)
    {
        foreach (ExportedFile file in outcome.Files)
        {
            to.WriteLine($"{file.Format}: {file.Path}");
        }

        if (outcome.Baked is { } folder)
        {
            to.WriteLine($"rendered shots: {folder}");
        }

        Loss[] losses = [.. outcome.Files.SelectMany(f => f.Losses).Distinct()];
        Print(losses.Length > 0 && outcome.Files.Count > 1 ? "Not carried over by some of them:" : "Not carried over:", losses, to);
    }

    /// <summary>What came back.</summary>
    public static void Print(ImportOutcome outcome, TextWriter to)
    {
        to.WriteLine(InvariantText.Of($"{outcome.Output}: {outcome.Shots} shots, {outcome.Changes.Unchanged} of them as they were"));
        Print("trimmed", outcome.Changes.Trimmed, to);
        Print("slipped", outcome.Changes.Slipped, to);
        Print("moved", outcome.Changes.Moved, to);
        Print("retimed", outcome.Changes.Retimed, to);
        Print("entered otherwise", outcome.Changes.Reentered, to);
        Print("new", outcome.Changes.New, to);
        Print("gone", outcome.Changes.Gone, to);
        if (outcome.Changes.SongMoved != 0)
        {
            to.WriteLine(InvariantText.Of($"  song moved by {outcome.Changes.SongMoved:0.######} s"));
        }

        if (outcome.Changes.BeatsMissed > 0)
        {
            to.WriteLine(InvariantText.Of($"  {outcome.Changes.BeatsMissed} beats that a cut met are not met any more"));
        }

        Print("Read so:", outcome.Losses, to);
    }

    /// <summary>What was packed.</summary>
    public static void Print(PackageOutcome outcome, TextWriter to)
    {
        int trimmed = outcome.Media.Where(m => m.Frames is not null).DistinctBy(m => m.Original).Count(),
            clips = outcome.Media.DistinctBy(m => m.Original).Count();
        to.WriteLine(
            InvariantText.Of($"{outcome.Output}: {outcome.Files.Count} files; {clips} clips, {trimmed} of them cut to what is used")
        );
        to.WriteLine("CONFORM.md in it says how to open it.");
        foreach (PackagedMedia whole in outcome.Media.Where(m => m.Note is not null).Take(LongestList))
        {
            to.WriteLine($"  {Printable.Of(whole.Original)} is whole: {whole.Note}");
        }

        Print("Not carried over by some of the formats:", outcome.Losses, to);
    }

    /// <summary>What was found again.</summary>
    public static void Print(RelinkOutcome outcome, TextWriter to)
    {
        RelinkedSource[] moved = [.. outcome.Sources.Where(s => s.From != s.To)];
        to.WriteLine(
            InvariantText.Of($"{outcome.Output}: {outcome.Sources.Count} files, {outcome.Sources.Count - moved.Length} where they were")
        );
        foreach (RelinkedSource source in moved.Take(LongestList))
        {
            string how = source.How == "content" ? "" : " (another file with the same frames)";
            to.WriteLine($"  {Printable.Of(source.From)} -> {Printable.Of(source.To)}{how}");
        }

        if (moved.Length > LongestList)
        {
            to.WriteLine(InvariantText.Of($"  and {moved.Length - LongestList} more; --json lists all"));
        }

        foreach (string refused in outcome.Sources.SelectMany(s => s.Refused ?? []).Take(LongestList))
        {
            to.WriteLine($"  not taken: {Printable.Of(refused)}");
        }
    }

    private static void Print(string what, IReadOnlyList<string> shots, TextWriter to)
    {
        if (shots.Count > 0)
        {
            string more = shots.Count > LongestList ? " ..." : "";
            to.WriteLine(InvariantText.Of($"  {what}: {shots.Count} ({string.Join(", ", shots.Take(LongestList))}{more})"));
        }
    }

    private static void Print(string title, IReadOnlyList<Loss> losses, TextWriter to)
    {
        if (losses.Count == 0)
        {
            return;
        }

        to.WriteLine(title);
        foreach (Loss loss in losses.Take(LongestList))
        {
            to.WriteLine($"  {(loss.Shot is { } shot ? $"shot {shot}: " : "")}{loss.Sentence}");
        }

        if (losses.Count > LongestList)
        {
            to.WriteLine(InvariantText.Of($"  and {losses.Count - LongestList} more; --json lists all"));
        }
    }
}
