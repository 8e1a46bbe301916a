namespace MontageAI.Editing.Captions;

/// <summary>A subtitle file as read.</summary>
/// <param name="Cues">Cues by start.</param>
/// <param name="Notes">What was left out or taken otherwise than written.</param>
public sealed record SubtitleDocument(IReadOnlyList<SubtitleCue> Cues, IReadOnlyList<string> Notes);
