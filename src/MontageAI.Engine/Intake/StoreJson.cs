using System.Text.Json.Serialization;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Engine.Intake;

/// <summary>How results are written into the store.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(MediaInfo))]
[JsonSerializable(typeof(ClipAnalysis))]
[JsonSerializable(typeof(MusicAnalysis))]
[JsonSerializable(typeof(MeasuredWindow))]
[JsonSerializable(typeof(SubjectTrack))]
[JsonSerializable(typeof(StoredText))]
[JsonSerializable(typeof(StoredFailure))]
internal sealed partial class StoreJson : JsonSerializerContext;

/// <summary>A remembered piece of text.</summary>
/// <param name="Text">The text.</param>
internal sealed record StoredText(string Text);
