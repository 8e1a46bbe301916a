using System.Globalization;
using System.Text.Json;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Otio;

/// <summary>What OpenTimelineIO's objects are made of.</summary>
internal static class JsonWriting
{
    /// <summary>Writes <c>"name": {}</c>.</summary>
    public static void WriteEmptyObject(this Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteEndObject();
    }

    /// <summary>Writes <c>"name": []</c>.</summary>
    public static void WriteEmptyArray(this Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    /// <summary>A reference to a file, or to none.</summary>
    public static void Reference(this Utf8JsonWriter json, string path, string name, long start, long? length, double rate)
    {
        json.Begin(path.Length > 0 ? "ExternalReference.1" : "MissingReference.1");
        json.WriteEmptyObject("metadata");
        json.WriteString("name", name);
        if (length is { } known)
        {
            json.Range("available_range", start, rate, known, rate);
        }
        else
        {
            json.WriteNull("available_range");
        }

        json.WriteNull("available_image_bounds");
        if (path.Length > 0)
        {
            json.WriteString("target_url", MediaPaths.ToUrl(path));
        }

        json.WriteEndObject();
    }

    /// <summary>A stretch.</summary>
    public static void Range(this Utf8JsonWriter json, string name, double start, double startRate, double length, double lengthRate)
    {
        json.WritePropertyName(name);
        json.Begin("TimeRange.1");
        json.Time("start_time", start, startRate);
        json.Time("duration", length, lengthRate);
        json.WriteEndObject();
    }

    /// <summary>A moment.</summary>
    public static void Time(this Utf8JsonWriter json, string name, double value, double rate)
    {
        json.WritePropertyName(name);
        json.Begin("RationalTime.1");
        json.Number("value", value);
        json.Number("rate", rate);
        json.WriteEndObject();
    }

    // Readers take a number without a decimal point for an integer and refuse it.
    /// <summary>A number.</summary>
    public static void Number(this Utf8JsonWriter json, string name, double value)
    {
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        json.WritePropertyName(name);
        json.WriteRawValue(text[..length], skipInputValidation: double.IsFinite(value));
    }

    /// <summary>Begins an object of a schema.</summary>
    public static void Begin(this Utf8JsonWriter json, string schema)
    {
        json.WriteStartObject();
        json.WriteString("OTIO_SCHEMA", schema);
    }
}
