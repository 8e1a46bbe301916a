namespace MontageAI.Editing.Selection;

/// <summary>The best candidates for one slot, best first.</summary>
/// <param name="candidates">All candidates; entries name them by index.</param>
/// <param name="seconds">Length of the slot: of windows of one shot that overlap only the best is ranked.</param>
internal sealed class SlotRanking(IReadOnlyList<Candidate> candidates, double seconds)
{
    /// <summary>Windows ranked at most; those that end up elsewhere on the timeline are dropped later.</summary>
    private const int Runners = 16;

    private readonly List<Ranked> _entries = new(Runners + 1);

    /// <summary>The entries, best first.</summary>
    public IReadOnlyList<Ranked> Entries => _entries;

    /// <summary>Whether a candidate of a tier with so high a score at best may be among them.</summary>
    public bool MayEnter(int tier, float score) =>
        _entries.Count < Runners || tier < _entries[^1].Tier || (tier == _entries[^1].Tier && score >= _entries[^1].Score);

    /// <summary>Ranks an entry.</summary>
    public void Add(Ranked entry)
    {
        Candidate candidate = candidates[entry.Index];
        int same = _entries.FindIndex(r =>
            candidates[r.Index] is var other && other.Shot == candidate.Shot && Math.Abs(other.InSeconds - candidate.InSeconds) < seconds
        );
        if (same >= 0)
        {
            if (!entry.Beats(_entries[same]))
            {
                return;
            }

            _entries.RemoveAt(same);
        }
        else if (_entries.Count == Runners)
        {
            if (!entry.Beats(_entries[^1]))
            {
                return;
            }

            _entries.RemoveAt(Runners - 1);
        }

        int at = _entries.Count;
        while (at > 0 && entry.Beats(_entries[at - 1]))
        {
            at--;
        }

        _entries.Insert(at, entry);
    }
}
