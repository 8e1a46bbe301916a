namespace MontageAI.Editing.Selection;

/// <summary>What decides, before any score, behind what else a candidate ranks.</summary>
/// <param name="Freshness">How fresh its footage is.</param>
/// <param name="IsJumpCut">Whether it would make a jump cut that the style will not have, or show nearly what stands beside it.</param>
/// <param name="IsSuspect">Whether its shot is suspected of a fault.</param>
/// <param name="IsWished">Whether it shows what was wished for.</param>
/// <param name="IsAhead">Whether its clip has had its share while another has not.</param>
/// <param name="Row">Like shots of its clip beside which it would stand in a row.</param>
/// <param name="Letters">What the slot thinks of letters that it shows.</param>
/// <param name="Shown">Shots on the timeline that show some of the same pictures.</param>
/// <param name="IsClose">Whether one of these stands close by.</param>
internal readonly record struct Standing(
    Freshness Freshness,
    bool IsJumpCut,
    bool IsSuspect = false,
    bool IsWished = false,
    bool IsAhead = false,
    int Row = 0,
    Lettering Letters = Lettering.None,
    int Shown = 0,
    bool IsClose = false
)
{
    /// <summary>Tiers that there are: a candidate of a higher one is taken only when nothing of a lower one fits.</summary>
    public const int Tiers = 2 * BarredTier;

    // What may not be where it is tried stands behind everything that may.
    private const int BarredTier = 10;

    // From so many like shots in a row on anything else that is new comes first, and from so many on even what was shown.
    private const int LongRow = 2;
    private const int DullRow = 5;

    /// <summary>What is not shown yet, of clips that have not had their share before others; the same as jump cuts; shots suspected of a
    /// fault and other copies of what was shown; more of a row of like shots; what was shown once, then the same close by; titles of the
    /// footage; more of a row that is dull already; what was shown more often. In the same order behind all of these, what shows letters
    /// where none may be.</summary>
    public int Tier => Letters == Lettering.Barred && !IsWished ? BarredTier + Place : Place;

    private int Place =>
        Freshness switch
        {
            Freshness.Repeated when Row >= LongRow || Shown > 1 || IsTitle => 9,
            Freshness.Repeated => IsClose ? 6 : 5,
            _ when Row >= DullRow => 8,
            _ when IsTitle => 7,
            _ when Row >= LongRow => 4,
            Freshness.Twin => 3,
            _ when IsSuspect => 3,
            _ when IsJumpCut => 2,
            _ => IsAhead && !IsWished ? 1 : 0,
        };

    private bool IsTitle => Letters == Lettering.Title && !IsWished;
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

    /// <summary>Whether it shows letters where anything without is liked more.</summary>
    public bool IsLettered => Standing.Letters != Lettering.None;

    /// <summary>Its tier.</summary>
    public int Tier { get; } = Standing.Tier;

    /// <summary>Order of a ranking: tier, then score, then index.</summary>
    public bool Beats(in Ranked other) =>
        Tier != other.Tier ? Tier < other.Tier
        : Score != other.Score ? Score > other.Score
        : Index < other.Index;
}
