using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>
/// Small changes to a finished timeline that leave all other shots untouched, so that only what changed is rendered again. All are pure:
/// they return
/// a new timeline, and every cut stays on its frame. To choose shots anew see <see cref="Planner.Replan"/>.
/// </summary>
public static class PlanEdits
{
    /// <summary>
    /// Puts the first alternative of a shot in its place that shows nothing which is elsewhere on the timeline. The replaced shot becomes
    /// the
    /// last alternative, so that repeating this walks through all of them.
    /// </summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot.</param>
    /// <exception cref="ConfigurationException">There is no such shot, or none of its alternatives is free.</exception>
    public static Timeline Swap(Timeline timeline, int shot)
    {
        EditRules.CheckIndex(timeline, shot);
        return SwapTo(timeline, shot, _ => true)
            ?? throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"shot {shot} has no alternative that is not shown elsewhere. Choose it anew with another seed, or name a clip and a "
                    + $"moment."
            );
    }

    /// <summary>Removes a clip: each of its shots gives way to its first free alternative from another clip, and it disappears from all
    /// alternatives.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="source">Id of the clip.</param>
    /// <exception cref="ConfigurationException">There is no such clip, or shots are left without an alternative; each is named.</exception>
    public static Timeline Ban(Timeline timeline, string source)
    {
        if (timeline.Sources.All(s => s.Id != source))
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"there is no clip '{source}' on the timeline; it has {string.Join(", ", timeline.Sources.Select(s => s.Id))}."
            );
        }

        List<string> problems = [];
        Timeline result = timeline;
        for (int i = 0; i < timeline.Shots.Count; i++)
        {
            if (timeline.Shots[i].Source != source)
            {
                continue;
            }

            if (SwapTo(result, i, a => a.Source != source) is { } swapped)
            {
                result = swapped;
            }
            else
            {
                problems.Add(
                    $"shot {i} shows clip '{source}' and has no free alternative from another clip. Plan again with the clip excluded."
                );
            }
        }

        return problems.Count > 0
            ? throw new ConfigurationException(Problem.Of(ErrorCode.EditInvalid, problems))
            : result with
            {
                Sources = [.. result.Sources.Where(s => s.Id != source)],
                Shots =
                [
                    .. result.Shots.Select(s =>
                        s.Alternatives.Any(a => a.Source == source)
                            ? s with
                            {
                                Alternatives = [.. s.Alternatives.Where(a => a.Source != source)],
                            }
                            : s
                    ),
                ],
            };
    }

    /// <summary>Shows a named moment of a clip in the place of a shot, as the user wishes; whether it is shown elsewhere too is not
    /// asked.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot.</param>
    /// <param name="source">Id of a clip of the timeline.</param>
    /// <param name="at">PTS of the frame to show first.</param>
    /// <exception cref="ConfigurationException">There is no such shot or clip, or the clip is too short there.</exception>
    public static Timeline Pin(Timeline timeline, int shot, string source, MediaTime at)
    {
        EditRules.CheckIndex(timeline, shot);
        TimelineShot old = timeline.Shots[shot];
        TimelineSource file =
            timeline.Sources.FirstOrDefault(s => s.Id == source)
            ?? throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"there is no clip '{source}' on the timeline; it has {string.Join(", ", timeline.Sources.Select(s => s.Id))}."
            );
        TimelineShot fresh = EffectRepair.ForOtherFootage(old);
        double seconds = file.Still == true ? 0 : EditRules.SecondsOf(timeline, fresh);
        if (at.Seconds < file.AvailableStart.Seconds - 1e-9 || at.Seconds + seconds > file.AvailableEnd.Seconds + 1e-9)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"shot {shot} lasts {seconds:0.000} s; from {at.Seconds:0.000} s clip '{source}' does not last that long (it has "
                    + $"{file.AvailableStart.Seconds:0.000} to {file.AvailableEnd.Seconds:0.000} s)."
            );
        }

        Timeline result = EditRules.With(
            timeline,
            shot,
            fresh with
            {
                Source = source,
                In = at,
                Reasons = [ShotReason.Of(ReasonCodes.ChosenByHand), .. EffectRepair.EntryReasons(old)],
                Alternatives = [.. old.Alternatives, new ShotAlternative(old.Source, old.In, ShotReason.Of(ReasonCodes.WasHere))],
            }
        );
        return EffectRepair.Joined(result, [shot]);
    }

    private static Timeline? SwapTo(Timeline timeline, int shot, Func<ShotAlternative, bool> allowed)
    {
        TimelineShot old = timeline.Shots[shot];
        TimelineShot fresh = EffectRepair.ForOtherFootage(old);
        double seconds = EditRules.SecondsOf(timeline, fresh);
        foreach (ShotAlternative alternative in old.Alternatives.Where(allowed))
        {
            bool free = timeline
                .Shots.Where((s, i) => i != shot && s.Source == alternative.Source)
                .All(s =>
                    s.In.Seconds + EditRules.SecondsOf(timeline, s) <= alternative.In.Seconds + 1e-9
                    || alternative.In.Seconds + seconds <= s.In.Seconds + 1e-9
                );
            if (free)
            {
                Timeline result = EditRules.With(
                    timeline,
                    shot,
                    fresh with
                    {
                        Source = alternative.Source,
                        In = alternative.In,
                        Reasons =
                        [
                            ShotReason.Of(ReasonCodes.AlternativeTaken, alternative.Reason.Sentence),
                            .. EffectRepair.EntryReasons(old),
                        ],
                        Alternatives =
                        [
                            .. old.Alternatives.Where(a => a != alternative),
                            new ShotAlternative(old.Source, old.In, ShotReason.Of(ReasonCodes.WasHere)),
                        ],
                    }
                );
                return EffectRepair.Joined(result, [shot]);
            }
        }

        return null;
    }
}
