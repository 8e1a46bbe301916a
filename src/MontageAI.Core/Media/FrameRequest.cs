using MontageAI.Time;

namespace MontageAI.Media;

/// <summary>Which frames of a stream are wanted.</summary>
public enum FrameSelection
{
    /// <summary>Key frames; others are neither decoded nor, where the container allows, read.</summary>
    KeyFrames,

    /// <summary>Every frame of the stream.</summary>
    All,

    /// <summary>The frames of <see cref="FrameRequest.Windows"/>.</summary>
    Windows,
}

/// <summary>What a frame source is asked for.</summary>
public sealed record FrameRequest
{
    /// <summary>Which frames.</summary>
    public required FrameSelection Selection { get; init; }

    /// <summary>Longer side of the delivered pictures in pixels, 16 to 4096. Larger costs more memory traffic, not more decoding.</summary>
    public int LongSide { get; init; } = 320;

    /// <summary>
    /// For <see cref="FrameSelection.Windows"/>: half-open stretches in ascending order that do not overlap. A frame belongs to a
    /// window when its PTS lies in it.
    /// </summary>
    public IReadOnlyList<MediaRange> Windows { get; init; } = [];

    /// <summary>
    /// Where decoding can start, in ascending order, as far as known: windows without such a point between them are decoded in one go
    /// instead of each from the key frame before it. Does not change the result.
    /// </summary>
    public IReadOnlyList<MediaTime> SeekPoints { get; init; } = [];

    /// <summary>1 delivers every selected frame, n every n-th.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Frames before this moment are not delivered; null starts at the beginning. Not for windows.</summary>
    public MediaTime? From { get; init; }

    /// <summary>Frames at or after this moment are not delivered, and decoding ends there; null goes on to the end. Not for
    /// windows.</summary>
    public MediaTime? Until { get; init; }

    /// <summary>
    /// True averages all source pixels under a target pixel, so that sharpness can be measured; false samples some of them, which
    /// is cheaper.
    /// </summary>
    public bool Averaged { get; init; } = true;

    /// <summary>Threads of the decoder, 1 or more. Does not change the result.</summary>
    public int DecoderThreads { get; init; } = 1;
}
