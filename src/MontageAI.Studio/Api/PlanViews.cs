using MontageAI.Engine.Projects;
using MontageAI.Engine.Screening;
using MontageAI.Studio.Contracts;
using MontageAI.Timelines;

namespace MontageAI.Studio.Api;

/// <summary>Plans as the API tells of them.</summary>
internal static class PlanViews
{
    /// <summary>A plan.</summary>
    /// <param name="project">Its project.</param>
    /// <param name="revision">Its revision.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="screened">What there is of it now.</param>
    public static PlanView Of(string project, int revision, Timeline plan, ScreenedPlan screened) =>
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
            Shots = With([.. plan.Shots.Select(Of)], project, screened),
            Sound = SoundOf(project, screened),
            Stream = $"/media/{project}/hls/{revision}/index.m3u8",
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
    public static EditView Of(ProjectEdit edit)
    {
        (int revision, Timeline before, Timeline after) = (edit.Number, edit.Before, edit.After);
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

    /// <summary>What an edit changed, with what there is of it now.</summary>
    public static EditView With(EditView view, string project, ScreenedPlan screened) =>
        view with
        {
            Changed = With(view.Changed, project, screened),
            Sound = SoundOf(project, screened),
        };

    /// <summary>Shots, with what there is of them now.</summary>
    public static IReadOnlyList<PlannedShot> With(IReadOnlyList<PlannedShot> shots, string project, ScreenedPlan screened)
    {
        Dictionary<int, ScreenedShot> known = screened.Shots.ToDictionary(s => s.Index);
        return
        [
            .. shots.Select(s =>
                known.GetValueOrDefault(s.Index) is not { } seen
                    ? s
                    : s with
                    {
                        Final = AddressOf(project, seen.FinalKey),
                        Shown = seen.Shown is { } part ? AddressOf(project, part.Key) : null,
                        Tier = (int?)seen.Shown?.Tier,
                    }
            ),
        ];
    }

    private static string AddressOf(string project, string key) => $"/media/{project}/shots/{key}.m4s";

    private static PlannedSound? SoundOf(string project, ScreenedPlan screened) =>
        screened.Sound is { } sound ? new PlannedSound($"/media/{project}/sound/{sound.Key}", sound.Pieces) : null;

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
