namespace MontageAI.Containers.Mp4;

/// <summary>One track as its header describes it.</summary>
public sealed record TrackHeader
{
    /// <summary>Number of the track in the file, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>Whether it is picture; else sound.</summary>
    public required bool IsVideo { get; init; }

    /// <summary>Ticks per second.</summary>
    public required long Timescale { get; init; }

    /// <summary>Length of the samples in ticks; 0 in the header of a stream, whose samples come later.</summary>
    public long MediaTicks { get; init; }

    /// <summary>Length of what is shown in ticks of the movie; 0 as above.</summary>
    public long ShownMovieTicks { get; init; }

    /// <summary>Ticks of the movie before the first sample is shown.</summary>
    public long DelayMovieTicks { get; init; }

    /// <summary>Ticks of the track that are not shown at its start.</summary>
    public long SkippedTicks { get; init; }

    /// <summary>How samples are decoded; see <see cref="TrackBoxes.Entry"/>.</summary>
    public required byte[] SampleEntry { get; init; }

    /// <summary>Pixels; 0 for sound.</summary>
    public int Width { get; init; }

    /// <summary>Pixels; 0 for sound.</summary>
    public int Height { get; init; }
}
