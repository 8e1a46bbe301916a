using MontageAI.Time;

namespace MontageAI.Results;

/// <summary>
/// Where the eye is drawn in a stretch of a clip, frame by frame, as two profiles: how much of it lies in each column and in each row of
/// the picture. More than a point: a view can be laid so that as much as possible lies inside it, and of two things at opposite edges one
/// can be followed.
/// </summary>
public sealed record SubjectTrack
{
    /// <summary>Bins of each profile.</summary>
    public const int Bins = 32;

    /// <summary>Start of the stretch, PTS.</summary>
    public required MediaTime Start { get; init; }

    /// <summary>End of the stretch, PTS, exclusive.</summary>
    public required MediaTime End { get; init; }

    /// <summary>Time of each frame in seconds of the stream's clock, ascending.</summary>
    public required IReadOnlyList<double> Seconds { get; init; }

    /// <summary>Profiles across, <see cref="Bins"/> values per frame from left to right, 0 to 1, each frame summing to about 1; 0
    /// throughout where nothing stands out.</summary>
    public required IReadOnlyList<float> Across { get; init; }

    /// <summary>Profiles down, from top to bottom, in the same way.</summary>
    public required IReadOnlyList<float> Down { get; init; }

    /// <summary>How much of each frame's profile comes from things that move by themselves, 0 to 1; the rest comes from contrast, colour
    /// and detail.</summary>
    public required IReadOnlyList<float> Moving { get; init; }

    /// <summary>Faces, those seen longest and largest first; null where nobody looked for any.</summary>
    public IReadOnlyList<FaceTrack>? Faces { get; init; }
}
