using System.Globalization;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>What decides the pixels of a shot on its timeline, as text: two shots of one identity look alike to the bit.</summary>
public static class ShotIdentity
{
    /// <summary>How many shots of a changed timeline are not as any shot was before: these will be rendered.</summary>
    public static int CountChanged(Timeline before, Timeline after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        HashSet<string> known = [.. Enumerable.Range(0, before.Shots.Count).Select(i => Of(before, i))];
        return Enumerable.Range(0, after.Shots.Count).Count(i => !known.Contains(Of(after, i)));
    }

    /// <summary>Whether two shots by themselves look alike: pictures, speed, view, corrections.</summary>
    internal static bool AreAlike(TimelineShot a, TimelineShot b) => Own(a) == Own(b);

    private static string Of(Timeline timeline, int index)
    {
        IReadOnlyList<TimelineShot> shots = timeline.Shots;
        ShotTransition? exit = index + 1 < shots.Count ? shots[index + 1].Entry : timeline.Ending;
        string before = index > 0 && shots[index].Entry is { ShowsBoth: true } ? Own(shots[index - 1]) : "";
        string after = index + 1 < shots.Count && exit is { ShowsBoth: true } ? Own(shots[index + 1]) : "";
        return string.Join('\n', Own(shots[index]), shots[index].Entry, exit, before, after, timeline.Look);
    }

    private static string Own(TimelineShot shot) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{shot.Source} {shot.In} {shot.Record.Length} {shot.Speed} [{string.Join(';', shot.Ramp ?? [])}] "
                + $"[{string.Join(';', shot.Camera ?? [])}] {shot.Fit} {shot.Correction}"
        );
}
