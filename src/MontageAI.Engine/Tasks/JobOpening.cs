using System.Text.Json;

namespace MontageAI.Engine.Tasks;

/// <summary>What a job says first to what reaches a farm for it.</summary>
public sealed record JobOpening
{
    /// <summary>Which farm; "" is the one that was hosted or joined last.</summary>
    public required string Link { get; init; }

    /// <summary>Whether somebody waits for it before a screen: its tasks go before those that nobody waits for.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Tasks that the job's own machine renders at once; 0 where it is to render only what others leave.</summary>
    public int Slots { get; init; }

    /// <summary>How it was started, so that it can be started again; null where that was not by a command.</summary>
    public JobCommand? Command { get; init; }

    /// <summary>Name of the job that it goes on with; null where it goes on with none.</summary>
    public string? Resumes { get; init; }
}

/// <summary>How a job was started by a command.</summary>
/// <param name="Folder">The folder that it was started in.</param>
/// <param name="Arguments">Arguments without those that name a farm.</param>
public sealed record JobCommand(string Folder, IReadOnlyList<string> Arguments)
{
    /// <summary>As a document.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PipeJson.Default.JobCommand);

    /// <summary>Reads one; null where it is none.</summary>
    public static JobCommand? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PipeJson.Default.JobCommand) is { Folder: not null, Arguments: not null } read
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
