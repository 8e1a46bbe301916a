namespace MontageAI.Editing.Selection;

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
