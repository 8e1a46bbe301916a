using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>
/// What stands in for a shot that cannot be made: its clip holds less than it promised, or changed. Cut times and all other shots stay.
/// Which footage it is depends on the timeline alone.
/// </summary>
public static class StandIns
{
    private const int MostOffers = 24;

    /// <summary>
    /// Footage that could stand in the place of a shot, best first: its alternatives, ranked when they were planned, those from other clips
    /// first; then moments that the timeline shows elsewhere, and beginnings of clips, those far away and of clips that do not stand beside
    /// it first. Whether a clip gives so many frames there is for whoever renders to see.
    /// </summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot.</param>
    public static IReadOnlyList<ShotAlternative> For(Timeline timeline, int shot)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        EditRules.CheckIndex(timeline, shot);
        TimelineShot old = timeline.Shots[shot];
        double seconds = EditRules.SecondsOf(timeline, EffectRepair.ForOtherFootage(old));
        HashSet<string> beside = [];
        foreach (int at in (int[])[shot - 1, shot + 1])
        {
            if (at >= 0 && at < timeline.Shots.Count)
            {
                beside.Add(timeline.Shots[at].Source);
            }
        }

        ShotReason reason = ShotReason.Of(ReasonCodes.StandsIn);
        IEnumerable<ShotAlternative> elsewhere = timeline
            .Shots.Select((s, i) => (Shot: s, Index: i))
            .Where(s => s.Index != shot)
            .OrderBy(s => s.Shot.Source == old.Source)
            .ThenBy(s => beside.Contains(s.Shot.Source))
            .ThenByDescending(s => Math.Abs(s.Index - shot))
            .ThenBy(s => s.Index)
            .Select(s => new ShotAlternative(s.Shot.Source, s.Shot.In, reason));
        IEnumerable<ShotAlternative> beginnings = timeline
            .Sources.OrderBy(s => s.Id == old.Source)
            .ThenBy(s => beside.Contains(s.Id))
            .ThenBy(s => s.Id, StringComparer.Ordinal)
            .Select(s => new ShotAlternative(s.Id, s.AvailableStart, reason));
        return
        [
            .. old
                .Alternatives.OrderBy(a => a.Source == old.Source)
                .ThenBy(a => !PlanEdits.IsFree(timeline, shot, a, seconds))
                .Concat(elsewhere)
                .Concat(beginnings)
                .Where(a => (a.Source != old.Source || a.In != old.In) && PlanEdits.Lasts(timeline, a, seconds))
                .DistinctBy(a => (a.Source, a.In))
                .Take(MostOffers),
        ];
    }

    /// <summary>The timeline with other footage in the place of a shot. What was decided from the old footage is taken off.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot.</param>
    /// <param name="footage">One of <see cref="For"/>.</param>
    public static Timeline Take(Timeline timeline, int shot, ShotAlternative footage)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(footage);
        TimelineShot old = timeline.Shots[shot];
        return EditRules.With(
            timeline,
            shot,
            EffectRepair.ForOtherFootage(old) with
            {
                Source = footage.Source,
                In = footage.In,
                Locked = false,
                Reasons = [ShotReason.Of(ReasonCodes.StandsIn), .. EffectRepair.EntryReasons(old)],
                Alternatives = [.. old.Alternatives.Where(a => a.Source != footage.Source || a.In != footage.In)],
            }
        );
    }

    /// <summary>The timeline with hard cuts where a shot and one beside it are shown at once: neither can be shown through the other any
    /// more.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot.</param>
    public static Timeline CutAround(Timeline timeline, int shot)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        TimelineShot[] shots = [.. timeline.Shots];
        bool changed = false;
        for (int i = Math.Max(1, shot); i <= shot + 1 && i < shots.Length; i++)
        {
            if (shots[i].Entry is { ShowsBoth: true } entry)
            {
                changed = true;
                shots[i] = EffectRepair.WithoutEntry(shots[i], entry, "a shot beside the cut could not be made");
            }
        }

        return changed ? timeline with { Shots = shots } : timeline;
    }
}
