using MontageAI.Time;

namespace MontageAI.Timelines;

/// <summary>A title.</summary>
/// <param name="Record">Frames of the timeline.</param>
/// <param name="Kind">Where it stands.</param>
/// <param name="Text">The large line.</param>
/// <param name="Subtitle">The small line below it; null for none.</param>
public sealed record TitleCard(FrameRange Record, TitleKind Kind, string Text, string? Subtitle = null)
{
    /// <summary>Where it stands, as it makes way for a face; null in the place of its kind.</summary>
    public TextPlace? Place { get; init; }
}
