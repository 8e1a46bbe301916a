using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MontageAI.Engine.Stored;

/// <summary>
/// Reads results of a kind from the store by code of ours, and writes them as they were always written. What the serializer needs to read a
/// kind are hundreds of methods for each type of its fields, none of which is compiled ahead of time; a run that finds everything in the
/// store would spend a quarter of its processor time on compiling them.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="read">Reads it; fields that are missing or of another type may fail as <see cref="JsonElement"/> fails.</param>
/// <param name="written">How it is written.</param>
internal sealed class StoredReader<T>(Func<JsonElement, T> read, Func<JsonTypeInfo<T>> written) : JsonConverter<T>
    where T : class
{
    private static readonly JsonSerializerOptions s_options = new() { TypeInfoResolver = JsonTypeInfoResolver.Combine() };

    /// <summary>What stores take.</summary>
    /// <inheritdoc cref="StoredReader{T}"/>
    public static JsonTypeInfo<T> Make(Func<JsonElement, T> read, Func<JsonTypeInfo<T>> written) =>
        JsonMetadataServices.CreateValueInfo<T>(s_options, new StoredReader<T>(read, written));

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        try
        {
            return read(document.RootElement);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException("The text is not that of such a result.", e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, written());
}
