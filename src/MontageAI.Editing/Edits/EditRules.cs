using System.Globalization;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>What every change by hand must keep.</summary>
internal static class EditRules
{
    /// <summary>Fails unless the timeline has such a shot.</summary>
    public static void CheckIndex(Timeline timeline, int shot)
    {
        if (shot < 0 || shot >= timeline.Shots.Count)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"there is no shot {shot + 1}: the timeline has {timeline.Shots.Count}, counted from 1."
            );
        }
    }

    /// <summary>Seconds of source that a shot shows.</summary>
    public static double SecondsOf(Timeline timeline, TimelineShot shot) => ShotClock.SourceLength(shot, timeline.Rate);

    /// <summary>Seconds by which footage may be too short: half a frame, as times are rounded to the clocks of clip and timeline.</summary>
    public static double Slack(Timeline timeline) => timeline.Rate.SecondsAt(1) / 2;

    /// <summary>Gives a shot back if its clip lasts for it, and fails otherwise.</summary>
    public static TimelineShot Require(Timeline timeline, int index, TimelineShot shot)
    {
        TimelineSource file = timeline.Sources.First(s => s.Id == shot.Source);
        double seconds = SecondsOf(timeline, shot);
        return
            file.Still == true
            || (
                shot.In.Seconds >= file.AvailableStart.Seconds - 1e-9
                && shot.In.Seconds + seconds <= file.AvailableEnd.Seconds + Slack(timeline)
            )
            ? shot
            : throw new ConfigurationException(
                ErrorCode.EditInvalid,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ShotNames.Of(timeline, index)} would show clip '{shot.Source}' from {shot.In.Seconds:0.000} to "
                        + $"{shot.In.Seconds + seconds:0.000} s, "
                        + $"but the clip has {file.AvailableStart.Seconds:0.000} to {file.AvailableEnd.Seconds:0.000} s."
                )
            );
    }

    /// <summary>The timeline with one shot replaced.</summary>
    public static Timeline With(Timeline timeline, int shot, TimelineShot changed) =>
        timeline with
        {
            Shots = [.. timeline.Shots.Select((s, i) => i == shot ? changed : s)],
        };

    /// <summary>How a shot is left: the entry of the next one, or the montage's ending.</summary>
    public static ShotTransition? ExitOf(Timeline timeline, int shot) =>
        shot + 1 < timeline.Shots.Count ? timeline.Shots[shot + 1].Entry : timeline.Ending;
}
