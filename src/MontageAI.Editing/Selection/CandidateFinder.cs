using MontageAI.Editing.Materials;
using MontageAI.Editing.Prompts;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>Lays places to start over all usable footage and attaches what was measured there.</summary>
internal sealed class CandidateFinder
{
    /// <summary>About how many places are laid over the footage at most; every stretch has one in any case.</summary>
    private const int TargetCount = 3000;

    /// <summary>How far before a remembered stretch a shot may start and still be the same, seconds.</summary>
    private const double RecallSeconds = 0.25;

    // Stretches from which on more than one core lays out places.
    private const int ManyStretches = 4096;

    /// <summary>Most places in one clip.</summary>
    private const int MaxPerClip = 200;

    private readonly IReadOnlyList<ClipMaterial> _clips;
    private readonly Dictionary<int, ClipFrames> _frames = [];
    private readonly Dictionary<int, MotionTimes> _motionTimes = [];
    private readonly Dictionary<int, ClipMoments> _moments = [];
    private readonly Dictionary<int, ShotDoubts> _doubts = [];
    private readonly Dictionary<int, ClipLettering> _lettering = [];
    private readonly int[] _position;
    private readonly bool[] _stills;
    private readonly TwinShots _twins;
    private readonly ILookup<string, RememberedShot> _memory;
    private readonly WishScale _wishes;
    private readonly RankScale _sharpness;
    private readonly RankScale _liveliness;
    private readonly RankScale _motion;
    private readonly RankScale _startMotion;

    /// <summary>Finds the places.</summary>
    /// <param name="clips">The materials.</param>
    /// <param name="stretches">Usable stretches in order of clip and time.</param>
    /// <param name="spacingSeconds">Wanted distance between places in one stretch: about the shortest shot of the montage.</param>
    /// <param name="order">Order of clips for the sense of time, by index.</param>
    /// <param name="memory">What the user decided before; null remembers nothing.</param>
    /// <param name="wishes">What pictures should show; null wishes for nothing.</param>
    public CandidateFinder(
        IReadOnlyList<ClipMaterial> clips,
        IReadOnlyList<UsableStretch> stretches,
        double spacingSeconds,
        IReadOnlyList<int> order,
        IReadOnlyList<RememberedShot>? memory = null,
        IReadOnlyList<PictureWish>? wishes = null
    )
    {
        _clips = clips;
        Stretches = stretches;
        _wishes = new WishScale(clips, wishes ?? []);
        _position = new int[clips.Count];
        _stills = [.. clips.Select(c => c.Info.IsStill)];
        for (int i = 0; i < order.Count; i++)
        {
            _position[order[i]] = i;
        }

        _memory = (memory ?? []).Where(m => m.Liking != 0).ToLookup(m => m.Source);
        double spacing = Math.Max(Math.Max(spacingSeconds, 0.2), stretches.Sum(s => s.Room) / TargetCount);
        IGrouping<int, UsableStretch>[] groups = [.. stretches.GroupBy(s => s.Clip)];
        (ClipFrames Frames, MotionTimes Times, ClipMoments Moments, List<Draft> Drafts)[] laid = new (
            ClipFrames,
            MotionTimes,
            ClipMoments,
            List<Draft>
        )[groups.Length];
        TwinShots? twins = null;
        // Clips are independent of each other and written each to its own place, so the result does not depend on who does what; in small
        // footage threads cost more than they save.
        ParallelOptions options = new() { MaxDegreeOfParallelism = stretches.Count < ManyStretches ? 1 : -1 };
        Parallel.Invoke(
            options,
            () => twins = new TwinShots(clips, stretches),
            () => Parallel.For(0, groups.Length, options, i => laid[i] = Lay(clips[groups[i].Key], groups[i], spacing))
        );
        _twins = twins!;
        List<Draft> drafts = new(laid.Sum(l => l.Drafts.Count));
        for (int i = 0; i < groups.Length; i++)
        {
            _frames[groups[i].Key] = laid[i].Frames;
            _motionTimes[groups[i].Key] = laid[i].Times;
            _moments[groups[i].Key] = laid[i].Moments;
            _doubts[groups[i].Key] = new ShotDoubts(clips[groups[i].Key].Analysis);
            _lettering[groups[i].Key] = new ClipLettering(clips[groups[i].Key].Analysis);
            drafts.AddRange(laid[i].Drafts);
        }

        _sharpness = new RankScale(drafts.Select(d => d.Sharpness));
        _liveliness = new RankScale(drafts.Select(d => d.Liveliness));
        _motion = new RankScale(drafts.Select(d => d.Action));
        _startMotion = new RankScale(drafts.Select(d => d.Start?.Strength));
        Candidate[] candidates = new Candidate[drafts.Count];
        Parallel.For(0, candidates.Length, options, i => candidates[i] = Finish(drafts[i]));
        Candidates = candidates;
    }

    /// <summary>The materials.</summary>
    public IReadOnlyList<ClipMaterial> Clips => _clips;

    /// <summary>Usable stretches in order of clip and time.</summary>
    public IReadOnlyList<UsableStretch> Stretches { get; }

    /// <summary>The places in order of clip and time.</summary>
    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>Where letters lie over a clip, by its index, of which there is a stretch.</summary>
    public ClipLettering LetteringOf(int clip) => _lettering[clip];

    /// <summary>Whether a clip, by its index, is a photograph.</summary>
    public bool IsStill(int clip) => _stills[clip];

    /// <summary>
    /// The seconds of its clip that a shot uses up: of a moving picture those that it shows, of a photograph all there is, since it looks
    /// the same at any second.
    /// </summary>
    public (double Start, double End) UsedUpBy(Candidate shot, double seconds) =>
        IsStill(shot.Clip)
            ? (_clips[shot.Clip].Analysis.FirstFrame.Seconds, _clips[shot.Clip].Analysis.End.Seconds)
            : (shot.InSeconds, shot.InSeconds + seconds);

    /// <summary>The place at the first frame at or after a moment of a stretch.</summary>
    public Candidate At(UsableStretch stretch, double seconds)
    {
        ClipFrames frames = _frames[stretch.Clip];
        return Finish(
            Measure(
                _clips[stretch.Clip],
                stretch,
                frames.FrameAtOrAfter(seconds),
                frames,
                _motionTimes[stretch.Clip],
                _moments[stretch.Clip]
            )
        );
    }

    /// <summary>A shot that was chosen before, with everything that is known of it by now.</summary>
    public Candidate Describe(Candidate chosen)
    {
        UsableStretch? stretch = Stretches.FirstOrDefault(s => s.Holds(chosen));
        return stretch is null
            ? chosen
            : Finish(
                Measure(_clips[stretch.Clip], stretch, chosen.In, _frames[stretch.Clip], _motionTimes[stretch.Clip], _moments[stretch.Clip])
            ) with
            {
                Room = 0,
            };
    }

    private static (ClipFrames Frames, MotionTimes Times, ClipMoments Moments, List<Draft> Drafts) Lay(
        ClipMaterial clip,
        IGrouping<int, UsableStretch> stretches,
        double spacing
    )
    {
        ClipFrames frames = new(clip.Info.MainVideo!, clip.Analysis);
        MotionTimes times = new(clip.Analysis.Motion);
        ClipMoments moments = new(clip.Analysis.Activity, stretches, clip.Analysis.Motion);
        double clipSpacing = Math.Max(spacing, stretches.Sum(s => s.Room) / MaxPerClip);
        List<Draft> drafts = [];
        foreach (UsableStretch stretch in stretches)
        {
            drafts.AddRange(
                Places(stretch, clip.Analysis, frames, clipSpacing, moments)
                    .Select(at => Measure(clip, stretch, at, frames, times, moments))
            );
        }

        return (frames, times, moments, drafts);
    }

    private Candidate Finish(Draft draft) =>
        new()
        {
            Clip = draft.Stretch.Clip,
            Shot = draft.Stretch.Shot,
            Twin = _twins.FirstOf(draft.Stretch.Shot),
            In = draft.In,
            Room = draft.Stretch.End.Seconds - draft.In.Seconds - draft.Stretch.FrameSeconds,
            Quality = PictureScores.Quality(draft.Picture?.Features, _sharpness.RankOf(draft.Sharpness), draft.Motion),
            Sharpness = draft.Sharpness,
            Energy = _liveliness.RankOf(draft.Liveliness),
            Action = _motion.RankOf(draft.Action),
            Force = draft.Action / Math.Max(1e-6f, _motion.Highest ?? 0),
            PanX = draft.Motion?.PanX,
            PanY = draft.Motion?.PanY,
            Closeness = draft.Picture?.Features.Closeness,
            People = draft.People,
            Colour = draft.Picture is { Features: var f } ? (f.Luma, f.ChromaBlue, f.ChromaRed) : null,
            StartAction = _startMotion.RankOf(draft.Start?.Strength),
            PeakAfter = draft.Start?.After,
            Moments = draft.Moments,
            Fingerprint = draft.Picture?.Features.Fingerprint,
            FramesAfterKey = draft.FramesAfterKey,
            Memory = Recall(draft),
            Wish = _wishes.At(draft.Stretch.Clip, draft.In.Seconds),
            Suspicion = draft.Stretch.Suspicion,
            DoubtAfter = _doubts[draft.Stretch.Clip] is { IsKnown: true } doubts ? (float)doubts.After(draft.In.Seconds) : null,
            NothingAfter = (float)_doubts[draft.Stretch.Clip].NothingAfter(draft.In.Seconds),
            LetteringAfter = (float)_lettering[draft.Stretch.Clip].After(draft.In.Seconds),
            LettersPass = _lettering[draft.Stretch.Clip].IsPassing,
            StartsFile = !_stills[draft.Stretch.Clip] && draft.In.Ticks <= _clips[draft.Stretch.Clip].Analysis.FirstFrame.Ticks,
            Place = (float)((_position[draft.Stretch.Clip] + draft.ClipShare) / _clips.Count),
        };

    // What was decided about the stretch that a shot from here on would begin with; the strongest where there are several.
    private RememberedShot? Recall(Draft draft) =>
        _memory.Count == 0
            ? null
            : _memory[_clips[draft.Stretch.Clip].File.Fingerprint]
                .Where(m =>
                    m.Start is not { } start
                    || (draft.In.Seconds > start - RecallSeconds && draft.In.Seconds < (m.End ?? double.MaxValue) - RecallSeconds)
                )
                .MaxBy(m => Math.Abs(m.Liking));

    private static List<MediaTime> Places(
        UsableStretch stretch,
        ClipAnalysis analysis,
        ClipFrames frames,
        double spacing,
        ClipMoments moments
    )
    {
        double start = stretch.Start.Seconds;
        double lastIn = stretch.End.Seconds - stretch.FrameSeconds;
        List<MediaTime> places = [stretch.Start];
        int count = (int)Math.Floor((lastIn - start) / spacing);
        for (int k = 1; k <= count; k++)
        {
            double wanted = start + (k * spacing);
            MediaTime place = NearestKey(wanted, spacing / 2) ?? frames.FrameAtOrAfter(wanted);
            if (place.Ticks > places[^1].Ticks && place.Seconds < lastIn)
            {
                places.Add(place);
            }
        }

        // The first key frame of the stretch is always offered: it is the cheapest place when the stretch starts between two.
        int key = frames.KeyFrameBefore(start) + 1;
        if (
            key < analysis.KeyFrames.Count
            && analysis.KeyFrames[key].Time is var first
            && first.Seconds < lastIn
            && !places.Contains(first)
        )
        {
            places.Add(first);
        }

        // Shortly before each moment: on a key frame that lies where a shot may well begin, since that costs nothing.
        foreach (Moment moment in moments.Within(stretch))
        {
            double lead = Math.Min(ClipMoments.Lead, spacing / 2),
                wanted = Math.Max(start, moment.Seconds - lead);
            MediaTime place = NearestKey(wanted, lead / 2) ?? frames.FrameAtOrAfter(wanted);
            if (place.Seconds < lastIn && !places.Contains(place))
            {
                places.Add(place);
            }
        }

        places.Sort((a, b) => a.Ticks.CompareTo(b.Ticks));
        return places;

        MediaTime? NearestKey(double wanted, double reach)
        {
            int before = frames.KeyFrameBefore(wanted);
            MediaTime? best = null;
            for (int i = Math.Max(0, before); i <= before + 1 && i < analysis.KeyFrames.Count; i++)
            {
                MediaTime time = analysis.KeyFrames[i].Time;
                if (
                    Math.Abs(time.Seconds - wanted) <= reach
                    && time.Seconds >= start
                    && (best is null || Math.Abs(time.Seconds - wanted) < Math.Abs(best.Value.Seconds - wanted))
                )
                {
                    best = time;
                }
            }

            return best;
        }
    }

    private static Draft Measure(
        ClipMaterial clip,
        UsableStretch stretch,
        MediaTime at,
        ClipFrames frames,
        MotionTimes times,
        ClipMoments moments
    )
    {
        IReadOnlyList<KeyFrame> keys = clip.Analysis.KeyFrames;
        int before = frames.KeyFrameBefore(at.Seconds);
        int? nearest =
            InStretch(before) ? before
            : InStretch(before + 1) ? before + 1
            : null;
        float? change = null;
        if (nearest is { } n && InStretch(n + 1))
        {
            change = keys[n + 1].Difference / (float)Math.Max(0.1, keys[n + 1].Time.Seconds - keys[n].Time.Seconds);
        }

        MotionFeatures? motion = times.At(at.Seconds + stretch.FrameSeconds);
        double length = Math.Max(1e-3, clip.Analysis.End.Seconds - clip.Analysis.FirstFrame.Seconds);
        return new Draft(
            stretch,
            at,
            nearest is { } k ? keys[k] : null,
            nearest is { } p ? PictureScores.Liveliness(keys[p].Features, change) : null,
            nearest is { } middle ? People(middle) : null,
            motion,
            moments.After(at.Seconds, stretch),
            frames.FramesAfterKey(at.Seconds),
            Math.Clamp((at.Seconds - clip.Analysis.FirstFrame.Seconds) / length, 0, 0.999)
        );

        PeopleSeen? People(int middle)
        {
            int from = middle,
                to = middle + 1;
            while (InStretch(from - 1))
            {
                from--;
            }

            while (InStretch(to))
            {
                to++;
            }

            return PeopleSeen.Of(keys, from, to, middle, at.Seconds);
        }

        // A key frame before the stretch may show what was rejected, so only those inside count; the one just before the start of its own
        // shot never does.
        bool InStretch(int index) =>
            index >= 0
            && index < keys.Count
            && keys[index].Time.Seconds >= stretch.Start.Seconds - 1e-9
            && keys[index].Time.Seconds < stretch.End.Seconds;
    }

    private sealed record Draft(
        UsableStretch Stretch,
        MediaTime In,
        KeyFrame? Picture,
        float? Liveliness,
        PeopleSeen? People,
        MotionFeatures? Motion,
        IReadOnlyList<Moment>? Moments,
        double? FramesAfterKey,
        double ClipShare
    )
    {
        // Where the shot is, as far as it was looked at: a sharp key frame before a swish says nothing about it.
        public float? Sharpness =>
            Picture?.Features.Sharpness is not { } still ? null
            : Motion?.Curves is { } curves && PictureScores.Sharpness(curves, In.Seconds) is { } moving ? Math.Min(still, moving)
            : still;

        public float? Action => Motion is null ? null : PictureScores.Motion(Motion);

        public (float Strength, float After)? Start => Motion?.Curves is { } curves ? PictureScores.StartMotion(curves, In.Seconds) : null;
    }
}
