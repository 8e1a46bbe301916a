namespace MontageAI.Engine.Reporting;

/// <summary>How good the pictures of a shot are that can be watched. Frames, cuts and lengths are the same in all.</summary>
public enum PreviewTier
{
    /// <summary>Pictures of the proxy as they were recorded: no look, no correction, no move, hard cuts, no text.</summary>
    Draft,

    /// <summary>All of that, drawn from the small pictures of the proxy.</summary>
    Look,

    /// <summary>What the film file holds.</summary>
    Final,

    /// <summary>The better profile that was asked for on top.</summary>
    Refined,
}
