using System.Globalization;
using System.Xml.Linq;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Xmeml;

/// <summary>Files of an xmeml document: complete where they are first named, then by their names alone.</summary>
internal sealed class XmemlFiles(IReadOnlyList<SequenceMedia> media)
{
    private readonly HashSet<string> _written = [];
    private readonly Dictionary<string, string> _ids = media
        .Select((m, i) => (m.Id, Name: "file-" + (i + 1).ToString(CultureInfo.InvariantCulture)))
        .ToDictionary(p => p.Id, p => p.Name);

    /// <summary>A file.</summary>
    public XElement Of(SequenceMedia file)
    {
        XElement element = new("file", new XAttribute("id", _ids[file.Id]));
        if (!_written.Add(file.Id))
        {
            return element;
        }

        element.Add(
            new XElement("name", XmlFile.Clean(file.Name)),
            new XElement("pathurl", MediaPaths.ToLocalhostUrl(file.Path)),
            XmemlWriter.Rate(file.Rate)
        );
        if (file.Frames is { } frames)
        {
            element.Add(new XElement("duration", frames));
        }

        element.Add(XmemlWriter.Timecode(file.Count, file.Start));
        XElement kinds = new("media");
        if (file.HasPicture)
        {
            kinds.Add(
                new XElement(
                    "video",
                    new XElement(
                        "samplecharacteristics",
                        XmemlWriter.Rate(file.Rate),
                        new XElement("width", file.Width),
                        new XElement("height", file.Height),
                        new XElement("anamorphic", "FALSE"),
                        new XElement("pixelaspectratio", "square"),
                        new XElement("fielddominance", "none")
                    )
                )
            );
        }

        if (file.Channels > 0)
        {
            kinds.Add(
                new XElement(
                    "audio",
                    new XElement("samplecharacteristics", new XElement("depth", 16), new XElement("samplerate", file.SampleRate)),
                    new XElement("channelcount", file.Channels)
                )
            );
        }

        element.Add(kinds);
        return element;
    }
}
