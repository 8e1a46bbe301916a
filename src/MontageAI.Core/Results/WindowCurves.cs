using MontageAI.Time;

namespace MontageAI.Results;

/// <summary>
/// What consecutive frames of a stretch show, frame by frame, as one list per measure; all lists are of equal length. The first frame has
/// no motion: its values are 0. Numbers are rounded to four digits after the point, times to seven.
/// </summary>
public sealed record WindowCurves
{
    /// <summary>Start of the stretch, PTS.</summary>
    public required MediaTime Start { get; init; }

    /// <summary>End of the stretch, PTS, exclusive.</summary>
    public required MediaTime End { get; init; }

    /// <summary>Time of each frame in seconds of the stream's clock, ascending.</summary>
    public required IReadOnlyList<double> Seconds { get; init; }

    /// <summary>Change from the frame before, 0 (same picture) to 1.</summary>
    public required IReadOnlyList<float> Amount { get; init; }

    /// <summary>Speed of the camera at the picture's centre, picture widths per second; 0 also where none could be told, as at a
    /// cut.</summary>
    public required IReadOnlyList<float> Camera { get; init; }

    /// <summary>Change left after the camera's motion is taken off, 0 to 1.</summary>
    public required IReadOnlyList<float> Objects { get; init; }

    /// <summary>Sharpness, 0 to 1, as <see cref="PictureFeatures.Sharpness"/>; null where there is no structure.</summary>
    public required IReadOnlyList<float?> Sharpness { get; init; }

    /// <summary>Mean luma, 0 (black) to 1 (white).</summary>
    public required IReadOnlyList<float> Luma { get; init; }

    /// <summary>How far the mean luma stands out of that of the frames around it, 0 to 1: flashes and blinks.</summary>
    public required IReadOnlyList<float> Flash { get; init; }

    /// <summary>Where the eye is drawn, 0 (left edge) to 1.</summary>
    public required IReadOnlyList<float> SaliencyX { get; init; }

    /// <summary>Where the eye is drawn, 0 (upper edge) to 1.</summary>
    public required IReadOnlyList<float> SaliencyY { get; init; }
}
