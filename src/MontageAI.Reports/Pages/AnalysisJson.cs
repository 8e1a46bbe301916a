using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Reports.Pages;

/// <summary>What an analysis found as a JSON document, indented, ending in a line feed.</summary>
public static class AnalysisJson
{
    /// <summary>Everything found out about files.</summary>
    public static string Write(AnalyzeOutcome value) => JsonSerializer.Serialize(value, AnalysisJsonContext.Default.AnalyzeOutcome) + "\n";
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(AnalyzeOutcome))]
internal sealed partial class AnalysisJsonContext : JsonSerializerContext;
