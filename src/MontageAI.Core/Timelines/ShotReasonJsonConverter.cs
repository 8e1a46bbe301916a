using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Timelines;

/// <summary>Writes a reason as its code and values. Reads that, and the sentences of schema 1.</summary>
internal sealed class ShotReasonJsonConverter : JsonConverter<ShotReason>
{
    /// <inheritdoc/>
    public override ShotReason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return ReasonSentences.Parse(reader.GetString()!);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A reason is a code with its values, or a sentence.");
        }

        string? code = null;
        List<string> args = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "code" when reader.TokenType == JsonTokenType.String:
                    code = reader.GetString();
                    break;
                case "args" when reader.TokenType == JsonTokenType.StartArray:
                    while (reader.Read() && reader.TokenType == JsonTokenType.String)
                    {
                        args.Add(reader.GetString()!);
                    }

                    if (reader.TokenType != JsonTokenType.EndArray)
                    {
                        throw new JsonException("The values of a reason are texts.");
                    }

                    break;
                default:
                    throw new JsonException($"A reason has 'code' (text) and 'args' (a list of texts), not '{name}'.");
            }
        }

        return string.IsNullOrEmpty(code) ? throw new JsonException("A reason needs a code.") : new ShotReason(code, args);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ShotReason value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("code", value.Code);
        if (value.Args.Count > 0)
        {
            writer.WriteStartArray("args");
            foreach (string arg in value.Args)
            {
                writer.WriteStringValue(arg);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
