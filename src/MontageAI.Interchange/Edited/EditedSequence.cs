using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Edited;

/// <summary>A sequence as some program wrote it, before anything is made of it: what every reader of a format gives.</summary>
public sealed record EditedSequence
{
    /// <summary>Name for people; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Frames per second; 0 where the file does not say.</summary>
    public double Rate { get; init; }

    /// <summary>Where the sequence begins; null where the file does not say.</summary>
    public EditedTime? Start { get; init; }

    /// <summary>Tracks from the lowest to the topmost, pictures and sounds.</summary>
    public required IReadOnlyList<EditedTrack> Tracks { get; init; }

    /// <summary>Markers of the sequence.</summary>
    public IReadOnlyList<EditedMarker> Markers { get; init; } = [];

    /// <summary>Fingerprint of the timeline that it was exported from, where the file still says; else null.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What the reader took in one of several meanings, or could not take.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>How far speeds may be off by the format's own numbers, as a part of natural speed.</summary>
    public double SpeedPrecision { get; init; } = 1e-5;

    /// <summary>Whether the format holds wipes; where it does not, a hard cut says nothing about one.</summary>
    public bool HoldsWipes { get; init; } = true;

    /// <summary>How many frames of a file a place in it may be off by the format's own numbers.</summary>
    public int SourcePrecision { get; init; }
}

/// <summary>A moment or a length as a program wrote it.</summary>
/// <param name="Value">In units of <paramref name="Rate"/>; may lie between two.</param>
/// <param name="Rate">Units per second; 0 or less where the file is wrong.</param>
public readonly record struct EditedTime(double Value, double Rate)
{
    /// <summary>In seconds; 0 where the rate is none.</summary>
    public double Seconds => Rate > 0 ? Value / Rate : 0;
}

/// <summary>A stretch as a program wrote it.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
public readonly record struct EditedRange(EditedTime Start, EditedTime Length);

/// <summary>A track.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="IsPicture">Whether it holds pictures; else sounds.</param>
/// <param name="IsEnabled">Whether it is seen or heard.</param>
/// <param name="Items">What follows one another on it.</param>
public sealed record EditedTrack(string Name, bool IsPicture, bool IsEnabled, IReadOnlyList<EditedItem> Items);

/// <summary>Something on a track.</summary>
public abstract record EditedItem
{
    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where it stands in the document, for messages.</summary>
    public string Place { get; init; } = "";
}

/// <summary>Nothing, for a while.</summary>
/// <param name="Length">How long.</param>
public sealed record EditedGap(EditedTime Length) : EditedItem;

/// <summary>A transition between its neighbours; it takes no time of its own.</summary>
/// <param name="Kind">As the program calls it.</param>
/// <param name="Before">How far it reaches back from the cut.</param>
/// <param name="After">How far it reaches beyond it.</param>
public sealed record EditedTransition(string Kind, EditedTime Before, EditedTime After) : EditedItem
{
    /// <summary>Whether it is a wipe; else it is taken as a dissolve.</summary>
    public bool IsWipe => Kind.Contains("wipe", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Pictures or sound of a file.</summary>
public sealed record EditedClip : EditedItem
{
    /// <summary>The stretch of the file, its start timecode counted; the length is the one on the track. Null where the whole file
    /// plays.</summary>
    public EditedRange? Source { get; init; }

    /// <summary>How long it stands on the track.</summary>
    public EditedTime Length { get; init; }

    /// <summary>The file.</summary>
    public required EditedMedia Media { get; init; }

    /// <summary>Speeds put on it, one after another; each is a factor, 0 for a frozen frame.</summary>
    public IReadOnlyList<double> Speeds { get; init; } = [];

    /// <summary>Whether it is seen or heard.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Name of the shot in the timeline that it came from, where the file still says; else null.</summary>
    public string? Shot { get; init; }

    /// <summary>Markers on it.</summary>
    public IReadOnlyList<EditedMarker> Markers { get; init; } = [];

    /// <summary>All speeds together; below 0 backwards.</summary>
    public double Speed => Speeds.Aggregate(1.0, (product, s) => product * s);
}

/// <summary>Tracks within a track: a nested sequence, a compound clip.</summary>
/// <param name="Tracks">From the lowest to the topmost.</param>
/// <param name="Source">The stretch of them that is shown; null shows all.</param>
public sealed record EditedNest(IReadOnlyList<EditedTrack> Tracks, EditedRange? Source) : EditedItem
{
    /// <summary>Whether it is seen or heard.</summary>
    public bool IsEnabled { get; init; } = true;
}

/// <summary>A file as a document names it.</summary>
public sealed record EditedMedia
{
    /// <summary>What it is.</summary>
    public EditedMediaKind Kind { get; init; } = EditedMediaKind.File;

    /// <summary>Its path or URL as written; null where there is none.</summary>
    public string? Url { get; init; }

    /// <summary>Its name; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its reel; null where none is written.</summary>
    public string? Reel { get; init; }

    /// <summary>Where the file begins and how long it is; null where the document does not say.</summary>
    public EditedRange? Available { get; init; }

    /// <summary>Seconds after which the numbers of its frames begin anew, where the document writes them as a time of day; else
    /// null.</summary>
    public double? Day { get; init; }

    /// <summary>Fingerprint, where the document still holds the one that an export wrote; else null.</summary>
    public string? Fingerprint { get; init; }
}

/// <summary>What stands behind a clip.</summary>
public enum EditedMediaKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A file that the program had lost.</summary>
    Missing,

    /// <summary>A colour, a title or another picture that the program makes.</summary>
    Generator,

    /// <summary>Numbered pictures.</summary>
    Pictures,
}

/// <summary>A marker.</summary>
/// <param name="Name">Its text.</param>
/// <param name="Colour">As the program calls it; may be empty.</param>
/// <param name="At">Where, and how long.</param>
public sealed record EditedMarker(string Name, string Colour, EditedRange At);
