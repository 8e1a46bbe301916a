namespace MontageAI.Editing.Selection;

/// <summary>What speaks against a candidate in a slot, term by term; already weighted. Their sum decides, each alone explains. Below 0
/// where a term speaks for it.</summary>
internal readonly record struct Losses
{
    /// <summary>Missing picture quality.</summary>
    public float Quality { get; init; }

    /// <summary>Energy unlike the music's.</summary>
    public float Energy { get; init; }

    /// <summary>Motion unlike the music's energy.</summary>
    public float Action { get; init; }

    /// <summary>Out of the footage's order.</summary>
    public float Place { get; init; }

    /// <summary>Expensive in-point.</summary>
    public float Seek { get; init; }

    /// <summary>The seed's dislike.</summary>
    public float Surprise { get; init; }

    /// <summary>Its clip was shown close by, or more often than its share.</summary>
    public float Variety { get; init; }

    /// <summary>Same take and framing as a neighbouring shot.</summary>
    public float JumpCut { get; init; }

    /// <summary>Looks like a shot close by.</summary>
    public float Likeness { get; init; }

    /// <summary>Moves in the unwanted direction relative to a neighbour; below 0 when it moves as wanted.</summary>
    public float Direction { get; init; }

    /// <summary>Overlaps footage that is on the timeline already.</summary>
    public float Repeat { get; init; }

    /// <summary>Another part of its take is on the timeline.</summary>
    public float Part { get; init; }

    /// <summary>Shot size like that of a neighbour.</summary>
    public float Size { get; init; }

    /// <summary>Begins without motion; below 0 when it begins in motion.</summary>
    public float CutOnAction { get; init; }

    /// <summary>May hold what nobody wants to see, or begins where its file does.</summary>
    public float Doubt { get; init; }

    /// <summary>Shows no moment that stands out.</summary>
    public float Moment { get; init; }

    /// <summary>Below 0 when shape and colour match the shot before.</summary>
    public float Match { get; init; }

    /// <summary>Close where a wide shot should come first, or wide where details should follow.</summary>
    public float Establishing { get; init; }

    /// <summary>Shot size that does not suit the length of the slot.</summary>
    public float Hold { get; init; }

    /// <summary>Below 0 with people in the picture.</summary>
    public float People { get; init; }

    /// <summary>Too little action for the drop.</summary>
    public float Drop { get; init; }

    /// <summary>Too weak to open, or too restless to close.</summary>
    public float Bookend { get; init; }

    /// <summary>Leaves a part of the canvas black.</summary>
    public float Bars { get; init; }

    /// <summary>What the user did with it before: below 0 kept, above 0 rejected.</summary>
    public float Memory { get; init; }

    /// <summary>Below 0 where it shows what was wished for, above 0 where it shows what should not be seen.</summary>
    public float Wish { get; init; }

    /// <summary>The part that depends on neighbours and on the slot's role.</summary>
    public float Context =>
        Variety
        + JumpCut
        + Likeness
        + Direction
        + Repeat
        + Part
        + Size
        + CutOnAction
        + Doubt
        + Moment
        + Match
        + Establishing
        + Hold
        + People
        + Drop
        + Bookend
        + Bars
        + Memory
        + Wish;

    /// <summary>Everything.</summary>
    public float Total => Quality + Energy + Action + Place + Seek + Surprise + Context;
}
