using System.Text.Json;
using System.Text.Json.Serialization;
using MontageAI.Engine.Maintenance;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Searching;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Engine;

/// <summary>Results of single stages as JSON documents, indented, ending in a line feed.</summary>
public static class ResultJson
{
    /// <summary>Beats and everything else about a track.</summary>
    public static string Write(MusicAnalysis value) => JsonSerializer.Serialize(value, ResultJsonContext.Default.MusicAnalysis) + "\n";

    /// <summary>Shots and everything else about a clip.</summary>
    public static string Write(ClipAnalysis value) => JsonSerializer.Serialize(value, ResultJsonContext.Default.ClipAnalysis) + "\n";

    /// <summary>Facts of files.</summary>
    public static string Write(ProbeOutcome value) => JsonSerializer.Serialize(value, ResultJsonContext.Default.ProbeOutcome) + "\n";

    /// <summary>Proxies of clips.</summary>
    public static string Write(ProxyOutcome value) => JsonSerializer.Serialize(value, ResultJsonContext.Default.ProxyOutcome) + "\n";

    /// <summary>Sprite sheets of clips.</summary>
    public static string Write(SpriteOutcome value) => JsonSerializer.Serialize(value, ResultJsonContext.Default.SpriteOutcome) + "\n";

    /// <summary>Shots found by words.</summary>
    public static string Write(FindOutcome value) => JsonSerializer.Serialize(value, ResultJsonContext.Default.FindOutcome) + "\n";

    /// <summary>What is remembered of earlier decisions.</summary>
    public static string Write(IReadOnlyList<RememberedShot> value) =>
        JsonSerializer.Serialize(value, ResultJsonContext.Default.IReadOnlyListRememberedShot) + "\n";

    /// <summary>What the store holds.</summary>
    public static string Write(StoreSummary value) => JsonSerializer.Serialize(value, ResultJsonContext.Default.StoreSummary) + "\n";

    /// <summary>What is said in files.</summary>
    public static string Write(TranscribeOutcome value) =>
        JsonSerializer.Serialize(value, ResultJsonContext.Default.TranscribeOutcome) + "\n";

    /// <summary>What this machine can do.</summary>
    public static string Write(DoctorReport value) => JsonSerializer.Serialize(value, ResultJsonContext.Default.DoctorReport) + "\n";

    /// <summary>What is known of models.</summary>
    public static string Write(IReadOnlyList<ModelFacts> value) =>
        JsonSerializer.Serialize(value, ResultJsonContext.Default.IReadOnlyListModelFacts) + "\n";

    /// <summary>What is known of a model.</summary>
    public static string Write(ModelFacts value) => JsonSerializer.Serialize(value, ResultJsonContext.Default.ModelFacts) + "\n";

    /// <summary>Whether added models still are what they were.</summary>
    public static string Write(IReadOnlyList<ModelVerdict> value) =>
        JsonSerializer.Serialize(value, ResultJsonContext.Default.IReadOnlyListModelVerdict) + "\n";
}

/// <summary>Facts of several files.</summary>
/// <param name="Files">Those that could be read.</param>
/// <param name="SetAside">Those that could not.</param>
public sealed record ProbeOutcome(IReadOnlyList<MediaInfo> Files, IReadOnlyList<SetAsideFile> SetAside);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(MusicAnalysis))]
[JsonSerializable(typeof(ClipAnalysis))]
[JsonSerializable(typeof(ProbeOutcome))]
[JsonSerializable(typeof(ProxyOutcome))]
[JsonSerializable(typeof(SpriteOutcome))]
[JsonSerializable(typeof(FindOutcome))]
[JsonSerializable(typeof(StoreSummary))]
[JsonSerializable(typeof(IReadOnlyList<RememberedShot>))]
[JsonSerializable(typeof(TranscribeOutcome))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(IReadOnlyList<ModelFacts>))]
[JsonSerializable(typeof(IReadOnlyList<ModelVerdict>))]
internal sealed partial class ResultJsonContext : JsonSerializerContext;
