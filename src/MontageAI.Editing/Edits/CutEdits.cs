using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>
/// Changes of when and in which order shots are shown, as editors name them: slip, roll, move, drop. All are pure, return a new timeline that keeps its
/// length and its grid, and touch as few shots as they can, so that as few are rendered again.
/// </summary>
public static class CutEdits
{
    /// <summary>Shows an earlier or later part of the same take; the cuts stay.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot.</param>
    /// <param name="frames">Frames of the timeline; positive shows a later part.</param>
    /// <exception cref="ConfigurationException">There is no such shot, or the clip does not reach that far.</exception>
    public static Timeline Slip(Timeline timeline, int shot, long frames)
    {
        EditRules.CheckIndex(timeline, shot);
        TimelineShot old = timeline.Shots[shot];
        return EditRules.With(timeline, shot, EditRules.Require(timeline, shot, old with { In = Later(timeline, old, frames), Reasons = ["slipped by hand", .. old.Reasons] }));
    }

    /// <summary>Moves the cut at the end of a shot (a roll): one shot ends as much later as the next begins later.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot whose end moves; not the last one's.</param>
    /// <param name="frames">Frames; positive moves the cut to later.</param>
    /// <exception cref="ConfigurationException">There is no such cut, a shot would vanish, or a clip does not last.</exception>
    public static Timeline Roll(Timeline timeline, int shot, long frames)
    {
        EditRules.CheckIndex(timeline, shot);
        if (shot == timeline.Shots.Count - 1)
        {
            throw new ConfigurationException($"shot {shot} is the last one and ends with the montage. Plan again with another length.");
        }

        TimelineShot left = timeline.Shots[shot], right = timeline.Shots[shot + 1];
        long cut = left.Record.End + frames;
        if (cut <= left.Record.Start || cut >= right.Record.End)
        {
            throw new ConfigurationException($"the cut after shot {shot} can lie on frames {left.Record.Start + 1} to {right.Record.End - 1}, not on {cut}: a shot would vanish. Drop the shot instead.");
        }

        left = left with { Record = new FrameRange(left.Record.Start, cut) };
        right = right with { Record = new FrameRange(cut, right.Record.End), In = Later(timeline, right, frames) };
        Timeline result = EditRules.With(timeline, shot, EditRules.Require(timeline, shot, left));
        return EditRules.With(result, shot + 1, EditRules.Require(timeline, shot + 1, right));
    }

    /// <summary>Moves the cut at the end of a shot onto a neighbouring beat.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot whose end moves.</param>
    /// <param name="beats">How many beats; positive moves the cut to later.</param>
    /// <exception cref="ConfigurationException">There is no such beat, or as for <see cref="Roll"/>.</exception>
    public static Timeline RollByBeats(Timeline timeline, int shot, int beats)
    {
        EditRules.CheckIndex(timeline, shot);
        long cut = timeline.Shots[shot].Record.End;
        long[] later = [.. timeline.Beats.Select(b => b.Frame).Where(f => f > cut).Order()];
        long[] earlier = [.. timeline.Beats.Select(b => b.Frame).Where(f => f < cut).OrderDescending()];
        long[] side = beats > 0 ? later : earlier;
        int steps = Math.Abs(beats);
        return steps == 0
            ? timeline
            : steps <= side.Length
                ? Roll(timeline, shot, side[steps - 1] - cut)
                : throw new ConfigurationException($"there are {side.Length} beats {(beats > 0 ? "after" : "before")} the end of shot {shot}, not {steps}. Give frames instead.");
    }

    /// <summary>Takes a shot to another place; those in between move up by one. Cuts stay on their frames, so what is shown longer must last.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot.</param>
    /// <param name="to">Index that it shall have.</param>
    /// <exception cref="ConfigurationException">There is no such shot, or a clip does not last for the slot that it would fill.</exception>
    public static Timeline Move(Timeline timeline, int shot, int to)
    {
        EditRules.CheckIndex(timeline, shot);
        EditRules.CheckIndex(timeline, to);
        List<TimelineShot> contents = [.. timeline.Shots];
        contents.RemoveAt(shot);
        contents.Insert(to, timeline.Shots[shot] with { Reasons = ["moved here by hand", .. timeline.Shots[shot].Reasons] });
        return timeline with
        {
            Shots = [.. contents.Select((c, i) => EditRules.Require(timeline, i, c with { Record = timeline.Shots[i].Record }))],
        };
    }

    /// <summary>Takes a shot out: the shot before it is shown longer, or, where it is the first, the next one begins earlier.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot.</param>
    /// <exception cref="ConfigurationException">There is no such shot, it is the only one, or the neighbour's clip does not last.</exception>
    public static Timeline Drop(Timeline timeline, int shot)
    {
        EditRules.CheckIndex(timeline, shot);
        if (timeline.Shots.Count == 1)
        {
            throw new ConfigurationException("the only shot of a timeline cannot be dropped.");
        }

        FrameRange gap = timeline.Shots[shot].Record;
        int neighbour = shot == 0 ? 1 : shot - 1;
        TimelineShot old = timeline.Shots[neighbour];
        TimelineShot longer = shot == 0
            ? old with { Record = new FrameRange(gap.Start, old.Record.End), In = Later(timeline, old, -gap.Length) }
            : old with { Record = new FrameRange(old.Record.Start, gap.End) };
        Timeline result = EditRules.With(timeline, neighbour, EditRules.Require(timeline, neighbour, longer));
        return result with { Shots = [.. result.Shots.Where((_, i) => i != shot)] };
    }

    // A whole number of timeline frames later in the source, at the shot's speed, on the source's own clock.
    private static MediaTime Later(Timeline timeline, TimelineShot shot, long frames) =>
        MediaTime.FromSeconds(shot.In.Seconds + (timeline.Rate.SecondsAt(Math.Abs(frames)) * Math.Sign(frames) * shot.Speed.Value), shot.In.TimeBase);
}
