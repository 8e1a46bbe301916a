namespace MontageAI.Results;

/// <summary>What a user did with a stretch of a clip, so that later montages can take it into account. Only decisions count, not what a
/// plan happened to show.</summary>
public sealed record RememberedShot
{
    /// <summary>Fingerprint of the clip's content.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the clip's file when it was last met, for readers.</summary>
    public required string Name { get; init; }

    /// <summary>First second of the stretch, on the stream's clock; null means the whole clip.</summary>
    public double? Start { get; init; }

    /// <summary>End of the stretch in seconds, exclusive; null means the whole clip.</summary>
    public double? End { get; init; }

    /// <summary>How often it was taken by hand from the alternatives.</summary>
    public int Chosen { get; init; }

    /// <summary>How often it was pinned by hand.</summary>
    public int Kept { get; init; }

    /// <summary>How often it was swapped away or taken out.</summary>
    public int SwappedAway { get; init; }

    /// <summary>How often its clip was banned.</summary>
    public int Banned { get; init; }

    /// <summary>How often a finished timeline with it was rendered at standard quality or better.</summary>
    public int Exported { get; init; }

    /// <summary>How often a montage that was made in one go shows it. Tips nothing, since nobody decided.</summary>
    public int Shown { get; init; }

    /// <summary>File name of the last timeline or film in which it was met.</summary>
    public string Where { get; init; } = "";

    /// <summary>Day on which it was last met, as 2026-11-22.</summary>
    public string Day { get; init; } = "";

    /// <summary>Liking that these decisions amount to, -0.5 (banned) to 0.25 (kept); 0 where there were none.</summary>
    public float Liking =>
        (float)Math.Clamp((0.2 * Kept) + (0.1 * Chosen) + (0.05 * Exported) - (0.25 * SwappedAway) - (0.4 * Banned), -0.5, 0.25);
}
