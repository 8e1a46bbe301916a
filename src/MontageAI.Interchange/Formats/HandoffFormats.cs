using System.Text;
using System.Xml.Linq;
using MontageAI.Errors;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Edl;
using MontageAI.Interchange.Fcpxml;
using MontageAI.Interchange.Mlt;
using MontageAI.Interchange.Otio;
using MontageAI.Interchange.Sequences;
using MontageAI.Interchange.Tables;
using MontageAI.Interchange.Xmeml;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Formats;

/// <summary>All formats: their names, the endings of their files, what writes and what reads them.</summary>
public static class HandoffFormats
{
    private static readonly Row[] s_rows =
    [
        new(HandoffFormat.Otio, "otio", ".otio"),
        new(HandoffFormat.Otioz, "otioz", ".otioz"),
        new(HandoffFormat.Otiod, "otiod", ".otiod"),
        new(HandoffFormat.Edl, "edl", ".edl"),
        new(HandoffFormat.MarkersEdl, "markers-edl", ".markers.edl"),
        new(HandoffFormat.Fcpxml, "fcpxml", ".fcpxml"),
        new(HandoffFormat.Xmeml, "xmeml", ".xml"),
        new(HandoffFormat.Mlt, "mlt", ".mlt"),
        new(HandoffFormat.Kdenlive, "kdenlive", ".kdenlive"),
        new(HandoffFormat.Csv, "csv", ".csv"),
        new(HandoffFormat.Vtt, "vtt", ".vtt"),
        new(HandoffFormat.Srt, "srt", ".srt"),
    ];

    private static readonly string[] s_read = [".otio", ".otioz", ".otiod", ".edl", ".fcpxml", ".fcpxmld", ".xml"];

    /// <summary>Names of formats, as a user writes them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_rows.Select(r => r.Name)];

    /// <summary>All formats that are documents alone, without media.</summary>
    public static IReadOnlyList<HandoffFormat> Documents { get; } = [.. s_rows.Select(r => r.Format).Where(f => !IsBundle(f))];

    /// <summary>Whether a format holds the media, too.</summary>
    public static bool IsBundle(HandoffFormat format) => format is HandoffFormat.Otioz or HandoffFormat.Otiod;

    /// <summary>Whether a format is a document that shows pictures of files beside it.</summary>
    public static bool ShowsPictures(HandoffFormat format) =>
        !IsBundle(format) && format is not (HandoffFormat.MarkersEdl or HandoffFormat.Csv or HandoffFormat.Vtt or HandoffFormat.Srt);

    /// <summary>The format of a name.</summary>
    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    public static HandoffFormat Named(string name) =>
        s_rows.FirstOrDefault(r => r.Name == name) is { } row
            ? row.Format
            : throw new ConfigurationException(
                ErrorCode.Unknown,
                $"there is no format '{name}'. Choose one of {string.Join(", ", Names)}.",
                Field.Format
            );

    /// <summary>The name of a format.</summary>
    public static string NameOf(HandoffFormat format) => s_rows.First(r => r.Format == format).Name;

    /// <summary>The ending of a format's files, with its dot.</summary>
    public static string EndingOf(HandoffFormat format) => s_rows.First(r => r.Format == format).Ending;

    /// <summary>Whether a file's ending is one of formats that are read.</summary>
    public static bool IsRead(string path) => s_read.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes an export.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">How.</param>
    public static Handoff Export(Timeline timeline, HandoffFormat format, SequenceOptions options)
    {
        bool final = format == HandoffFormat.Fcpxml;
        BuiltSequence built = SequenceBuilder.Of(timeline, options with { HoldsWipes = !final, HoldsTitles = final });
        Sequence sequence = built.Sequence;
        return format switch
        {
            HandoffFormat.Edl => EdlHandoff.Of(built, options),
            HandoffFormat.Fcpxml => FcpxmlHandoff.Of(built, options),
            HandoffFormat.Xmeml => One(to => XmemlWriter.Write(sequence, options.Target, to), built.Losses),
            HandoffFormat.Mlt => MltHandoff.Of(built, to => MltWriter.Write(sequence, timeline.Music, to)),
            HandoffFormat.Kdenlive => MltHandoff.Of(built, to => KdenliveWriter.Write(sequence, timeline.Music, to)),
            HandoffFormat.Csv => One(to => CsvWriter.Write(sequence, to), []),
            HandoffFormat.Vtt => One(to => CueWriter.WriteChapters(sequence, to), []),
            HandoffFormat.Srt => One(to => CueWriter.WriteCaptions(sequence, to), []),
            HandoffFormat.MarkersEdl => new Handoff([new HandoffPart("", to => MarkerEdlWriter.Write(sequence, to))], []),
            HandoffFormat.Otio when options.Target == TargetProgram.Resolve => One(
                to => OtioWriter.Write(sequence, options, to),
                [.. built.Losses, .. ShotLosses.OfCounting(sequence, "document")]
            ),
            _ => One(to => OtioWriter.Write(sequence, options, to), built.Losses),
        };
    }

    /// <summary>Reads a document of an editing program; which format it is, its content says.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="rate">Frames per second, for documents that do not say; null where nobody does.</param>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static EditedSequence Read(ReadOnlyMemory<byte> bytes, string file, FrameRate? rate = null)
    {
        if (bytes.Length > Bounds.MostBytes)
        {
            throw DocumentFault.Of(
                file,
                "",
                $"it is larger than {Bounds.MostBytes >> 20} MiB, which no sequence needs. Export a shorter one."
            );
        }

        string head = Encoding.UTF8.GetString(bytes.Span[..Math.Min(bytes.Length, 4096)]).TrimStart('\uFEFF').TrimStart();
        return head.StartsWith('{') ? OtioReader.Read(bytes, file)
            : head.StartsWith('<') ? Xml(bytes, file)
            : EdlReader.IsList(head) ? EdlReader.Read(Encoding.UTF8.GetString(bytes.Span), file, rate)
            : throw DocumentFault.Of(
                file,
                "",
                $"it is none of the formats that are read ({string.Join(", ", s_read)}), whatever its name says. Export the sequence again."
            );
    }

    private static EditedSequence Xml(ReadOnlyMemory<byte> bytes, string file)
    {
        XElement root = XmlFile.Read(bytes, file);
        return root.Name.LocalName switch
        {
            "fcpxml" => FcpxmlReader.Read(root, file),
            "xmeml" => XmemlReader.Read(root, file),
            _ => throw DocumentFault.Of(
                file,
                XmlFile.PlaceOf(root),
                $"<{Printable.Of(root.Name.LocalName)}> is no sequence that is read here ({string.Join(", ", s_read)}). "
                    + $"Export it as one of them."
            ),
        };
    }

    private static Handoff One(Action<Stream> write, IReadOnlyList<Loss> losses) => new([new HandoffPart("", write)], losses);

    private sealed record Row(HandoffFormat Format, string Name, string Ending);
}
