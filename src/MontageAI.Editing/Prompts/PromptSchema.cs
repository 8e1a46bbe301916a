using System.Globalization;
using System.Text.Json.Nodes;
using MontageAI.Editing.Styles;

namespace MontageAI.Editing.Prompts;

/// <summary>What another reader of wishes may answer: the parameters that there are, as text for it to read and as a JSON schema to keep
/// to.</summary>
public static class PromptSchema
{
    /// <summary>Shapes that may be asked for.</summary>
    public static IReadOnlyList<string> Aspects { get; } = ["16:9", "9:16", "1:1", "4:5"];

    /// <summary>Orders that may be asked for.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["free", "time", "story"];

    /// <summary>All parameters, a line each: name, range, value in the style "dynamic", meaning.</summary>
    public static string Table { get; } =
        string.Join(
            '\n',
            StyleParameters.All.Select(p =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{p.Name} ({p.Minimum} to {p.Maximum}, usually {p.Get(StyleLibrary.Default)}): {p.Meaning}"
                )
            )
        );

    /// <summary>The schema of an answer (JSON Schema 2020-12; every property required and none besides, as strict structured output wants
    /// it).</summary>
    public static string Json { get; } = Build().ToJsonString();

    /// <summary>What is wrong with a value, or null.</summary>
    /// <param name="parameter">"group.key".</param>
    /// <param name="value">The value.</param>
    public static string? Problem(string parameter, double value) =>
        StyleParameters.All.FirstOrDefault(p => p.Name == parameter) is not { } known ? $"there is no parameter '{parameter}'"
        : value >= known.Minimum && value <= known.Maximum ? null
        : string.Create(CultureInfo.InvariantCulture, $"{parameter} is {value}, allowed is {known.Minimum} to {known.Maximum}");

    private static JsonObject Build()
    {
        JsonObject set = Record(
            ("parameter", Words([.. StyleParameters.All.Select(p => p.Name)], orNull: false)),
            ("value", new JsonObject { ["type"] = "number" })
        );
        JsonObject phrase = Record(("words", Text()), ("meaning", Text()));
        return Record(
            ("style", Words(StyleLibrary.Names, orNull: true)),
            ("arc", Words(StoryShapes.Names, orNull: true)),
            ("order", Words(Orders, orNull: true)),
            ("aspect", Words(Aspects, orNull: true)),
            ("durationSeconds", new JsonObject { ["type"] = new JsonArray("number", "null") }),
            ("set", new JsonObject { ["type"] = "array", ["items"] = set }),
            ("understood", new JsonObject { ["type"] = "array", ["items"] = phrase }),
            ("notUnderstood", new JsonObject { ["type"] = "array", ["items"] = Text() })
        );
    }

    private static JsonObject Record(params (string Name, JsonObject Schema)[] members)
    {
        JsonObject properties = [];
        JsonArray required = [];
        foreach ((string name, JsonObject schema) in members)
        {
            properties[name] = schema;
            required.Add(name);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Words(IReadOnlyList<string> words, bool orNull)
    {
        JsonArray all = [.. words.Select(w => (JsonNode)w)];
        if (orNull)
        {
            all.Add(null);
        }

        return new JsonObject { ["type"] = orNull ? new JsonArray("string", "null") : "string", ["enum"] = all };
    }
}
