using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MontageAI.Engine.Stored;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Engine.Intake;

/// <summary>How results are written into the store, and read from it.</summary>
internal static class StoreJson
{
    /// <summary>Facts of a file.</summary>
    public static JsonTypeInfo<MediaInfo> MediaInfo { get; } =
        StoredReader<MediaInfo>.Make(StoredMedia.Read, () => StoreJsonContext.Default.MediaInfo);

    /// <summary>What was seen in a clip.</summary>
    public static JsonTypeInfo<ClipAnalysis> ClipAnalysis { get; } =
        StoredReader<ClipAnalysis>.Make(StoredClips.Read, () => StoreJsonContext.Default.ClipAnalysis);

    /// <summary>What was heard in a song.</summary>
    public static JsonTypeInfo<MusicAnalysis> MusicAnalysis { get; } =
        StoredReader<MusicAnalysis>.Make(StoredMusic.Read, () => StoreJsonContext.Default.MusicAnalysis);

    /// <summary>What was measured at a place in a clip.</summary>
    public static JsonTypeInfo<MeasuredWindow> MeasuredWindow { get; } =
        StoredReader<MeasuredWindow>.Make(StoredClips.Window, () => StoreJsonContext.Default.MeasuredWindow);

    /// <summary>Where the subject of a stretch is.</summary>
    public static JsonTypeInfo<SubjectTrack> SubjectTrack { get; } =
        StoredReader<SubjectTrack>.Make(StoredClips.Track, () => StoreJsonContext.Default.SubjectTrack);

    /// <summary>A piece of text.</summary>
    public static JsonTypeInfo<StoredText> StoredText { get; } =
        StoredReader<StoredText>.Make(
            of => new StoredText(of.Text(nameof(Intake.StoredText.Text))),
            () => StoreJsonContext.Default.StoredText
        );

    /// <summary>Why something could not be made.</summary>
    public static JsonTypeInfo<StoredFailure> StoredFailure => StoreJsonContext.Default.StoredFailure;
}

/// <summary>A remembered piece of text.</summary>
/// <param name="Text">The text.</param>
internal sealed record StoredText(string Text);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(MediaInfo))]
[JsonSerializable(typeof(ClipAnalysis))]
[JsonSerializable(typeof(MusicAnalysis))]
[JsonSerializable(typeof(MeasuredWindow))]
[JsonSerializable(typeof(SubjectTrack))]
[JsonSerializable(typeof(StoredText))]
[JsonSerializable(typeof(StoredFailure))]
internal sealed partial class StoreJsonContext : JsonSerializerContext;
