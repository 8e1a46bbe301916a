using MontageAI.Time;

namespace MontageAI.Timelines;

/// <summary>A title.</summary>
/// <param name="Record">Frames of the timeline.</param>
/// <param name="Kind">Where it stands.</param>
/// <param name="Text">The large line.</param>
/// <param name="Subtitle">The small line below it; null for none.</param>
public sealed record TitleCard(FrameRange Record, TitleKind Kind, string Text, string? Subtitle = null);
