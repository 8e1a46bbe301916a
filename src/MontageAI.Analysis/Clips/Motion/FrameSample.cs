namespace MontageAI.Analysis.Clips.Motion;

/// <summary>What one frame of a window measured; see <see cref="Results.WindowCurves"/> for units.</summary>
internal readonly record struct FrameSample(
    double Seconds,
    float Amount,
    float Camera,
    float Objects,
    float? Sharpness,
    float Luma,
    float SaliencyX,
    float SaliencyY
);
