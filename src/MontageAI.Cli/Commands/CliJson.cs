using System.Text.Json.Serialization;

namespace MontageAI.Cli.Commands;

[JsonSerializable(typeof(string))]
internal sealed partial class CliJson : JsonSerializerContext;
