using MontageAI.Studio.Contracts;
using MontageAI.Timelines;

namespace MontageAI.Studio.Api;

/// <summary>Plans as the API tells of them.</summary>
internal static class PlanViews
{
    /// <summary>A plan.</summary>
    public static PlanView Of(int revision, Timeline plan) =>
        new()
        {
            Revision = revision,
            Rate = plan.Rate.ToString(),
            Frames = plan.Frames,
            Seconds = Math.Round(plan.Rate.SecondsAt(plan.Frames), 3),
            Aspect = plan.Aspect.ToString(),
            Style = plan.Style,
            Seed = plan.Seed,
            Song = plan.Music is { } song ? new PlannedSong(song.Path, song.Fingerprint, song.Start) : null,
            Sources = [.. plan.Sources.Select(s => new PlannedSource(s.Id, s.Path, s.Fingerprint))],
            Shots = [.. plan.Shots.Select((s, i) => Of(s, i))],
            Beats = Beats(plan),
            Bans = plan.Bans,
            Notes = plan.Notes,
        };

    /// <summary>A shot.</summary>
    public static PlannedShot Of(TimelineShot shot, int index) =>
        new()
        {
            Id = shot.Id,
            Index = index,
            Start = shot.Record.Start,
            Frames = shot.Record.Length,
            Source = shot.Source,
            In = Math.Round(shot.In.Seconds, 6),
            Locked = shot.Locked,
            Speed = Math.Round(shot.Speed.Value, 6),
            Entry = shot.Entry is { } entry ? EntryOf(entry) : null,
            Reasons = [.. shot.Reasons.Select(r => r.Sentence)],
        };

    /// <summary>What an edit changed.</summary>
    public static EditView Of(int revision, Timeline before, Timeline after)
    {
        HashSet<(TimelineShot, ShotTransition?)> known = [.. Shots(before)];
        bool look = !Equals(before.Look, after.Look);
        return new EditView
        {
            Revision = revision,
            Frames = after.Frames,
            Order = [.. after.Shots.Select(s => s.Id)],
            Changed =
            [
                .. Shots(after)
                    .Select((s, i) => (Pair: s, Index: i))
                    .Where(s => look || !known.Contains(s.Pair))
                    .Select(s => Of(s.Pair.Shot, s.Index)),
            ],
            SoundChanged = SoundOf(before) != SoundOf(after),
            Beats = before.Beats.SequenceEqual(after.Beats) ? null : Beats(after),
        };
    }

    private static string SoundOf(Timeline plan) =>
        plan.ClipSoundDb is null
            ? $"{plan.Music} {plan.Frames}"
            : $"{plan.Music} {plan.Frames} {string.Join(';', plan.Shots.Select(s => $"{s.Source} {s.In} {s.Record} {s.Speed}"))}";

    // A shot is another, too, when it is left in another way.
    private static IEnumerable<(TimelineShot Shot, ShotTransition? Exit)> Shots(Timeline plan) =>
        plan.Shots.Select((s, i) => (s, i + 1 < plan.Shots.Count ? plan.Shots[i + 1].Entry : plan.Ending));

    private static List<PlannedBeat> Beats(Timeline plan) => [.. plan.Beats.Select(b => new PlannedBeat(b.Frame, b.BarPosition))];

    private static string EntryOf(ShotTransition entry) =>
        $"{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(entry.Kind.ToString())}@{entry.Frames}";
}
