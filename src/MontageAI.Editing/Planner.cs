using MontageAI.Editing.Edits;
using MontageAI.Editing.Finishing;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Selection;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing;

/// <summary>A window of a clip that is nearly chosen and cheap to measure more closely.</summary>
/// <param name="Clip">The clip's id.</param>
/// <param name="Start">PTS of its first frame.</param>
/// <param name="End">PTS after its last frame.</param>
public sealed record ShortlistedWindow(string Clip, MediaTime Start, MediaTime End);

/// <summary>What is settled of a plan before its first shot is chosen.</summary>
/// <param name="Timeline">Rate, length, shape, song and beats; no shots and no sources.</param>
/// <param name="LongestShotSeconds">No shot will be longer.</param>
public sealed record PlanOutline(Timeline Timeline, double LongestShotSeconds);

/// <summary>
/// Plans one montage: paces cuts on the song's moments, then fills the slots with footage. A planner belongs to one request and to what is
/// known of the footage; it settles length, song, moments and usable footage when it is first asked, and answers every question from there.
/// When clips learn more, ask <see cref="With"/> for another one. Pure: the same questions have the same answers to the byte
/// (<see cref="TimelineJson.Write"/>), in any order. May be asked by several threads at once.
/// </summary>
/// <param name="request">What is asked.</param>
/// <param name="clips">The footage, in the user's order; ids are unique.</param>
/// <param name="music">The song, or null for a montage without one.</param>
public sealed class Planner(PlanRequest request, IReadOnlyList<ClipMaterial> clips, MusicMaterial? music)
{
    /// <summary>
    /// Longest window on the shortlist: a dozen frames tell a shot's motion. Decoding more would cost as much as rendering does, since for
    /// planning
    /// shot boundaries are trusted.
    /// </summary>
    private const double LongestMeasuredSeconds = 0.4;

    /// <summary>
    /// Frames between the key frame before a window and its start, at most, for a winner to be measured. Further in, measuring costs as
    /// much as showing
    /// the shot, and what its key frames show must do.
    /// </summary>
    private const double MostFramesBefore = 8;

    private readonly Lazy<PlanDraft> _own = new(() => PlanDraft.Start(request, clips, music));
    private readonly Lock _gate = new();
    private PlanDraft? _other;

    /// <summary>
    /// The window that is measured of a shot that starts at a moment, as long as the shot lasts at least 0.4 s: what
    /// <see cref="Shortlist(double?)"/> will ask for if a shot is to start there. For measuring ahead.
    /// </summary>
    public static (MediaTime Start, MediaTime End) WindowAt(MediaTime start) => WindowOf(start, LongestMeasuredSeconds);

    private static (MediaTime Start, MediaTime End) WindowOf(MediaTime start, double seconds) =>
        (start, MediaTime.FromSeconds(start.Seconds + seconds, start.TimeBase));

    /// <summary>The planner of the same request over footage of which more is known by now: this one where nothing new is.</summary>
    /// <param name="known">The footage.</param>
    public Planner With(IReadOnlyList<ClipMaterial> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        bool same = known.Count == clips.Count && known.Zip(clips).All(p => ReferenceEquals(p.First, p.Second));
        return same ? this : new Planner(request, known, music);
    }

    /// <summary>Everything of a plan that does not depend on which shots are chosen; whoever makes the sound can begin.</summary>
    /// <exception cref="ConfigurationException">The request contradicts itself.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public PlanOutline Outline()
    {
        IReadOnlyList<Placement> slots = _own.Value.Pace();
        return new PlanOutline(TimelineWriter.Outline(_own.Value, slots), slots.Max(s => request.Rate.SecondsAt(s.Slot.Record.Length)));
    }

    /// <summary>Plans the montage.</summary>
    /// <exception cref="ConfigurationException">The request contradicts itself; every problem is listed.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public Timeline Plan()
    {
        PlanDraft draft = _own.Value;
        IReadOnlyList<Placement> placements = Filled(draft, draft.Pace());
        return Offered(draft, Finisher.Finish(TimelineWriter.Write(draft, placements), draft));
    }

    /// <summary>
    /// Plans provisionally and names the windows that won, whose motion is not measured and which start near a key frame, so that only they
    /// are measured before the
    /// final <see cref="Plan"/>. Ordered by clip as given, then by start; no two of a clip overlap, and of each only the first 0.4 s are
    /// named. With a
    /// <see cref="PlanRequest.CloserLookSeconds"/> every winner is named, with so much more than its length.
    /// </summary>
    /// <param name="seconds">Only of shots that start within so many seconds of the montage; null means all.</param>
    /// <returns>At most one window per slot.</returns>
    /// <exception cref="ConfigurationException">The request contradicts itself.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public IReadOnlyList<ShortlistedWindow> Shortlist(double? seconds = null)
    {
        long end = seconds is { } s ? request.Rate.FrameAt(s) : long.MaxValue;
        return WindowsOf([.. _own.Value.Fill(_own.Value.Pace()).Where(p => p.Slot.Record.Start < end)]);
    }

    /// <summary>
    /// Goes on with a plan whose first shots are settled, because somebody may be watching them: these stay as they are, everything after
    /// them is paced and chosen with all the
    /// footage that is known by now. Length, song, beats and the moments to cut on are those of the earlier plan.
    /// </summary>
    /// <param name="begun">The earlier plan, of the same request; every clip that a settled shot uses is among the footage.</param>
    /// <param name="settled">Number of its shots that stay, 0 to all.</param>
    /// <exception cref="ConfigurationException">The request contradicts itself or the earlier plan.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public Timeline Continue(Timeline begun, int settled)
    {
        PlanDraft draft = request.DurationSeconds is null ? DraftOf(begun) : _own.Value;
        IReadOnlyList<Placement> filled = Filled(draft, Continued(draft, begun, settled));
        return Offered(draft, Finisher.Finish(TimelineWriter.Write(draft, filled, begun, settled), draft, settled));
    }

    /// <summary>The <see cref="Shortlist(double?)"/> of <see cref="Continue"/>: windows of settled shots are not named.</summary>
    /// <param name="begun">The earlier plan.</param>
    /// <param name="settled">Number of its shots that stay.</param>
    /// <returns>At most one window per slot.</returns>
    public IReadOnlyList<ShortlistedWindow> Shortlist(Timeline begun, int settled)
    {
        PlanDraft draft = request.DurationSeconds is null ? DraftOf(begun) : _own.Value;
        return WindowsOf(draft.Fill(Continued(draft, begun, settled)));
    }

    /// <summary>
    /// Plans again on the cuts of an earlier timeline: the shots named stay exactly as they are, the others are chosen anew with the
    /// request's seed, exclusions
    /// and weights. The timeline's length, song and beats stay.
    /// </summary>
    /// <param name="previous">The earlier timeline, at the request's rate; every clip that a kept shot uses is among the footage.</param>
    /// <param name="keep">Indices of the shots that stay.</param>
    /// <exception cref="ConfigurationException">Request and timeline do not fit together; every problem is listed.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public Timeline Replan(Timeline previous, IReadOnlyCollection<int> keep)
    {
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(keep);
        List<Problem> problems = [.. WrongRate(previous)];
        problems.AddRange(
            keep.Where(i => i < 0 || i >= previous.Shots.Count)
                .Select(i => new Problem(ErrorCode.PlanMismatch, $"shot {i} cannot be kept: the timeline has {previous.Shots.Count}."))
        );
        problems.AddRange(WithoutClip(previous, keep.Where(i => i >= 0 && i < previous.Shots.Count)));
        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }

        PlanDraft draft = DraftOf(previous);
        Timeline rewritten = TimelineWriter.Rewrite(draft, draft.Fill(draft.PlacementsOf(previous, keep)), previous, keep);
        // Places that are filled anew may have been split, and then later shots have other numbers.
        HashSet<long> starts = [.. keep.Select(i => previous.Shots[i].Record.Start)];
        HashSet<int> kept = [.. Enumerable.Range(0, rewritten.Shots.Count).Where(i => starts.Contains(rewritten.Shots[i].Record.Start))];
        return Offered(draft, Finisher.Finish(rewritten, draft, kept: kept), kept);
    }

    /// <summary>
    /// What else could stand in place of a shot, best first: ranked for that place, by the music there, the shots around it and what is shown
    /// elsewhere, with other clips before other parts of one. There is none only where no usable footage but what stands there lasts.
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
        if ((Problem[])[.. WrongRate(plan), .. WithoutClip(plan, Enumerable.Range(0, plan.Shots.Count))] is { Length: > 0 } problems)
        {
            throw new ConfigurationException(problems);
        }

        PlanDraft draft = DraftOf(plan);
        string[] first = [.. plan.Shots.Where((_, i) => i != shot).SelectMany(s => s.Alternatives.Take(1)).Select(a => a.Source)];
        int[] offered = [.. clips.Select(c => first.Count(f => f == c.Id))];
        return
        [
            .. new OfferRanking(draft, plan)
                .Of(shot, count, offered)
                .Select(o => new ShotOffer(clips[o.Candidate.Clip].Id, o.Candidate.In, o.Better, o.Worse)),
        ];
    }

    private static Timeline Offered(PlanDraft draft, Timeline timeline, IReadOnlySet<int>? kept = null) =>
        TimelineWriter.WithAlternatives(draft, timeline, kept ?? new HashSet<int>());

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

    private IEnumerable<Problem> WithoutClip(Timeline earlier, IEnumerable<int> kept) =>
        kept.Where(i => clips.All(c => c.Id != earlier.Shots[i].Source))
            .Select(i => new Problem(
                ErrorCode.PlanMismatch,
                $"shot {i} cannot be kept or judged: its clip '{earlier.Shots[i].Source}' is not among the materials."
            ));

    private IReadOnlyList<Placement> Continued(PlanDraft draft, Timeline begun, int settled)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(settled);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settled, begun.Shots.Count);
        if (begun.Rate != request.Rate || request.Rate.FrameAt(draft.Seconds) != begun.Frames)
        {
            throw new ConfigurationException(
                ErrorCode.PlanMismatch,
                $"the plan that was begun has {begun.Frames} frames at {begun.Rate}, which is not what is asked for now. Plan again from "
                    + $"the start."
            );
        }

        return draft.Around(begun, [.. Enumerable.Range(0, settled)], settled);
    }

    private IReadOnlyList<Placement> Filled(PlanDraft draft, IReadOnlyList<Placement> placements)
    {
        IReadOnlyList<Placement> filled = draft.Fill(placements);
        if (request.CloserLookSeconds > 0)
        {
            ChosenInPoints.Move(draft, filled);
        }

        return filled;
    }

    // The draft of an earlier timeline's length: the planner's own wherever that has it.
    private PlanDraft DraftOf(Timeline earlier)
    {
        if (request.DurationSeconds is not null && request.Rate.FrameAt(_own.Value.Seconds) == earlier.Frames)
        {
            return _own.Value;
        }

        lock (_gate)
        {
            double seconds = earlier.Rate.SecondsAt(earlier.Frames);
            if (_other?.Request.DurationSeconds != seconds)
            {
                _other = PlanDraft.Start(request with { DurationSeconds = seconds }, clips, music);
            }

            return _other!;
        }
    }

    private List<ShortlistedWindow> WindowsOf(IReadOnlyList<Placement> placements)
    {
        IEnumerable<(Candidate Candidate, Placement Placement)> wanted = placements
            .Where(p => !p.Kept)
            .Select(p => (p.Choice!, p))
            .Where(w => request.CloserLookSeconds > 0 || IsNearKeyFrame(w.Item1));
        List<ShortlistedWindow> windows = [];
        foreach ((Candidate candidate, Placement placement) in wanted)
        {
            double length = request.Rate.SecondsAt(placement.Slot.Record.Length);
            double seconds =
                request.CloserLookSeconds > 0
                    ? Math.Min(length + request.CloserLookSeconds, candidate.Room)
                    : Math.Min(LongestMeasuredSeconds, length);
            (MediaTime start, MediaTime end) = WindowOf(candidate.In, seconds);
            ShortlistedWindow window = new(clips[candidate.Clip].Id, start, end);
            bool overlaps = windows.Any(w => w.Clip == window.Clip && w.Start.Ticks < window.End.Ticks && window.Start.Ticks < w.End.Ticks);
            if (candidate.Action is null && !overlaps)
            {
                windows.Add(window);
            }
        }

        Dictionary<string, int> order = clips.Select((c, i) => (c.Id, i)).ToDictionary(p => p.Id, p => p.i);
        return [.. windows.OrderBy(w => order[w.Clip]).ThenBy(w => w.Start.Ticks).ThenBy(w => w.End.Ticks)];
    }

    // A candidate whose key frame is not known is measured: nothing says that it is dear.
    private static bool IsNearKeyFrame(Candidate candidate) => candidate.FramesAfterKey is null or <= MostFramesBefore;
}
