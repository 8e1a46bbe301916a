using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>Cuts shots in two and joins such as go on one after the other. Neither changes a picture.</summary>
internal static class SplitEdits
{
    /// <summary>Cuts a shot in two.</summary>
    public static Timeline Split(Timeline timeline, int shot, EditAmount at)
    {
        TimelineShot whole = timeline.Shots[shot];
        long frame = FrameOf(timeline, shot, at);
        long first = Math.Max(1, whole.Entry?.Half ?? 0),
            last = whole.Record.Length - Math.Max(1, EditRules.ExitOf(timeline, shot)?.Half ?? 0);
        if (frame < first || frame > last)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                first > last
                    ? $"{ShotNames.Of(timeline, shot)} cannot be split: it lasts {whole.Record.Length} frames, and its transitions "
                        + $"take all of them. "
                        + $"Make them shorter first."
                    : $"{ShotNames.Of(timeline, shot)} can be split at its frames {first} to {last}, not at {frame}: it lasts "
                        + $"{whole.Record.Length} frames"
                        + $"{(first > 1 || last < whole.Record.Length - 1 ? ", some of which its transitions take" : "")}."
            );
        }

        TimelineShot head = whole with
        {
            Record = new FrameRange(whole.Record.Start, whole.Record.Start + frame),
            Ramp = whole.Ramp is { Count: > 0 } ramp ? SplitPaths.Head(ramp, frame) : whole.Ramp,
            Camera = whole.Camera is { Count: > 0 } keys ? SplitPaths.Head(keys, frame) : whole.Camera,
        };
        return timeline with
        {
            ShotsNamed = ShotIds.Given(timeline) + 1,
            Shots = [.. timeline.Shots.Take(shot), head, TailOf(timeline, shot, frame), .. timeline.Shots.Skip(shot + 1)],
        };
    }

    /// <summary>Joins a shot with the next.</summary>
    public static Timeline Join(Timeline timeline, int shot)
    {
        if (shot == timeline.Shots.Count - 1)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"{ShotNames.Of(timeline, shot)} is the last one: there is none to join it with."
            );
        }

        ShotLocks.RequireOpen(timeline, shot + 1);
        (TimelineShot first, TimelineShot second) = (timeline.Shots[shot], timeline.Shots[shot + 1]);
        if (WhyApart(timeline, first, second) is { } reason)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"shots {shot + 1} and {shot + 2} cannot be joined: {reason}. To show shot {shot + 1} longer instead, drop shot {shot + 2} "
                    + $"(drop={shot + 2})."
            );
        }

        TimelineShot joined = first with
        {
            Record = new FrameRange(first.Record.Start, second.Record.End),
            Ramp = first.Ramp is { Count: > 0 } ramp ? SplitPaths.Joined(ramp, second.Ramp!, first.Record.Length) : first.Ramp,
            Camera = first.Camera is { Count: > 0 } keys ? SplitPaths.Joined(keys, second.Camera!, first.Record.Length) : first.Camera,
        };
        return timeline with { Shots = [.. timeline.Shots.Take(shot), joined, .. timeline.Shots.Skip(shot + 2)] };
    }

    private static long FrameOf(Timeline timeline, int shot, EditAmount at)
    {
        FrameRange record = timeline.Shots[shot].Record;
        if (at.Unit != EditUnit.Beats)
        {
            return at.Unit == EditUnit.Seconds ? timeline.Rate.FrameAt(at.Value) : at.Whole;
        }

        long[] inside = [.. timeline.Beats.Select(b => b.Frame).Where(f => f > record.Start && f < record.End).Distinct().Order()];
        return at.Whole >= 1 && at.Whole <= inside.Length
            ? inside[at.Whole - 1] - record.Start
            : throw new ConfigurationException(
                ErrorCode.EditInvalid,
                inside.Length == 0
                    ? $"there is no beat inside {ShotNames.Of(timeline, shot)}. Give seconds or frames instead."
                    : $"there are {inside.Length} beats inside {ShotNames.Of(timeline, shot)}, not {at.Whole}. Give seconds or frames "
                        + $"instead."
            );
    }

    private static TimelineShot TailOf(Timeline timeline, int shot, long frame)
    {
        TimelineShot whole = timeline.Shots[shot];
        double offered = ShotClock.SourceSeconds(EffectRepair.ForOtherFootage(whole), timeline.Rate, frame);
        return whole with
        {
            Id = ShotIds.Next(timeline),
            Record = new FrameRange(whole.Record.Start + frame, whole.Record.End),
            In = CutEdits.Later(timeline, whole, frame),
            Ramp = whole.Ramp is { Count: > 0 } ramp ? SplitPaths.Tail(ramp, frame) : whole.Ramp,
            Camera = whole.Camera is { Count: > 0 } keys ? SplitPaths.Tail(keys, frame) : whole.Camera,
            Entry = null,
            Reasons = [ShotReason.Of(ReasonCodes.SplitOff), .. whole.Reasons.Except(EffectRepair.EntryReasons(whole))],
            Alternatives =
            [
                .. whole.Alternatives.Select(a => a with { In = MediaTime.FromSeconds(a.In.Seconds + offered, a.In.TimeBase) }),
            ],
        };
    }

    private static string? WhyApart(Timeline timeline, TimelineShot first, TimelineShot second)
    {
        bool still = timeline.Sources.First(s => s.Id == first.Source).Still == true;
        MediaTime goesOn = CutEdits.Later(timeline, first, first.Record.Length);
        return first.Source != second.Source ? $"one shows clip '{first.Source}', the other '{second.Source}'"
            : !still && second.In != goesOn
                ? FormattableString.Invariant(
                    $"the second begins at {second.In.Seconds:0.000} s of its clip, and the first ends at {goesOn.Seconds:0.000} s"
                )
            : second.Entry is not null ? "a transition lies between them, which would go; take it off first"
            : first.Ramp is null != second.Ramp is null || (first.Ramp is null && first.Speed != second.Speed)
                ? "they play at different speeds"
            : first.Camera is null != second.Camera is null ? "only one of them has a camera"
            : first.Correction != second.Correction ? "they are corrected differently"
            : null;
    }
}
