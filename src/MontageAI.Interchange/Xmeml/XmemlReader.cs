using System.Globalization;
using System.Xml.Linq;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Xmeml;

/// <summary>Reads the XML of Final Cut Pro 7 (xmeml 4 and 5) as Premiere, Resolve and others write it.</summary>
internal sealed class XmemlReader
{
    private readonly string _file;
    private readonly Dictionary<string, XElement> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XElement> _sequences = new(StringComparer.Ordinal);
    private readonly List<Loss> _losses = [];
    private int _items;

    private XmemlReader(string file) => _file = file;

    /// <summary>Reads a document.</summary>
    public static EditedSequence Read(XElement root, string file) => new XmemlReader(file).Document(root);

    private EditedSequence Document(XElement root)
    {
        foreach (XElement element in root.Descendants().Where(e => e.Name.LocalName is "file" or "sequence" && e.HasElements))
        {
            if ((string?)element.Attribute("id") is { } id)
            {
                (element.Name.LocalName == "file" ? _files : _sequences).TryAdd(id, element);
            }
        }

        XElement sequence =
            root.Elements("sequence").FirstOrDefault()
            ?? root.Descendants("sequence").FirstOrDefault(s => s.HasElements)
            ?? throw DocumentFault.Of(_file, "", "it holds no sequence. Select the sequence and export it as Final Cut Pro XML.");
        double rate =
            RateOf(sequence) ?? throw DocumentFault.Of(_file, XmlFile.PlaceOf(sequence), "the sequence has no rate. Export it again.");
        double start = Number(sequence.Element("timecode"), "frame") ?? 0;
        DocumentFault.CheckTime(_file, XmlFile.PlaceOf(sequence), start, rate);
        return new EditedSequence
        {
            Name = (string?)sequence.Element("name") ?? "",
            Rate = rate,
            Start = new EditedTime(start, rate),
            Tracks = Tracks(sequence, rate, 0),
            Markers = Markers(sequence, rate),
            Losses = _losses,
            SpeedPrecision = 1e-6,
        };
    }

    private List<EditedTrack> Tracks(XElement sequence, double rate, int depth)
    {
        if (depth > Bounds.MostNesting)
        {
            throw DocumentFault.Of(
                _file,
                XmlFile.PlaceOf(sequence),
                $"sequences are nested deeper than {Bounds.MostNesting} levels, or within themselves. Flatten some of them."
            );
        }

        List<EditedTrack> tracks = [];
        foreach (string kind in new[] { "video", "audio" })
        {
            // The second channel of a stereo track stands on a track of its own.
            IEnumerable<XElement> all = sequence.Elements("media").Elements(kind).Elements("track");
            foreach (XElement track in all.Where(t => (string?)t.Attribute("currentExplodedTrackIndex") is null or "0"))
            {
                Item(track);
                bool enabled = !Is(track, "enabled", "FALSE");
                tracks.Add(new EditedTrack("", kind == "video", enabled, Items(track, rate, kind == "video", depth)));
            }
        }

        return tracks;
    }

    private List<EditedItem> Items(XElement track, double rate, bool isPicture, int depth)
    {
        XElement[] elements = [.. track.Elements().Where(e => e.Name.LocalName is "clipitem" or "generatoritem" or "transitionitem")];
        List<EditedItem> items = [];
        double at = 0;
        for (int i = 0; i < elements.Length; i++)
        {
            Item(elements[i]);
            if (elements[i].Name.LocalName == "transitionitem")
            {
                // One that begins after the clip before it comes out of nothing.
                if (
                    elements.ElementAtOrDefault(i - 1) is { } fore
                    && Ends(fore) is { } gap
                    && Cut(elements[i]) > gap
                    && Starts(elements[i]) >= gap
                )
                {
                    Gap(items, ref at, Cut(elements[i]), rate, elements[i]);
                }

                items.Add(Transition(elements[i], rate));
                continue;
            }

            (XElement? before, XElement? after) = (Neighbour(elements, i - 1), Neighbour(elements, i + 1));
            double start = Starts(elements[i]) ?? (before is null ? at : Cut(before)),
                end = Ends(elements[i]) ?? (after is null ? start : Cut(after)),
                skipped = Starts(elements[i]) is null && before is not null ? start - (Number(before, "start") ?? start) : 0;
            if (!isPicture && start < at)
            {
                // Sounds that fade into each other overlap.
                (start, end) = (at, Math.Max(at, end));
            }

            if (end < start || start < at - 1)
            {
                throw DocumentFault.Of(
                    _file,
                    XmlFile.PlaceOf(elements[i]),
                    $"it stands from frame {start} to {end}, backwards or over what is before it on its track. Mend it, or export it again."
                );
            }

            Gap(items, ref at, start, rate, elements[i]);
            EditedTime length = Time(end - start, rate, elements[i]);
            items.Add(
                Nested(elements[i]) is { } nested
                    ? Nest(elements[i], nested, length, rate, depth)
                    : Clip(elements[i], length, skipped, rate, isPicture)
            );
            at = end;
        }

        return items;
    }

    private void Item(XElement item)
    {
        if (++_items > Bounds.MostItems)
        {
            throw DocumentFault.Of(
                _file,
                XmlFile.PlaceOf(item),
                $"it has more than {Bounds.MostItems} items, those of nested sequences counted as often as they are shown. Flatten it."
            );
        }
    }

    private EditedClip Clip(XElement element, EditedTime length, double skipped, double rate, bool isPicture) =>
        new XmemlClip(_file, _files, _losses).Of(element, length, skipped, rate, isPicture) with
        {
            Markers = Markers(element, rate),
        };

    private EditedNest Nest(XElement element, XElement nested, EditedTime length, double rate, int depth)
    {
        double inner = RateOf(nested) ?? rate;
        return new EditedNest(Tracks(nested, inner, depth + 1), new EditedRange(Time(Number(element, "in") ?? 0, inner, element), length))
        {
            Name = (string?)element.Element("name") ?? "",
            Place = XmlFile.PlaceOf(element),
            IsEnabled = !Is(element, "enabled", "FALSE"),
        };
    }

    // A sequence within the clip, by its name where it was written before.
    private XElement? Nested(XElement element) =>
        element.Element("sequence") is not { } nested ? null
        : !nested.HasElements && (string?)nested.Attribute("id") is { } id ? _sequences.GetValueOrDefault(id)
        : nested;

    private EditedTransition Transition(XElement element, double rate)
    {
        double start = Number(element, "start") ?? 0,
            end = Number(element, "end") ?? start,
            cut = Cut(element);
        string name = (string?)element.Element("effect")?.Element("name") ?? "";
        string kind =
            name.Contains("wipe", StringComparison.OrdinalIgnoreCase) ? "SMPTE_Wipe"
            : name.Contains("dissolve", StringComparison.OrdinalIgnoreCase) ? "SMPTE_Dissolve"
            : name;
        return new EditedTransition(kind, Time(cut - start, rate, element), Time(end - cut, rate, element))
        {
            Name = name,
            Place = XmlFile.PlaceOf(element),
        };
    }

    // Where the cut lies under a transition.
    private static double Cut(XElement transition)
    {
        double start = Number(transition, "start") ?? 0,
            end = Number(transition, "end") ?? start;
        return ((string?)transition.Element("alignment")) switch
        {
            "start" or "start-black" => start,
            "end" or "end-black" => end,
            _ => start + Math.Floor((end - start) / 2),
        };
    }

    private static XElement? Neighbour(XElement[] elements, int index) =>
        elements.ElementAtOrDefault(index) is { Name.LocalName: "transitionitem" } transition ? transition : null;

    private static double? Starts(XElement element) => Number(element, "start") is >= 0 and { } start ? start : null;

    private static double? Ends(XElement element) => Number(element, "end") is >= 0 and { } end ? end : null;

    private void Gap(List<EditedItem> items, ref double at, double to, double rate, XElement before)
    {
        if (to > at)
        {
            items.Add(new EditedGap(Time(to - at, rate, before)) { Place = XmlFile.PlaceOf(before) });
            at = to;
        }
    }

    private List<EditedMarker> Markers(XElement of, double rate) =>
        [
            .. of.Elements("marker")
                .Select(m => new EditedMarker(
                    (string?)m.Element("name") ?? "",
                    "RED",
                    new EditedRange(Time(Number(m, "in") ?? 0, rate, m), Time(0, rate, m))
                )),
        ];

    private EditedTime Time(double frames, double rate, XElement at)
    {
        DocumentFault.CheckTime(_file, XmlFile.PlaceOf(at), frames, rate);
        return new EditedTime(frames, rate);
    }

    /// <summary>Frames per second of an element that has a rate; null where it has none.</summary>
    internal static double? RateOf(XElement of)
    {
        XElement? rate = of.Element("rate");
        double? timebase = Number(rate, "timebase");
        return timebase is not > 0 ? null
            : Is(rate!, "ntsc", "TRUE") ? timebase * 1000 / 1001
            : timebase;
    }

    /// <summary>Whether a child has a value.</summary>
    internal static bool Is(XElement of, string name, string value) =>
        string.Equals((string?)of.Element(name), value, StringComparison.OrdinalIgnoreCase);

    /// <summary>The number in a child; null where there is none.</summary>
    internal static double? Number(XElement? of, string name) =>
        double.TryParse(
            (string?)of?.Element(name),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out double number
        )
            ? number
            : null;
}
