namespace MontageAI.Timelines;

/// <summary>Text burned into the pictures.</summary>
public sealed record CaptionTrack
{
    /// <summary>Name of the style: tiktok, minimal, bold, cinematic, karaoke ...</summary>
    public required string Style { get; init; }

    /// <summary>Cues in order of their start.</summary>
    public required IReadOnlyList<CaptionCue> Cues { get; init; }
}
