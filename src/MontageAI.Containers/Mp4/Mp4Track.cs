namespace MontageAI.Containers.Mp4;

/// <summary>One track of an MP4 file, as its sample tables tell it. Sample = coded frame (or AAC packet), in decoding order.</summary>
public sealed record Mp4Track
{
    /// <summary>"vide", "soun" or another handler.</summary>
    public required string Handler { get; init; }

    /// <summary>Width in pixels; 0 for sound.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels; 0 for sound.</summary>
    public int Height { get; init; }

    /// <summary>Offset in the file of the 36 bytes that say how a player turns the picture.</summary>
    public long MatrixOffset { get; init; }

    /// <summary>Whether a player shows the picture as it is coded.</summary>
    public bool IsUpright { get; init; }

    /// <summary>Ticks per second.</summary>
    public required long Timescale { get; init; }

    /// <summary>Ticks on the movie's timeline at which each sample is shown, edit list applied; in decoding order.</summary>
    public required long[] PresentationTicks { get; init; }

    /// <summary>Length of each sample in ticks.</summary>
    public required long[] DurationTicks { get; init; }

    /// <summary>Bytes of each sample.</summary>
    public required int[] Sizes { get; init; }

    /// <summary>Indices (from 0) of key frames, ascending; null when every sample is one.</summary>
    public int[]? SyncSamples { get; init; }

    /// <summary>Second at which the first wanted sample is shown.</summary>
    public required double StartSeconds { get; init; }

    /// <summary>Second at which the track ends, edit list applied.</summary>
    public required double EndSeconds { get; init; }

    /// <summary>Whether the edit list does no more than move the track and cut it off at its ends; times of others are not those that
    /// players show.</summary>
    public bool HasPlainEdits { get; init; } = true;

    /// <summary>The decoder's set-up (for H.264 the parameter sets), byte for byte; tracks with equal ones join by copying.</summary>
    public required byte[] CodecConfiguration { get; init; }

    /// <summary>The whole box that tells a player how to decode the samples ("avc1", "hev1", "mp4a"), header included.</summary>
    public required byte[] SampleEntry { get; init; }

    /// <summary>Boxes of that kind; a track that changes its encoding half-way has several.</summary>
    public required int SampleEntries { get; init; }

    /// <summary>Where each sample lies in the file; empty unless the whole file was read.</summary>
    public required long[] Offsets { get; init; }

    /// <summary>Offset after the last byte of sample data that the tables point to.</summary>
    public required long DataEnd { get; init; }

    /// <summary>Samples in the track.</summary>
    public int Count => Sizes.Length;
}
