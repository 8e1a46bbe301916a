using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>What a lock promises: the shot shows the same pictures at the same frames, entered as it is, until it is unlocked.</summary>
internal static class ShotLocks
{
    /// <summary>Locks or unlocks a shot.</summary>
    public static Timeline Set(Timeline timeline, int shot, bool locked) =>
        EditRules.With(timeline, shot, timeline.Shots[shot] with { Locked = locked });

    /// <summary>Fails where a shot is locked.</summary>
    public static void RequireOpen(Timeline timeline, int shot)
    {
        if (timeline.Shots[shot].Locked)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"{ShotNames.Of(timeline, shot)} is locked. Unlock it first (unlock={shot + 1})."
            );
        }
    }

    /// <summary>Fails where a locked shot is no longer what it was. What could stand in its place may change.</summary>
    public static void Require(Timeline before, Timeline after)
    {
        Dictionary<string, TimelineShot> now = after.Shots.ToDictionary(s => s.Id);
        List<string> problems = [];
        for (int i = 0; i < before.Shots.Count; i++)
        {
            TimelineShot shot = before.Shots[i];
            if (shot.Locked && What(shot, now.GetValueOrDefault(shot.Id)) is { } what)
            {
                problems.Add($"{ShotNames.Of(before, i)} is locked, and this would {what}. Unlock it first (unlock={i + 1}).");
            }
        }

        if (problems.Count > 0)
        {
            throw new ConfigurationException(Problem.Of(ErrorCode.EditInvalid, problems));
        }
    }

    private static string? What(TimelineShot before, TimelineShot? after) =>
        ReferenceEquals(before, after) ? null
        : after is null ? "take it out"
        : after.Record != before.Record
            ? $"move it from frames {before.Record.Start} to {before.Record.End} to {after.Record.Start} to {after.Record.End}"
        : after.Source != before.Source || after.In != before.In ? "show something else there"
        : after.Entry != before.Entry ? "enter it in another way"
        : ShotIdentity.AreAlike(before, after) ? null
        : "change how it looks";
}
