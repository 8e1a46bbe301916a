using MontageAI.Editing.Finishing;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>
/// Changes of when and in which order shots are shown, as editors name them: slip, roll, move, drop. All are pure, return a new timeline
/// that keeps its length and its grid, and touch as few shots as they can, so that as few are rendered again.
/// </summary>
internal static class CutEdits
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
        TimelineShot slipped = old with
        {
            In = Later(timeline, old, frames, natural: true),
            Camera = Following(old, frames),
            Reasons = [ShotReason.Of(ReasonCodes.Slipped), .. old.Reasons],
        };
        return EffectRepair.Joined(EditRules.With(timeline, shot, EditRules.Require(timeline, shot, slipped)), [shot]);
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
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"{ShotNames.Of(timeline, shot)} is the last one and ends with the montage. Plan again with another length."
            );
        }

        TimelineShot left = timeline.Shots[shot],
            right = timeline.Shots[shot + 1];
        long cut = left.Record.End + frames;
        if (cut <= left.Record.Start || cut >= right.Record.End)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"the cut after {ShotNames.Of(timeline, shot)} can lie on frames {left.Record.Start + 1} to {right.Record.End - 1}, "
                    + $"not on {cut}: a shot "
                    + $"would vanish. Drop the shot instead."
            );
        }

        left = EffectRepair.Cut(left, 0, new FrameRange(left.Record.Start, cut));
        right = EffectRepair.Cut(right with { In = Later(timeline, right, frames) }, frames, new FrameRange(cut, right.Record.End));
        Timeline result = EditRules.With(timeline, shot, EditRules.Require(timeline, shot, left));
        return EffectRepair.Joined(EditRules.With(result, shot + 1, EditRules.Require(timeline, shot + 1, right)), [shot, shot + 1]);
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
        return steps == 0 ? timeline
            : steps <= side.Length ? Roll(timeline, shot, side[steps - 1] - cut)
            : throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"there are {side.Length} beats {(beats > 0 ? "after" : "before")} the end of {ShotNames.Of(timeline, shot)}, not "
                    + $"{steps}. Give frames "
                    + $"instead."
            );
    }

    /// <summary>Takes a shot to another place; those in between move up by one. Cuts stay on their frames, so what is shown longer must
    /// last.</summary>
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
        contents.Insert(to, timeline.Shots[shot] with { Reasons = [ShotReason.Of(ReasonCodes.Moved), .. timeline.Shots[shot].Reasons] });
        Timeline moved = timeline with { Shots = [.. contents.Select((c, i) => InPlace(timeline, i, c))] };
        return EffectRepair.Joined(moved, Enumerable.Range(Math.Min(shot, to), Math.Abs(shot - to) + 1));
    }

    // How a place is entered belongs to the place: a fade where a section begins stays there.
    private static TimelineShot InPlace(Timeline timeline, int index, TimelineShot content)
    {
        TimelineShot place = timeline.Shots[index];
        if (ReferenceEquals(place, content))
        {
            return content;
        }

        TimelineShot cut = EffectRepair.Cut(content, 0, place.Record);
        return EditRules.Require(
            timeline,
            index,
            cut with
            {
                Entry = place.Entry,
                Reasons = [.. content.Reasons.Except(EffectRepair.EntryReasons(content)), .. EffectRepair.EntryReasons(place)],
            }
        );
    }

    /// <summary>Takes a shot out: the shot before it is shown longer, or, where it is the first, the next one begins earlier.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot.</param>
    /// <exception cref="ConfigurationException">There is no such shot, it is the only one, or the neighbour's clip does not
    /// last.</exception>
    public static Timeline Drop(Timeline timeline, int shot)
    {
        EditRules.CheckIndex(timeline, shot);
        if (timeline.Shots.Count == 1)
        {
            throw new ConfigurationException(ErrorCode.EditInvalid, "the only shot of a timeline cannot be dropped.");
        }

        FrameRange gap = timeline.Shots[shot].Record;
        int neighbour = shot == 0 ? 1 : shot - 1;
        TimelineShot old = timeline.Shots[neighbour];
        TimelineShot longer =
            shot == 0
                ? EffectRepair.Cut(
                    old with
                    {
                        In = Later(timeline, old, -gap.Length),
                    },
                    -gap.Length,
                    new FrameRange(gap.Start, old.Record.End)
                )
                : EffectRepair.Cut(old, 0, new FrameRange(old.Record.Start, gap.End));
        if (shot == 0)
        {
            // It opens the montage now, as the dropped one did.
            TimelineShot first = timeline.Shots[0];
            longer = longer with
            {
                Entry = first.Entry,
                Reasons = [.. longer.Reasons.Except(EffectRepair.EntryReasons(longer)), .. EffectRepair.EntryReasons(first)],
            };
        }

        Timeline result = EditRules.With(timeline, neighbour, EditRules.Require(timeline, neighbour, longer));
        return EffectRepair.Joined(result with { Shots = [.. result.Shots.Where((_, i) => i != shot)] }, [Math.Max(0, shot - 1)]);
    }

    /// <summary>A whole number of timeline frames later in a shot's source, at its speed, on the source's own clock.</summary>
    public static MediaTime Later(Timeline timeline, TimelineShot shot, long frames, bool natural = false)
    {
        double seconds =
            natural && shot.Ramp is { Count: > 0 }
                ? timeline.Rate.SecondsAt(Math.Abs(frames)) * Math.Sign(frames)
                : ShotClock.SourceSeconds(shot, timeline.Rate, frames);
        return MediaTime.FromSeconds(shot.In.Seconds + seconds, shot.In.TimeBase);
    }

    // A view that follows a subject goes with the pictures; one that only zooms goes with the music.
    private static IReadOnlyList<CameraKey>? Following(TimelineShot shot, long frames) =>
        shot.Camera is { Count: > 1 } keys && keys.Any(k => k.X != keys[0].X || k.Y != keys[0].Y)
            ? CameraKeys.Part(keys, frames, shot.Record.Length)
            : shot.Camera;
}
