using System.Text.Json.Serialization;
using MontageAI.Results;

namespace MontageAI.Storage.Memory;

/// <summary>The file of <see cref="EpisodicMemory"/>.</summary>
internal sealed record MemoryDocument
{
    public required string Schema { get; init; }

    public required int Version { get; init; }

    public required IReadOnlyList<RememberedShot> Shots { get; init; }
}

/// <summary>How the memory is written.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    IgnoreReadOnlyProperties = true
)]
[JsonSerializable(typeof(MemoryDocument))]
internal sealed partial class MemoryJson : JsonSerializerContext;
