using MontageAI.Editing.Pacing;
using MontageAI.Editing.Styles;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>
/// Fills slots with footage in the order of the montage. Hard rules first: a window fits; unused shots before unused parts of used shots before
/// repetitions. Within that the highest score wins. A slot that no footage (or no unused shot) fills is split on a beat inside it. Cost: slots times
/// candidates while there are few candidates; with many, a k-d tree hands each slot a bounded number of near ones.
/// </summary>
internal sealed class Selector
{
    /// <summary>
    /// Number of candidates from which on the tree is asked instead of scoring all of them: about where both took the same time for 302 slots, the
    /// building of the tree included (18 thousand candidates, all three measures present or one missing).
    /// </summary>
    internal const int TreeThreshold = 16384;

    /// <summary>Candidates that the tree hands over per slot.</summary>
    private const int TreeNeighbours = 96;

    /// <summary>Windows ranked per slot; those that end up elsewhere on the timeline are dropped later.</summary>
    private const int Runners = 16;

    private readonly PlanRequest _request;
    private readonly IReadOnlyList<Candidate> _candidates;
    private readonly CandidateColumns _columns;
    private readonly KdTree? _tree;
    private readonly FootageUsage _usage;
    private readonly List<Placement> _placements;
    private readonly float[] _scores;
    private readonly long _minimumFrames;
    private readonly long _frames;
    private readonly double _longestRoom;
    private readonly int _clips;
    private int _placed;

    /// <summary>Prepares the choice.</summary>
    /// <param name="request">Rate, weights, seed.</param>
    /// <param name="candidates">Places to start; at least one.</param>
    /// <param name="placements">Slots in order; those that are filled stay as they are.</param>
    /// <param name="treeThreshold">Number of candidates from which on the tree is used.</param>
    public Selector(PlanRequest request, IReadOnlyList<Candidate> candidates, IReadOnlyList<Placement> placements, int treeThreshold = TreeThreshold)
    {
        _request = request;
        _candidates = candidates;
        _columns = new CandidateColumns(candidates, request.Seed);
        _placements = [.. placements];
        _scores = new float[candidates.Count];
        _frames = placements.Count == 0 ? 0 : placements[^1].Slot.Record.End;
        _minimumFrames = Math.Max(1, (long)Math.Ceiling(request.Style.Pacing.MinShotSeconds * request.Rate.Value));
        _longestRoom = candidates.Max(c => c.Room);
        _clips = candidates.Select(c => c.Clip).Distinct().Count();
        _usage = new FootageUsage(candidates.Concat(placements.Select(p => p.Choice).OfType<Candidate>()).Max(c => c.Clip) + 1, placements.Count);
        _tree = candidates.Count >= treeThreshold ? BuildTree(_columns) : null;
        foreach (Placement kept in _placements.Where(p => p.Choice is not null))
        {
            Record(kept.Choice!, Seconds(kept.Slot.Record.Length));
        }
    }

    /// <summary>Fills every slot.</summary>
    /// <returns>All placements in order; more than there were slots where some were split.</returns>
    public IReadOnlyList<Placement> Fill()
    {
        for (int i = 0; i < _placements.Count; i++)
        {
            if (_placements[i].Choice is null)
            {
                FillOne(i);
            }
        }

        return _placements;
    }

    private double Seconds(long frames) => _request.Rate.SecondsAt(frames);

    private void FillOne(int at)
    {
        Placement placement = _placements[at];
        while (Seconds(placement.Slot.Record.Length) > _longestRoom + 1e-9)
        {
            Split(at, ForcedSplit(placement.Slot));
        }

        double seconds = Seconds(placement.Slot.Record.Length);
        Neighbourhood near = new(_placements, at, _request.Style.Selection, _usage, (double)_placed / _clips, p => Seconds(p.Slot.Record.Length));
        SlotWish wish = SlotWish.For(placement.Slot.Energy, Middle(placement.Slot), _request.Style.Selection, _request);
        List<Ranked> ranking = Rank(seconds, wish, near);
        if (ranking[0].Freshness != Freshness.UnusedShot && SplitForUnused(placement.Slot) is { } moment)
        {
            Split(at, moment);
            FillOne(at);
            return;
        }

        Explainer explainer = new(_columns, _candidates, wish, near, placement.Slot, seconds);
        Ranked winner = ranking[0];
        placement.Choice = _candidates[winner.Index];
        placement.Freshness = winner.Freshness;
        placement.Reasons = explainer.Reasons(winner, ranking, placement.Shortened);
        placement.RunnersUp = explainer.RunnersUp(winner, ranking);
        Record(placement.Choice, seconds);
    }

    private double Middle(Slot slot) => (slot.Record.Start + slot.Record.End) / 2.0 / Math.Max(1, _frames);

    private void Record(Candidate choice, double seconds)
    {
        _usage.Add(choice.Clip, choice.Shot, choice.InSeconds, choice.InSeconds + seconds);
        _placed++;
    }

    /// <summary>The best candidates that fit, best first; at least one.</summary>
    private List<Ranked> Rank(double seconds, in SlotWish wish, Neighbourhood near)
    {
        List<Ranked> best = new(Runners + 1);
        if (_tree is null)
        {
            BatchScorer.Score(_columns, wish, _scores);
            for (int i = 0; i < _candidates.Count; i++)
            {
                Offer(i, _scores[i]);
            }

            return best;
        }

        foreach (Freshness freshness in Enum.GetValues<Freshness>())
        {
            IReadOnlyList<int> nearest = _tree.Nearest(
                [wish.Energy, 1, wish.Energy],
                [wish.EnergyWeight, wish.QualityWeight, wish.ActionWeight],
                TreeNeighbours,
                i => Fits(i) && FreshnessOf(_candidates[i], seconds) == freshness);
            foreach (int i in nearest)
            {
                Offer(i, BatchScorer.ScoreOne(_columns, wish, i));
            }

            if (best.Count > 0)
            {
                break;
            }
        }

        return best;

        bool Fits(int i) => seconds <= _candidates[i].Room + 1e-9;

        void Offer(int i, float score)
        {
            if (!Fits(i))
            {
                return;
            }

            // Whatever the neighbours say, this one would not enter a full ranking of unused shots.
            if (best.Count == Runners && best[^1].Freshness == Freshness.UnusedShot && score - near.LowestContext < best[^1].Score)
            {
                return;
            }

            Candidate candidate = _candidates[i];
            Freshness freshness = FreshnessOf(candidate, seconds);
            if (best.Count == Runners && freshness > best[^1].Freshness)
            {
                return;
            }

            int overlaps = freshness == Freshness.Repeated ? _usage.Overlaps(candidate.Clip, candidate.InSeconds, candidate.InSeconds + seconds) : 0;
            Losses context = near.Against(candidate, seconds, overlaps);
            Insert(best, new Ranked(i, freshness, score - context.Context, context), seconds);
        }
    }

    private Freshness FreshnessOf(Candidate candidate, double seconds) =>
        !_usage.IsUsed(candidate.Shot) ? Freshness.UnusedShot
        : _usage.Overlaps(candidate.Clip, candidate.InSeconds, candidate.InSeconds + seconds) == 0 ? Freshness.UnusedPart
        : Freshness.Repeated;

    /// <summary>Ranks an entry; of windows of one shot that overlap only the best is ranked.</summary>
    private void Insert(List<Ranked> best, Ranked entry, double seconds)
    {
        Candidate candidate = _candidates[entry.Index];
        int same = best.FindIndex(r => _candidates[r.Index] is var other && other.Shot == candidate.Shot && Math.Abs(other.InSeconds - candidate.InSeconds) < seconds);
        if (same >= 0)
        {
            if (!entry.Beats(best[same]))
            {
                return;
            }

            best.RemoveAt(same);
        }
        else if (best.Count == Runners)
        {
            if (!entry.Beats(best[^1]))
            {
                return;
            }

            best.RemoveAt(Runners - 1);
        }

        int at = best.Count;
        while (at > 0 && entry.Beats(best[at - 1]))
        {
            at--;
        }

        best.Insert(at, entry);
    }

    /// <summary>
    /// The latest moment inside a slot up to which an unused shot could fill it; null when there is none. Both parts keep the style's shortest length, and the
    /// first fills at least half of the slot: a scrap of footage is not worth breaking the style's pace.
    /// </summary>
    private CutMoment? SplitForUnused(Slot slot)
    {
        double room = 0;
        foreach (Candidate candidate in _candidates)
        {
            if (candidate.Room > room && !_usage.IsUsed(candidate.Shot))
            {
                room = candidate.Room;
            }
        }

        return LatestInner(slot, room, _minimumFrames) is { } moment && 2 * (moment.Frame - slot.Record.Start) >= slot.Record.Length ? moment : null;
    }

    /// <summary>Where to cut a slot that is longer than any footage: on a moment inside it, as late as footage lasts, or else off the beat.</summary>
    private CutMoment ForcedSplit(Slot slot)
    {
        if ((LatestInner(slot, _longestRoom, _minimumFrames) ?? LatestInner(slot, _longestRoom, 1)) is { } moment)
        {
            return moment;
        }

        // Equal parts, each no longer than the longest footage.
        long longest = (long)Math.Floor((_longestRoom + 1e-9) * _request.Rate.Value);
        long parts = (slot.Record.Length + longest - 1) / longest;
        long frame = slot.Record.Start + (slot.Record.Length / parts);
        return new CutMoment(Seconds(frame), frame, MomentKind.Steady, 0, 0);
    }

    private CutMoment? LatestInner(Slot slot, double room, long minimum)
    {
        CutMoment? latest = null;
        foreach (CutMoment moment in slot.Inner)
        {
            long first = moment.Frame - slot.Record.Start;
            if (first >= minimum && slot.Record.End - moment.Frame >= minimum && Seconds(first) <= room + 1e-9)
            {
                latest = moment;
            }
        }

        return latest;
    }

    private void Split(int at, CutMoment moment)
    {
        (Slot first, Slot second) = _placements[at].Slot.SplitAt(moment);
        _placements[at].Slot = first;
        _placements[at].Shortened = true;
        _placements.Insert(at + 1, new Placement(second) { Shortened = true });
    }

    private static KdTree BuildTree(CandidateColumns columns)
    {
        // A missing measure sits where it is neither a match nor the worst mismatch; the exact score afterwards knows that it is missing.
        float[] points = new float[columns.Count * 3];
        for (int i = 0; i < columns.Count; i++)
        {
            points[i * 3] = columns.EnergyKnown[i] > 0 ? columns.Energy[i] : 0.5f;
            points[(i * 3) + 1] = columns.QualityKnown[i] > 0 ? columns.Quality[i] : 1 - SlotWish.MissingLoss;
            points[(i * 3) + 2] = columns.ActionKnown[i] > 0 ? columns.Action[i] : 0.5f;
        }

        return new KdTree(points);
    }
}

/// <summary>A candidate in the ranking of one slot.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Freshness">How fresh its footage is.</param>
/// <param name="Score">Score with everything, 0 at best.</param>
/// <param name="Context">What the neighbours say against it.</param>
internal readonly record struct Ranked(int Index, Freshness Freshness, float Score, Losses Context)
{
    /// <summary>Order of a ranking: freshness, then score, then index.</summary>
    public bool Beats(in Ranked other) =>
        Freshness != other.Freshness ? Freshness < other.Freshness
        : Score != other.Score ? Score > other.Score
        : Index < other.Index;
}
