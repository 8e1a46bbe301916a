using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Reports.Judging;

/// <summary>Judgements as JSON documents, indented, ending in a line feed.</summary>
public static class JudgementJson
{
    /// <summary>Writes a judgement.</summary>
    public static string Write(MontageJudgement value) =>
        JsonSerializer.Serialize(value, JudgementJsonContext.Default.MontageJudgement) + "\n";
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NewLine = "\n"
)]
[JsonSerializable(typeof(MontageJudgement))]
internal sealed partial class JudgementJsonContext : JsonSerializerContext;
