using System.Globalization;
using System.Xml.Linq;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;

namespace MontageAI.Interchange.Fcpxml;

/// <summary>Formats, files and effects of an FCPXML document, numbered in the order of their first use.</summary>
internal sealed class FcpxmlResources
{
    private readonly Dictionary<string, string> _formats = [];
    private readonly Dictionary<string, string> _assets = [];
    private int _count;

    /// <summary>Makes those of a sequence.</summary>
    public FcpxmlResources(Sequence sequence)
    {
        Element = new XElement("resources");
        SequenceFormat = Format(sequence.Rate, sequence.Width, sequence.Height);
        foreach (SequenceMedia media in sequence.Media)
        {
            if (media.HasPicture)
            {
                _ = FormatOf(media);
            }
        }

        foreach (SequenceMedia media in sequence.Media)
        {
            Element.Add(Asset(media));
        }

        if (sequence.Clips.Any(c => c.Entry is not null))
        {
            Dissolve = Effect("Cross Dissolve", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265");
        }

        if (sequence.Titles.Count > 0)
        {
            Title = Effect("Basic Title", ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti");
        }
    }

    /// <summary>All of them.</summary>
    public XElement Element { get; }

    /// <summary>The sequence's format.</summary>
    public string SequenceFormat { get; }

    /// <summary>The dissolve; empty where there is none.</summary>
    public string Dissolve { get; } = "";

    /// <summary>The title; empty where there is none.</summary>
    public string Title { get; } = "";

    /// <summary>A file.</summary>
    public string AssetOf(SequenceMedia media) => _assets[media.Id];

    /// <summary>The format of a file's pictures.</summary>
    public string FormatOf(SequenceMedia media) => Format(media.Rate, media.Width, media.Height);

    private string Format(FrameRate rate, int width, int height)
    {
        string key = $"{rate} {width}x{height}";
        if (!_formats.TryGetValue(key, out string? id))
        {
            id = _formats[key] = Next();
            Element.Add(
                new XElement(
                    "format",
                    new XAttribute("id", id),
                    new XAttribute("frameDuration", FcpxmlTimes.Of(1, rate)),
                    new XAttribute("width", width),
                    new XAttribute("height", height)
                )
            );
        }

        return id;
    }

    private XElement Asset(SequenceMedia media)
    {
        string id = _assets[media.Id] = Next();
        XElement asset = new(
            "asset",
            new XAttribute("id", id),
            new XAttribute("name", XmlFile.Clean(media.Name)),
            new XAttribute("start", FcpxmlTimes.Of(media.Start, media.Rate))
        );
        if (media.Fingerprint.Length >= 32)
        {
            asset.Add(new XAttribute("uid", media.Fingerprint[..32].ToUpperInvariant()));
        }

        asset.Add(new XAttribute("duration", media.Frames is { } frames ? FcpxmlTimes.Of(frames, media.Rate) : "0s"));
        if (media.HasPicture)
        {
            asset.Add(new XAttribute("hasVideo", "1"), new XAttribute("format", FormatOf(media)), new XAttribute("videoSources", "1"));
        }

        if (media.Channels > 0)
        {
            asset.Add(
                new XAttribute("hasAudio", "1"),
                new XAttribute("audioSources", "1"),
                new XAttribute("audioChannels", media.Channels),
                new XAttribute("audioRate", media.SampleRate)
            );
        }

        asset.Add(Place("original-media", media.Path));
        if (media.Proxy is { } proxy)
        {
            asset.Add(Place("proxy-media", proxy));
        }

        return asset;
    }

    private static XElement Place(string kind, string path) =>
        new("media-rep", new XAttribute("kind", kind), new XAttribute("src", MediaPaths.ToUrl(path)));

    private string Effect(string name, string uid)
    {
        string id = Next();
        Element.Add(new XElement("effect", new XAttribute("id", id), new XAttribute("name", name), new XAttribute("uid", uid)));
        return id;
    }

    private string Next() => "r" + (++_count).ToString(CultureInfo.InvariantCulture);
}
