namespace MontageAI.Engine.Settings;

/// <summary>A language model behind an OpenAI-compatible endpoint, on this machine or elsewhere. It is sent the wish and the table of
/// parameters; no file, no name, no picture.</summary>
public sealed record LanguageModel
{
    /// <summary>Longest time for an answer unless the host says otherwise.</summary>
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>Base address, for example http://localhost:11434/v1.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Name of the model at the endpoint.</summary>
    public required string Model { get; init; }

    /// <summary>Key for the endpoint; null where it wants none.</summary>
    public string? Key { get; init; }

    /// <summary>Longest time for an answer; after it, fixed rules read the wish.</summary>
    public TimeSpan TimeLimit { get; init; } = DefaultTimeLimit;
}
