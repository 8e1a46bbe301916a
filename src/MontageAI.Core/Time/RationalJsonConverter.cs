using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Time;

/// <summary>Writes a fraction as text, "30000/1001"; reads that or a whole number.</summary>
public sealed class RationalJsonConverter : JsonConverter<Rational>
{
    /// <inheritdoc/>
    public override Rational Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text =
            reader.TokenType == JsonTokenType.Number ? reader.GetInt64().ToString(CultureInfo.InvariantCulture) : reader.GetString();
        return Rational.TryParse(text, out Rational value)
            ? value
            : throw new JsonException($"'{text}' is not a fraction such as \"30000/1001\".");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Rational value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
