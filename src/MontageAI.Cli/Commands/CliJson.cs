using System.Text.Json.Serialization;
using MontageAI.Engine.Reporting;

namespace MontageAI.Cli.Commands;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<StyleEntry>))]
internal sealed partial class CliJson : JsonSerializerContext;
