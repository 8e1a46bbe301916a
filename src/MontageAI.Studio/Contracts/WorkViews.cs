namespace MontageAI.Studio.Contracts;

/// <summary>A film that is wanted.</summary>
internal sealed record RenderAsk
{
    /// <summary>preview, standard, high or master; left out it is chosen by length.</summary>
    public string? Profile { get; init; }

    /// <summary>The revision; left out it is the one that is shown.</summary>
    public int? Revision { get; init; }

    /// <summary>Name of the file, ending in .mp4; left out it is made of revision and profile.</summary>
    public string? Name { get; init; }
}

/// <summary>A document for an editing program that is wanted.</summary>
/// <param name="Format">The format, as of <c>montage-ai export</c>, or "all", or "package" for a folder with all of them, the media and
/// the film.</param>
internal sealed record ExportAsk(string Format)
{
    /// <summary>The revision; left out it is the one that is shown.</summary>
    public int? Revision { get; init; }

    /// <summary>The program: any, resolve, premiere, finalcut, kdenlive or shotcut.</summary>
    public string? For { get; init; }

    /// <summary>What becomes markers: none, sections, bars or beats.</summary>
    public string? Markers { get; init; }

    /// <summary>Timecode of the first frame; 01:00:00:00 where left out.</summary>
    public string? StartTimecode { get; init; }

    /// <summary>Which shots are rendered for the program because it does not show them alike: none, rate, speed or all; none where left
    /// out, in a package rate.</summary>
    public string? Bake { get; init; }

    /// <summary>Whether a package has a smaller stand-in of each file of media as well, with the same frames and name; false where left
    /// out. For packages alone.</summary>
    public bool? Proxies { get; init; }
}

/// <summary>A file that was made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Href">Where to get it.</param>
internal sealed record OutputView(string Name, long Bytes, string Href);

/// <summary>Several plans that are wanted, to choose from.</summary>
/// <param name="Count">How many, 2 to 12; their seeds count up.</param>
internal sealed record VariantsAsk(int Count);

/// <summary>What could stand in place of a shot.</summary>
/// <param name="Take">The word of the edit that puts it there.</param>
/// <param name="Source">Its clip's name within the plan.</param>
/// <param name="In">Second of the clip.</param>
/// <param name="Reason">Why it did not win.</param>
/// <param name="Shown">Address of its pictures in that place; null while there are none.</param>
/// <param name="Tier">How good these are.</param>
internal sealed record AlternativeView(string Take, string Source, double In, string Reason, string? Shown, int? Tier);

/// <summary>The song of a project, as it was heard.</summary>
internal sealed record SongView
{
    /// <summary>Its file.</summary>
    public required string Path { get; init; }

    /// <summary>Beats per minute; null where there are none.</summary>
    public double? Tempo { get; init; }

    /// <summary>How sure the tracker is, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>What the beats were found by, or why there are none.</summary>
    public required string Reason { get; init; }

    /// <summary>Beats.</summary>
    public required IReadOnlyList<BeatView> Beats { get; init; }

    /// <summary>Sections.</summary>
    public required IReadOnlyList<SectionView> Sections { get; init; }

    /// <summary>Other tempi that the tracker could read.</summary>
    public required IReadOnlyList<double> OtherTempi { get; init; }

    /// <summary>Address of its curve: docs/api.md says what is in it.</summary>
    public string? Curve { get; init; }
}

/// <summary>A beat of the song.</summary>
/// <param name="Time">Seconds.</param>
/// <param name="Bar">1 on a downbeat; 0 where the bar is not known.</param>
internal sealed record BeatView(double Time, int Bar);

/// <summary>A section of the song.</summary>
/// <param name="Start">Seconds.</param>
/// <param name="End">Seconds.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Energy">0 to 1.</param>
internal sealed record SectionView(double Start, double End, string Kind, double Energy);

/// <summary>What somebody knows better about the beats of the plan; exactly one member.</summary>
internal sealed record BeatsChange
{
    /// <summary>2 doubles the beats, 0.5 leaves out every second one.</summary>
    public double? Scale { get; init; }

    /// <summary>Whether the true beats lie half-way between.</summary>
    public bool? Half { get; init; }

    /// <summary>Moves the first beat of every bar by so many beats.</summary>
    public int? BarShift { get; init; }

    /// <summary>Moves all beats, in milliseconds.</summary>
    public double? NudgeMs { get; init; }

    /// <summary>The true tempo.</summary>
    public double? Bpm { get; init; }

    /// <summary>The true beats, in seconds of the plan; those on a downbeat are named in <see cref="Downbeats"/>, too.</summary>
    public IReadOnlyList<double>? Beats { get; init; }

    /// <summary>Which of <see cref="Beats"/> are downbeats, by their places from 0.</summary>
    public IReadOnlyList<int>? Downbeats { get; init; }
}
