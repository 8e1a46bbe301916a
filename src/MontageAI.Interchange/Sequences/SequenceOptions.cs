namespace MontageAI.Interchange.Sequences;

/// <summary>The program that an export is meant for, where programs read one format differently.</summary>
public enum TargetProgram
{
    /// <summary>Any.</summary>
    Any,

    /// <summary>DaVinci Resolve.</summary>
    Resolve,

    /// <summary>Adobe Premiere Pro.</summary>
    Premiere,

    /// <summary>Final Cut Pro.</summary>
    FinalCut,

    /// <summary>Kdenlive.</summary>
    Kdenlive,

    /// <summary>Shotcut.</summary>
    Shotcut,
}

/// <summary>Which beats become markers.</summary>
public enum MarkerChoice
{
    /// <summary>None, not even sections.</summary>
    None,

    /// <summary>Sections of the song.</summary>
    Sections,

    /// <summary>Sections and downbeats.</summary>
    Bars,

    /// <summary>Sections and all beats.</summary>
    Beats,
}

/// <summary>How a sequence is made of a timeline.</summary>
public sealed record SequenceOptions
{
    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "Montage";

    /// <summary>Label of the first frame.</summary>
    public string StartTimecode { get; init; } = "01:00:00:00";

    /// <summary>Whether labels drop numbers; null does at 29.97 and 59.94.</summary>
    public bool? IsDrop { get; init; }

    /// <summary>What becomes markers.</summary>
    public MarkerChoice Markers { get; init; } = MarkerChoice.Bars;

    /// <summary>Who will read it.</summary>
    public TargetProgram Target { get; init; }

    /// <summary>Folder that paths are written relative to; null writes them in full.</summary>
    public string? RelativeTo { get; init; }

    /// <summary>Paths that stand in for those of files, by the files' own: of copies in a bundle or a package. What is in it is neither
    /// mapped nor made relative.</summary>
    public IReadOnlyDictionary<string, string> Copies { get; init; } = new Dictionary<string, string>();

    /// <summary>Beginnings of paths to be replaced.</summary>
    public IReadOnlyList<PathMapping> Map { get; init; } = [];

    /// <summary>What is known of the song, which the timeline does not say; null where it is not there.</summary>
    public SongFacts? Song { get; init; }

    /// <summary>Smaller copies with the same frames, by the fingerprints of the originals.</summary>
    public IReadOnlyDictionary<string, string> Proxies { get; init; } = new Dictionary<string, string>();

    /// <summary>Shots that were rendered into files of their own, by their names in the timeline.</summary>
    public IReadOnlyDictionary<string, BakedShot> Baked { get; init; } = new Dictionary<string, BakedShot>();

    /// <summary>Fingerprint of the timeline, which all names that must be unique are made from.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Version of FCPXML, 1.9 to 1.13.</summary>
    public string FcpxmlVersion { get; init; } = "1.10";

    /// <summary>Whether a format holds wipes.</summary>
    public bool HoldsWipes { get; init; } = true;

    /// <summary>Whether a format holds titles.</summary>
    public bool HoldsTitles { get; init; }
}

/// <summary>What the file of the song says of itself.</summary>
/// <param name="SampleRate">Samples per second and channel.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Seconds">Length; null where unknown.</param>
public sealed record SongFacts(int SampleRate, int Channels, double? Seconds);

/// <summary>A sequence and what it could not hold.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Losses">What is left out or stands in for something, in the order of the shots.</param>
public sealed record BuiltSequence(Sequence Sequence, IReadOnlyList<Loss> Losses);
