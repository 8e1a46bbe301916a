using System.Text.Json;

namespace MontageAI.Interchange.Tests.Otio;

/// <summary>Reads written OpenTimelineIO as its library lays it out; shares no code with the product.</summary>
internal sealed class WrittenOtio(byte[] bytes)
{
    private readonly JsonElement _root = JsonDocument.Parse(bytes).RootElement;

    // What the library's 0.15 to 0.18 know. One unknown version, and they refuse the whole file.
    private static readonly string[] s_known =
    [
        "Timeline.1",
        "Stack.1",
        "Track.1",
        "Clip.2",
        "Gap.1",
        "Transition.1",
        "ExternalReference.1",
        "MissingReference.1",
        "LinearTimeWarp.1",
        "FreezeFrame.1",
        "Marker.2",
        "RationalTime.1",
        "TimeRange.1",
    ];

    public double StartFrame => Value(_root.GetProperty("global_start_time"));

    public IEnumerable<string> UnknownSchemas => Schemas(_root).Where(s => !s_known.Contains(s)).Distinct();

    /// <summary>Numbers of times that lack a decimal point.</summary>
    public int NumbersWithoutPoint => Times(_root).Count(n => !n.GetRawText().Contains('.') && !n.GetRawText().Contains('E'));

    public IReadOnlyList<JsonElement> Tracks => [.. _root.GetProperty("tracks").GetProperty("children").EnumerateArray()];

    public IReadOnlyList<JsonElement> Markers => [.. _root.GetProperty("tracks").GetProperty("markers").EnumerateArray()];

    public static IReadOnlyList<JsonElement> Clips(JsonElement track) =>
        [.. track.GetProperty("children").EnumerateArray().Where(c => Schema(c) == "Clip.2")];

    /// <summary>Place of each clip on its track, in frames: transitions take no time.</summary>
    public static IReadOnlyList<(double Start, double Length, JsonElement Clip)> Places(JsonElement track)
    {
        List<(double, double, JsonElement)> places = [];
        double at = 0;
        foreach (JsonElement child in track.GetProperty("children").EnumerateArray())
        {
            if (Schema(child) == "Transition.1")
            {
                continue;
            }

            double length = Value(child.GetProperty("source_range").GetProperty("duration"));
            if (Schema(child) == "Clip.2")
            {
                places.Add((at, length, child));
            }

            at += length;
        }

        return places;
    }

    public static (double Start, double Rate, double Length, double LengthRate) Range(JsonElement of, string name = "source_range")
    {
        JsonElement range = of.GetProperty(name),
            start = range.GetProperty("start_time"),
            length = range.GetProperty("duration");
        return (Value(start), Rate(start), Value(length), Rate(length));
    }

    public static JsonElement Media(JsonElement clip) => clip.GetProperty("media_references").GetProperty("DEFAULT_MEDIA");

    public static string Schema(JsonElement element) => element.GetProperty("OTIO_SCHEMA").GetString()!;

    public static double Value(JsonElement time) => time.GetProperty("value").GetDouble();

    public static double Rate(JsonElement time) => time.GetProperty("rate").GetDouble();

    private static IEnumerable<string> Schemas(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(p => p.Name == "OTIO_SCHEMA" ? [p.Value.GetString()!] : Schemas(p.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Schemas),
            _ => [],
        };

    private static IEnumerable<JsonElement> Times(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(p => p.Name is "value" or "rate" or "time_scalar" ? [p.Value] : Times(p.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Times),
            _ => [],
        };
}
