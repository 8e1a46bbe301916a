using MontageAI.Timelines;

namespace MontageAI.Editing.Styles;

/// <summary>
/// How shots are joined. Each share is the part of the cuts, 0 to 1, that gets the transition, where the footage allows it; what remains
/// are hard cuts. Transitions prefer starts of sections, then downbeats, and calm places for dissolves and fades, loud ones for whips,
/// zooms and flashes.
/// </summary>
public sealed record TransitionStyle
{
    /// <summary>Share of dissolves.</summary>
    public double Dissolve { get; init; }

    /// <summary>Share of fades through black.</summary>
    public double FadeBlack { get; init; }

    /// <summary>Share of fades through white.</summary>
    public double FadeWhite { get; init; }

    /// <summary>Share of whips.</summary>
    public double Whip { get; init; }

    /// <summary>Share of wipes.</summary>
    public double Wipe { get; init; }

    /// <summary>Share of zooms.</summary>
    public double Zoom { get; init; }

    /// <summary>Share of flashes.</summary>
    public double Flash { get; init; }

    /// <summary>Length of dissolves, fades and wipes in beats, 0.25 to 16; in seconds where there is no beat, two beats to the
    /// second.</summary>
    public double SoftBeats { get; init; } = 2;

    /// <summary>Length of whips, zooms and flashes in beats, 0.1 to 4.</summary>
    public double HardBeats { get; init; } = 0.5;

    /// <summary>Seconds of fade from black at the start of the montage, 0 to 5.</summary>
    public double OpenSeconds { get; init; }

    /// <summary>Seconds of fade to black at its end, 0 to 10.</summary>
    public double CloseSeconds { get; init; }

    /// <summary>The shares by kind.</summary>
    internal IReadOnlyList<(TransitionKind Kind, double Share)> Shares =>
        [
            (TransitionKind.Dissolve, Dissolve),
            (TransitionKind.FadeBlack, FadeBlack),
            (TransitionKind.FadeWhite, FadeWhite),
            (TransitionKind.Whip, Whip),
            (TransitionKind.Wipe, Wipe),
            (TransitionKind.Zoom, Zoom),
            (TransitionKind.Flash, Flash),
        ];
}
