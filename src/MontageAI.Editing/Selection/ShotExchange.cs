using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>What a slot says of whoever stands in it.</summary>
/// <param name="Seconds">Its length.</param>
/// <param name="Wish">What it wishes for.</param>
/// <param name="Near">The shots around it.</param>
/// <param name="Craft">What its role asks.</param>
internal readonly record struct SlotView(double Seconds, SlotWish Wish, Neighbourhood Near, CraftRules Craft);

/// <summary>
/// Lets chosen shots change places where both together then stand better. Slots are filled one after the other, so what suits a lively bar
/// best may have been spent on a calm one; exchanging pairs while that gains (2-opt; Croes, "A Method for Solving Traveling-Salesman
/// Problems", 1958) mends it. What is shown stays the same, only where it stands changes. Kept shots, repetitions, the first, the last and
/// the drop stay. Cost: one score for each pair of slots, and the neighbours of a few pairs for each slot. Limits chosen by hand.
/// </summary>
internal sealed class ShotExchange
{
    // Less is no reason to move.
    private const float LeastGain = 0.05f;

    // Slots between which shots change places, pairs tried for each slot, and how often all are gone through.
    private const int Span = 64;
    private const int PairsPerSlot = 8;
    private const int Rounds = 3;

    // What is shown longer than it was chosen for may not be in doubt, nor be as much longer.
    private const double MostLonger = 1.6;

    private readonly IReadOnlyList<Placement> _placements;
    private readonly Func<int, SlotView> _view;
    private readonly int[] _slots;
    private readonly int[] _shots;
    private readonly SlotWish[] _wishes;
    private readonly double[] _seconds;
    private readonly bool[] _early;
    private readonly CandidateColumns _columns;

    /// <summary>Prepares it.</summary>
    /// <param name="placements">All slots, filled.</param>
    /// <param name="seed">The seed of the plan.</param>
    /// <param name="view">What a slot says, by its index, with what stands around it at that time.</param>
    public ShotExchange(IReadOnlyList<Placement> placements, long seed, Func<int, SlotView> view)
    {
        (_placements, _view) = (placements, view);
        SlotView[] views = [.. Enumerable.Range(0, placements.Count).Select(view)];
        _slots =
        [
            .. Enumerable
                .Range(0, placements.Count)
                .Where(i =>
                    placements[i] is { Kept: false, Choice: not null, Freshness: not Freshness.Repeated }
                    && views[i].Craft.Role is { Opens: false, Closes: false, IsDrop: false }
                ),
        ];
        _shots = [.. Enumerable.Range(0, _slots.Length)];
        _wishes = [.. _slots.Select(s => views[s].Wish)];
        _seconds = [.. _slots.Select(s => views[s].Seconds)];
        _early = [.. _slots.Select(s => views[s].Craft.Role.IsEarly)];
        _columns = new CandidateColumns([.. _slots.Select(s => placements[s].Choice!)], seed);
    }

    /// <summary>Exchanges until nothing gains, for as many rounds as there are.</summary>
    /// <returns>Number of shots that stand elsewhere.</returns>
    public int Run()
    {
        SortedSet<int> moved = [];
        for (int round = 0; round < Rounds; round++)
        {
            int before = moved.Count;
            bool any = false;
            foreach ((int a, int b) in Promising())
            {
                if (Gain(a, b) >= LeastGain && Fits(a, b) && Exchanged(a, b))
                {
                    moved.UnionWith([_slots[a], _slots[b]]);
                    any = true;
                }
            }

            if (!any)
            {
                break;
            }
        }

        foreach (int at in moved.SelectMany(m => (int[])[m - 1, m, m + 1]).Distinct().Where(at => IsFilled(at) && !_placements[at].Kept))
        {
            SlotView view = _view(at);
            Explainer explainer = new([_placements[at].Choice!], view.Near, view.Craft, _placements[at].Slot, view.Seconds);
            _placements[at].Reasons = moved.Contains(at)
                ? explainer.Exchanged(_placements[at])
                : explainer.BesideExchanged(_placements[at]);
        }

        return moved.Count;
    }

    private float Own(int shot, int slot) => BatchScorer.ScoreOne(_columns, _wishes[slot], _shots[shot]);

    private float Gain(int a, int b) => Own(a, b) + Own(b, a) - Own(a, a) - Own(b, b);

    // The pairs of which both slots together, without their neighbours, say most for it.
    private IReadOnlyList<(int A, int B)> Promising()
    {
        List<(float Gain, int A, int B)> pairs = [];
        for (int a = 0; a < _slots.Length; a++)
        {
            for (int b = a + 1; b < Math.Min(_slots.Length, a + Span); b++)
            {
                // What is settled first is chosen by itself: what comes after it is then chosen anew, beside what has been shown.
                if (_early[a] == _early[b] && Gain(a, b) is >= LeastGain and var gain)
                {
                    pairs.Add((gain, a, b));
                }
            }
        }

        return
        [
            .. pairs
                .OrderByDescending(p => p.Gain)
                .ThenBy(p => p.A)
                .ThenBy(p => p.B)
                .Take(PairsPerSlot * _slots.Length)
                .Select(p => (p.A, p.B)),
        ];
    }

    // Whether each lasts in the other's slot without showing what is shown elsewhere.
    private bool Fits(int a, int b) => Lasts(a, b) && Lasts(b, a) && !BringsLettersForward(a, b);

    // Letters that nobody wished for stand no earlier than they were chosen for, the later one changing places with one without.
    private bool BringsLettersForward(int a, int b) =>
        _placements[_slots[_shots[b]]].Choice is { IsWished: false } later
        && later.ShowsLetters(_seconds[a])
        && !_placements[_slots[_shots[a]]].Choice!.ShowsLetters(_seconds[b]);

    private bool Lasts(int shot, int slot)
    {
        double seconds = _seconds[slot];
        Candidate choice = _placements[_slots[shot]].Choice!;
        if (seconds <= _seconds[shot])
        {
            return true;
        }

        if (
            seconds > choice.Room + 1e-9
            || seconds > MostLonger * _seconds[shot]
            || !(choice.DoubtAfter >= seconds)
            || choice.ShowsLetters(seconds)
        )
        {
            return false;
        }

        for (int i = 0; i < _placements.Count; i++)
        {
            // What is shown of its clip, or of a copy, may not be reached.
            if (
                i != _slots[shot]
                && _placements[i].Choice is { } other
                && (other.Clip == choice.Clip || (other.Twin >= 0 && other.Twin == choice.Twin))
                && other.InSeconds >= choice.InSeconds
                && other.InSeconds < choice.InSeconds + seconds
            )
            {
                return false;
            }
        }

        return true;
    }

    // Exchanges two; back again where the neighbours say more against it.
    private bool Exchanged(int a, int b)
    {
        int[] around = [.. new[] { _slots[a], _slots[b] }.SelectMany(s => (int[])[s - 1, s, s + 1]).Distinct().Where(IsFilled)];
        (int faults, float score) = Standing(around);
        Swap(a, b);
        (int then, float better) = Standing(around);
        if (then <= faults && better >= score + LeastGain)
        {
            return true;
        }

        Swap(a, b);
        return false;
    }

    private void Swap(int a, int b)
    {
        Placement first = _placements[_slots[a]],
            second = _placements[_slots[b]];
        (first.Choice, second.Choice) = (second.Choice, first.Choice);
        (first.Freshness, second.Freshness) = (second.Freshness, first.Freshness);
        (_shots[a], _shots[b]) = (_shots[b], _shots[a]);
    }

    // Jump cuts and rows of like shots, and the score, of these slots together.
    private (int Faults, float Score) Standing(int[] around)
    {
        int faults = 0;
        float score = 0;
        foreach (int at in around)
        {
            SlotView view = _view(at);
            Candidate shot = _placements[at].Choice!;
            faults += (view.Near.IsJumpCut(shot, view.Seconds) ? 1 : 0) + view.Near.RowOf(shot);
            score -= view.Craft.Against(shot, view.Near.Against(shot, view.Seconds, 0)).Context;
            score += Array.IndexOf(_slots, at) is >= 0 and var slot ? Own(slot, slot) : 0;
        }

        return (faults, score);
    }

    private bool IsFilled(int at) => at >= 0 && at < _placements.Count && _placements[at].Choice is not null;
}
