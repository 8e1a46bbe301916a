using MontageAI.Time;

namespace MontageAI.FFmpeg.Rendering.Joining;

/// <summary>A rendered shot as the joiner needs it.</summary>
/// <param name="Path">MP4 file made by the shot renderer.</param>
/// <param name="Frames">Frames in it.</param>
public sealed record JoinPart(string Path, long Frames);

/// <summary>What to join, and into which file.</summary>
public sealed record JoinRequest
{
    /// <summary>The grid.</summary>
    public required FrameRate Rate { get; init; }

    /// <summary>Shots in timeline order, all rendered with the same look; at least one. The first n of a timeline make its opening.</summary>
    public required IReadOnlyList<JoinPart> Parts { get; init; }

    /// <summary>Sound track (AAC in MP4) that starts with the first shot; null for a film without one.</summary>
    public string? AudioPath { get; init; }

    /// <summary>Whether sound that goes on after the last picture is cut off there, to a block of 1024 samples; for openings.</summary>
    public bool TrimSound { get; init; }

    /// <summary>The film (MP4).</summary>
    public required string OutputPath { get; init; }

    /// <summary>
    /// Where FFmpeg's list of the parts goes; removed again. With it the film is written to <see cref="OutputPath"/> directly, for a
    /// caller that gives it its name later; null puts both under temporary names beside the film, which appears whole.
    /// </summary>
    public string? ListPath { get; init; }

    /// <summary>Whether an existing file of that name may be replaced.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>A joined film.</summary>
/// <param name="Path">The file.</param>
/// <param name="Frames">Frames in it.</param>
/// <param name="SizeBytes">Its size.</param>
public sealed record JoinedFilm(string Path, long Frames, long SizeBytes);
