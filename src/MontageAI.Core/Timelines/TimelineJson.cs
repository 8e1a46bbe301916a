using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MontageAI.Errors;

namespace MontageAI.Timelines;

/// <summary>Reads and writes timelines as JSON. The same timeline gives the same bytes on every machine.</summary>
public static class TimelineJson
{
    /// <summary>Writes a timeline as indented UTF-8 JSON text, ending in a line feed.</summary>
    public static string Write(Timeline timeline) => JsonSerializer.Serialize(timeline, TimelineJsonContext.Default.Timeline) + "\n";

    /// <summary>Reads a timeline and checks that it holds together.</summary>
    /// <param name="json">The document.</param>
    /// <param name="origin">File name for messages.</param>
    /// <exception cref="ConfigurationException">The text is no timeline, or it contradicts itself; every problem is listed.</exception>
    public static Timeline Read(string json, string origin)
    {
        Timeline? timeline;
        try
        {
            JsonNode? document = JsonNode.Parse(json);
            FillIn(document);
            timeline = document.Deserialize(TimelineJsonContext.Default.Timeline);
        }
        catch (JsonException e)
        {
            throw new ConfigurationException(
                ErrorCode.TimelineInvalid,
                $"'{origin}' is not a timeline: {e.Message} {Remedy.PlanTimeline}."
            );
        }

        if (timeline is null || timeline.Schema != Timeline.SchemaName)
        {
            throw new ConfigurationException(
                ErrorCode.TimelineInvalid,
                $"'{origin}' is not a timeline: its \"schema\" is not \"{Timeline.SchemaName}\". {Remedy.PlanTimeline}."
            );
        }

        timeline = ShotIds.Complete(timeline with { Version = Math.Max(timeline.Version, Timeline.SchemaVersion) });
        IReadOnlyList<string> problems = TimelineRules.Check(timeline);
        return problems.Count == 0
            ? timeline
            : throw new ConfigurationException(Problem.Of(ErrorCode.TimelineInvalid, problems.Select(p => $"'{origin}': {p}")));
    }

    // What a person may leave out. (Source-generated readers give left-out members the type's default, not the initialiser's value.)
    private static void FillIn(JsonNode? document)
    {
        if (document is not JsonObject timeline)
        {
            return;
        }

        timeline.TryAdd("schema", Timeline.SchemaName);
        timeline.TryAdd("version", Timeline.SchemaVersion);
        timeline.TryAdd("bans", new JsonArray());
        timeline.TryAdd("beats", new JsonArray());
        timeline.TryAdd("notes", new JsonArray());
        FillInTransition(timeline["ending"]);
        (timeline["sound"] as JsonObject)?.TryAdd("speech", new JsonArray());
        if (timeline["music"] is JsonObject music)
        {
            music.TryAdd("loudnessLufs", MusicBed.DefaultLoudnessLufs);
        }

        foreach (JsonObject shot in (timeline["shots"] as JsonArray ?? []).OfType<JsonObject>())
        {
            shot.TryAdd("id", "");
            shot.TryAdd("speed", "1");
            shot.TryAdd("reasons", new JsonArray());
            shot.TryAdd("alternatives", new JsonArray());
            foreach (JsonObject key in (shot["camera"] as JsonArray ?? []).OfType<JsonObject>())
            {
                key.TryAdd("zoom", 1);
                key.TryAdd("ease", "linear");
            }

            FillInTransition(shot["entry"]);
        }
    }

    private static void FillInTransition(JsonNode? node) => (node as JsonObject)?.TryAdd("direction", "left");
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(Timeline))]
internal sealed partial class TimelineJsonContext : JsonSerializerContext;
