using System.Globalization;
using System.Xml.Linq;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Sequences;
using MontageAI.Interchange.Timecodes;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Fcpxml;

/// <summary>
/// Writes FCPXML 1.10: every place in the spine is a multiple of the sequence's frame, every place in a file one of the file's own, counted
/// from its timecode.
/// </summary>
internal sealed class FcpxmlWriter
{
    /// <summary>The word before a shot's name in its note.</summary>
    public const string Shot = "MONTAGE SHOT: ";

    /// <summary>Rates of sources that the format's conforming knows.</summary>
    private static readonly Dictionary<string, string> s_conformed = new(StringComparer.Ordinal)
    {
        ["24000/1001"] = "23.98",
        ["24"] = "24",
        ["25"] = "25",
        ["30000/1001"] = "29.97",
        ["30"] = "30",
        ["48000/1001"] = "47.95",
        ["48"] = "48",
        ["50"] = "50",
        ["60000/1001"] = "59.94",
        ["60"] = "60",
    };

    private readonly Sequence _sequence;
    private readonly FcpxmlResources _resources;
    private int _text;

    private FcpxmlWriter(Sequence sequence) => (_sequence, _resources) = (sequence, new FcpxmlResources(sequence));

    /// <summary>Writes a sequence.</summary>
    public static void Write(Sequence sequence, string version, Stream to) =>
        XmlFile.Write(new FcpxmlWriter(sequence).Document(version), "fcpxml", to);

    /// <summary>Whether a file's rate is one that the format can keep in a sequence of another.</summary>
    public static bool CanConform(SequenceMedia media) => !media.IsVariable && s_conformed.ContainsKey(media.Rate.ToString());

    private XElement Document(string version)
    {
        XElement spine = new("spine");
        for (int i = 0; i < _sequence.Clips.Count; i++)
        {
            if (_sequence.Clips[i].Entry is { } entry)
            {
                spine.Add(Transition(entry, _sequence.Clips[i].Record.Start));
            }

            spine.Add(Clip(_sequence.Clips[i], i));
        }

        XElement sequence = new(
            "sequence",
            new XAttribute("format", _resources.SequenceFormat),
            new XAttribute("duration", Grid(_sequence.Frames)),
            new XAttribute("tcStart", Grid(_sequence.Start)),
            new XAttribute("tcFormat", _sequence.Count.IsDrop ? "DF" : "NDF"),
            new XAttribute("audioLayout", "stereo"),
            new XAttribute("audioRate", "48k"),
            spine
        );
        string name = XmlFile.Clean(_sequence.Name);
        XElement project = new("project", new XAttribute("name", name), sequence);
        if (_sequence.Fingerprint.Length >= 32)
        {
            project.Add(new XAttribute("uid", Uid(_sequence.Fingerprint)));
        }

        return new XElement(
            "fcpxml",
            new XAttribute("version", version),
            _resources.Element,
            new XElement("library", new XElement("event", new XAttribute("name", name), project))
        );
    }

    private XElement Clip(SequenceClip clip, int index)
    {
        SequenceMedia media = clip.Media;
        Rational start = StartOf(clip);
        bool sound = media.Channels > 0;
        XElement element = new(
            media.IsStill ? "video" : "asset-clip",
            new XAttribute("ref", _resources.AssetOf(media)),
            new XAttribute("offset", Grid(_sequence.Start + clip.Record.Start)),
            new XAttribute("name", XmlFile.Clean(media.Name)),
            new XAttribute("start", FcpxmlTimes.Of(start)),
            new XAttribute("duration", Grid(clip.Record.Length))
        );
        if (!media.IsStill)
        {
            if (sound && _sequence.ClipSoundDb is null)
            {
                element.Add(new XAttribute("srcEnable", "video"));
            }

            element.Add(new XAttribute("format", _resources.FormatOf(media)));
            element.Add(new XAttribute("tcFormat", media.Count.IsDrop ? "DF" : "NDF"));
            if (sound)
            {
                element.Add(new XAttribute("audioRole", "dialogue"));
            }
        }

        element.Add(new XElement("note", XmlFile.Clean(string.Join('\n', clip.Notes.Prepend(Shot + clip.Shot)))));
        if (!media.IsStill)
        {
            Timing(clip, element);
        }

        Anchored(clip, index, start, element);
        return element;
    }

    private void Timing(SequenceClip clip, XElement element)
    {
        SequenceMedia media = clip.Media;
        if (media.Rate != _sequence.Rate && !media.IsVariable && s_conformed.TryGetValue(media.Rate.ToString(), out string? rate))
        {
            element.Add(
                new XElement(
                    "conform-rate",
                    new XAttribute("scaleEnabled", "0"),
                    new XAttribute("srcFrameRate", rate),
                    new XAttribute("frameSampling", "nearest-neighbor")
                )
            );
        }

        if (!clip.IsNatural)
        {
            long frames = media.Frames ?? clip.In + clip.SourceLength(clip.Record.Length);
            (Rational from, Rational to) = (
                FcpxmlTimes.Seconds(media.Start, media.Rate),
                FcpxmlTimes.Seconds(media.Start + frames, media.Rate)
            );
            element.Add(new XElement("timeMap", Point(from, clip.Speed), Point(to, clip.Speed)));
        }

        if (_sequence.ClipSoundDb is { } gain && media.Channels > 0)
        {
            element.Add(
                new XElement("adjust-volume", new XAttribute("amount", string.Create(CultureInfo.InvariantCulture, $"{gain:0.##}dB")))
            );
        }
    }

    private static XElement Point(Rational value, Rational speed) =>
        new(
            "timept",
            new XAttribute("time", FcpxmlTimes.Of(value / speed)),
            new XAttribute("value", FcpxmlTimes.Of(value)),
            new XAttribute("interp", "linear")
        );

    // What lies over and under a shot, and its markers, all in the shot's own time.
    private void Anchored(SequenceClip clip, int index, Rational start, XElement element)
    {
        bool last = index == _sequence.Clips.Count - 1;
        bool Here(long frame) => frame >= clip.Record.Start && (frame < clip.Record.End || last);
        string Local(long frame) => FcpxmlTimes.Of(FcpxmlTimes.Add(start, FcpxmlTimes.Seconds(frame - clip.Record.Start, _sequence.Rate)));
        foreach (SequenceSong song in _sequence.Song.Where(s => Here(s.Record.Start)))
        {
            element.Add(
                new XElement(
                    "asset-clip",
                    new XAttribute("ref", _resources.AssetOf(song.Media)),
                    new XAttribute("lane", "-1"),
                    new XAttribute("offset", Local(song.Record.Start)),
                    new XAttribute("name", XmlFile.Clean(song.Media.Name)),
                    new XAttribute("start", FcpxmlTimes.Of(new Rational(song.InSamples, song.Media.SampleRate))),
                    new XAttribute("duration", Grid(song.Record.Length)),
                    new XAttribute("audioRole", "music")
                )
            );
        }

        foreach (TitleCard title in _sequence.Titles.Where(t => Here(t.Record.Start)))
        {
            string text = title.Subtitle is { } second ? title.Text + "\n" + second : title.Text;
            element.Add(Text("title", text, title.Record, Local(title.Record.Start), "1"));
        }

        foreach (CaptionCue cue in _sequence.Captions.Where(c => Here(c.Record.Start)))
        {
            element.Add(Text("caption", cue.Text, cue.Record, Local(cue.Record.Start), "2"));
        }

        foreach (SequenceMarker marker in Markers(clip.Record))
        {
            XElement made = new(
                marker.Kind == MarkerKind.Section ? "chapter-marker" : "marker",
                new XAttribute("start", Local(marker.Frame)),
                new XAttribute("duration", Grid(1)),
                new XAttribute("value", XmlFile.Clean(marker.Name))
            );
            if (marker.Comment.Length > 0)
            {
                made.Add(new XAttribute("note", XmlFile.Clean(marker.Comment)));
            }

            element.Add(made);
        }
    }

    // Markers are in order, and so are shots.
    private int _marker;

    private IEnumerable<SequenceMarker> Markers(FrameRange record)
    {
        for (; _marker < _sequence.Markers.Count && _sequence.Markers[_marker].Frame < record.End; _marker++)
        {
            yield return _sequence.Markers[_marker];
        }
    }

    private XElement Text(string kind, string text, FrameRange record, string offset, string lane)
    {
        string style = string.Create(CultureInfo.InvariantCulture, $"ts{++_text}");
        XElement element = new(kind);
        if (kind == "title")
        {
            element.Add(new XAttribute("ref", _resources.Title));
        }

        string name = text.ReplaceLineEndings(" ");
        element.Add(
            new XAttribute("lane", lane),
            new XAttribute("offset", offset),
            new XAttribute("name", XmlFile.Clean(name.Length > 60 ? name[..60] : name)),
            new XAttribute("start", "3600s"),
            new XAttribute("duration", Grid(record.Length))
        );
        if (kind == "caption")
        {
            element.Add(new XAttribute("role", "iTT?captionFormat=ITT.en"));
        }

        element.Add(
            new XElement("text", new XElement("text-style", new XAttribute("ref", style), XmlFile.Clean(text))),
            new XElement(
                "text-style-def",
                new XAttribute("id", style),
                new XElement(
                    "text-style",
                    new XAttribute("font", "Helvetica"),
                    new XAttribute("fontSize", kind == "title" ? "63" : "13"),
                    new XAttribute("fontFace", "Regular"),
                    new XAttribute("fontColor", "1 1 1 1"),
                    new XAttribute("alignment", "center")
                )
            )
        );
        return element;
    }

    private XElement Transition(ShotTransition entry, long cut) =>
        new(
            "transition",
            new XAttribute("name", "Cross Dissolve"),
            new XAttribute("offset", Grid(_sequence.Start + cut - entry.Half)),
            new XAttribute("duration", Grid(2L * entry.Half)),
            new XElement("filter-video", new XAttribute("ref", _resources.Dissolve), new XAttribute("name", "Cross Dissolve"))
        );

    // A retimed clip's own time runs at its speed.
    private static Rational StartOf(SequenceClip clip)
    {
        Rational seconds = FcpxmlTimes.Seconds(clip.Media.Start + clip.In, clip.Media.Rate);
        return clip.IsNatural || clip.Media.IsStill ? seconds : seconds / clip.Speed;
    }

    private string Grid(long frames) => FcpxmlTimes.Of(frames, _sequence.Rate);

    /// <summary>A name that must be unique, from a fingerprint: never a random one.</summary>
    internal static string Uid(string fingerprint)
    {
        string hex = fingerprint[..32].ToUpperInvariant();
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }
}
