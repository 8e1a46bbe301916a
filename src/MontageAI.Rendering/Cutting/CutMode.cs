namespace MontageAI.Rendering.Cutting;

/// <summary>How a piece is taken out of a file. Frame-exact in every case.</summary>
public enum CutMode
{
    /// <summary>Copied where possible; only what cannot be is encoded anew.</summary>
    Smart,

    /// <summary>Copied, or refused where the cut does not lie on key frames.</summary>
    Copy,

    /// <summary>Encoded anew altogether.</summary>
    Encode,
}
