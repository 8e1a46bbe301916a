using System.Text.Json.Serialization;
using MontageAI.Engine.Projects;

namespace MontageAI.Studio.Contracts;

/// <summary>What a job does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobKind>))]
internal enum JobKind
{
    /// <summary>Plans, and shows the plan while it is made.</summary>
    [JsonStringEnumMemberName("plan")]
    Plan,

    /// <summary>Shows a revision.</summary>
    [JsonStringEnumMemberName("preview")]
    Preview,

    /// <summary>Looks at files that have come.</summary>
    [JsonStringEnumMemberName("intake")]
    Intake,

    /// <summary>Listens to the song.</summary>
    [JsonStringEnumMemberName("listen")]
    Listen,

    /// <summary>Plans several times, for choosing.</summary>
    [JsonStringEnumMemberName("variants")]
    Variants,

    /// <summary>Makes a film.</summary>
    [JsonStringEnumMemberName("render")]
    Render,

    /// <summary>Writes documents for editing programs.</summary>
    [JsonStringEnumMemberName("export")]
    Export,

    /// <summary>Makes footage and a song out of nothing, and has them planned.</summary>
    [JsonStringEnumMemberName("demo")]
    Demo,
}

/// <summary>Where a job stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobStatus>))]
internal enum JobStatus
{
    /// <summary>Others run before it.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It is being done.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It gave what was asked for.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It could not.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It was stopped, or something newer took its place.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

/// <summary>What a job was asked to do; which members are set depends on its kind.</summary>
internal sealed record JobAsk
{
    /// <summary>What a plan shall be.</summary>
    public ProjectSettings? Settings { get; init; }

    /// <summary>The revision that is shown or rendered.</summary>
    public int? Revision { get; init; }

    /// <summary>Whether locked shots of the head stay when it is planned again.</summary>
    public bool? KeepLocked { get; init; }

    /// <summary>Name of a profile.</summary>
    public string? Profile { get; init; }

    /// <summary>Name of the file that is made, within the project's exports.</summary>
    public string? Name { get; init; }

    /// <summary>How many plans.</summary>
    public int? Count { get; init; }

    /// <summary>The document that is written.</summary>
    public ExportAsk? Export { get; init; }
}

/// <summary>What came of a job.</summary>
internal sealed record JobResult
{
    /// <summary>The revision that it made.</summary>
    public int? Revision { get; init; }

    /// <summary>The file that it made, within the project's exports.</summary>
    public string? Output { get; init; }

    /// <summary>All files that it made, within the project's exports, where these are several.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>Address of what it made.</summary>
    public string? Href { get; init; }

    /// <summary>Seconds that it took, from its turn to its end.</summary>
    public double? Seconds { get; init; }

    /// <summary>Seconds until the first picture could be seen.</summary>
    public double? FirstPictureSeconds { get; init; }

    /// <summary>What was done otherwise than asked for.</summary>
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Files that were set aside, with reason and remedy.</summary>
    public IReadOnlyList<string>? SetAside { get; init; }

    /// <summary>Plans to choose from.</summary>
    public IReadOnlyList<JobVariant>? Variants { get; init; }
}

/// <summary>One of several plans.</summary>
/// <param name="Seed">The seed that gives it again.</param>
/// <param name="Shots">Its shots.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Clips">Clips that it shows.</param>
internal sealed record JobVariant(long Seed, int Shots, double Seconds, int Clips);

/// <summary>A job as it is told of, and as it is kept in its project.</summary>
internal sealed record JobRecord
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Its project.</summary>
    public required string Project { get; init; }

    /// <summary>What it does.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public JobStatus Status { get; init; }

    /// <summary>How often it was begun; more than once where the server ended in the middle of it.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>What was asked for.</summary>
    public JobAsk Ask { get; init; } = new();

    /// <summary>What it is doing, while it runs.</summary>
    public string? Phase { get; init; }

    /// <summary>Steps done in the phase.</summary>
    public long? PhaseDone { get; init; }

    /// <summary>Steps of the phase in all, where known.</summary>
    public long? PhaseTotal { get; init; }

    /// <summary>Address of what can be watched meanwhile (HLS); null before there is anything.</summary>
    public string? Stream { get; init; }

    /// <summary>What came of it.</summary>
    public JobResult? Result { get; init; }

    /// <summary>Why it failed.</summary>
    public ApiProblem? Problem { get; init; }

    /// <summary>Whether it has ended.</summary>
    [JsonIgnore]
    public bool HasEnded => Status is JobStatus.Done or JobStatus.Failed or JobStatus.Cancelled;
}
