using MontageAI.Time;

namespace MontageAI.Timelines;

/// <summary>One word of a cue.</summary>
/// <param name="Record">Frames of the timeline.</param>
/// <param name="Text">The word.</param>
public sealed record CaptionWord(FrameRange Record, string Text);
