using MontageAI.Time;

namespace MontageAI.Results;

/// <summary>A stretch of a clip of which every frame was looked at (rung L3). Depends on nothing but its frames and what is usual in the
/// clip, so it may be remembered by itself.</summary>
/// <param name="Start">PTS of its first frame.</param>
/// <param name="End">PTS after its last frame.</param>
/// <param name="Motion">What was measured; null where fewer than two frames could be decoded.</param>
/// <param name="Rejected">Parts that cannot be watched.</param>
public sealed record MeasuredWindow(MediaTime Start, MediaTime End, MotionFeatures? Motion, IReadOnlyList<RejectedStretch> Rejected);
