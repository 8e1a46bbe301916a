using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Formats;

/// <summary>A format that montages are handed on in.</summary>
public enum HandoffFormat
{
    /// <summary>OpenTimelineIO JSON.</summary>
    Otio,

    /// <summary>OpenTimelineIO with its media, in one zip.</summary>
    Otioz,

    /// <summary>OpenTimelineIO with its media, in one folder.</summary>
    Otiod,

    /// <summary>Edit decision list, CMX 3600.</summary>
    Edl,

    /// <summary>Markers as an edit decision list.</summary>
    MarkersEdl,

    /// <summary>Final Cut Pro's XML.</summary>
    Fcpxml,

    /// <summary>XML of Final Cut Pro 7, for Premiere and Resolve.</summary>
    Xmeml,

    /// <summary>MLT's XML, for Shotcut and melt.</summary>
    Mlt,

    /// <summary>Project of Kdenlive.</summary>
    Kdenlive,

    /// <summary>A table of shots.</summary>
    Csv,

    /// <summary>Sections of the song as chapters.</summary>
    Vtt,

    /// <summary>Captions.</summary>
    Srt,
}

/// <summary>One file of an export: its name is that of the export, with the suffix before its ending.</summary>
/// <param name="Suffix">Empty, or "-2" and so on where an export takes several files.</param>
/// <param name="Write">Writes it.</param>
public sealed record HandoffPart(string Suffix, Action<Stream> Write);

/// <summary>An export, not yet written.</summary>
/// <param name="Parts">Its files, one or more.</param>
/// <param name="Losses">What the format does not hold.</param>
public sealed record Handoff(IReadOnlyList<HandoffPart> Parts, IReadOnlyList<Loss> Losses);
