using MontageAI.Time;

namespace MontageAI.Containers.Joining;

/// <summary>What to join, and into which file.</summary>
public sealed record JoinRequest
{
    /// <summary>The grid.</summary>
    public required FrameRate Rate { get; init; }

    /// <summary>Pieces in timeline order, all encoded with equal parameters; at least one. The first n of a timeline make its
    /// opening.</summary>
    public required IReadOnlyList<JoinPart> Parts { get; init; }

    /// <summary>Sound track (AAC in MP4) that starts with the first shot; null for a film without one.</summary>
    public string? AudioPath { get; init; }

    /// <summary>Whether sound that goes on after the last picture is cut off there, to a block of 1024 samples; for openings.</summary>
    internal bool TrimSound { get; init; }

    /// <summary>The film (MP4).</summary>
    public required string OutputPath { get; init; }

    /// <summary>
    /// Whether the film is written to <see cref="OutputPath"/> at once, for a caller that gives it its name later; else it has a temporary
    /// name beside its own until it is whole.
    /// </summary>
    public bool InPlace { get; init; }

    /// <summary>
    /// Whether the film is written past the system's cache (O_DIRECT) where the file system can; the result says whether it was. Off unless
    /// set: <c>./bench preview</c> measures it.
    /// </summary>
    internal bool DirectIo { get; init; }

    /// <summary>Whether an existing file of that name may be replaced.</summary>
    public bool Overwrite { get; init; }
}
