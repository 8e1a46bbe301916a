using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>
/// Small changes to a finished timeline that leave all other shots untouched, so that only what changed is rendered again. All are pure:
/// they return a new timeline, and every cut stays on its frame. To choose shots anew see the planner.
/// </summary>
internal static class PlanEdits
{
    /// <summary>
    /// Puts an alternative of a shot in its place: the first that shows nothing which is elsewhere on the timeline, and where none does,
    /// the first. The replaced shot becomes the last alternative, so that repeating this walks through all of them.
    /// </summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="shot">Index of the shot.</param>
    /// <exception cref="ConfigurationException">There is no such shot, or none of its alternatives lasts as long.</exception>
    public static Timeline Swap(Timeline timeline, int shot)
    {
        EditRules.CheckIndex(timeline, shot);
        return SwapTo(timeline, shot, _ => true)
            ?? throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"{ShotNames.Of(timeline, shot)} has no alternative that lasts as long. Choose it anew with another seed, or name a "
                    + $"clip and a moment."
            );
    }

    /// <summary>Removes a clip: each of its shots gives way to its first alternative from another clip, and it disappears from all
    /// alternatives. Plans made from the timeline leave it out.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="source">Id of the clip.</param>
    /// <exception cref="ConfigurationException">There is no such clip, or shots are locked or left without an alternative; each is
    /// named.</exception>
    public static Timeline Ban(Timeline timeline, string source)
    {
        TimelineSource file = RequireSource(timeline, source);
        source = file.Id;
        List<string> problems = [];
        Timeline result = timeline;
        for (int i = 0; i < timeline.Shots.Count; i++)
        {
            if (timeline.Shots[i].Source != source)
            {
                continue;
            }

            if (timeline.Shots[i].Locked)
            {
                problems.Add($"{ShotNames.Of(timeline, i)} shows clip '{source}' and is locked. Unlock it first (unlock={i + 1}).");
            }
            else if (SwapTo(result, i, a => a.Source != source) is { } swapped)
            {
                result = swapped;
            }
            else
            {
                problems.Add(
                    $"{ShotNames.Of(timeline, i)} shows clip '{source}' and has no alternative from another clip. Plan again with the "
                        + $"clip excluded."
                );
            }
        }

        return problems.Count > 0
            ? throw new ConfigurationException(Problem.Of(ErrorCode.EditInvalid, problems))
            : result with
            {
                Bans = [.. result.Bans.Append(file.Fingerprint).Distinct()],
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

    /// <summary>Allows a banned clip again.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="content">Its fingerprint, or the beginning of it that no other banned clip has.</param>
    /// <exception cref="ConfigurationException">No clip, or more than one, is banned under this name.</exception>
    public static Timeline Unban(Timeline timeline, string content)
    {
        string[] meant = [.. timeline.Bans.Where(b => content.Length > 0 && b.StartsWith(content, StringComparison.Ordinal))];
        return meant.Length == 1 ? timeline with { Bans = [.. timeline.Bans.Where(b => b != meant[0])] }
            : timeline.Bans.Count == 0 ? throw new ConfigurationException(ErrorCode.EditInvalid, "the timeline bans no clip.")
            : throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"{(meant.Length == 0 ? "no banned clip is" : $"{meant.Length} banned clips are")} named by '{content}'; "
                    + $"banned are the fingerprints {string.Join(", ", timeline.Bans)}."
            );
    }

    // By its id, or by the name of its file where no other clip has that name.
    private static TimelineSource RequireSource(Timeline timeline, string source)
    {
        TimelineSource[] named = [.. timeline.Sources.Where(s => Path.GetFileName(s.Path) == source)];
        return timeline.Sources.FirstOrDefault(s => s.Id == source)
            ?? (
                named.Length == 1
                    ? named[0]
                    : throw new ConfigurationException(
                        ErrorCode.EditInvalid,
                        $"there is no clip '{source}' on the timeline; it has "
                            + $"{string.Join(", ", timeline.Sources.Select(s => $"{s.Id} ({Path.GetFileName(s.Path)})"))}."
                    )
            );
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
        TimelineSource file = RequireSource(timeline, source);
        source = file.Id;
        // On the clip's own clock, whichever clock the moment was given on.
        at = at.TimeBase == file.AvailableStart.TimeBase ? at : MediaTime.FromSeconds(at.Seconds, file.AvailableStart.TimeBase);
        TimelineShot fresh = EffectRepair.ForOtherFootage(old);
        double seconds = file.Still == true ? 0 : EditRules.SecondsOf(timeline, fresh);
        if (at.Seconds < file.AvailableStart.Seconds - 1e-9 || at.Seconds + seconds > file.AvailableEnd.Seconds + 1e-9)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"{ShotNames.Of(timeline, shot)} lasts {seconds:0.000} s; from {at.Seconds:0.000} s clip '{source}' does not last "
                    + $"that long (it has "
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
        ShotAlternative[] fitting = [.. old.Alternatives.Where(allowed).Where(a => Lasts(timeline, a, seconds))];
        ShotAlternative? taken = Array.Find(fitting, a => IsFree(timeline, shot, a, seconds)) ?? (fitting.Length > 0 ? fitting[0] : null);
        if (taken is null)
        {
            return null;
        }

        Timeline result = EditRules.With(
            timeline,
            shot,
            fresh with
            {
                Source = taken.Source,
                In = taken.In,
                Reasons = [ShotReason.Of(ReasonCodes.AlternativeTaken, taken.Reason.Sentence), .. EffectRepair.EntryReasons(old)],
                Alternatives =
                [
                    .. old.Alternatives.Where(a => a != taken),
                    new ShotAlternative(old.Source, old.In, ShotReason.Of(ReasonCodes.WasHere)),
                ],
            }
        );
        return EffectRepair.Joined(result, [shot]);
    }

    internal static bool Lasts(Timeline timeline, ShotAlternative alternative, double seconds)
    {
        TimelineSource? file = timeline.Sources.FirstOrDefault(s => s.Id == alternative.Source);
        return file?.Still == true || alternative.In.Seconds + seconds <= file?.AvailableEnd.Seconds + EditRules.Slack(timeline);
    }

    internal static bool IsFree(Timeline timeline, int shot, ShotAlternative alternative, double seconds) =>
        timeline
            .Shots.Where((s, i) => i != shot && s.Source == alternative.Source)
            .All(s =>
                s.In.Seconds + EditRules.SecondsOf(timeline, s) <= alternative.In.Seconds + 1e-9
                || alternative.In.Seconds + seconds <= s.In.Seconds + 1e-9
            );
}
