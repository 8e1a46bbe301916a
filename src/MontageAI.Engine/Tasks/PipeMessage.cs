using System.Text.Json.Serialization;

namespace MontageAI.Engine.Tasks;

/// <summary>One line between a job and the program that reaches the farm for it. Of its parts those that are not null count.</summary>
internal sealed record PipeMessage
{
    /// <summary>To the farm, first: which farm, and what kind of job.</summary>
    public JobOpening? Open { get; init; }

    /// <summary>To the farm: a task (JSON), under <see cref="Id"/>.</summary>
    public string? Submit { get; init; }

    /// <summary>To the farm: cancels the task of <see cref="Id"/>.</summary>
    public bool? Cancel { get; init; }

    /// <summary>To the farm: the job's machine has nothing more to do with the task of this key.</summary>
    public string? MadeHere { get; init; }

    /// <summary>To the farm: how long it worked for that; null where it was not made.</summary>
    public double? Seconds { get; init; }

    /// <summary>To the farm: looks a shared result up under this key, as kind and hash; the answer has the same <see cref="Id"/>.</summary>
    public string? Look { get; init; }

    /// <summary>To the farm: offers <see cref="Result"/> under this key, as kind and hash.</summary>
    public string? Keep { get; init; }

    /// <summary>To the farm: a result that is offered; from it: the one that was looked for, null where there is none.</summary>
    public byte[]? Result { get; init; }

    /// <summary>From the farm: what was looked for under <see cref="Id"/> was looked for.</summary>
    public bool? Looked { get; init; }

    /// <summary>From the farm: why shared results could not be asked for.</summary>
    public string? Outage { get; init; }

    /// <summary>Number of a task, or of a question, in this conversation.</summary>
    public long Id { get; init; }

    /// <summary>From the farm, first, where it was reached: folder of its store.</summary>
    public string? Store { get; init; }

    /// <summary>From the farm: why it cannot be used.</summary>
    public string? Refused { get; init; }

    /// <summary>From the farm: tasks that are worth submitting.</summary>
    public int? Ahead { get; init; }

    /// <summary>From the farm: something happened to the task of <see cref="Id"/>.</summary>
    public string? Happened { get; init; }

    /// <summary>From the farm: the task of <see cref="Id"/> has ended.</summary>
    public TaskEnd? End { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(PipeMessage))]
[JsonSerializable(typeof(JobCommand))]
internal sealed partial class PipeJson : JsonSerializerContext;
