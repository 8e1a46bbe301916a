using MontageAI.Results;

namespace MontageAI.Reports.Sheets;

/// <summary>A montage as sheets and pages show it, in seconds of the film.</summary>
internal sealed record SheetMontage
{
    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>What there is to say about it in a line.</summary>
    public required string Facts { get; init; }

    /// <summary>Length.</summary>
    public required double Seconds { get; init; }

    /// <summary>Width to height of its pictures.</summary>
    public required double Aspect { get; init; }

    /// <summary>Shots in order, without gaps.</summary>
    public required IReadOnlyList<SheetShot> Shots { get; init; }

    /// <summary>Beats and their place in the bar (1 first, 0 unknown), ascending.</summary>
    public required IReadOnlyList<(double Seconds, int BarPosition)> Beats { get; init; }

    /// <summary>Sections of the music.</summary>
    public required IReadOnlyList<MusicSection> Sections { get; init; }

    /// <summary>Loudness of the music in each second, 0 to 1; null where unknown.</summary>
    public required IReadOnlyList<double?> Music { get; init; }

    /// <summary>Motion in the pictures in each second, 0 to 1; null where unknown.</summary>
    public required IReadOnlyList<double?> Picture { get; init; }

    /// <summary>Where the picture of a shot at a second of the film is taken from; null where it is not to be had.</summary>
    public required Func<int, double, TileWish?> Where { get; init; }
}

/// <summary>One shot.</summary>
/// <param name="Start">Second of the film.</param>
/// <param name="End">Second of the film, exclusive.</param>
/// <param name="Name">What it shows, short; empty when unknown.</param>
/// <param name="Entry">How it is entered, in a word; null for a hard cut.</param>
/// <param name="EntrySeconds">How long that takes, half before the start and half after.</param>
/// <param name="Speed">Its speed in a few signs; null when natural.</param>
internal sealed record SheetShot(double Start, double End, string Name, string? Entry, double EntrySeconds, string? Speed);

/// <summary>A picture that is wanted.</summary>
/// <param name="Path">The file.</param>
/// <param name="Stream">Its picture stream; null for the main one.</param>
/// <param name="Second">Second of the stream's clock.</param>
/// <param name="X">Centre of what is seen where it is cropped, 0 (left) to 1.</param>
/// <param name="Y">Centre of what is seen, 0 (top) to 1.</param>
/// <param name="Zoom">1 and above.</param>
internal sealed record TileWish(string Path, int? Stream, double Second, double X = 0.5, double Y = 0.5, double Zoom = 1);
