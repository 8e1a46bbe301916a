using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Studio.Farms;

/// <summary>A line of the farm's program. Of its parts those that are not null count.</summary>
internal sealed record FarmLine
{
    /// <summary>First, where there is a farm: which.</summary>
    public FarmOpening? Open { get; init; }

    /// <summary>First, where there is none: why.</summary>
    public string? Refused { get; init; }

    /// <summary>What the farm does now.</summary>
    public FarmState? Status { get; init; }

    /// <summary>Its queue does not answer now.</summary>
    public bool? Silent { get; init; }

    /// <summary>Reads one; null where it is none.</summary>
    public static FarmLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, FarmLineJson.Default.FarmLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The farm that the server uses.</summary>
/// <param name="Link">The link that others join with; holds a secret.</param>
/// <param name="Where">Address of its queue, for people.</param>
/// <param name="Store">Folder of its store.</param>
/// <param name="IsHosted">Whether it was made beside the server, and ends with it.</param>
internal sealed record FarmOpening(string Link, string Where, string Store, bool IsHosted);

/// <summary>What a farm does now.</summary>
/// <param name="Waiting">Tasks in its queues, of all who use it.</param>
/// <param name="Nodes">Its machines.</param>
internal sealed record FarmState(long Waiting, IReadOnlyList<FarmMachine> Nodes);

/// <summary>A machine of a farm.</summary>
/// <param name="Name">Names it.</param>
/// <param name="Slots">Tasks that it does at once.</param>
/// <param name="Running">Those that it does now.</param>
internal sealed record FarmMachine(string Name, int Slots, int Running);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FarmLine))]
internal sealed partial class FarmLineJson : JsonSerializerContext;
