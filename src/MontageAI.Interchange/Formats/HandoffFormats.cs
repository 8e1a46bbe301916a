using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Otio;
using MontageAI.Interchange.Sequences;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Formats;

/// <summary>All formats: their names, the endings of their files, what writes and what reads them.</summary>
public static class HandoffFormats
{
    private static readonly Row[] s_rows = [new(HandoffFormat.Otio, "otio", ".otio")];

    private static readonly string[] s_read = [".otio"];

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
        return format switch
        {
            _ => new Handoff([new HandoffPart("", to => OtioWriter.Write(built.Sequence, options, to))], built.Losses),
        };
    }

    /// <summary>Reads a document of an editing program; which format it is, its content says.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static EditedSequence Read(ReadOnlyMemory<byte> bytes, string file) => OtioReader.Read(bytes, file);

    private sealed record Row(HandoffFormat Format, string Name, string Ending);
}
