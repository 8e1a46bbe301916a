using MontageAI.Time;

namespace MontageAI.Editing.Canvas;

/// <summary>Rate and shape of a montage.</summary>
/// <param name="Rate">Frames per second.</param>
/// <param name="RateReason">Why that rate, in words.</param>
/// <param name="Aspect">Width to height.</param>
/// <param name="AspectReason">Why that shape, in words.</param>
public sealed record CanvasChoice(FrameRate Rate, string RateReason, Rational Aspect, string AspectReason);
