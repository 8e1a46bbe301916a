using MontageAI.Editing.Materials;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing;

/// <summary>An earlier timeline whose shots name the clips of a planner.</summary>
internal sealed class EarlierPlan
{
    private readonly HashSet<string> _known;
    private readonly IReadOnlyList<string> _banned;

    private EarlierPlan(Timeline timeline, IEnumerable<string> known, IReadOnlyList<string> banned)
    {
        (Timeline, _known, _banned) = (timeline, [.. known], banned);
        Locked = [.. Enumerable.Range(0, timeline.Shots.Count).Where(i => timeline.Shots[i].Locked)];
    }

    /// <summary>The timeline, with the planner's names of clips.</summary>
    public Timeline Timeline { get; }

    /// <summary>Indices of its locked shots.</summary>
    public IReadOnlyList<int> Locked { get; }

    /// <summary>Finds the clips of a timeline by their content: in another folder, or with other files beside them, they have other
    /// names.</summary>
    public static EarlierPlan Of(Timeline timeline, IReadOnlyList<ClipMaterial> clips)
    {
        Dictionary<string, string> byContent = [];
        foreach (ClipMaterial clip in clips)
        {
            byContent.TryAdd(clip.File.Fingerprint, clip.Id);
        }

        Dictionary<string, string> names = [];
        foreach (TimelineSource source in timeline.Sources)
        {
            bool same = clips.Any(c => c.Id == source.Id && c.File.Fingerprint == source.Fingerprint);
            names[source.Id] = same ? source.Id : byContent.GetValueOrDefault(source.Fingerprint, $"{source.Id} ({source.Path})");
        }

        HashSet<string> known = [.. names.Values.Where(n => clips.Any(c => c.Id == n))];
        return new EarlierPlan(
            names.All(n => n.Key == n.Value)
                ? timeline
                : timeline with
                {
                    Sources = [.. timeline.Sources.Select(s => s with { Id = names[s.Id] })],
                    Shots = [.. timeline.Shots.Select(s => Named(s, names))],
                },
            known,
            [.. clips.Where(c => timeline.Bans.Contains(c.File.Fingerprint)).Select(c => c.Id)]
        );
    }

    /// <summary>The first shots and all that are locked.</summary>
    public IReadOnlyList<int> Kept(int settled) => [.. Enumerable.Range(0, settled).Union(Locked).Order()];

    /// <summary>A request without the clips that the timeline bans; the very request where it bans none of its clips.</summary>
    public PlanRequest Without(PlanRequest request) =>
        _banned.All(request.ExcludedClips.Contains) ? request : request with { ExcludedClips = [.. request.ExcludedClips.Union(_banned)] };

    /// <summary>What is wrong where the clips of shots are not among the footage.</summary>
    public IEnumerable<Problem> WithoutClip(IEnumerable<int> shots) =>
        shots
            .Where(i => !_known.Contains(Timeline.Shots[i].Source))
            .Select(i => new Problem(
                ErrorCode.PlanMismatch,
                $"{ShotNames.Of(Timeline, i)} shows clip '{Timeline.Shots[i].Source}', which is not among the materials. Give that "
                    + $"clip too."
            ));

    private static TimelineShot Named(TimelineShot shot, Dictionary<string, string> names) =>
        names.GetValueOrDefault(shot.Source, shot.Source) == shot.Source
        && shot.Alternatives.All(a => names.GetValueOrDefault(a.Source, a.Source) == a.Source)
            ? shot
            : shot with
            {
                Source = names.GetValueOrDefault(shot.Source, shot.Source),
                Alternatives = [.. shot.Alternatives.Select(a => a with { Source = names.GetValueOrDefault(a.Source, a.Source) })],
            };
}
