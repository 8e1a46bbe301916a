namespace MontageAI.Editing.Selection;

/// <summary>What decides, before any score, behind what else a candidate ranks.</summary>
/// <param name="Freshness">How fresh its footage is.</param>
/// <param name="IsJumpCut">Whether it would make a jump cut that the style will not have, or show nearly what stands beside it.</param>
/// <param name="IsSuspect">Whether its shot is suspected of a fault, or shows a title of the footage.</param>
/// <param name="IsWished">Whether it shows what was wished for.</param>
/// <param name="IsAhead">Whether its clip has had its share while another has not.</param>
/// <param name="Row">Like shots of its clip beside which it would stand in a row.</param>
internal readonly record struct Standing(
    Freshness Freshness,
    bool IsJumpCut,
    bool IsSuspect = false,
    bool IsWished = false,
    bool IsAhead = false,
    int Row = 0
)
{
    /// <summary>Tiers that there are: a candidate of a higher one is taken only when nothing of a lower one fits.</summary>
    public const int Tiers = 8;

    // From so many like shots in a row on anything else that is new comes first, and from so many on even what was shown.
    private const int LongRow = 2;
    private const int DullRow = 5;

    /// <summary>What is not shown yet, of clips that have not had their share before others; the same as jump cuts; shots suspected of a
    /// fault, titles of the footage and other copies of what was shown; more of a row of like shots; repetitions; more of a row that is
    /// dull already.</summary>
    public int Tier =>
        Freshness switch
        {
            Freshness.Repeated => Row >= LongRow ? 7 : 5,
            _ when Row >= DullRow => 6,
            _ when Row >= LongRow => 4,
            Freshness.Twin => 3,
            _ when IsSuspect => 3,
            _ when IsJumpCut => 2,
            _ => IsAhead && !IsWished ? 1 : 0,
        };
}

/// <summary>A candidate in the ranking of one slot.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Standing">Behind what it ranks.</param>
/// <param name="Score">Score with everything, 0 at best.</param>
/// <param name="Context">What the neighbours say against it.</param>
internal readonly record struct Ranked(int Index, Standing Standing, float Score, Losses Context)
{
    /// <summary>How fresh its footage is.</summary>
    public Freshness Freshness => Standing.Freshness;

    /// <summary>Whether it would make a jump cut that the style will not have.</summary>
    public bool IsJumpCut => Standing.IsJumpCut;

    /// <summary>Whether it shows what was wished for.</summary>
    public bool IsWished => Standing.IsWished;

    /// <summary>Its tier.</summary>
    public int Tier { get; } = Standing.Tier;

    /// <summary>Order of a ranking: tier, then score, then index.</summary>
    public bool Beats(in Ranked other) =>
        Tier != other.Tier ? Tier < other.Tier
        : Score != other.Score ? Score > other.Score
        : Index < other.Index;
}
