using System.Text.Json.Serialization;
using MontageAI.Engine.Reporting;

namespace MontageAI.Cli.Commands;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(IReadOnlyList<StyleEntry>))]
internal sealed partial class CliJson : JsonSerializerContext;
