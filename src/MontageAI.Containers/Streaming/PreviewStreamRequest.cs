using MontageAI.Time;

namespace MontageAI.Containers.Streaming;

/// <summary>What to stream, and where to.</summary>
public sealed record PreviewStreamRequest
{
    /// <summary>Folder of the playlist and its segments. It must not exist, be empty, or hold an earlier stream of ours, which is
    /// removed.</summary>
    public required string Folder { get; init; }

    /// <summary>The grid.</summary>
    public required FrameRate Rate { get; init; }

    /// <summary>Seconds that no segment will exceed, above 0. Players ask for news about that often.</summary>
    public required double LongestSegmentSeconds { get; init; }

    /// <summary>Sound track of the whole montage (AAC in MP4), there until the stream is disposed; null for none.</summary>
    public string? SoundPath { get; init; }
}
