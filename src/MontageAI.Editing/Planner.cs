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
/// Makes the plan of a montage: paces cuts on the song's moments, then fills the slots with footage. Pure: the same input gives the same
/// timeline to
/// the byte (<see cref="TimelineJson.Write"/>). May be called from several threads at once.
/// </summary>
public static class Planner
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

    /// <summary>
    /// The window that is measured of a shot that starts at a moment, as long as the shot lasts at least 0.4 s: what
    /// <see cref="Shortlist(PlanRequest, IReadOnlyList{ClipMaterial}, MusicMaterial?, double?)"/>
    /// will ask for if a shot is to start there. For measuring ahead.
    /// </summary>
    public static (MediaTime Start, MediaTime End) WindowAt(MediaTime start) => WindowOf(start, LongestMeasuredSeconds);

    private static (MediaTime Start, MediaTime End) WindowOf(MediaTime start, double seconds) =>
        (start, MediaTime.FromSeconds(start.Seconds + seconds, start.TimeBase));

    /// <summary>Everything of a plan that does not depend on which shots are chosen; whoever makes the sound can begin.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="clips">The footage known so far.</param>
    /// <param name="music">The song, or null.</param>
    /// <exception cref="ConfigurationException">The request contradicts itself.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public static PlanOutline Outline(PlanRequest request, IReadOnlyList<ClipMaterial> clips, MusicMaterial? music)
    {
        PlanDraft draft = PlanDraft.Start(request, clips, music);
        IReadOnlyList<Placement> slots = draft.Pace();
        return new PlanOutline(TimelineWriter.Outline(draft, slots), slots.Max(s => request.Rate.SecondsAt(s.Slot.Record.Length)));
    }

    /// <summary>Plans a montage.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="clips">The footage, in the user's order; ids are unique.</param>
    /// <param name="music">The song, or null for a montage without one.</param>
    /// <exception cref="ConfigurationException">The request contradicts itself; every problem is listed.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public static Timeline Plan(PlanRequest request, IReadOnlyList<ClipMaterial> clips, MusicMaterial? music)
    {
        PlanDraft draft = PlanDraft.Start(request, clips, music);
        IReadOnlyList<Placement> placements = draft.Fill(draft.Pace());
        if (request.CloserLookSeconds > 0)
        {
            ChosenInPoints.Move(draft, placements);
        }

        return Finisher.Finish(TimelineWriter.Write(draft, placements), draft);
    }

    /// <summary>
    /// Plans provisionally and names the windows that won, whose motion is not measured and which start near a key frame, so that only they
    /// are measured before the
    /// final <see cref="Plan"/>. Ordered by clip as given, then by start; no two of a clip overlap, and of each only the first 0.4 s are
    /// named. With a
    /// <see cref="PlanRequest.CloserLookSeconds"/> every winner is named, with so much more than its length.
    /// </summary>
    /// <param name="request">What is asked.</param>
    /// <param name="clips">The footage.</param>
    /// <param name="music">The song, or null.</param>
    /// <param name="seconds">Only of shots that start within so many seconds of the montage; null means all.</param>
    /// <returns>At most one window per slot.</returns>
    /// <exception cref="ConfigurationException">The request contradicts itself.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public static IReadOnlyList<ShortlistedWindow> Shortlist(
        PlanRequest request,
        IReadOnlyList<ClipMaterial> clips,
        MusicMaterial? music,
        double? seconds = null
    )
    {
        PlanDraft draft = PlanDraft.Start(request, clips, music);
        long end = seconds is { } s ? request.Rate.FrameAt(s) : long.MaxValue;
        return WindowsOf(request, clips, [.. draft.Fill(draft.Pace()).Where(p => p.Slot.Record.Start < end)]);
    }

    private static List<ShortlistedWindow> WindowsOf(
        PlanRequest request,
        IReadOnlyList<ClipMaterial> clips,
        IReadOnlyList<Placement> placements
    )
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

    /// <summary>
    /// Goes on with a plan whose first shots are settled, because somebody may be watching them: these stay as they are, everything after
    /// them is paced and chosen with all the
    /// footage that is known by now. Length, song, beats and the moments to cut on are those of the earlier plan.
    /// </summary>
    /// <param name="request">What was asked of the earlier plan.</param>
    /// <param name="clips">The footage, with every clip that a settled shot uses.</param>
    /// <param name="music">The song of the earlier plan, or null.</param>
    /// <param name="begun">The earlier plan.</param>
    /// <param name="settled">Number of its shots that stay, 0 to all.</param>
    /// <exception cref="ConfigurationException">The request contradicts itself or the earlier plan.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public static Timeline Continue(
        PlanRequest request,
        IReadOnlyList<ClipMaterial> clips,
        MusicMaterial? music,
        Timeline begun,
        int settled
    )
    {
        PlanDraft draft = Continued(request, clips, music, begun, settled, out IReadOnlyList<Placement> placements);
        IReadOnlyList<Placement> filled = draft.Fill(placements);
        if (request.CloserLookSeconds > 0)
        {
            ChosenInPoints.Move(draft, filled);
        }

        return Finisher.Finish(TimelineWriter.Write(draft, filled, begun, settled), draft, settled);
    }

    /// <summary>The <see cref="Shortlist(PlanRequest, IReadOnlyList{ClipMaterial}, MusicMaterial?, double?)"/> of <see cref="Continue"/>:
    /// windows of settled shots are not named.</summary>
    /// <param name="request">What was asked of the earlier plan.</param>
    /// <param name="clips">The footage.</param>
    /// <param name="music">The song, or null.</param>
    /// <param name="begun">The earlier plan.</param>
    /// <param name="settled">Number of its shots that stay.</param>
    /// <returns>At most one window per slot.</returns>
    public static IReadOnlyList<ShortlistedWindow> Shortlist(
        PlanRequest request,
        IReadOnlyList<ClipMaterial> clips,
        MusicMaterial? music,
        Timeline begun,
        int settled
    )
    {
        PlanDraft draft = Continued(request, clips, music, begun, settled, out IReadOnlyList<Placement> placements);
        return WindowsOf(request, clips, draft.Fill(placements));
    }

    private static PlanDraft Continued(
        PlanRequest request,
        IReadOnlyList<ClipMaterial> clips,
        MusicMaterial? music,
        Timeline begun,
        int settled,
        out IReadOnlyList<Placement> placements
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(settled);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settled, begun.Shots.Count);
        PlanDraft draft = PlanDraft.Start(
            request.DurationSeconds is null ? request with { DurationSeconds = begun.Rate.SecondsAt(begun.Frames) } : request,
            clips,
            music
        );
        if (begun.Rate != request.Rate || draft.Request.Rate.FrameAt(draft.Seconds) != begun.Frames)
        {
            throw new ConfigurationException(
                $"the plan that was begun has {begun.Frames} frames at {begun.Rate}, which is not what is asked for now. Plan again from "
                    + $"the start."
            );
        }

        HashSet<int> kept = [.. Enumerable.Range(0, settled)];
        long end = settled == 0 ? 0 : begun.Shots[settled - 1].Record.End;
        placements =
        [
            .. draft.PlacementsOf(begun, kept).Take(settled),
            .. draft
                .Pace()
                .Select(p => p.Slot)
                .Where(s => s.Record.End > end)
                .Select(s => new Placement(s.Record.Start >= end ? s : draft.From(s, end))),
        ];
        return draft;
    }

    /// <summary>
    /// Plans again on the cuts of an earlier timeline: the shots named stay exactly as they are, the others are chosen anew with the
    /// request's seed, exclusions
    /// and weights. The timeline's length, song and beats stay.
    /// </summary>
    /// <param name="request">What is asked; rate must be the timeline's.</param>
    /// <param name="clips">The footage, with every clip that a kept shot uses.</param>
    /// <param name="music">The song of the timeline, or null; its energy is matched.</param>
    /// <param name="previous">The earlier timeline.</param>
    /// <param name="keep">Indices of the shots that stay.</param>
    /// <exception cref="ConfigurationException">Request and timeline do not fit together; every problem is listed.</exception>
    /// <exception cref="MontageException">Nothing of the footage is usable.</exception>
    public static Timeline Replan(
        PlanRequest request,
        IReadOnlyList<ClipMaterial> clips,
        MusicMaterial? music,
        Timeline previous,
        IReadOnlyCollection<int> keep
    )
    {
        PlanDraft draft = PlanDraft.Start(request with { DurationSeconds = previous.Rate.SecondsAt(previous.Frames) }, clips, music);
        List<string> problems = [];
        if (previous.Rate != request.Rate)
        {
            problems.Add($"rate: {request.Rate} differs from the timeline's {previous.Rate}; plan again from the start for another rate.");
        }

        problems.AddRange(
            keep.Where(i => i < 0 || i >= previous.Shots.Count)
                .Select(i => $"shot {i} cannot be kept: the timeline has {previous.Shots.Count}.")
        );
        problems.AddRange(
            keep.Where(i => i >= 0 && i < previous.Shots.Count && clips.All(c => c.Id != previous.Shots[i].Source))
                .Select(i => $"shot {i} cannot be kept: its clip '{previous.Shots[i].Source}' is not among the materials.")
        );
        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }

        Timeline rewritten = TimelineWriter.Rewrite(draft, draft.Fill(draft.PlacementsOf(previous, keep)), previous, keep);
        // Places that are filled anew may have been split, and then later shots have other numbers.
        HashSet<long> starts = [.. keep.Select(i => previous.Shots[i].Record.Start)];
        return Finisher.Finish(
            rewritten,
            draft,
            kept: Enumerable.Range(0, rewritten.Shots.Count).Where(i => starts.Contains(rewritten.Shots[i].Record.Start)).ToHashSet()
        );
    }
}
