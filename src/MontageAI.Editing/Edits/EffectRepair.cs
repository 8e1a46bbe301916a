using MontageAI.Editing.Finishing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>Keeps the effects of a timeline true after a change by hand: what belongs to the footage goes with it, what belongs to the cut
/// stays at the cut, and nothing points at frames or footage that are not there.</summary>
internal static class EffectRepair
{
    /// <summary>Reasons that tell how a shot is entered: they belong to the cut, not to the shot.</summary>
    public static IEnumerable<ShotReason> EntryReasons(TimelineShot shot) => shot.Reasons.Where(TransitionPass.IsReason);

    /// <summary>Whether a reason tells why a shot plays at its speed.</summary>
    public static bool IsSpeedReason(ShotReason reason) => reason.Code.StartsWith("speed.", StringComparison.Ordinal);

    /// <summary>
    /// A shot that is to show other footage: what was decided from the old footage (slow motion for its action, corrections, a view that
    /// follows its subject) is taken off; ramps and punch-ins, which follow the music, stay.
    /// </summary>
    public static TimelineShot ForOtherFootage(TimelineShot shot) =>
        shot with
        {
            Speed = shot.Reasons.Any(r => r.Code == ReasonCodes.SlowMotion) ? new Rational(1) : shot.Speed,
            Correction = null,
            Camera = shot.Camera is { } keys && keys.All(k => k.X == 0.5 && k.Y == 0.5) ? keys : null,
            Fit = null,
        };

    /// <summary>A shot that begins so many frames later (earlier below 0) than it did, showing the same at the same frames of the timeline,
    /// and lasts for another number of frames.</summary>
    public static TimelineShot Cut(TimelineShot shot, long later, FrameRange record) =>
        shot with
        {
            Record = record,
            Ramp = RampFor(shot.Ramp, later, shot.Record.Length - later, record.Length),
            Camera = shot.Camera is { Count: > 0 } keys ? CameraKeys.Part(keys, later, record.Length) : null,
        };

    /// <summary>Shortens or takes off every transition around changed shots that no longer has the frames or the footage that it
    /// needs.</summary>
    /// <param name="timeline">The changed timeline.</param>
    /// <param name="touched">Indices of the shots that were changed.</param>
    public static Timeline Joined(Timeline timeline, IEnumerable<int> touched)
    {
        TimelineShot[] shots = [.. timeline.Shots];
        int[] entries = [.. touched.SelectMany(i => (int[])[i, i + 1]).Where(i => i >= 0 && i < shots.Length).Distinct().Order()];
        foreach (int i in entries)
        {
            if (shots[i].Entry is { } entry)
            {
                int half = LongestHalf(timeline, shots, i, entry);
                shots[i] = half == entry.Half ? shots[i] : Shortened(shots[i], entry, half);
            }
        }

        ShotTransition? ending = timeline.Ending;
        if (ending is not null && ending.Half > shots[^1].Record.Length - (shots[^1].Entry?.Half ?? 0))
        {
            int half = (int)Math.Max(0, shots[^1].Record.Length - (shots[^1].Entry?.Half ?? 0));
            ending = half > 0 ? ending with { Frames = 2 * half } : null;
        }

        return timeline with
        {
            Shots = shots,
            Ending = ending,
        };
    }

    private static TimelineShot Shortened(TimelineShot shot, ShotTransition entry, int half)
    {
        IEnumerable<ShotReason> others = shot.Reasons.Where(r => !TransitionPass.IsReason(r));
        return half > 0
            ? shot with
            {
                Entry = entry with { Frames = 2 * half },
                Reasons =
                [
                    .. others,
                    ShotReason.Of(
                        ReasonCodes.Entered,
                        TransitionPass.Name(entry.Kind),
                        $"{2 * half}",
                        $"shortened from {entry.Frames} by a change by hand, since no more footage or frames are there"
                    ),
                ],
            }
            : WithoutEntry(shot, entry, "a change by hand left no footage or frames for it");
    }

    /// <summary>A shot that is entered by a hard cut, and the reason why it is no transition.</summary>
    public static TimelineShot WithoutEntry(TimelineShot shot, ShotTransition entry, string why) =>
        shot with
        {
            Entry = null,
            Reasons =
            [
                .. shot.Reasons.Where(r => !TransitionPass.IsReason(r)),
                ShotReason.Of(ReasonCodes.NotEntered, TransitionPass.Name(entry.Kind), why),
            ],
        };

    /// <summary>Half of the longest transition of a kind by which a shot can be entered, as far as frames and footage go; no longer than
    /// the one asked for.</summary>
    public static int LongestHalf(Timeline timeline, IReadOnlyList<TimelineShot> shots, int index, ShotTransition entry)
    {
        TimelineShot shot = shots[index];
        long exit = index + 1 < shots.Count ? shots[index + 1].Entry?.Half ?? 0 : timeline.Ending?.Half ?? 0;
        long most = shot.Record.Length - exit;
        if (index == 0)
        {
            return entry.Kind is TransitionKind.FadeBlack or TransitionKind.FadeWhite or TransitionKind.Flash
                ? (int)Math.Clamp(entry.Half, 0, Math.Max(0, most))
                : 0;
        }

        TimelineShot old = shots[index - 1];
        most = Math.Min(most, entry.Kind == TransitionKind.Flash ? old.Record.Length : old.Record.Length - (old.Entry?.Half ?? 0));
        int half = (int)Math.Clamp(entry.Half, 0, Math.Max(0, most));
        while (entry.ShowsBoth && half > 0 && !(Lasts(timeline, old, half, atEnd: true) && Lasts(timeline, shot, half, atEnd: false)))
        {
            half--;
        }

        return half;
    }

    // Whether a clip has footage for so many frames beyond one end of a shot.
    private static bool Lasts(Timeline timeline, TimelineShot shot, int frames, bool atEnd)
    {
        TimelineSource file = timeline.Sources.First(s => s.Id == shot.Source);
        double at = shot.In.Seconds + ShotClock.SourceSeconds(shot, timeline.Rate, atEnd ? shot.Record.Length + frames : -frames);
        return file.Still == true
            || (atEnd ? at <= file.AvailableEnd.Seconds + EditRules.Slack(timeline) : at >= file.AvailableStart.Seconds - 1e-9);
    }

    // What slows down into the cut stays at the cut; what is earlier keeps its frame of the timeline. A shot too short for its ramp loses
    // it.
    private static IReadOnlyList<SpeedPoint>? RampFor(IReadOnlyList<SpeedPoint>? ramp, long later, long oldLength, long newLength)
    {
        if (ramp is not { Count: > 0 })
        {
            return ramp;
        }

        List<SpeedPoint> points = [];
        double middle = (oldLength + later) / 2.0;
        foreach (SpeedPoint point in ramp)
        {
            long frame = point.Frame - later + (point.Frame >= middle ? newLength - oldLength : 0);
            if (frame < 0 && point.Frame >= middle)
            {
                return null;
            }

            points.Add(point with { Frame = Math.Max(0, frame) });
            if (points.Count > 1 && points[^1].Frame < points[^2].Frame)
            {
                return null;
            }
        }

        return points[^1].Frame <= newLength ? points : null;
    }
}
