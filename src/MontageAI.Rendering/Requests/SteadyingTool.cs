namespace MontageAI.Rendering.Requests;

/// <summary>What steadies shots, by what FFmpeg's build has.</summary>
public enum SteadyingTool
{
    /// <summary>vid.stab: measured first, then moved; the better one.</summary>
    VidStab,

    /// <summary>FFmpeg's own, in one pass.</summary>
    Deshake,

    /// <summary>Nothing is steadied.</summary>
    None,
}
