using MontageAI.Editing.Drafts;
using MontageAI.Editing.Edits;
using MontageAI.Editing.Finishing;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Offers;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Selection;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Planning;

/// <summary>A window of a clip that is nearly chosen and cheap to measure more closely.</summary>
/// <param name="Clip">The clip's id.</param>
/// <param name="Range">From the PTS of its first frame to that after its last.</param>
public sealed record ShortlistedWindow(string Clip, MediaRange Range);

/// <summary>What is settled of a plan before its first shot is chosen.</summary>
/// <param name="Timeline">Rate, length, shape, song and beats; no shots and no sources.</param>
/// <param name="LongestShotSeconds">No shot will be longer.</param>
public sealed record PlanOutline(Timeline Timeline, double LongestShotSeconds);

/// <summary>
/// Plans one montage: paces cuts on the song's moments, then fills the slots with footage. A planner belongs to one request and to what is
/// known of the footage; it settles length, song, moments and usable footage when it is first asked, and answers every question from there.
/// When clips learn more, ask <see cref="With"/> for another one. Pure: the same questions have the same answers to the byte
/// (<see cref="TimelineJson.Write(Timeline)"/>), in any order. May be asked by several threads at once.
/// </summary>
/// <param name="request">What is asked.</param>
/// <param name="clips">The footage, in the user's order; ids are unique.</param>
/// <param name="music">The song, or null for a montage without one.</param>
/// <param name="from"> An earlier timeline of the same rate, to plan again: its locked shots stay as they are, on their frames, and the
/// clips that it bans are left out; everything else is paced and chosen anew. The clips of locked shots are among the footage; they are
/// known by their content, so their ids may differ. Null for a new plan. </param>
public sealed class Planner(PlanRequest request, IReadOnlyList<ClipMaterial> clips, MusicMaterial? music, Timeline? from = null)
{
    private readonly EarlierPlan? _from = from is null ? null : EarlierPlan.Of(from, clips);
    private readonly Lazy<PlanDraft> _own = new(() =>
        PlanDraft.Start(from is null ? request : EarlierPlan.Of(from, clips).Without(request), clips, music)
    );
    private readonly Lock _gate = new();
    private PlanDraft? _other;

    /// <summary>
    /// The window that is measured of a shot that starts at a moment, as long as the shot lasts at least 0.4 s: what
    /// <see cref="Shortlist(double?)"/> will ask for if a shot is to start there. For measuring ahead.
    /// </summary>
    public static MediaRange WindowAt(MediaTime start) => MediaRange.FromSeconds(start, LookList.LongestMeasuredSeconds);

    /// <summary>The planner of the same request over footage of which more is known by now: this one where nothing new is.</summary>
    /// <param name="known">The footage.</param>
    public Planner With(IReadOnlyList<ClipMaterial> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        bool same = known.Count == clips.Count && known.Zip(clips).All(p => ReferenceEquals(p.First, p.Second));
        return same ? this : new Planner(request, known, music, from);
    }

    /// <summary>Everything of a plan that does not depend on which shots are chosen; whoever makes the sound can begin.</summary>
    /// <exception cref="ConfigurationException">The request contradicts itself.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public PlanOutline Outline()
    {
        IReadOnlyList<Placement> slots = _own.Value.Pace();
        return new PlanOutline(TimelineWriter.Outline(_own.Value, slots), slots.Max(s => request.Rate.SecondsAt(s.Slot.Record.Length)));
    }

    /// <summary>Windows around the moments of clips at which most seems to happen, to be looked at before shots are chosen.</summary>
    public IReadOnlyList<ShortlistedWindow> Moments() => Looks.Moments(_own.Value.Stretches);

    /// <summary>Plans the montage.</summary>
    /// <exception cref="ConfigurationException">The request contradicts itself, or a locked shot cannot stay; every problem is
    /// listed.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public Timeline Plan()
    {
        PlanDraft draft = _own.Value;
        return Finished(draft, Filled(draft, Begun(draft)), _from, 0);
    }

    /// <summary>
    /// Plans the montage for somebody who goes on with it by <see cref="Continue"/> after its first seconds: without alternatives, which
    /// are then found for all shots. Where no shot starts later, it is the whole <see cref="Plan"/>.
    /// </summary>
    /// <param name="seconds">Seconds that will be settled.</param>
    /// <inheritdoc cref="Plan"/>
    public Timeline Begin(double seconds)
    {
        PlanDraft draft = _own.Value;
        IReadOnlyList<Placement> filled = Filled(draft, Begun(draft));
        return Finished(draft, filled, _from, 0, isWhole: filled[^1].Slot.Record.Start < request.Rate.FrameAt(seconds));
    }

    /// <summary>
    /// Plans provisionally and names the windows that won, whose motion is not measured and which start near a key frame, so that only they
    /// are measured before the final <see cref="Plan"/>. Ordered by clip as given, then by start; no two of a clip overlap, and of each
    /// only the first 0.4 s are named. With a <see cref="PlanRequest.CloserLookSeconds"/> every winner is named, with so much more than its
    /// length.
    /// </summary>
    /// <param name="seconds">Only of shots that start within so many seconds of the montage; null means all.</param>
    /// <returns>At most one window per slot.</returns>
    /// <exception cref="ConfigurationException">The request contradicts itself.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public IReadOnlyList<ShortlistedWindow> Shortlist(double? seconds = null)
    {
        long end = seconds is { } s ? request.Rate.FrameAt(s) : long.MaxValue;
        return Looks.Nearly([.. _own.Value.Fill(Begun(_own.Value)).Where(p => p.Slot.Record.Start < end)]);
    }

    /// <summary>
    /// Goes on with a plan whose first shots are settled, because somebody may be watching them: these stay as they are, everything after
    /// them is paced and chosen with all the footage that is known by now. Length, song, beats and the moments to cut on are those of the
    /// earlier plan.
    /// </summary>
    /// <param name="begun">The earlier plan, of the same request; every clip that a settled shot uses is among the footage.</param>
    /// <param name="settled">Number of its shots that stay, 0 to all.</param>
    /// <exception cref="ConfigurationException">The request contradicts itself or the earlier plan.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public Timeline Continue(Timeline begun, int settled)
    {
        (PlanDraft draft, EarlierPlan earlier) = Continued(begun, settled);
        return Finished(draft, Filled(draft, draft.Around(earlier.Timeline, earlier.Kept(settled), settled)), earlier, settled);
    }

    /// <summary>
    /// The <see cref="Shortlist(double?)"/> of <see cref="Continue"/>, windows of settled shots left out; and before it, as long as they
    /// are shown, winners in which packets or key frames let suspect a swish, black or a cut; where footage is short, also where key frames
    /// let take a title for there. Whoever measures these and asks again until there are none has looked at every frame of every doubtful
    /// shot. Windows of a clip may overlap.
    /// </summary>
    /// <param name="begun">The earlier plan.</param>
    /// <param name="settled">Number of its shots that stay.</param>
    /// <param name="again">Whether winners were looked at before, so that only what has won since is new.</param>
    public IReadOnlyList<ShortlistedWindow> Shortlist(Timeline begun, int settled, bool again = false)
    {
        (PlanDraft draft, EarlierPlan earlier) = Continued(begun, settled);
        IReadOnlyList<Placement> filled = draft.Fill(draft.Around(earlier.Timeline, earlier.Kept(settled), settled));
        return [.. Looks.Whole(filled), .. Looks.Titles(filled, draft.Stretches), .. again ? [] : Looks.Nearly(filled)];
    }

    /// <summary>
    /// Plans again on the cuts of an earlier timeline: the shots named and the locked ones stay exactly as they are, the others are chosen
    /// anew with the request's seed, exclusions and weights, without the clips that the timeline bans. The timeline's length, song and
    /// beats stay.
    /// </summary>
    /// <param name="previous">The earlier timeline, at the request's rate; every clip that a kept shot uses is among the footage.</param>
    /// <param name="keep">Indices of the shots that stay.</param>
    /// <exception cref="ConfigurationException">Request and timeline do not fit together; every problem is listed.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public Timeline Replan(Timeline previous, IReadOnlyCollection<int> keep)
    {
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(keep);
        EarlierPlan earlier = EarlierPlan.Of(previous, clips);
        int[] kept = [.. keep.Union(earlier.Locked).Order()];
        Require([
            .. WrongRate(previous),
            .. kept.Where(i => i < 0 || i >= previous.Shots.Count)
                .Select(i => new Problem(ErrorCode.PlanMismatch, $"shot {i + 1} cannot be kept: the timeline has {previous.Shots.Count}.")),
            .. earlier.WithoutClip(kept.Where(i => i >= 0 && i < previous.Shots.Count)),
        ]);
        PlanDraft draft = DraftOf(earlier);
        IReadOnlyList<Placement> filled = draft.Fill(draft.PlacementsOf(earlier.Timeline, kept), isFinal: true);
        return Finished(draft, TimelineWriter.Rewrite(draft, filled, earlier.Timeline), filled, 0);
    }

    /// <summary>
    /// What else could stand in place of a shot, best first: ranked for that place, by the music there, the shots around it and what is
    /// shown elsewhere, with other clips before other parts of one. There is none only where no usable footage but what stands there lasts.
    /// </summary>
    /// <param name="plan">A plan of this footage; it may have been changed by hand since.</param>
    /// <param name="shot">Index of the shot.</param>
    /// <param name="count">At most so many.</param>
    /// <exception cref="ConfigurationException">There is no such shot, or a clip of the plan is not among the footage.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public IReadOnlyList<ShotOffer> Alternatives(Timeline plan, int shot, int count)
    {
        ArgumentNullException.ThrowIfNull(plan);
        EditRules.CheckIndex(plan, shot);
        EarlierPlan known = EarlierPlan.Of(plan, clips);
        Require([.. WrongRate(plan), .. known.WithoutClip(Enumerable.Range(0, plan.Shots.Count))]);
        plan = known.Timeline;
        PlanDraft draft = DraftOf(known);
        string[] first = [.. plan.Shots.Where((_, i) => i != shot).SelectMany(s => s.Alternatives.Take(1)).Select(a => a.Source)];
        int[] offered = [.. clips.Select(c => first.Count(f => f == c.Id))];
        return
        [
            .. new OfferRanking(draft, plan)
                .Of(shot, count, offered)
                .Select(o => new ShotOffer(clips[o.Candidate.Clip].Id, o.Candidate.In, o.Better, o.Worse)),
        ];
    }

    private LookList Looks => new(request, clips);

    // The slots of the request, around what must stay.
    private IReadOnlyList<Placement> Begun(PlanDraft draft)
    {
        if (_from is null)
        {
            return draft.Pace();
        }

        Require([
            .. WrongRate(_from.Timeline),
            .. _from.WithoutClip(_from.Locked),
            .. _from
                .Locked.Where(i => _from.Timeline.Shots[i].Record.End > request.Rate.FrameAt(draft.Seconds))
                .Select(i => new Problem(
                    ErrorCode.PlanMismatch,
                    $"shot {i + 1} is locked and lies beyond the end of a montage of {draft.Seconds:0.00} s. Unlock it, or plan a "
                        + $"longer one."
                )),
        ]);
        return draft.Around(_from.Timeline, _from.Locked, 0);
    }

    private (PlanDraft Draft, EarlierPlan Earlier) Continued(Timeline begun, int settled)
    {
        ArgumentNullException.ThrowIfNull(begun);
        ArgumentOutOfRangeException.ThrowIfNegative(settled);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settled, begun.Shots.Count);
        EarlierPlan earlier = EarlierPlan.Of(begun, clips);
        bool fits =
            begun.Rate == request.Rate && (request.DurationSeconds is null || request.Rate.FrameAt(_own.Value.Seconds) == begun.Frames);
        PlanDraft? draft = fits ? DraftOf(earlier) : null;
        if (draft is null || request.Rate.FrameAt(draft.Seconds) != begun.Frames)
        {
            throw new ConfigurationException(
                ErrorCode.PlanMismatch,
                $"the plan that was begun has {begun.Frames} frames at {begun.Rate}, which is not what is asked for now. Plan again from "
                    + $"the start."
            );
        }

        Require([.. earlier.WithoutClip(earlier.Kept(settled))]);
        return (draft, earlier);
    }

    private static void Require(IReadOnlyList<Problem> problems)
    {
        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }
    }

    private IEnumerable<Problem> WrongRate(Timeline earlier) =>
        earlier.Rate == request.Rate
            ? []
            :
            [
                new Problem(
                    ErrorCode.PlanMismatch,
                    $"{request.Rate} differs from the timeline's {earlier.Rate}; plan again from the start for another rate.",
                    Field.Rate
                ),
            ];

    private Timeline Finished(PlanDraft draft, IReadOnlyList<Placement> filled, EarlierPlan? earlier, int settled, bool isWhole = true)
    {
        // Names of the timeline that is planned again are given to no other shots; those of a plan that is gone on with are, where the
        // shots were not settled.
        int named = _from is null ? 0 : ShotIds.Given(_from.Timeline);
        return Finished(
            draft,
            earlier is null ? TimelineWriter.Write(draft, filled) : TimelineWriter.Write(draft, filled, earlier.Timeline, named),
            filled,
            settled,
            isWhole
        );
    }

    // Effects, then what could stand in place of each shot that is not kept for good.
    private static Timeline Finished(PlanDraft draft, Timeline written, IReadOnlyList<Placement> filled, int settled, bool isWhole = true)
    {
        HashSet<int> kept = [.. Enumerable.Range(0, filled.Count).Where(i => i >= settled && filled[i].Kept)];
        int[] locked = [.. Enumerable.Range(0, written.Shots.Count).Where(i => written.Shots[i].Locked)];
        Timeline finished = Finisher.Finish(written, draft, settled, kept, locked.SelectMany(i => (int[])[i, i + 1]).ToHashSet());
        // A transition beside a locked shot stays as far as its new neighbour has footage for it.
        finished = EffectRepair.Joined(finished, locked);
        return TimelineWriter.WithAlternatives(draft, finished, isWhole ? kept : [.. Enumerable.Range(0, finished.Shots.Count)]);
    }

    private IReadOnlyList<Placement> Filled(PlanDraft draft, IReadOnlyList<Placement> placements)
    {
        IReadOnlyList<Placement> filled = draft.Fill(placements, isFinal: true);
        ChosenInPoints.Move(draft, filled);
        return filled;
    }

    // The draft of an earlier timeline's length and bans: the planner's own wherever that has them.
    private PlanDraft DraftOf(EarlierPlan earlier)
    {
        PlanRequest without = earlier.Without(_own.Value.Request);
        Timeline timeline = earlier.Timeline;
        if (
            without == _own.Value.Request
            && request.DurationSeconds is not null
            && request.Rate.FrameAt(_own.Value.Seconds) == timeline.Frames
        )
        {
            return _own.Value;
        }

        lock (_gate)
        {
            double seconds = timeline.Rate.SecondsAt(timeline.Frames);
            if (
                _other is null
                || _other.Request.DurationSeconds != seconds
                || !_other.Request.ExcludedClips.SequenceEqual(without.ExcludedClips)
            )
            {
                _other = PlanDraft.Start(without with { DurationSeconds = seconds }, clips, music);
            }

            return _other;
        }
    }
}
