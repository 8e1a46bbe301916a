using System.Globalization;
using System.Xml.Linq;
using MontageAI.Errors;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Fcpxml;

/// <summary>Reads FCPXML 1.8 to 1.14: the storyline, what is connected to it, compound clips and secondary storylines.</summary>
internal sealed class FcpxmlReader
{
    private const int NewestMinor = 14;

    private static readonly string[] s_items =
    [
        "asset-clip",
        "clip",
        "video",
        "audio",
        "title",
        "gap",
        "ref-clip",
        "sync-clip",
        "mc-clip",
        "audition",
        "caption",
        "spine",
    ];

    private readonly string _file;
    private readonly Dictionary<string, XElement> _resources = new(StringComparer.Ordinal);
    private readonly List<Loss> _losses = [];
    private readonly List<EditedMarker> _markers = [];
    private int _items;

    private FcpxmlReader(string file) => _file = file;

    /// <summary>Reads a document.</summary>
    public static EditedSequence Read(XElement root, string file) => new FcpxmlReader(file).Document(root);

    private EditedSequence Document(XElement root)
    {
        string version = (string?)root.Attribute("version") ?? "";
        string[] numbers = version.Split('.');
        bool newer =
            numbers.Length > 1
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            && (major > 1 || minor > NewestMinor);
        if (newer)
        {
            throw DocumentFault.Of(
                _file,
                XmlFile.PlaceOf(root),
                $"FCPXML {Printable.Of(version)} is newer than what is read here (1.{NewestMinor}). Export it as an older version."
            );
        }

        foreach (XElement resource in root.Elements("resources").Elements())
        {
            if ((string?)resource.Attribute("id") is { } id)
            {
                _resources[id] = resource;
            }
        }

        XElement sequence =
            root.Descendants("project").Elements("sequence").FirstOrDefault()
            ?? root.Elements("sequence").FirstOrDefault()
            ?? root.Descendants("sequence").FirstOrDefault()
            ?? throw DocumentFault.Of(_file, "", "it holds no sequence. Select the project in Final Cut Pro and export it as XML.");
        double rate = RateOf(sequence);
        double start = Time(sequence, "tcStart") ?? 0;
        if (rate <= 0)
        {
            throw DocumentFault.Of(
                _file,
                XmlFile.PlaceOf(sequence),
                "the sequence's format has no frame rate. Set one, and export it again."
            );
        }

        List<EditedTrack> tracks = Sequence(sequence, rate, 0);
        return new EditedSequence
        {
            Name = (string?)sequence.Parent?.Attribute("name") ?? "",
            Rate = rate,
            Start = new EditedTime(start * rate, rate),
            Tracks = tracks,
            Markers = _markers,
            Losses = _losses,
            HoldsWipes = false,
        };
    }

    private List<EditedTrack> Sequence(XElement sequence, double rate, int depth)
    {
        if (depth > Bounds.MostNesting)
        {
            throw DocumentFault.Of(
                _file,
                XmlFile.PlaceOf(sequence),
                $"compound clips are nested deeper than {Bounds.MostNesting} levels, or within themselves. Break some of them apart."
            );
        }

        FcpxmlLanes lanes = new(rate, _file);
        double start = Time(sequence, "tcStart") ?? 0;
        foreach (XElement spine in sequence.Elements("spine"))
        {
            Spine(spine, new Placing(start, 0, 0, rate, depth), lanes);
        }

        return lanes.Tracks();
    }

    // At: what offsets in it count from, and where that lies on the track.
    private void Spine(XElement spine, Placing at, FcpxmlLanes lanes)
    {
        double next = at.Origin;
        XElement? transition = null;
        foreach (XElement element in spine.Elements())
        {
            if (element.Name.LocalName == "transition")
            {
                transition = element;
            }
            else if (s_items.Contains(element.Name.LocalName))
            {
                double offset = Time(element, "offset") ?? next,
                    length = Length(element);
                next = offset + length;
                double place = at.Track + (offset - at.Origin);
                if (transition is not null)
                {
                    Transition(transition, at, place, lanes);
                    transition = null;
                }

                Item(element, place, length, at, lanes);
            }
        }
    }

    private void Transition(XElement transition, Placing at, double cut, FcpxmlLanes lanes)
    {
        double offset = Time(transition, "offset") ?? 0,
            length = Time(transition, "duration") ?? 0,
            place = at.Track + (offset - at.Origin);
        string kind = (string?)transition.Attribute("name") ?? "";
        lanes.Transition(
            at.Lane,
            cut,
            new EditedTransition(kind, lanes.Time(Math.Max(0, cut - place)), lanes.Time(Math.Max(0, place + length - cut)))
            {
                Name = kind,
                Place = XmlFile.PlaceOf(transition),
            }
        );
    }

    private void Item(XElement element, double place, double length, Placing at, FcpxmlLanes lanes)
    {
        if (++_items > Bounds.MostItems)
        {
            throw DocumentFault.Of(_file, XmlFile.PlaceOf(element), $"it has more than {Bounds.MostItems} items, which no montage needs.");
        }

        string kind = element.Name.LocalName;
        double start = Time(element, "start") ?? DefaultStart(element);
        bool enabled = (string?)element.Attribute("enabled") != "0";
        switch (kind)
        {
            case "audition":
                XElement? chosen = element.Elements().FirstOrDefault(e => s_items.Contains(e.Name.LocalName));
                if (chosen is not null)
                {
                    Item(chosen, place, Length(chosen), at, lanes);
                }

                return;
            case "spine":
                Spine(element, at with { Origin = 0, Track = place }, lanes);
                return;
            case "gap" or "caption":
                break;
            case "ref-clip":
                if (Compound(element) is { } inner)
                {
                    double from = start - (Time(inner, "tcStart") ?? 0);
                    lanes.Add(
                        at.Lane,
                        true,
                        place,
                        new EditedNest(Sequence(inner, RateOf(inner), at.Depth + 1), new EditedRange(lanes.Time(from), lanes.Time(length)))
                        {
                            Name = (string?)element.Attribute("name") ?? "",
                            Place = XmlFile.PlaceOf(element),
                            IsEnabled = enabled,
                        },
                        length
                    );
                }

                break;
            default:
                FcpxmlClip clip = new(_file, _resources, _losses, lanes);
                EditedClip made = clip.Of(element, start, length, at.Rate) with { IsEnabled = enabled };
                lanes.Add(at.Lane, clip.IsPicture, place, made, length);
                break;
        }

        foreach (XElement child in element.Elements().Where(e => s_items.Contains(e.Name.LocalName) && e.Attribute("lane") is not null))
        {
            int lane = (int)(Number(child, "lane") ?? 1);
            double offset = (Time(child, "offset") ?? start) - start;
            Item(child, place + offset, Length(child), at with { Lane = at.Lane + lane, Track = place + offset }, lanes);
        }

        if (at.Depth == 0)
        {
            Markers(element, start, place, lanes);
        }
    }

    private void Markers(XElement element, double start, double place, FcpxmlLanes lanes)
    {
        foreach (XElement marker in element.Elements().Where(e => e.Name.LocalName is "marker" or "chapter-marker"))
        {
            double at = place + ((Time(marker, "start") ?? start) - start);
            _markers.Add(
                new EditedMarker(
                    (string?)marker.Attribute("value") ?? "",
                    marker.Name.LocalName == "chapter-marker" ? "ORANGE" : "BLUE",
                    new EditedRange(lanes.Time(at), lanes.Time(Time(marker, "duration") ?? 0))
                )
            );
        }
    }

    private XElement? Compound(XElement clip)
    {
        string id = (string?)clip.Attribute("ref") ?? "";
        XElement? sequence = _resources.GetValueOrDefault(id)?.Element("sequence");
        if (sequence is null)
        {
            _losses.Add(
                new Loss(LossCodes.Missing, null, $"{XmlFile.PlaceOf(clip)}: the compound clip '{Printable.Of(id)}' is not in the file.")
            );
        }

        return sequence;
    }

    // A file's clip begins where the file does, unless it says otherwise; a compound clip at its sequence's beginning.
    private double DefaultStart(XElement element)
    {
        XElement? resource = _resources.GetValueOrDefault((string?)element.Attribute("ref") ?? "");
        return resource is null ? 0
            : resource.Name.LocalName == "asset" ? Time(resource, "start") ?? 0
            : resource.Element("sequence") is { } sequence ? Time(sequence, "tcStart") ?? 0
            : 0;
    }

    private double Length(XElement element)
    {
        double length =
            Time(element, "duration")
            ?? (
                element.Name.LocalName == "audition"
                    ? element.Elements().Select(e => Time(e, "duration")).FirstOrDefault(t => t is not null)
                    : null
            )
            ?? Time(_resources.GetValueOrDefault((string?)element.Attribute("ref") ?? ""), "duration")
            ?? 0;
        return length >= 0
            ? length
            : throw DocumentFault.Of(_file, XmlFile.PlaceOf(element), "its duration runs backwards. Mend it, or export it again.");
    }

    private double RateOf(XElement sequence) =>
        Time(_resources.GetValueOrDefault((string?)sequence.Attribute("format") ?? ""), "frameDuration") is > 0 and { } frame
            ? 1 / frame
            : 0;

    private double? Time(XElement? element, string name) =>
        element is null ? null : FcpxmlTimes.Read((string?)element.Attribute(name), _file, XmlFile.PlaceOf(element));

    private double? Number(XElement element, string name) =>
        double.TryParse((string?)element.Attribute(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double value)
            ? value
            : null;

    private sealed record Placing(double Origin, double Track, int Lane, double Rate, int Depth);
}
