using MontageAI.Rendering.Captions;

namespace MontageAI.Engine.Jobs;

/// <summary>Text that a user wants in the pictures.</summary>
public sealed record TextChoice
{
    /// <summary>Style of captions where none is named.</summary>
    public const string DefaultStyle = "minimal";

    /// <summary>Names of all caption styles.</summary>
    public static IReadOnlyList<string> Styles => CaptionDesign.Names;

    /// <summary>Subtitle file (SRT or WebVTT) whose times are those of the montage; null for none.</summary>
    public string? Captions { get; init; }

    /// <summary>Whether captions are written from what is said in the clips; needs clip sound that is heard, and a model.</summary>
    public bool CaptionsFromSpeech { get; init; }

    /// <summary>A Whisper model of one's own in GGML's format for that; null takes the best of those that were added.</summary>
    public string? CaptionModel { get; init; }

    /// <summary>Style of captions and titles, one of <see cref="Styles"/>; null is <see cref="DefaultStyle"/>.</summary>
    public string? Style { get; init; }

    /// <summary>Title near the start; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Small line below the title.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Text over darkened pictures at the end; null for none.</summary>
    public string? EndCard { get; init; }
}
