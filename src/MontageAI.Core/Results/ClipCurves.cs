using MontageAI.Time;

namespace MontageAI.Results;

/// <summary>Curves of a clip over time, for reports and for choosing in-points.</summary>
public sealed record ClipCurves
{
    /// <summary>Name and version of the algorithm that made this, part of cache keys.</summary>
    public required string Algorithm { get; init; }

    /// <summary>True when every frame of the clip was measured, false when only windows of it were.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>Measured stretches in order: one for a whole clip, one per window else.</summary>
    public required IReadOnlyList<WindowCurves> Stretches { get; init; }

    /// <summary>PTS of hard cuts found inside them, in order.</summary>
    public IReadOnlyList<MediaTime> Cuts { get; init; } = [];

    /// <summary>Windows that these were measured in, with what was found as a whole; for a whole clip consecutive windows of about a
    /// second.</summary>
    public IReadOnlyList<MotionFeatures> Windows { get; init; } = [];
}
