using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Engine.Projects;

/// <summary>What a project is made from, as <c>project.json</c> in its folder says it.</summary>
public sealed record ProjectDocument
{
    /// <summary>Name of the schema, in every file.</summary>
    public const string SchemaName = "montage-ai.project";

    /// <summary>Version of the schema that this build writes.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Always <see cref="SchemaName"/>.</summary>
    [JsonPropertyOrder(-10)]
    public string Schema { get; init; } = SchemaName;

    /// <summary>Version of the schema that the document follows.</summary>
    [JsonPropertyOrder(-9)]
    public int Version { get; init; } = SchemaVersion;

    /// <summary>Name for programs: lower-case letters and digits, another for every project.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Clip files, in the order in which they came.</summary>
    public IReadOnlyList<ProjectMedia> Footage { get; init; } = [];

    /// <summary>The song; null for none.</summary>
    public ProjectMedia? Song { get; init; }

    /// <summary>What was asked for when the latest plan was made.</summary>
    public ProjectSettings Settings { get; init; } = new();

    /// <summary>The revision that is shown; the log decides where the two differ.</summary>
    public int Head { get; init; }
}

/// <summary>A file of a project.</summary>
/// <param name="Path">Full path, or relative to the project's folder for a file inside it.</param>
/// <param name="Fingerprint">Content fingerprint (hex), by which it is found again where it was moved to; null while it is not
/// known.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ProjectMedia(string Path, string? Fingerprint, long Bytes);

/// <summary>What a plan of a project is asked to be. Null members are decided from the material.</summary>
public sealed record ProjectSettings
{
    /// <summary>Name of a style; null is "dynamic", or what the wish asks for.</summary>
    public string? Style { get; init; }

    /// <summary>Name of a look; null leaves the style's.</summary>
    public string? Look { get; init; }

    /// <summary>A wish in plain words.</summary>
    public string? Prompt { get; init; }

    /// <summary>Length in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Shape of the canvas, such as "16:9".</summary>
    public string? Aspect { get; init; }

    /// <summary>Frames per second, such as "25" or "30000/1001".</summary>
    public string? Rate { get; init; }

    /// <summary>Chooses among equally valid plans.</summary>
    public long? Seed { get; init; }

    /// <summary>Gain of the clips' own sound under the song in dB.</summary>
    public double? ClipSoundDb { get; init; }

    /// <summary>Title near the start.</summary>
    public string? Title { get; init; }

    /// <summary>Small line below the title.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Text over darkened pictures at the end.</summary>
    public string? EndCard { get; init; }
}

/// <summary>One line of a project's log: a new revision, or a move of the head to an earlier or a later one.</summary>
public sealed record ProjectEntry
{
    /// <summary>Number of the revision that is new; null where the head only moved.</summary>
    public int? Number { get; init; }

    /// <summary>The revision that it was made from, 0 for none.</summary>
    public int Parent { get; init; }

    /// <summary>Words of an edit; null for a plan.</summary>
    public IReadOnlyList<string>? Edit { get; init; }

    /// <summary>What a plan was asked to be; null for an edit.</summary>
    public ProjectSettings? Plan { get; init; }

    /// <summary>The revision to which the head moved; null for a new revision, to which it moves always.</summary>
    public int? Head { get; init; }

    /// <summary>What happened, for people.</summary>
    public string Label { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset Time { get; init; }
}

/// <summary>How projects are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ProjectDocument))]
[JsonSerializable(typeof(ProjectEntry))]
internal sealed partial class ProjectJson : JsonSerializerContext
{
    /// <summary>For people: indented, letters of all scripts as they are.</summary>
    public static ProjectJson Readable { get; } = new(Written(indented: true));

    /// <summary>One line.</summary>
    public static ProjectJson Line { get; } = new(Written(indented: false));

    private static JsonSerializerOptions Written(bool indented) =>
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = indented,
            NewLine = "\n",
        };
}
