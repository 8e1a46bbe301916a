using System.Diagnostics.CodeAnalysis;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Styles;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>
/// Fills slots with footage in the order of the montage. Hard rules first: a window fits; clips that have not had their share before those
/// that have; new footage before jump cuts before other copies before repetitions and rows of like shots. The drop and the last shot choose
/// first. Within that the highest score wins. A slot that no footage (or no unused shot) fills is split on a beat inside it. Cost: slots
/// times candidates while there are few candidates; with many, a k-d tree hands each slot a bounded number of near ones.
/// </summary>
internal sealed class Selector
{
    /// <summary>
    /// Number of candidates from which on the tree is asked instead of scoring all of them: where the tree, its building included, surely
    /// wins for 302 slots; between 1,400 and 9,000 candidates they draw level (docs/decisions/0008).
    /// </summary>
    internal const int TreeThreshold = 16384;

    /// <summary>Candidates that the tree hands over per slot.</summary>
    private const int TreeNeighbours = 96;

    // A weight of people that no style has and the wish for them brings.
    private const double WishForPeople = 3;

    /// <summary>What it costs that another part of the take is shown: less than a bad picture, more than a little better one. Chosen by
    /// hand.</summary>
    private const float PartLoss = 0.4f;

    private readonly PlanRequest _request;
    private readonly CandidateFinder _finder;
    private readonly List<Candidate> _candidates;
    private readonly bool _useTree;
    private readonly FootageUsage _usage;
    private readonly List<Placement> _placements;
    private readonly SlotSplitter _splitter;
    private readonly long _frames;
    private readonly double _longestRoom;
    private readonly ClipBalance _balance;
    private readonly float[] _bars;
    private readonly SlotRoles _roles;
    private readonly double _usualFrames;
    private readonly FootageOrder? _order;
    private readonly LeftFootage _left;
    private CandidateColumns _columns;
    private KdTree? _tree;
    private float[] _scores;
    private int _placed;

    /// <summary>Prepares the choice.</summary>
    /// <param name="request">Rate, weights, seed.</param>
    /// <param name="finder">Places to start; at least one.</param>
    /// <param name="placements">Slots in order; those that are filled stay as they are.</param>
    /// <param name="roles">What slots are in the course of the montage; null knows none.</param>
    /// <param name="order">The clips in the order of the footage; needed where the request asks for one.</param>
    /// <param name="treeThreshold">Number of candidates from which on the tree is used.</param>
    public Selector(
        PlanRequest request,
        CandidateFinder finder,
        IReadOnlyList<Placement> placements,
        SlotRoles? roles = null,
        int treeThreshold = TreeThreshold,
        FootageOrder? order = null
    )
    {
        _request = request;
        _finder = finder;
        _candidates = [.. finder.Candidates];
        // The tree does not know what pictures show.
        _useTree = _candidates.Count >= treeThreshold && request.Wishes.Count == 0;
        _placements = [.. placements];
        _frames = placements.Count == 0 ? 0 : placements[^1].Slot.Record.End;
        _splitter = new SlotSplitter(request.Rate, request.Style.Pacing.MinShotSeconds);
        _longestRoom = _candidates.Max(c => c.Room);
        _bars = [.. finder.Clips.Select(c => CanvasBars.Of(c.Info.MainVideo, request))];
        _order = order;
        _roles = roles ?? SlotRoles.None(request.Rate);
        _usualFrames = placements.Count == 0 ? 1 : placements.Select(p => p.Slot.Record.Length).Order().ElementAt(placements.Count / 2);
        _usage = new FootageUsage(
            _candidates.Concat(placements.Select(p => p.Choice).OfType<Candidate>()).Max(c => c.Clip) + 1,
            placements.Count,
            Seconds(_frames)
        );
        _usage.Supply(finder.Stretches);
        _left = new LeftFootage(finder, _usage);
        _balance = new ClipBalance(_candidates, finder.Stretches, _usage.Clips);
        Arrange();
        foreach (Placement kept in _placements.Where(p => p.Choice is not null))
        {
            Record(kept.Choice!, Seconds(kept.Slot.Record.Length));
        }
    }

    /// <summary>Fills every slot.</summary>
    /// <returns>All placements in order; more than there were slots where some were split.</returns>
    public IReadOnlyList<Placement> Fill()
    {
        foreach (Placement reserved in Reserved())
        {
            FillOne(_placements.IndexOf(reserved));
        }

        for (int i = 0; i < _placements.Count; i++)
        {
            if (_placements[i].Choice is null)
            {
                FillOne(i);
            }
        }

        return _placements;
    }

    /// <summary>What a slot, by its index, says of whoever stands in it, with what stands around it now.</summary>
    public SlotView ViewOf(int at)
    {
        Placement placement = _placements[at];
        double seconds = Seconds(placement.Slot.Record.Length);
        Neighbourhood near = new(_placements, at, _request.Style, _usage, _balance.Fair(_placed), p => Seconds(p.Slot.Record.Length));
        CraftRules craft = new(_request.Style.Craft, _roles.Of(_placements, at, _usualFrames), _bars, seconds);
        double? energy = craft.Role.IsDrop && craft.Reserves ? 1 : placement.Slot.Energy;
        return new(seconds, SlotWish.For(energy, Middle(placement.Slot), _request.Style.Selection, _request), near, craft);
    }

    // Whatever is filled later takes what these leave.
    private IReadOnlyList<Placement> Reserved()
    {
        CraftStyle craft = _request.Style.Craft;
        return
        [
            .. _placements.Where(p => p.Choice is null && craft.DropAction > 0 && _roles.IsDrop(p.Slot)),
            .. _placements
                .Skip(1)
                .TakeLast(1)
                .Where(p => p.Choice is null && craft.Bookends > 0 && _request.Order != ClipOrder.Chronological && !_roles.IsDrop(p.Slot)),
        ];
    }

    [MemberNotNull(nameof(_columns), nameof(_scores))]
    private void Arrange()
    {
        _columns = new CandidateColumns(_candidates, _request.Seed);
        _scores = new float[_candidates.Count];
        _tree = _useTree ? _columns.Tree() : null;
    }

    private double Seconds(long frames) => _request.Rate.SecondsAt(frames);

    private void FillOne(int at)
    {
        Placement placement = _placements[at];
        while (Seconds(placement.Slot.Record.Length) > _longestRoom + 1e-9)
        {
            Split(at, _splitter.Forced(placement.Slot, _longestRoom));
        }

        (double seconds, SlotWish wish, Neighbourhood near, CraftRules craft) = ViewOf(at);
        SlotOrder? order = OrderAt(at);
        IReadOnlyList<Ranked> ranking = [];
        int step = 0;
        for (
            ;
            step < (order?.Steps ?? 1) && (ranking.Count == 0 || (ranking[0].Freshness == Freshness.Repeated && order!.MayLeave(step)));
            step++
        )
        {
            ranking = Rank(seconds, wish, near, craft, order is null ? null : (order, step));
        }

        if (
            ranking[0] is { IsWished: false } and ({ Freshness: not Freshness.UnusedShot } or { IsLettered: true })
            && SplitForUnused(placement.Slot, craft, ranking[0].Standing.Letters) is { } moment
        )
        {
            Split(at, moment);
            FillOne(at);
            return;
        }

        // Who wishes for people wants what is left of them before anybody else, and others before somebody twice.
        if (
            (WishesForPeople && !ShowsPeople(_candidates[ranking[0].Index]) && TakeIn(_left.Gaps(seconds, ShowsPeople)))
            || (ranking[0].Freshness == Freshness.Repeated && TakeIn(_left.Gaps(seconds, _ => true)))
        )
        {
            ranking = Rank(seconds, wish, near, craft, order is null ? null : (order, step - 1));
        }

        // Half as long and new is better than as long and shown before.
        if (order is null && ranking[0].Freshness == Freshness.Repeated && SplitForLeft(placement.Slot) is { } end)
        {
            Split(at, end);
            FillOne(at);
            return;
        }

        Explainer explainer = new(_candidates, near, craft, placement.Slot, seconds);
        Ranked winner = ranking[0];
        if (WishesForPeople && _left.WithoutScrap(_candidates[winner.Index], seconds, ShowsPeople) is { } earlier)
        {
            TakeIn([earlier]);
            winner = winner with { Index = _candidates.Count - 1 };
        }

        placement.Choice = _candidates[winner.Index];
        placement.Freshness = winner.Freshness;
        placement.Reasons = explainer.Reasons(winner, ranking, placement.Shortened);
        Record(placement.Choice, seconds);
    }

    private SlotOrder? OrderAt(int at)
    {
        if (_order is null || _request.Order == ClipOrder.Free)
        {
            return null;
        }

        double before = _placements.Take(at).LastOrDefault(p => p.Choice is not null)?.Choice!.Place ?? 0;
        double after = _placements.Skip(at + 1).FirstOrDefault(p => p.Choice is not null)?.Choice!.Place ?? 1;
        double reach = Math.Max(0.75 / _order.Clips.Count, 1.5 / _placements.Count);
        return new SlotOrder(_request.Order, _order, Middle(_placements[at].Slot), before, after, reach);
    }

    private double Middle(Slot slot) => (slot.Record.Start + slot.Record.End) / 2.0 / Math.Max(1, _frames);

    private void Record(Candidate choice, double seconds)
    {
        (double start, double end) = _finder.UsedUpBy(choice, seconds);
        _usage.Add(choice.Clip, choice.Shot, choice.Twin, start, end);
        _placed++;
    }

    /// <summary>The best candidates that fit, best first; at least one where the order allows everything.</summary>
    private IReadOnlyList<Ranked> Rank(
        double seconds,
        in SlotWish wish,
        Neighbourhood near,
        CraftRules craft,
        (SlotOrder Order, int Step)? order = null
    )
    {
        SlotRanking best = new(_candidates, seconds);
        float lowest = near.LowestContext + craft.Lowest;
        // Who wishes for people wants them before every clip had its turn.
        bool[] ahead = WishesForPeople ? new bool[_usage.Clips] : _balance.Ahead(_usage, seconds);
        if (_tree is null)
        {
            BatchScorer.Score(_columns, wish, _scores);
            for (int i = 0; i < _candidates.Count; i++)
            {
                Offer(i, _scores[i]);
            }

            return best.Entries;
        }

        for (int tier = 0; tier < Standing.Tiers; tier++)
        {
            IReadOnlyList<int> nearest = _tree.Nearest(
                [wish.Energy, 1, wish.Energy],
                [wish.EnergyWeight, wish.QualityWeight, wish.ActionWeight],
                TreeNeighbours,
                i => Fits(i) && StandingOf(_candidates[i]).Tier == tier
            );
            foreach (int i in nearest)
            {
                Offer(i, BatchScorer.ScoreOne(_columns, wish, i));
            }

            if (best.Entries.Count > 0)
            {
                break;
            }
        }

        return best.Entries;

        bool Fits(int i) => seconds <= _candidates[i].Room + 1e-9 && (order is not { } o || o.Order.Allows(_candidates[i], o.Step));

        void Offer(int i, float score)
        {
            if (!Fits(i))
            {
                return;
            }

            // Whatever the neighbours say, this one would not enter a full ranking of unused shots.
            if (!best.MayEnter(0, score - lowest))
            {
                return;
            }

            Candidate candidate = _candidates[i];
            Standing standing = StandingOf(candidate);
            if (!best.MayEnter(standing.Tier, score - lowest))
            {
                return;
            }

            Losses context = craft.Against(candidate, near.Against(candidate, seconds, standing.Shown)) with
            {
                Part = standing.Freshness == Freshness.UnusedPart ? PartLoss : 0,
            };
            best.Add(new Ranked(i, standing, score - context.Context, context));
        }

        Standing StandingOf(Candidate candidate) =>
            new(
                _usage.FreshnessOf(candidate, seconds),
                near.IsJumpCut(candidate, seconds),
                candidate.Suspicion is not null,
                candidate.IsWished,
                ahead[candidate.Clip],
                near.RowOf(candidate),
                craft.LettersOf(candidate),
                _usage.ShownOf(candidate, seconds),
                near.IsShownCloseBy(candidate, seconds)
            );
    }

    private bool WishesForPeople => _request.Style.Craft.People >= WishForPeople;

    private static bool ShowsPeople(Candidate candidate) => candidate.People is { Presence: > 0 };

    /// <summary>Takes more places in; false when there are none.</summary>
    private bool TakeIn(IReadOnlyList<Candidate> places)
    {
        if (places.Count == 0)
        {
            return false;
        }

        _candidates.AddRange(places);
        Arrange();
        return true;
    }

    /// <summary>Where to split a slot so that unused footage fills its first part, or anything without letters where they are not wanted;
    /// null when it is not worth it.</summary>
    private CutMoment? SplitForUnused(Slot slot, CraftRules craft, Lettering letters)
    {
        double room = 0,
            wanted = Seconds(slot.Record.Length);
        foreach (Candidate candidate in _candidates)
        {
            double plain = craft.PlainRoom(candidate);
            if (
                plain > room
                && candidate.Suspicion is null
                && (
                    letters == Lettering.Barred
                    || (letters == Lettering.Title && _usage.ShownOf(candidate, Math.Min(plain, wanted)) <= 1)
                    || (!_usage.IsUsed(candidate.Shot) && !_usage.IsTwinUsed(candidate.Twin))
                )
            )
            {
                room = plain;
            }
        }

        // A shot that does last as long was passed over for a reason that a split does not change.
        return room + 1e-9 >= wanted ? null
            : letters == Lettering.None ? _splitter.ForUnused(slot, room)
            : _splitter.ForAny(slot, room);
    }

    // The same for what shots have left of their takes.
    private CutMoment? SplitForLeft(Slot slot)
    {
        double room = _left.Longest;
        return room + 1e-9 >= Seconds(slot.Record.Length) ? null : _splitter.ForLeft(slot, room);
    }

    private void Split(int at, CutMoment moment)
    {
        (Slot first, Slot second) = _placements[at].Slot.SplitAt(moment);
        _placements[at].Slot = first;
        _placements[at].Shortened = true;
        _placements.Insert(at + 1, new Placement(second) { Shortened = true });
    }
}
