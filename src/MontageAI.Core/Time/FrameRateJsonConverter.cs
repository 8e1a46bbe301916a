using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Time;

/// <summary>Writes a rate as text, "30000/1001"; reads that, a decimal, or a number.</summary>
public sealed class FrameRateJsonConverter : JsonConverter<FrameRate>
{
    /// <inheritdoc/>
    public override FrameRate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text =
            reader.TokenType == JsonTokenType.Number ? reader.GetDecimal().ToString(CultureInfo.InvariantCulture) : reader.GetString();
        return FrameRate.TryParse(text, out FrameRate rate)
            ? rate
            : throw new JsonException($"'{text}' is not a frame rate such as \"30000/1001\" or \"25\".");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FrameRate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
