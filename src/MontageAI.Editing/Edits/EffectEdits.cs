using System.Globalization;
using MontageAI.Editing.Finishing;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>Changes of how a shot is shown: its speed, how it is entered, what is put right in it, what part of it is seen.</summary>
internal static class EffectEdits
{
    private const int MostSpeed = 16;

    /// <summary>Sets a constant speed.</summary>
    public static Timeline Speed(Timeline timeline, int shot, Rational speed)
    {
        TimelineShot old = timeline.Shots[shot];
        TimelineSource file = timeline.Sources.First(s => s.Id == old.Source);
        if (speed <= new Rational(0) || speed > new Rational(MostSpeed))
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"a speed must be above 0 and at most {MostSpeed}, for example 1/2; {speed} is not."
            );
        }

        if (file.Still == true)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"{ShotNames.Of(timeline, shot)} is a photograph, which has no speed. To move in it, give it a camera."
            );
        }

        TimelineShot changed = old with
        {
            Speed = speed,
            Ramp = null,
            Reasons = [ShotReason.Of(ReasonCodes.SpeedSet, $"{speed}"), .. old.Reasons.Where(r => !EffectRepair.IsSpeedReason(r))],
        };
        double seconds = EditRules.SecondsOf(timeline, changed),
            there = file.AvailableEnd.Seconds - old.In.Seconds;
        if (seconds > there + EditRules.Slack(timeline))
        {
            double most = there / timeline.Rate.SecondsAt(old.Record.Length);
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ShotNames.Of(timeline, shot)} would need {seconds:0.000} s of clip '{old.Source}', which has {there:0.000} s "
                        + $"left there. Its "
                        + $"speed can be {Math.Floor(most * 100) / 100:0.00} at most; or slip it to an earlier part first."
                )
            );
        }

        return EffectRepair.Joined(EditRules.With(timeline, shot, changed), [shot]);
    }

    /// <summary>Sets how a shot is entered.</summary>
    public static Timeline Enter(Timeline timeline, int shot, ShotTransition? entry)
    {
        ShotLocks.RequireOpen(timeline, shot);
        TimelineShot old = timeline.Shots[shot];
        ShotReason[] others = [.. old.Reasons.Except(EffectRepair.EntryReasons(old))];
        if (entry is null)
        {
            return EditRules.With(timeline, shot, old with { Entry = null, Reasons = others });
        }

        RequireEven(entry, $"{ShotNames.Of(timeline, shot)}");
        if (shot == 0 && entry.Kind is not (TransitionKind.FadeBlack or TransitionKind.FadeWhite or TransitionKind.Flash))
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                "shot 0 opens the montage and can be entered by fade_black, fade_white or flash only."
            );
        }

        int half = EffectRepair.LongestHalf(timeline, timeline.Shots, shot, entry);
        return half < entry.Half
            ? throw new ConfigurationException(
                ErrorCode.EditInvalid,
                half > 0
                    ? $"there are frames or footage for {2 * half} frames of this transition into {ShotNames.Of(timeline, shot)}, not for "
                        + $"{entry.Frames}. Ask for {2 * half}, or slip one of the two shots."
                    : $"there is no footage or frame for this transition into {ShotNames.Of(timeline, shot)}. Slip one of the two "
                        + $"shots, or take a kind "
                        + $"that needs none (fade_black, flash)."
            )
            : EditRules.With(
                timeline,
                shot,
                old with
                {
                    Entry = entry,
                    Reasons =
                    [
                        .. others,
                        ShotReason.Of(ReasonCodes.Entered, TransitionPass.Name(entry.Kind), $"{entry.Frames}", "set by hand"),
                    ],
                }
            );
    }

    /// <summary>Sets how the montage ends.</summary>
    public static Timeline End(Timeline timeline, ShotTransition? ending)
    {
        if (ending is null)
        {
            return timeline with { Ending = null };
        }

        RequireEven(ending, "the end");
        if (ending.Kind is not (TransitionKind.FadeBlack or TransitionKind.FadeWhite))
        {
            throw new ConfigurationException(ErrorCode.EditInvalid, "the montage can end by fade_black or fade_white only.");
        }

        long most = timeline.Shots[^1].Record.Length - (timeline.Shots[^1].Entry?.Half ?? 0);
        return ending.Half <= most
            ? timeline with
            {
                Ending = ending,
            }
            : throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"the last shot has frames for an ending of {2 * most}, not of {ending.Frames}. Ask for {2 * most}."
            );
    }

    /// <summary>Changes what is put right.</summary>
    public static Timeline Correct(Timeline timeline, int shot, CorrectionChange? change)
    {
        TimelineShot old = timeline.Shots[shot];
        string[] problems =
        [
            .. CorrectionChange
                .Values.Where(v => change is not null && v.Of(change) is { } value && !(value >= v.Least && value <= v.Most))
                .Select(v => $"{v.Name} must be {v.Least} to {v.Most}; {v.Of(change!)} is not."),
        ];
        if (problems.Length > 0)
        {
            throw new ConfigurationException(Problem.Of(ErrorCode.EditInvalid, problems));
        }

        ShotCorrection corrected = change?.On(old.Correction ?? new ShotCorrection()) ?? new ShotCorrection();
        corrected = corrected with { Reason = "set by hand" };
        // Nothing put right is no correction.
        bool isNone = corrected == new ShotCorrection { Reason = corrected.Reason };
        return EditRules.With(timeline, shot, old with { Correction = isNone ? null : corrected });
    }

    /// <summary>Sets what part of the picture is seen.</summary>
    public static Timeline Camera(Timeline timeline, int shot, IReadOnlyList<CameraKey>? keys)
    {
        TimelineShot old = timeline.Shots[shot];
        CameraKey[] path = [.. (keys ?? []).OrderBy(k => k.Frame)];
        if (path.Length > 0 && path[^1].Frame >= old.Record.Length)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"{ShotNames.Of(timeline, shot)} has the frames 0 to {old.Record.Length - 1}; a camera key at frame {path[^1].Frame} "
                    + $"would never be reached."
            );
        }

        return EditRules.With(timeline, shot, old with { Camera = path.Length > 0 ? path : null });
    }

    private static void RequireEven(ShotTransition transition, string where)
    {
        if (transition.Frames < 2 || transition.Frames % 2 != 0)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"a transition at {where} lasts an even number of frames, 2 or more; {transition.Frames} is not. Half of them lie on "
                    + $"either side of the cut."
            );
        }
    }
}
