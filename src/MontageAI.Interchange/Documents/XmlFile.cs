using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using MontageAI.Interchange.Edited;

namespace MontageAI.Interchange.Documents;

/// <summary>XML documents of others: within bounds, without document types, entities or anything from outside.</summary>
internal static class XmlFile
{
    /// <summary>Reads one.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="file">Its name, for messages.</param>
    public static XElement Read(ReadOnlyMemory<byte> bytes, string file)
    {
        try
        {
            using BoundedXmlReader reader = new(
                Reader(bytes),
                at =>
                    DocumentFault.Of(
                        file,
                        PlaceOf(at),
                        $"it is nested deeper than {Bounds.MostDepth} levels, or longer than any sequence needs. Export it again."
                    )
            );
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException e)
        {
            throw DocumentFault.Of(
                file,
                string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber}"),
                "it is no sound XML, or names entities, which are not read. Export it again."
            );
        }
    }

    /// <summary>Writes one: UTF-8, indented, the same bytes on every system.</summary>
    public static void Write(XElement root, string? documentType, Stream to) => Write(root.WriteTo, documentType, to);

    /// <summary>Writes a long one, whose parts are made as they are written.</summary>
    public static void Write(XStreamingElement root, string? documentType, Stream to) => Write(root.WriteTo, documentType, to);

    private static void Write(Action<XmlWriter> root, string? documentType, Stream to)
    {
        XmlWriterSettings settings = new()
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            IndentChars = "  ",
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.Entitize,
        };
        using XmlWriter writer = XmlWriter.Create(to, settings);
        writer.WriteStartDocument();
        if (documentType is not null)
        {
            writer.WriteDocType(documentType, null, null, null);
        }

        root(writer);
        writer.WriteEndDocument();
        writer.Flush();
        to.WriteByte((byte)'\n');
    }

    /// <summary>A text without the characters that no XML may hold.</summary>
    public static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(Runes(text));

    /// <summary>Where an element stands, for messages.</summary>
    public static string PlaceOf(XObject element) => PlaceOf((IXmlLineInfo)element);

    private static IEnumerable<string> Runes(string text) =>
        text.EnumerateRunes().Select(r => r.Value > 0xffff || XmlConvert.IsXmlChar((char)r.Value) ? r.ToString() : "\uFFFD");

    private static string PlaceOf(IXmlLineInfo at) => string.Create(CultureInfo.InvariantCulture, $"line {at.LineNumber}");

    private static XmlReader Reader(ReadOnlyMemory<byte> bytes) =>
        XmlReader.Create(
            MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array)
                ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
                : new MemoryStream(bytes.ToArray(), writable: false),
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Ignore,
                XmlResolver = null,
                MaxCharactersInDocument = Bounds.MostBytes,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            }
        );
}
