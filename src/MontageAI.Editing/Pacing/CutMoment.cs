namespace MontageAI.Editing.Pacing;

/// <summary>What a moment of the montage is, so that no one mistakes a made-up moment for a beat.</summary>
internal enum MomentKind
{
    /// <summary>First frame of the montage.</summary>
    Start,

    /// <summary>A beat, tracked or given by the user.</summary>
    Beat,

    /// <summary>A note onset or a rise of loudness; no beat.</summary>
    Accent,

    /// <summary>A moment of a steady grid that follows no sound.</summary>
    Steady,

    /// <summary>The end of the montage.</summary>
    End,
}

/// <summary>A moment at which a cut may stand.</summary>
/// <param name="Seconds">Seconds from the montage's start.</param>
/// <param name="Frame">round(Seconds x rate).</param>
/// <param name="Kind">What it is.</param>
/// <param name="BarPosition">1 on a downbeat, 2, 3 ... after it, 0 when unknown.</param>
/// <param name="Strength">Relative strength of its onset, 0 to 1; 0 where nothing was measured.</param>
internal sealed record CutMoment(double Seconds, long Frame, MomentKind Kind, int BarPosition, float Strength);
