namespace MontageAI.Editing.Selection;

/// <summary>A candidate in the ranking of one slot.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Freshness">How fresh its footage is.</param>
/// <param name="IsJumpCut">Whether it would make a jump cut that the style will not have.</param>
/// <param name="Score">Score with everything, 0 at best.</param>
/// <param name="Context">What the neighbours say against it.</param>
/// <param name="IsSuspect">Whether its shot is suspected of a fault.</param>
/// <param name="IsWished">Whether it shows what was wished for.</param>
internal readonly record struct Ranked(
    int Index,
    Freshness Freshness,
    bool IsJumpCut,
    float Score,
    Losses Context,
    bool IsSuspect = false,
    bool IsWished = false
)
{
    /// <summary>Tiers that there are: a candidate of a higher one is taken only when nothing of a lower one fits.</summary>
    public const int Tiers = 6;

    /// <summary>Unused shots, unused parts, both again as jump cuts, shots suspected of a fault and other copies of what was shown,
    /// repetitions. Unused parts that show what was wished for stand with unused shots.</summary>
    public int Tier => TierOf(Freshness, IsJumpCut, IsSuspect, IsWished);

    /// <summary>The tier of footage that is so fresh.</summary>
    public static int TierOf(Freshness freshness, bool isJumpCut, bool isSuspect, bool isWished) =>
        freshness switch
        {
            not Freshness.Repeated when isSuspect => 4,
            Freshness.UnusedShot => isJumpCut ? 2 : 0,
            Freshness.UnusedPart when isWished => isJumpCut ? 2 : 0,
            Freshness.UnusedPart => isJumpCut ? 3 : 1,
            Freshness.Twin => 4,
            _ => 5,
        };

    /// <summary>Order of a ranking: tier, then score, then index.</summary>
    public bool Beats(in Ranked other) =>
        Tier != other.Tier ? Tier < other.Tier
        : Score != other.Score ? Score > other.Score
        : Index < other.Index;
}
