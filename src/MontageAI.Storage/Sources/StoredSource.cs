using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MontageAI.Storage.Sources;

/// <summary>What is remembered of a file between runs, under its path and facts.</summary>
/// <param name="Fingerprint">Fingerprint of its content.</param>
internal sealed record StoredSource(string Fingerprint);

/// <summary>Reads and writes it: every run begins with it, once per file, and nothing need be compiled for that.</summary>
internal sealed class SourceJson : JsonConverter<StoredSource>
{
    private static readonly JsonSerializerOptions s_options = new() { TypeInfoResolver = JsonTypeInfoResolver.Combine() };

    /// <summary>What stores take.</summary>
    public static JsonTypeInfo<StoredSource> StoredSource { get; } =
        JsonMetadataServices.CreateValueInfo<StoredSource>(s_options, new SourceJson());

    /// <inheritdoc/>
    public override StoredSource Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        try
        {
            return
                document.RootElement is { ValueKind: JsonValueKind.Object } source
                && source.TryGetProperty(nameof(Sources.StoredSource.Fingerprint), out JsonElement text)
                && text is { ValueKind: JsonValueKind.String }
                ? new StoredSource(text.GetString()!)
                : throw new JsonException("The text is not that of a source.");
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The text is no UTF-8.", e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StoredSource value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(Sources.StoredSource.Fingerprint), value.Fingerprint);
        writer.WriteEndObject();
    }
}
