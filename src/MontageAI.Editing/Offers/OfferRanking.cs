using MontageAI.Editing.Drafts;
using MontageAI.Editing.Edits;
using MontageAI.Editing.Selection;
using MontageAI.Timelines;

namespace MontageAI.Editing.Offers;

/// <summary>A place in the footage that could stand in place of a shot of a finished timeline, beside what stands there.</summary>
/// <param name="Candidate">The place.</param>
/// <param name="Loss">What speaks against it there, 0 at best.</param>
/// <param name="Better">What it would do better, most important first.</param>
/// <param name="Worse">What it would do worse, most important first.</param>
internal sealed record Offer(Candidate Candidate, float Loss, IReadOnlyList<ShotReason> Better, IReadOnlyList<ShotReason> Worse);

/// <summary>
/// Ranks what else could stand in each place of a finished timeline. The rules are those by which shots are chosen, asked with everything
/// else in its place; but where choosing takes nothing that was shown while anything fresh is left, an offer that was shown only costs: the
/// user decides. Different clips come before other parts of one, and a clip that is offered first in other places waits in this one, so
/// that a timeline offers many clips and not one clip many times. Weights chosen by hand (docs/decisions/0044).
/// </summary>
internal sealed class OfferRanking
{
    // Places of a clip, and of all clips, whose neighbours are asked; the others are worse by themselves already.
    private const int PerClip = 3;
    private const int Looked = 96;

    // What an offer costs: another part of a take that is shown, a copy of what is shown, a suspected fault, letters that are not wanted
    // there, a jump cut that the style bans.
    private const float PartCost = 0.2f;
    private const float TwinCost = 0.8f;
    private const float SuspectCost = 1;
    private const float LettersCost = 2;
    private const float JumpCost = 1;
    private const float RepeatCost = 2;

    // For a clip that stands there now or is offered already, and for each other place that offers it first.
    private const float SameClipCost = 1;
    private const float OfferedCost = 0.35f;

    private readonly PlanDraft _draft;
    private readonly Timeline _timeline;
    private readonly CandidateFinder _finder;
    private readonly IReadOnlyList<Placement> _placements;
    private readonly IReadOnlyList<Candidate> _candidates;
    private readonly CandidateColumns _columns;
    private readonly SlotRoles _roles;
    private readonly float[] _bars;
    private readonly float[] _scores;
    private readonly ClipBalance _balance;
    private readonly double _usualFrames;

    /// <summary>Prepares the ranking.</summary>
    /// <param name="draft">Song, footage and request of the timeline.</param>
    /// <param name="timeline">The timeline; the clip of each shot is among the draft's.</param>
    public OfferRanking(PlanDraft draft, Timeline timeline)
    {
        (_draft, _timeline) = (draft, timeline);
        _finder = draft.FinderOfStyle;
        _placements = draft.PlacementsOf(timeline, [.. Enumerable.Range(0, timeline.Shots.Count)]);
        foreach (Placement placement in _placements)
        {
            placement.Choice = _finder.Describe(placement.Choice!);
        }

        // What stands on the timeline is measured like what could.
        _candidates = [.. _finder.Candidates, .. _placements.Select(p => p.Choice!)];
        _columns = new CandidateColumns(_candidates, draft.Request.Seed);
        _scores = new float[_candidates.Count];
        _roles = draft.Roles();
        _bars = [.. draft.Clips.Select(c => CanvasBars.Of(c.Info.MainVideo, draft.Request))];
        _balance = new ClipBalance(_finder.Candidates, _finder.Stretches, draft.Clips.Count);
        _usualFrames = _placements.Select(p => p.Slot.Record.Length).Order().ElementAt(_placements.Count / 2);
    }

    /// <summary>What could stand in place of a shot, best first.</summary>
    /// <param name="shot">Index of the shot.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="offered">How many other places offer each clip first, by its index.</param>
    public IReadOnlyList<Offer> Of(int shot, int most, IReadOnlyList<int> offered)
    {
        double seconds = EditRules.SecondsOf(_timeline, EffectRepair.ForOtherFootage(_timeline.Shots[shot]));
        Place place = Around(shot);
        List<(int Index, float Loss)> ranked =
        [
            .. Likely(seconds, place).Select(i => (i, LossOf(i, seconds, place))).OrderBy(r => r.Item2).ThenBy(r => r.i),
        ];
        int[] taken = new int[_draft.Clips.Count];
        taken[place.Now.Clip]++;
        List<Offer> offers = [];
        while (offers.Count < most && ranked.Count > 0)
        {
            // Only the first offer makes way for other places' first ones.
            (int index, float loss) = ranked.MinBy(r => r.Loss + Waits(_candidates[r.Index].Clip, offers.Count == 0));
            ranked.Remove((index, loss));
            taken[_candidates[index].Clip]++;
            OfferComparison comparison = new(place, _candidates[index], seconds, Overlaps(_candidates[index], seconds, place.Usage));
            comparison.Weigh(TermsOf(index, seconds, place), TermsOf(_finder.Candidates.Count + shot, seconds, place));
            offers.Add(new Offer(_candidates[index], loss, comparison.Better, comparison.Worse));
        }

        return offers;

        float Waits(int clip, bool first) => (SameClipCost * taken[clip]) + (first ? OfferedCost * offered[clip] : 0);
    }

    private Place Around(int shot)
    {
        FootageUsage usage = new(_draft.Clips.Count, _placements.Count, _draft.Request.Rate.SecondsAt(_timeline.Frames));
        usage.Supply(_finder.Stretches);
        for (int i = 0; i < _placements.Count; i++)
        {
            if (i != shot)
            {
                Candidate other = _placements[i].Choice!;
                (double start, double end) = _finder.UsedUpBy(other, EditRules.SecondsOf(_timeline, _timeline.Shots[i]));
                usage.Add(other.Clip, other.Shot, other.Twin, start, end);
            }
        }

        PlanRequest request = _draft.Request;
        Neighbourhood near = new(
            _placements,
            shot,
            request.Style,
            usage,
            _balance.Fair(_placements.Count - 1),
            p => request.Rate.SecondsAt(p.Slot.Record.Length)
        );
        CraftRules craft = new(
            request.Style.Craft,
            _roles.Of(_placements, shot, _usualFrames),
            _bars,
            request.Rate.SecondsAt(_placements[shot].Slot.Record.Length)
        );
        Pacing.Slot slot = _placements[shot].Slot;
        double? energy = craft.Role.IsDrop && craft.Reserves ? 1 : slot.Energy;
        double middle = (slot.Record.Start + slot.Record.End) / 2.0 / Math.Max(1, _timeline.Frames);
        SlotWish wish = SlotWish.For(energy, middle, request.Style.Selection, request);
        return new Place(_placements[shot].Choice!, usage, near, craft, wish, energy);
    }

    /// <summary>Places that fit and are good by themselves, a few of each clip; no two of a clip overlap, nor does one what stands
    /// there.</summary>
    private IEnumerable<int> Likely(double seconds, Place place)
    {
        BatchScorer.Score(_columns, place.Wish, _scores);
        List<(int Index, float Loss)>[] best = new List<(int, float)>[_draft.Clips.Count];
        for (int i = 0; i < _finder.Candidates.Count; i++)
        {
            Candidate candidate = _candidates[i];
            if (candidate.Room + 1e-9 < seconds || Overlap(candidate, place.Now, seconds))
            {
                continue;
            }

            List<(int Index, float Loss)> of = best[candidate.Clip] ??= [];
            if (of.Count == PerClip && -_scores[i] >= of[^1].Loss)
            {
                continue;
            }

            Rank(of, i, -_scores[i] + FreshnessCost(candidate, seconds, place.Usage), seconds);
        }

        return best.Where(b => b is not null)
            .SelectMany(b => b)
            .OrderBy(b => b.Loss)
            .ThenBy(b => b.Index)
            .Take(Looked)
            .Select(b => b.Index);
    }

    private void Rank(List<(int Index, float Loss)> best, int index, float loss, double seconds)
    {
        int same = best.FindIndex(b => Overlap(_candidates[index], _candidates[b.Index], seconds));
        if (same >= 0)
        {
            if (loss >= best[same].Loss)
            {
                return;
            }

            best.RemoveAt(same);
        }

        int at = best.FindIndex(b => b.Loss > loss);
        best.Insert(at < 0 ? best.Count : at, (index, loss));
        if (best.Count > PerClip)
        {
            best.RemoveAt(PerClip);
        }
    }

    private bool Overlap(Candidate a, Candidate b, double seconds) =>
        a.Clip == b.Clip && (_finder.IsStill(a.Clip) || Math.Abs(a.InSeconds - b.InSeconds) < seconds - 1e-9);

    private int Overlaps(Candidate candidate, double seconds, FootageUsage usage)
    {
        (double start, double end) = _finder.UsedUpBy(candidate, seconds);
        return usage.Overlaps(candidate.Clip, start, end);
    }

    private float FreshnessCost(Candidate candidate, double seconds, FootageUsage usage) =>
        (RepeatCost * Overlaps(candidate, seconds, usage))
        + (
            usage.IsUsed(candidate.Shot) ? PartCost
            : usage.IsTwinUsed(candidate.Twin) ? TwinCost
            : 0
        )
        + (candidate.Suspicion is null ? 0 : SuspectCost);

    private float LossOf(int index, double seconds, Place place)
    {
        Candidate candidate = _candidates[index];
        // The repetition is among the terms already.
        float fresh = FreshnessCost(candidate, seconds, place.Usage) - (RepeatCost * Overlaps(candidate, seconds, place.Usage));
        return TermsOf(index, seconds, place).Total
            + fresh
            + (place.Near.IsJumpCut(candidate, seconds) ? JumpCost : 0)
            + (place.Craft.LettersOf(candidate) == Lettering.None ? 0 : LettersCost);
    }

    private Losses TermsOf(int index, double seconds, Place place)
    {
        Candidate candidate = _candidates[index];
        SlotWish wish = place.Wish;
        return place.Craft.Against(candidate, place.Near.Against(candidate, seconds, Overlaps(candidate, seconds, place.Usage))) with
        {
            Quality = wish.QualityWeight * BatchScorer.QualityLoss(_columns, index),
            Energy = wish.EnergyWeight * BatchScorer.EnergyLoss(_columns, wish, index),
            Action = wish.ActionWeight * BatchScorer.ActionLoss(_columns, wish, index),
            Place = wish.PlaceWeight * Math.Abs(_columns.Place[index] - wish.Place),
            Seek = wish.SeekWeight * _columns.Seek[index],
            Surprise = wish.SurpriseWeight * _columns.Surprise[index],
        };
    }
}

/// <summary>A place of a timeline as everything else on it leaves it.</summary>
/// <param name="Now">What stands there.</param>
/// <param name="Usage">What the other shots show.</param>
/// <param name="Near">What the shots close by say.</param>
/// <param name="Craft">What its role asks.</param>
/// <param name="Wish">What is wished for.</param>
/// <param name="Energy">Energy to match, 0 to 1; null where nothing says.</param>
internal sealed record Place(Candidate Now, FootageUsage Usage, Neighbourhood Near, CraftRules Craft, SlotWish Wish, double? Energy);
