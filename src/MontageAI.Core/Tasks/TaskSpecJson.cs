using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Tasks;

/// <summary>
/// Reads and writes tasks as JSON. What is read may come from a stranger: it is read within bounds, and refused with the field and the
/// remedy where it is anything but a task.
/// </summary>
public static class TaskSpecJson
{
    // Names of files are often not in ASCII, and escapes take room; the document is no web page.
    private static readonly TaskSpecJsonContext s_compact = new(
        new JsonSerializerOptions(TaskSpecJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    private const int HexDigits = 64;
    private const int MostInputs = 64;
    private const int MostNeeds = 16;
    private const int LongestText = 4096;
    private const int LargestSide = 8192;
    private const int MostStreams = 1000;
    private const double MostSeconds = 1e6;
    private const long MostReadBytes = 1L << 50;

    /// <summary>Writes a task in one line.</summary>
    public static string Write(TaskSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return JsonSerializer.Serialize(spec, s_compact.TaskSpec);
    }

    /// <summary>Reads a task.</summary>
    /// <param name="json">The document, UTF-8.</param>
    /// <param name="origin">Its name for messages.</param>
    /// <exception cref="ConfigurationException">It is no task that this build can carry out.</exception>
    public static TaskSpec Read(ReadOnlySpan<byte> json, string origin)
    {
        if (json.Length > TaskSpec.MostBytes)
        {
            throw Wrong(origin, null, $"it has more than {TaskSpec.MostBytes >> 10} KiB, and no task needs as much");
        }

        WireSpec wire;
        try
        {
            wire = JsonSerializer.Deserialize(json, TaskSpecJsonContext.Default.WireSpec) ?? throw Wrong(origin, null, "it holds nothing");
        }
        catch (JsonException e)
        {
            throw Unread(origin, "", e);
        }

        if (wire.Version != TaskSpec.SchemaVersion)
        {
            throw Wrong(origin, "version", $"it is {wire.Version}, and this build knows {TaskSpec.SchemaVersion} only");
        }

        Check(
            origin,
            "kind",
            wire.Kind is TaskSpec.RenderKind or TaskSpec.LookKind,
            $"it must be \"{TaskSpec.RenderKind}\" or \"{TaskSpec.LookKind}\""
        );
        Check(origin, "key", IsHash(wire.Key), $"it must be {HexDigits} hex digits in lower case");
        Check(origin, "inputs", wire.Inputs.Count is >= 1 and <= MostInputs, $"there must be 1 to {MostInputs}");
        Check(
            origin,
            "inputs",
            wire.Inputs.All(i =>
                i is { Size: > 0, Fingerprint.Length: > 0 and <= HexDigits } && i.Fingerprint.All(char.IsAsciiHexDigitLower)
            ),
            "each must have a fingerprint in hex digits and a size of 1 or more"
        );
        Check(origin, "needs", wire.Needs.Count <= MostNeeds && wire.Needs.All(IsShort), $"there must be at most {MostNeeds} short words");
        Check(origin, "cost", wire.Cost is >= 0 and <= 1e12, "it must be 0 to 1e12");
        Check(origin, "readBytes", wire.ReadBytes is null or >= 0 and <= MostReadBytes, $"it must be 0 to {MostReadBytes}");
        Check(origin, "footage", wire.Footage is null || IsShort(wire.Footage), "it must be a line of text");
        Check(origin, "build", IsShort(wire.Build), "it must be a line of text");
        return new TaskSpec
        {
            Version = wire.Version,
            Kind = wire.Kind,
            Key = wire.Key,
            Inputs = wire.Inputs,
            Body =
                wire.Kind == TaskSpec.LookKind
                    ? LookOf(Parse(wire.Body, TaskSpecJsonContext.Default.ClipLook, origin), wire.Inputs, origin)
                    : GroupOf(Parse(wire.Body, TaskSpecJsonContext.Default.WireGroup, origin), wire.Inputs, origin),
            Needs = wire.Needs,
            Cost = wire.Cost,
            ReadBytes = wire.ReadBytes,
            Footage = wire.Footage,
            Build = wire.Build,
        };
    }

    private static T Parse<T>(JsonElement body, JsonTypeInfo<T> type, string origin)
    {
        Check(origin, "body", body.ValueKind == JsonValueKind.Object, "it must be an object");
        try
        {
            return body.Deserialize(type)!;
        }
        catch (JsonException e)
        {
            throw Unread(origin, "body", e);
        }
    }

    private static ClipLook LookOf(ClipLook body, IReadOnlyList<TaskInput> inputs, string origin)
    {
        CheckSources(origin, "body", body, inputs);
        Check(origin, "body.stream", body.Stream is >= 0 and < MostStreams, $"it must be 0 to {MostStreams - 1}");
        Check(origin, "body.seconds", body.Seconds is null or > 0 and <= MostSeconds, $"it must be above 0, and {MostSeconds} at most");
        Check(origin, "body.faces", IsShort(body.Faces), "it must be a line of text");
        Check(origin, "body.key", IsHash(body.Key), $"it must be {HexDigits} hex digits in lower case");
        return body;
    }

    private static void CheckSources(string origin, string field, TaskBody body, IReadOnlyList<TaskInput> inputs)
    {
        foreach (TaskSource source in body.Sources)
        {
            Check(
                origin,
                field,
                inputs.Any(i => i.Fingerprint == source.Fingerprint),
                $"the clip '{Printable.Of(Short(source.Fingerprint))}' is none of the inputs"
            );
            Check(
                origin,
                field,
                IsShort(source.Path) && Path.IsPathFullyQualified(source.Path) && Path.GetFullPath(source.Path) == source.Path,
                $"the path of '{Printable.Of(Short(source.Fingerprint))}' must be a full one without '..'"
            );
        }
    }

    private static ShotGroup GroupOf(WireGroup body, IReadOnlyList<TaskInput> inputs, string origin)
    {
        Check(origin, "body.plan", body.Plan.ValueKind == JsonValueKind.Object, "it must be a timeline");
        Timeline plan = TimelineJson.Read(JsonMarshal.GetRawUtf8Value(body.Plan), origin);
        Check(origin, "body.plan.look", plan.Look is not { Lut: not null }, "it names a file of colours, which tasks do not take along");
        int before = -1;
        Check(origin, "body.shots", body.Shots.Count is >= 1 and <= ShotGroup.MostShots, $"there must be 1 to {ShotGroup.MostShots}");
        foreach (ShotToMake shot in body.Shots)
        {
            Check(origin, "body.shots", shot.Shot > before && shot.Shot < plan.Shots.Count, "numbers must rise and be shots of the plan");
            Check(origin, "body.shots", IsHash(shot.Key), $"keys must be {HexDigits} hex digits in lower case");
            before = shot.Shot;
        }

        Check(origin, "body.width", body.Width is >= 16 and <= LargestSide && body.Width % 2 == 0, $"it must be even, 16 to {LargestSide}");
        Check(
            origin,
            "body.height",
            body.Height is >= 16 and <= LargestSide && body.Height % 2 == 0,
            $"it must be even, 16 to {LargestSide}"
        );
        ShotGroup group = new()
        {
            Plan = plan,
            Shots = body.Shots,
            Profile = body.Profile,
            Width = body.Width,
            Height = body.Height,
            Fit = body.Fit,
            FitIsAsked = body.FitIsAsked,
        };
        CheckSources(origin, "body.plan.sources", group, inputs);
        return group;
    }

    private static bool IsHash(string text) => text.Length == HexDigits && text.All(char.IsAsciiHexDigitLower);

    private static bool IsShort(string text) => text.Length is > 0 and <= LongestText && !text.Any(char.IsControl);

    private static void Check(string origin, string field, bool isRight, string rule)
    {
        if (!isRight)
        {
            throw Wrong(origin, field, rule);
        }
    }

    private static ConfigurationException Unread(string origin, string within, JsonException e)
    {
        string path = $"{within}.{(e.Path ?? "").TrimStart('$').TrimStart('.')}".Trim('.');
        return Wrong(origin, path.Length == 0 ? null : path, "it is not as docs/farm.md describes a task");
    }

    private static ConfigurationException Wrong(string origin, string? field, string what) =>
        new(
            ErrorCode.TaskInvalid,
            $"'{Printable.Of(origin)}' is no task that can be carried out{Place(field)}: {what}. "
                + "Have it written again by this version of Montage AI.",
            file: origin
        );

    private static string Place(string? field) => field is null ? "" : $", {Printable.Of(Short(field))}";

    private static string Short(string text) => text.Length <= 200 ? text : text[..200] + "...";
}

// As it stands in the document: the piece of the timeline is read by who reads timelines.
internal sealed record WireSpec
{
    public required int Version { get; init; }
    public required string Kind { get; init; }
    public required string Key { get; init; }
    public required IReadOnlyList<TaskInput> Inputs { get; init; }
    public required JsonElement Body { get; init; }
    public required IReadOnlyList<string> Needs { get; init; }
    public required double Cost { get; init; }
    public long? ReadBytes { get; init; }
    public string? Footage { get; init; }
    public required string Build { get; init; }
}

internal sealed record WireGroup
{
    public required JsonElement Plan { get; init; }
    public required IReadOnlyList<ShotToMake> Shots { get; init; }
    public required string Profile { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required PictureFit Fit { get; init; }
    public required bool FitIsAsked { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    MaxDepth = 32,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(TaskSpec))]
[JsonSerializable(typeof(WireSpec))]
[JsonSerializable(typeof(WireGroup))]
internal sealed partial class TaskSpecJsonContext : JsonSerializerContext;
