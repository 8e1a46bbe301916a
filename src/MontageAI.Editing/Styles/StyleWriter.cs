using System.Text;
using System.Text.Json;

namespace MontageAI.Editing.Styles;

/// <summary>Writes styles and their schema as JSON.</summary>
public static class StyleWriter
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>A style with every parameter, as a style file; read again it is the same style.</summary>
    public static string Write(Style style) =>
        Written(json =>
        {
            json.WriteStartObject();
            json.WriteString("name", style.Name);
            json.WriteString("description", style.Description);
            foreach (string group in StyleParameters.Groups)
            {
                json.WriteStartObject(group);
                foreach (StyleParameter parameter in StyleParameters.All.Where(p => p.Group == group))
                {
                    json.WriteNumber(parameter.Key, parameter.Get(style));
                }

                foreach (StyleText text in StyleParameters.Texts.Where(t => t.Group == group && t.Get(style) is not null))
                {
                    json.WriteString(text.Key, text.Get(style));
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        });

    /// <summary>The JSON schema (draft 2020-12) of style files, made from the table that reading and checking use.</summary>
    public static string Schema() =>
        Written(json =>
        {
            Style defaults = new() { Name = "" };
            json.WriteStartObject();
            json.WriteString("$schema", Draft);
            json.WriteString("title", "Montage AI style");
            json.WriteString("type", "object");
            json.WriteStartArray("required");
            json.WriteStringValue("name");
            json.WriteEndArray();
            json.WriteBoolean("additionalProperties", false);
            json.WriteStartObject("properties");
            Property(json, "$schema", "string", "for editors");
            json.WriteStartObject("name");
            json.WriteString("type", "string");
            json.WriteString("pattern", "^[A-Za-z0-9_-]+$");
            json.WriteString("description", "name by which it is asked for");
            json.WriteEndObject();
            Property(json, "description", "string", "one sentence for the user");
            Property(json, "extends", "string", "the style whose values hold where this one is silent; dynamic where left out");
            foreach (string group in StyleParameters.Groups)
            {
                json.WriteStartObject(group);
                json.WriteString("type", "object");
                json.WriteBoolean("additionalProperties", false);
                json.WriteStartObject("properties");
                foreach (StyleParameter parameter in StyleParameters.All.Where(p => p.Group == group))
                {
                    json.WriteStartObject(parameter.Key);
                    json.WriteString("type", "number");
                    json.WriteNumber("minimum", parameter.Minimum);
                    json.WriteNumber("maximum", parameter.Maximum);
                    json.WriteNumber("default", parameter.Get(defaults));
                    json.WriteString("description", parameter.Meaning);
                    json.WriteEndObject();
                }

                foreach (StyleText text in StyleParameters.Texts.Where(t => t.Group == group))
                {
                    json.WriteStartObject(text.Key);
                    json.WriteString("type", "string");
                    if (text.Allowed.Count > 0)
                    {
                        json.WriteStartArray("enum");
                        foreach (string word in text.Allowed)
                        {
                            json.WriteStringValue(word);
                        }

                        json.WriteEndArray();
                    }

                    if (text.Get(defaults) is { } value)
                    {
                        json.WriteString("default", value);
                    }

                    json.WriteString("description", text.Meaning);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });

    private static void Property(Utf8JsonWriter json, string name, string type, string description)
    {
        json.WriteStartObject(name);
        json.WriteString("type", type);
        json.WriteString("description", description);
        json.WriteEndObject();
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (
            Utf8JsonWriter json = new(
                stream,
                new JsonWriterOptions
                {
                    Indented = true,
                    NewLine = "\n",
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
