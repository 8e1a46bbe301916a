using System.Text.Json.Serialization;
using MontageAI.Engine.Tasks;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Queue;

/// <summary>What a node says of itself.</summary>
/// <param name="Name">Names it.</param>
/// <param name="Slots">Tasks that it runs at once.</param>
/// <param name="Running">Tasks that it runs now.</param>
internal sealed record NodeFacts(string Name, int Slots, int Running);

/// <summary>What a farm does now.</summary>
/// <param name="Farm">Names it.</param>
/// <param name="Store">Folder that all nodes share.</param>
/// <param name="Waiting">Tasks in the queue.</param>
/// <param name="Nodes">Those that live.</param>
internal sealed record FarmStatus(string Farm, string Store, long Waiting, IReadOnlyList<NodeFacts> Nodes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FarmFacts))]
[JsonSerializable(typeof(NodeFacts))]
[JsonSerializable(typeof(FarmStatus))]
[JsonSerializable(typeof(TaskEnd))]
internal sealed partial class FarmJson : JsonSerializerContext;
