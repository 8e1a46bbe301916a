namespace MontageAI.Results;

/// <summary>How many frames an analysis took to make, for telemetry.</summary>
/// <param name="KeyFrames">Key frames looked at by scans.</param>
/// <param name="RefinedFrames">Frames looked at one by one inside doubtful intervals and at uncertain ends.</param>
/// <param name="MotionFrames">Frames looked at in motion windows.</param>
/// <param name="AllFrames">Frames looked at by exact detection of the whole clip.</param>
public sealed record AnalysisWork(long KeyFrames = 0, long RefinedFrames = 0, long MotionFrames = 0, long AllFrames = 0)
{
    /// <summary>Sum of all. The decoder saw more: to show a frame it decodes those before it back to a key frame.</summary>
    public long Total => KeyFrames + RefinedFrames + MotionFrames + AllFrames;
}
