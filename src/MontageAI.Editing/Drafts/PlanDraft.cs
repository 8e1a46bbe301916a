using System.Collections.Concurrent;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Selection;
using MontageAI.Errors;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Drafts;

/// <summary>Everything that is settled before shots are chosen: length, song, moments, usable footage.</summary>
internal sealed class PlanDraft
{
    private readonly EnergyCurve _energy;
    private readonly SectionMap _sections;
    private readonly Lazy<IReadOnlyList<Slot>> _paced;
    private readonly ConcurrentDictionary<double, CandidateFinder> _finders = [];
    private readonly ConcurrentDictionary<int, ClipLettering> _lettering = [];

    private PlanDraft(
        PlanRequest request,
        IReadOnlyList<ClipMaterial> clips,
        MusicMaterial? music,
        SongStretch? stretch,
        double seconds,
        List<string> notes
    )
    {
        (Request, Clips, Music, Stretch, Seconds, Notes) = (request, clips, music, stretch, seconds, notes);
        Stretches = StretchFinder.Find(clips, request.ExcludedClips, notes);
        if (!Stretches.Any(s => s.Room >= request.Rate.SecondsAt(1)))
        {
            string reasons = string.Concat(notes.Take(3).Select(n => n + " "));
            throw new MontageException(
                ErrorCode.NothingUsable,
                $"None of the {clips.Count} clips has usable footage. {reasons}"
                    + "Give clips with moving pictures that are longer than a few frames."
            );
        }

        Track = MomentTrack.Build(music?.Analysis, stretch, seconds, request.Rate, request.Style.Pacing);
        _energy = new EnergyCurve(music?.Analysis, stretch, seconds, request.Style.Pacing);
        _sections = new SectionMap(music?.Analysis, stretch, seconds, request.Style.Pacing);
        Breath = new BreathingRoom(DropSecond, DropSecond is { } drop ? Track.BeatSecondsAt(drop) : null, request.Style.Craft.BreathBeats);
        Order = new FootageOrder(clips, request.Order);
        double closing = Math.Max(request.Style.Transitions.CloseSeconds, music is null ? 0 : request.Style.Sound.FadeOutSeconds);
        _paced = new(() => new Pacer(request.Style.Pacing, request.Rate, Track, _sections, _energy, Breath, request.Seed, closing).Pace());
        notes.AddRange(Track.Notes);
        notes.AddRange(Order.Note is { } order ? [order] : []);
    }

    /// <summary>The request.</summary>
    public PlanRequest Request { get; }

    /// <summary>The footage.</summary>
    public IReadOnlyList<ClipMaterial> Clips { get; }

    /// <summary>The song, or null.</summary>
    public MusicMaterial? Music { get; }

    /// <summary>Its part, or null without a song.</summary>
    public SongStretch? Stretch { get; }

    /// <summary>Length of the montage.</summary>
    public double Seconds { get; }

    /// <summary>What the user should know so far.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Usable footage.</summary>
    public IReadOnlyList<UsableStretch> Stretches { get; }

    /// <summary>Moments to cut on.</summary>
    public MomentTrack Track { get; }

    /// <summary>Second of the montage at which its strongest chorus begins; null where none does.</summary>
    public double? DropSecond => _sections.DropSecond;

    /// <summary>The clips in the order of the footage.</summary>
    public FootageOrder Order { get; }

    /// <summary>Where the picture calms down after the drop.</summary>
    public BreathingRoom Breath { get; }

    /// <summary>Checks the input and settles length, song, moments and usable footage.</summary>
    public static PlanDraft Start(PlanRequest request, IReadOnlyList<ClipMaterial> clips, MusicMaterial? music)
    {
        List<Problem> problems = [.. request.Validate(), .. music?.Stretch?.Validate() ?? []];
        problems.AddRange(
            clips
                .GroupBy(c => c.Id)
                .Where(g => g.Count() > 1)
                .Select(g => new Problem(ErrorCode.Conflict, $"the id '{g.Key}' is given {g.Count()} times.", Field.Clips))
        );
        if (clips.Count == 0)
        {
            problems.Add(new Problem(ErrorCode.NothingUsable, "there are none.", Field.Clips));
        }

        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }

        List<string> notes = [];
        SuggestedDuration suggested = DurationAdvisor.Suggest(request, clips, music);
        SongStretch? stretch =
            music is null ? null
            : music.Stretch is { } given ? given.LoopedTo(request.DurationSeconds ?? given.Seconds, music.Analysis)
            : StretchOf(music, suggested.Seconds);
        double seconds = stretch?.Seconds ?? suggested.Seconds;
        if (request.DurationSeconds is { } asked && Math.Abs(asked - seconds) > 0.5 / request.Rate.Value)
        {
            notes.Add(
                $"The montage lasts {seconds:0.00} s rather than {asked:0.00} s: {(stretch?.Reason ?? suggested.Reason).TrimEnd('.')}."
            );
        }
        else if (request.DurationSeconds is null)
        {
            notes.Add($"The montage lasts {seconds:0.00} s: {(music?.Stretch is null ? suggested.Reason : stretch!.Reason).TrimEnd('.')}.");
        }

        if (request.Rate.FrameAt(seconds) < 1)
        {
            throw new ConfigurationException(
                ErrorCode.Range,
                $"{seconds} s is less than one frame at {request.Rate} frames per second.",
                Field.Duration
            );
        }

        return new PlanDraft(request, clips, music, stretch, seconds, notes);
    }

    /// <summary>The kind of section at a second of the montage, and how far into it that lies (0 to 1).</summary>
    public (SectionKind Kind, double Progress) SectionAt(double second) => _sections.At(second);

    /// <summary>Seconds of the montage at which a new section of the song begins, without its start.</summary>
    public IEnumerable<double> SectionStarts => _sections.Starts;

    /// <summary>Energy that the montage follows between two of its seconds, 0 to 1; null where nothing says.</summary>
    public double? EnergyAt(double from, double to) => _energy.At(from, to);

    /// <summary>The slots that the style cuts, empty.</summary>
    public IReadOnlyList<Placement> Pace() => [.. _paced.Value.Select(s => new Placement(s))];

    /// <summary>The slots of an earlier timeline, those to keep filled.</summary>
    public IReadOnlyList<Placement> PlacementsOf(Timeline previous, IReadOnlyCollection<int> keep)
    {
        Dictionary<long, CutMoment> moments = Track.Moments.DistinctBy(m => m.Frame).ToDictionary(m => m.Frame);
        List<Placement> result = [];
        for (int i = 0; i < previous.Shots.Count; i++)
        {
            TimelineShot shot = previous.Shots[i];
            (double from, double to) = (Request.Rate.SecondsAt(shot.Record.Start), Request.Rate.SecondsAt(shot.Record.End));
            CutMoment opening = moments.GetValueOrDefault(shot.Record.Start, new(from, shot.Record.Start, MomentKind.Steady, 0, 0));
            Slot slot = new(
                shot.Record,
                Breath.Calm(_energy.At(from, to), from, to),
                _sections.At(from).Kind,
                opening,
                [.. Track.Moments.Where(m => m.Frame > shot.Record.Start && m.Frame < shot.Record.End)]
            );
            result.Add(new Placement(slot) { Kept = keep.Contains(i), Choice = keep.Contains(i) ? CandidateOf(shot) : null });
        }

        return result;
    }

    /// <summary>Shots of an earlier timeline where they are, and around them the slots that the style cuts.</summary>
    /// <param name="earlier">The earlier timeline.</param>
    /// <param name="keep">Indices of the shots to keep.</param>
    /// <param name="settled">So many of its first shots are kept in any case; right after them a slot may be as short as they leave it,
    /// since the cut that ends it is on the screen soon.</param>
    public IReadOnlyList<Placement> Around(Timeline earlier, IReadOnlyCollection<int> keep, int settled)
    {
        long open = settled == 0 ? -1 : earlier.Shots[settled - 1].Record.End,
            at = 0;
        List<Placement> result = [];
        foreach (Placement kept in PlacementsOf(earlier, keep).Where(p => p.Kept))
        {
            result.AddRange(Between(at, kept.Slot.Record.Start, open));
            result.Add(kept);
            at = kept.Slot.Record.End;
        }

        return [.. result, .. Between(at, long.MaxValue, open)];
    }

    // What is cut off too short for a shot of the style joins the slot beside it.
    private IEnumerable<Placement> Between(long from, long to, long open)
    {
        if (from >= to)
        {
            // Shots that stay lie side by side, whatever the pace has there.
            return [];
        }

        List<Slot> slots =
        [
            .. _paced
                .Value.Where(s => s.Record.End > from && s.Record.Start < to)
                .Select(s => s.Record.Start >= from ? s : s.SplitAt(MomentAt(from)).Second)
                .Select(s => s.Record.End <= to ? s : s.SplitAt(MomentAt(to)).First),
        ];
        long shortest = Math.Max(1, (long)Math.Ceiling(Request.Style.Pacing.MinShotSeconds * Request.Rate.Value));
        if (slots.Count > 1 && from != open && slots[0].Record.Length < shortest)
        {
            slots[1] = slots[0].JoinedWith(slots[1]);
            slots.RemoveAt(0);
        }

        if (slots.Count > 1 && to != long.MaxValue && slots[^1].Record.Length < shortest)
        {
            slots[^2] = slots[^2].JoinedWith(slots[^1]);
            slots.RemoveAt(slots.Count - 1);
        }

        return slots.Select(s => new Placement(s));
    }

    private CutMoment MomentAt(long frame)
    {
        CutMoment[] there = [.. Track.Moments.Where(m => m.Frame == frame).Take(1)];
        return there.Length > 0 ? there[0] : new(Request.Rate.SecondsAt(frame), frame, MomentKind.Steady, 0, 0);
    }

    /// <summary>Fills the slots.</summary>
    /// <param name="placements">The slots.</param>
    /// <param name="isFinal">Whether what was chosen changes places; a plan that only asks what is to be looked at keeps what it chose
    /// where it is, so that the next one has the same winners.</param>
    public IReadOnlyList<Placement> Fill(IReadOnlyList<Placement> placements, bool isFinal = false)
    {
        double shortest = placements.Min(p => Request.Rate.SecondsAt(p.Slot.Record.Length));
        CandidateFinder finder = FinderFor(shortest);
        foreach (Placement kept in placements.Where(p => p.Choice is not null))
        {
            kept.Choice = finder.Describe(kept.Choice!);
        }

        Selector selector = new(Request, finder, placements, Roles(), order: Order);
        IReadOnlyList<Placement> filled = selector.Fill();
        // Who asks for the footage's order has it.
        if (isFinal && Request.Order == ClipOrder.Free)
        {
            new ShotExchange(filled, Request.Seed, selector.ViewOf).Run();
        }

        return filled;
    }

    /// <summary>Where letters lie over a clip, by its index.</summary>
    public ClipLettering LetteringOf(int clip) => _lettering.GetOrAdd(clip, c => new ClipLettering(Clips[c].Analysis));

    /// <summary>Places to start all over the footage, about as far apart as the shortest shot is long.</summary>
    public CandidateFinder FinderFor(double shortest) =>
        _finders.GetOrAdd(shortest, s => new CandidateFinder(Clips, Stretches, s, Order.Clips, Request.Memory, Request.Wishes));

    /// <summary>The places that lie as far apart as the shortest shot that the style cuts.</summary>
    public CandidateFinder FinderOfStyle => FinderFor(_paced.Value.Min(s => Request.Rate.SecondsAt(s.Record.Length)));

    /// <summary>What slots are in the course of the montage.</summary>
    public SlotRoles Roles() =>
        new(
            DropSecond is { } drop ? Request.Rate.FrameAt(drop) : null,
            [0, .. _sections.Starts.Select(Request.Rate.FrameAt)],
            slot => Breath.Holds(Request.Rate.SecondsAt(slot.Record.Start), Request.Rate.SecondsAt(slot.Record.End)),
            Request.Rate
        );

    private Candidate CandidateOf(TimelineShot shot)
    {
        int clip = Clips.Select((c, i) => (c, i)).First(p => p.c.Id == shot.Source).i;
        UsableStretch? stretch = Stretches.FirstOrDefault(s =>
            s.Clip == clip && shot.In.Seconds >= s.Start.Seconds - 1e-9 && shot.In.Seconds < s.End.Seconds
        );
        return new Candidate
        {
            Clip = clip,
            Shot = stretch?.Shot ?? -1,
            In = shot.In,
            Room = 0,
            Place = 0,
        };
    }

    /// <summary>The song from its first analysed second for as long as asked; repeated from its start when it is too short.</summary>
    private static SongStretch StretchOf(MusicMaterial music, double seconds)
    {
        double start = music.Analysis.AnalysedStart;
        double track = music.TrackSeconds ?? music.Analysis.AnalysedEnd;
        bool bars = music.Analysis.Strategy is RhythmStrategy.Beats or RhythmStrategy.User;
        if (track - start < seconds - SongClock.Tolerance && track > start)
        {
            // Whole bars are repeated where there are any, else everything.
            double[] downbeats = bars
                ? [.. music.Analysis.Beats.Where(b => b.BarPosition == 1 && b.Time >= start).Select(b => b.Time)]
                : [];
            (double from, double to) = downbeats.Length >= 2 ? (downbeats[0], downbeats[^1]) : (start, track);
            return new SongStretch(start, track, from, to, $"the song of {track - start:0.0} s is repeated").LoopedTo(
                seconds,
                music.Analysis
            );
        }

        // End on the downbeat nearest to the asked end, when there is one within a second and a half.
        double end = start + seconds;
        double? bar = bars
            ? music
                .Analysis.Beats.Where(b => b.BarPosition == 1 && Math.Abs(b.Time - end) <= 1.5)
                .Select(b => (double?)b.Time)
                .MinBy(t => Math.Abs(t!.Value - end))
            : null;
        return bar is { } time
            ? new(start, time, null, null, "it ends on the nearest bar")
            : new(start, end, null, null, "the song's beginning");
    }
}
