using MontageAI.Media;

namespace MontageAI.Rendering.Cutting;

/// <summary>A piece to take out of a file.</summary>
public sealed record CutRequest
{
    /// <summary>The file, probed. Its main picture and its first sound are taken.</summary>
    public required MediaInfo Source { get; init; }

    /// <summary>The first frame wanted: the one with this number, or the first that begins at this moment or later.</summary>
    public required CutPoint From { get; init; }

    /// <summary>The frame after the last one wanted, named in the same way; null takes <see cref="Frames"/>, or everything.</summary>
    public CutPoint? To { get; init; }

    /// <summary>Frames wanted, 1 or more, where <see cref="To"/> is not given.</summary>
    public long? Frames { get; init; }

    /// <summary>File to write, .mp4 or .mov.</summary>
    public required string Output { get; init; }

    /// <summary>How.</summary>
    public CutMode Mode { get; init; }

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Overwrite { get; init; }
}
