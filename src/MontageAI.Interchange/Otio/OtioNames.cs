namespace MontageAI.Interchange.Otio;

/// <summary>Names in OpenTimelineIO's documents.</summary>
internal static class OtioNames
{
    /// <summary>Metadata of ours.</summary>
    public const string Ours = "montage-ai";

    /// <summary>Metadata of Resolve.</summary>
    public const string Resolve = "Resolve_OTIO";

    /// <summary>Metadata of Premiere; with it lengths count the media that is used up.</summary>
    public const string Premiere = "PremierePro_OTIO";

    /// <summary>What Premiere calls the length of a clip: the media that it uses up, in whole frames of the sequence.</summary>
    public static double UsedUp(double frames, double speed) => Math.Max(1, Math.Round(frames * speed));

    /// <summary>A dissolve.</summary>
    public const string Dissolve = "SMPTE_Dissolve";

    /// <summary>A wipe, as the library's own EDL reader calls it.</summary>
    public const string Wipe = "SMPTE_Wipe";
}
