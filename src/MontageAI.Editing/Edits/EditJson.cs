using System.Text.Json;
using System.Text.Json.Serialization;
using MontageAI.Errors;

namespace MontageAI.Editing.Edits;

/// <summary>Reads and writes edits as JSON, for logs that are done again and for hosts that send them.</summary>
public static class EditJson
{
    /// <summary>Writes an edit as one line.</summary>
    public static string Write(TimelineEdit edit) => JsonSerializer.Serialize(edit, EditJsonContext.Default.TimelineEdit);

    /// <summary>Reads an edit.</summary>
    /// <param name="json">The document.</param>
    /// <exception cref="ConfigurationException">The text is no edit.</exception>
    public static TimelineEdit Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EditJsonContext.Default.TimelineEdit)
                ?? throw new ConfigurationException(ErrorCode.EditInvalid, "null is not an edit.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"'{json}' is not an edit: {e.Message} An edit looks like {{\"edit\":\"slip\",\"shot\":4,\"frames\":12}}."
            );
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true
)]
[JsonSerializable(typeof(TimelineEdit))]
internal sealed partial class EditJsonContext : JsonSerializerContext;
