namespace MontageAI.Timelines;

/// <summary>
/// How a shot is entered from the one before it. The cut stays where it is, on the grid: half of the frames lie before the shot's first
/// frame and half from it on. Dissolve and wipe need both sources for all of their frames: the old shot runs on for half of them after its
/// end, the new one begins half of them before its in-point, at their own speeds. All others need no footage beyond the shots: the first
/// half changes only the old shot's last frames, the second half only the new shot's first ones (a flash has no first half). On a montage's
/// first shot only the second half is there; as its ending only the first.
/// </summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Frames">Length in frames: even, 2 or more; no half is longer than the shot that it lies in, less what another transition
/// takes of it.</param>
/// <param name="Direction">Where a whip or wipe goes; no meaning for the others.</param>
public sealed record ShotTransition(TransitionKind Kind, int Frames, TransitionDirection Direction = TransitionDirection.Left)
{
    /// <summary>Frames on either side of the cut.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Half => Frames / 2;

    /// <summary>Whether pictures of both shots are seen at once, so that footage beyond both is needed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool ShowsBoth => Kind is TransitionKind.Dissolve or TransitionKind.Wipe;
}
