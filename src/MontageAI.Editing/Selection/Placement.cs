using MontageAI.Editing.Pacing;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>How fresh the footage of a choice is; lower is better, and a higher one is taken only when nothing of the lower fits.</summary>
internal enum Freshness
{
    /// <summary>Nothing of the shot is on the timeline.</summary>
    UnusedShot,

    /// <summary>Another part of the shot is.</summary>
    UnusedPart,

    /// <summary>The same recording is, under another name.</summary>
    Twin,

    /// <summary>The same pictures are.</summary>
    Repeated,
}

/// <summary>A slot and what was put there.</summary>
internal sealed class Placement(Slot slot)
{
    /// <summary>The slot.</summary>
    public Slot Slot { get; set; } = slot;

    /// <summary>What fills it; null until chosen.</summary>
    public Candidate? Choice { get; set; }

    /// <summary>How fresh the choice was when it was made.</summary>
    public Freshness Freshness { get; set; }

    /// <summary>True when the choice was made before and must stay.</summary>
    public bool Kept { get; init; }

    /// <summary>True when the slot was made shorter than the style asked for, since no footage filled it.</summary>
    public bool Shortened { get; set; }

    /// <summary>Why the choice stands here.</summary>
    public IReadOnlyList<ShotReason> Reasons { get; set; } = [];
}
