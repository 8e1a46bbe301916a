using System.Text;
using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Edl;
using MontageAI.Interchange.Otio;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Formats;

/// <summary>All formats: their names, the endings of their files, what writes and what reads them.</summary>
public static class HandoffFormats
{
    private static readonly Row[] s_rows =
    [
        new(HandoffFormat.Otio, "otio", ".otio"),
        new(HandoffFormat.Edl, "edl", ".edl"),
        new(HandoffFormat.MarkersEdl, "markers-edl", ".markers.edl"),
    ];

    private static readonly string[] s_read = [".otio", ".edl"];

    /// <summary>Names of formats, as a user writes them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_rows.Select(r => r.Name)];

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
        BuiltSequence built = SequenceBuilder.Of(timeline, options);
        Sequence sequence = built.Sequence;
        return format switch
        {
            HandoffFormat.Edl => EdlHandoff.Of(built, options),
            HandoffFormat.MarkersEdl => new Handoff([new HandoffPart("", to => MarkerEdlWriter.Write(sequence, to))], []),
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
            : EdlReader.IsList(head) ? EdlReader.Read(Encoding.UTF8.GetString(bytes.Span), file, rate)
            : throw DocumentFault.Of(
                file,
                "",
                $"it is none of the formats that are read ({string.Join(", ", s_read)}), whatever its name says. Export the sequence again."
            );
    }

    private static Handoff One(Action<Stream> write, IReadOnlyList<Loss> losses) => new([new HandoffPart("", write)], losses);

    private sealed record Row(HandoffFormat Format, string Name, string Ending);
}
