using MontageAI.Time;

namespace MontageAI.Timelines;

/// <summary>Some words that stand in the picture for a while.</summary>
/// <param name="Record">Frames of the timeline.</param>
/// <param name="Text">The words; line feeds part lines.</param>
/// <param name="Words">When each word is said; null where that is not known.</param>
public sealed record CaptionCue(FrameRange Record, string Text, IReadOnlyList<CaptionWord>? Words = null)
{
    /// <summary>Where it stands, as it makes way for a face; null where its style puts it.</summary>
    public TextPlace? Place { get; init; }
}
