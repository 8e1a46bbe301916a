namespace MontageAI.Media;

/// <summary>Colour tags in FFmpeg's words; null where the stream carries none.</summary>
public sealed record ColorTags
{
    /// <summary>"tv" (limited) or "pc" (full).</summary>
    public string? Range { get; init; }

    /// <summary>Primaries, for example "bt709", "bt2020".</summary>
    public string? Primaries { get; init; }

    /// <summary>Transfer, for example "bt709", "smpte2084" (PQ), "arib-std-b67" (HLG).</summary>
    public string? Transfer { get; init; }

    /// <summary>Matrix, for example "bt709", "smpte170m", "bt2020nc".</summary>
    public string? Matrix { get; init; }

    /// <summary>True for PQ and HLG, which need tone mapping on an SDR canvas.</summary>
    public bool IsHdr => Transfer is "smpte2084" or "arib-std-b67";
}
