using System.Globalization;
using System.Text.Json;
using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Otio;

/// <summary>Reads OpenTimelineIO JSON: all schemas up to the library's 0.18, and those of later ones that mean the same.</summary>
internal sealed class OtioReader
{
    // Newest version of each schema that is understood. Later ones are refused, as what they changed cannot be known.
    private static readonly Dictionary<string, int> s_versions = new(StringComparer.Ordinal)
    {
        ["Timeline"] = 1,
        ["Stack"] = 1,
        ["Track"] = 1,
        ["Sequence"] = 1,
        ["Clip"] = 2,
        ["Gap"] = 1,
        ["Filler"] = 1,
        ["Transition"] = 1,
        ["Marker"] = 3,
        ["ExternalReference"] = 1,
        ["MissingReference"] = 1,
        ["GeneratorReference"] = 1,
        ["ImageSequenceReference"] = 1,
        ["LinearTimeWarp"] = 1,
        ["FreezeFrame"] = 1,
        ["TimeEffect"] = 1,
        ["Effect"] = 1,
        ["RationalTime"] = 1,
        ["TimeRange"] = 1,
    };

    private readonly string _file;
    private readonly List<Loss> _losses = [];
    private readonly bool _isPremiere;
    private int _items;
    private double _rate;

    private OtioReader(string file, bool isPremiere) => (_file, _isPremiere) = (file, isPremiere);

    /// <summary>Reads a document.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static EditedSequence Read(ReadOnlyMemory<byte> bytes, string file)
    {
        if (bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Bounds.MostDepth });
            bool premiere = bytes.Span.IndexOf("\"PremierePro_OTIO\""u8) >= 0;
            return new OtioReader(file, premiere).Document(document.RootElement);
        }
        catch (JsonException e)
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"line {(e.LineNumber ?? 0) + 1}");
            bool deep = e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase),
                number = e.Message.Contains("'N'", StringComparison.Ordinal) || e.Message.Contains("'I'", StringComparison.Ordinal);
            throw DocumentFault.Of(
                file,
                line,
                deep ? $"it is nested deeper than {Bounds.MostDepth} levels, which no sequence needs. Export it again."
                    : number ? "NaN and Infinity are no times. Mend the number, or export it again."
                    : "it is no OpenTimelineIO JSON. Check that the file is what its name says, or export it again."
            );
        }
        catch (InvalidOperationException)
        {
            throw DocumentFault.Of(file, "", "a text, number or list stands where something else belongs. Export it again.");
        }
    }

    private EditedSequence Document(JsonElement root)
    {
        string schema = Schema(root, "$");
        if (schema is "Clip" or "Track" or "Stack" or "Sequence")
        {
            IReadOnlyList<EditedTrack> alone = schema switch
            {
                "Clip" => [new EditedTrack("", true, true, [Clip(root, "$")])],
                "Stack" => Children(root, "$", 0),
                _ => [Track(root, "$", 0)],
            };
            return new EditedSequence
            {
                Name = Text(root, "name"),
                Rate = _rate,
                Tracks = alone,
                Losses = _losses,
            };
        }

        if (schema != "Timeline")
        {
            throw DocumentFault.Of(_file, "$", $"it holds a {schema}, not a timeline. Export the timeline as OpenTimelineIO.");
        }

        if (!root.TryGetProperty("tracks", out JsonElement stack) || stack.ValueKind != JsonValueKind.Object)
        {
            throw DocumentFault.Of(_file, "$", "the timeline has no tracks. Export it again.");
        }

        Schema(stack, "$.tracks");
        if (_isPremiere)
        {
            _losses.Add(
                new Loss(LossCodes.Assumed, null, "speeds are read as Premiere writes them: a clip's length counts the media used up.")
            );
        }

        IReadOnlyList<EditedTrack> tracks = Children(stack, "$.tracks", 0);
        EditedTime? start = TimeOf(root, "global_start_time", "$");
        return new EditedSequence
        {
            Name = Text(root, "name"),
            Rate = _rate > 0 ? _rate : start?.Rate ?? 0,
            Start = start,
            Tracks = tracks,
            Markers = Markers(stack, "$.tracks"),
            Fingerprint = Ours(root, "fingerprint"),
            Losses = _losses,
        };
    }

    private List<EditedTrack> Children(JsonElement stack, string place, int depth)
    {
        List<EditedTrack> tracks = [];
        foreach ((JsonElement child, string at) in Items(stack, "children", place))
        {
            string schema = Schema(child, at);
            tracks.Add(
                schema is "Track" or "Sequence" ? Track(child, at, depth)
                : schema is "Clip" ? new EditedTrack("", true, true, [Clip(child, at)])
                : schema is "Stack" ? new EditedTrack("", true, true, [Nest(child, at, depth)])
                : new EditedTrack("", true, true, [])
            );
        }

        return tracks;
    }

    private EditedTrack Track(JsonElement track, string place, int depth)
    {
        List<EditedItem> items = [];
        bool picture = !string.Equals(Text(track, "kind"), "Audio", StringComparison.OrdinalIgnoreCase);
        foreach ((JsonElement child, string at) in Items(track, "children", place))
        {
            if (++_items > Bounds.MostItems)
            {
                throw DocumentFault.Of(
                    _file,
                    at,
                    $"it has more than {Bounds.MostItems} items, which no montage needs. Export a shorter sequence."
                );
            }

            switch (Schema(child, at))
            {
                case "Clip":
                    items.Add(Clip(child, at));
                    break;
                case "Gap" or "Filler":
                    EditedTime length = RangeOf(child, "source_range", at)?.Length ?? default;
                    Grid(length, picture);
                    items.Add(new EditedGap(length) { Name = Text(child, "name"), Place = at });
                    break;
                case "Transition":
                    items.Add(
                        new EditedTransition(
                            Text(child, "transition_type"),
                            TimeOf(child, "in_offset", at) ?? default,
                            TimeOf(child, "out_offset", at) ?? default
                        )
                        {
                            Name = Text(child, "name"),
                            Place = at,
                        }
                    );
                    break;
                case "Stack" or "Track" or "Sequence":
                    items.Add(Nest(child, at, depth));
                    break;
                default:
                    _losses.Add(new Loss(LossCodes.Effect, null, $"{at}: a {Text(child, "OTIO_SCHEMA")} is left out."));
                    break;
            }
        }

        return new EditedTrack(Text(track, "name"), picture, IsEnabled(track), items);
    }

    private EditedNest Nest(JsonElement nest, string place, int depth)
    {
        if (depth >= Bounds.MostNesting)
        {
            throw DocumentFault.Of(_file, place, $"sequences are nested deeper than {Bounds.MostNesting} levels. Flatten some of them.");
        }

        bool isTrack = Schema(nest, place) is "Track" or "Sequence";
        EditedRange? range = RangeOf(nest, "source_range", place);
        return new EditedNest(isTrack ? [Track(nest, place, depth + 1)] : Children(nest, place, depth + 1), range)
        {
            Name = Text(nest, "name"),
            Place = place,
            IsEnabled = IsEnabled(nest),
        };
    }

    private EditedClip Clip(JsonElement clip, string place)
    {
        EditedMedia media = OtioMedia.Of(clip, place, this);
        List<double> speeds = [];
        foreach ((JsonElement effect, string at) in Items(clip, "effects", place))
        {
            string schema = Schema(effect, at);
            if (schema is "LinearTimeWarp" or "FreezeFrame")
            {
                double speed = schema == "FreezeFrame" ? 0 : NumberOf(effect, "time_scalar", at) ?? 1;
                DocumentFault.CheckTime(_file, at, speed, 1);
                speeds.Add(speed);
            }
            else if (Text(effect, "effect_name") is { Length: > 0 } name && !IsPlain(effect))
            {
                _losses.Add(new Loss(LossCodes.Effect, null, $"{at}: the effect '{Printable.Of(name)}' is left out."));
            }
        }

        EditedRange? source = RangeOf(clip, "source_range", place);
        EditedTime length = source?.Length ?? media.Available?.Length ?? default;
        double factor = speeds.Aggregate(1.0, (product, s) => product * s);
        if (_isPremiere && factor is not (0 or 1))
        {
            // Whole frames of media may stand for several lengths; the one that was exported, if it still is one of them.
            bool exported = double.TryParse(Ours(clip, "frames"), NumberStyles.None, CultureInfo.InvariantCulture, out double frames),
                still = exported && OtioNames.UsedUp(frames, Math.Abs(factor)) == length.Value;
            length = length with { Value = still ? frames : Math.Round(length.Value / Math.Abs(factor)) };
        }

        Grid(length, true);
        return new EditedClip
        {
            Name = Text(clip, "name"),
            Place = place,
            Source = source is { } range ? range with { Length = length } : null,
            Length = length,
            Media = media,
            Speeds = speeds,
            IsEnabled = IsEnabled(clip),
            Shot = Ours(clip, "shot"),
            Markers = Markers(clip, place),
        };
    }

    // Resolve lists all its sliders as effects, most of them at rest.
    private static bool IsPlain(JsonElement effect) =>
        effect.TryGetProperty("metadata", out JsonElement metadata)
        && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty(OtioNames.Resolve, out JsonElement resolve)
        && resolve.ValueKind == JsonValueKind.Object
        && (
            (resolve.TryGetProperty("Enabled", out JsonElement enabled) && enabled.ValueKind == JsonValueKind.False)
            || (
                resolve.TryGetProperty("Parameters", out JsonElement parameters)
                && parameters.ValueKind == JsonValueKind.Array
                && parameters.GetArrayLength() == 0
            )
        );

    private List<EditedMarker> Markers(JsonElement item, string place)
    {
        List<EditedMarker> markers = [];
        foreach ((JsonElement marker, string at) in Items(item, "markers", place))
        {
            Schema(marker, at);
            markers.Add(new EditedMarker(Text(marker, "name"), Text(marker, "color"), RangeOf(marker, "marked_range", at) ?? default));
        }

        return markers;
    }

    // The first length of a picture tells the rate of the sequence.
    private void Grid(EditedTime length, bool picture)
    {
        if (_rate == 0 && picture && length.Rate > 0 && length.Rate < 1000)
        {
            _rate = length.Rate;
        }
    }

    /// <summary>The name of an object's schema, without its version.</summary>
    internal string Schema(JsonElement element, string place)
    {
        string text = element.ValueKind == JsonValueKind.Object ? Text(element, "OTIO_SCHEMA") : "";
        int dot = text.LastIndexOf('.');
        string name = dot > 0 ? text[..dot] : text;
        if (name.Length == 0)
        {
            throw DocumentFault.Of(
                _file,
                place,
                "no OTIO_SCHEMA stands there, so it is no OpenTimelineIO. Check that the file is what its name says."
            );
        }

        if (
            s_versions.TryGetValue(name, out int known)
            && (!int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version > known)
        )
        {
            throw DocumentFault.Of(
                _file,
                place,
                $"'{text}' is newer than what is read here ({name}.{known}). Export it for OpenTimelineIO 0.18 or older."
            );
        }

        return name;
    }

    /// <summary>A list's items with their places.</summary>
    internal static IEnumerable<(JsonElement Item, string Place)> Items(JsonElement of, string name, string place)
    {
        if (!of.TryGetProperty(name, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        int index = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"{place}.{name}[{index++}]");
            if (item.ValueKind != JsonValueKind.Null)
            {
                yield return (item, at);
            }
        }
    }

    /// <summary>A stretch, or null where none stands there.</summary>
    internal EditedRange? RangeOf(JsonElement of, string name, string place)
    {
        if (!of.TryGetProperty(name, out JsonElement range) || range.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string at = $"{place}.{name}";
        EditedTime length = TimeOf(range, "duration", at) ?? default;
        return length.Value < 0
            ? throw DocumentFault.Of(_file, at, $"a length of {length.Value} runs backwards. Mend it, or export it again.")
            : new EditedRange(TimeOf(range, "start_time", at) ?? default, length);
    }

    private EditedTime? TimeOf(JsonElement of, string name, string place)
    {
        if (!of.TryGetProperty(name, out JsonElement time) || time.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string at = $"{place}.{name}";
        (double value, double rate) = (NumberOf(time, "value", at) ?? 0, NumberOf(time, "rate", at) ?? 1);
        DocumentFault.CheckTime(_file, at, value, rate);
        return new EditedTime(value, rate);
    }

    private double? NumberOf(JsonElement of, string name, string place) =>
        !of.TryGetProperty(name, out JsonElement number) || number.ValueKind == JsonValueKind.Null ? null
        : number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out double value) && double.IsFinite(value) ? value
        : throw DocumentFault.Of(_file, $"{place}.{name}", "a number belongs there. Mend it, or export it again.");

    /// <summary>A text; empty where none stands there.</summary>
    internal static string Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    /// <summary>A text of our own metadata, or null.</summary>
    internal static string? Ours(JsonElement of, string name) =>
        of.TryGetProperty("metadata", out JsonElement metadata)
        && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty(OtioNames.Ours, out JsonElement ours)
        && ours.ValueKind == JsonValueKind.Object
        && Text(ours, name) is { Length: > 0 } text
            ? text
            : null;

    private static bool IsEnabled(JsonElement item) =>
        !item.TryGetProperty("enabled", out JsonElement enabled) || enabled.ValueKind != JsonValueKind.False;
}
