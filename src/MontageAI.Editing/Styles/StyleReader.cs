using System.Text.Json;
using MontageAI.Errors;

namespace MontageAI.Editing.Styles;

/// <summary>
/// Reads a style from JSON: an object with "name", "description", perhaps "extends" (the style whose values hold where this one is silent;
/// else those of "dynamic"), and an object for each group of parameters. Unknown or doubled keys, wrong types and values out of range are
/// errors, all listed at once. Comments and trailing commas are allowed.
/// </summary>
public static class StyleReader
{
    private static readonly string s_allowed = string.Join(", ", (string[])["name", "description", "extends", .. StyleParameters.Groups]);

    /// <summary>Reads a style.</summary>
    /// <param name="json">The text.</param>
    /// <param name="origin">File name for messages; a relative path of a table counts from its folder.</param>
    /// <param name="find">Gives the style of a name for "extends"; null knows the built-in ones.</param>
    /// <exception cref="ConfigurationException">Something is wrong; every problem is listed.</exception>
    public static Style Read(string json, string origin, Func<string, Style>? find = null)
    {
        List<string> problems = [];
        Style style;
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                json,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            style = ReadStyle(document.RootElement, find ?? StyleLibrary.Find, problems);
        }
        catch (JsonException e)
        {
            throw new ConfigurationException(
                ErrorCode.StyleInvalid,
                $"'{origin}', line {1 + (e.LineNumber ?? 0)}: the text is no JSON there, so this is no style. Mend it, or name another "
                    + $"file.",
                field: null,
                origin
            );
        }

        if (problems.Count == 0)
        {
            problems.AddRange(style.Validate());
        }
        else
        {
            // The name may be what is missing; ranges are still worth telling.
            problems.AddRange(StyleParameters.All.Select(p => p.Problem(style)).OfType<string>());
        }

        return problems.Count == 0
            ? WithFullPaths(style, origin)
            : throw new ConfigurationException(Problem.Of(ErrorCode.StyleInvalid, problems.Select(p => $"'{Printable.Of(origin)}': {p}")));
    }

    /// <summary>Reads a group of parameters over those of a style.</summary>
    internal static Style ReadGroup(Style style, JsonProperty group, List<string> problems)
    {
        if (group.Value.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"'{group.Name}' must be an object of parameters.");
            return style;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in group.Value.EnumerateObject())
        {
            style = seen.Add(property.Name)
                ? ReadParameter(style, group.Name, property, problems)
                : Wrong(style, problems, $"'{group.Name}.{property.Name}' stands there twice.");
        }

        return style;
    }

    private static Style ReadStyle(JsonElement root, Func<string, Style> find, List<string> problems)
    {
        Style style = new() { Name = "" };
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Wrong(style, problems, "a style is a JSON object.");
        }

        // Whatever its place, what a style extends comes first.
        if (root.TryGetProperty("extends", out JsonElement extended) && extended.ValueKind == JsonValueKind.String)
        {
            try
            {
                style = find(extended.GetString()!) with { Name = "", Description = "" };
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems.Select(p => $"extends: {p}"));
            }
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                problems.Add($"'{property.Name}' stands there twice.");
                continue;
            }

            style = property.Name switch
            {
                "name" => style with { Name = Text(property, problems) },
                "description" => style with { Description = Text(property, problems) },
                "extends" or "$schema" => Checked(style, property, problems),
                _ when StyleParameters.Groups.Contains(property.Name) => ReadGroup(style, property, problems),
                _ => Wrong(style, problems, $"'{property.Name}' is unknown; allowed are {s_allowed}."),
            };
        }

        return seen.Contains("name") ? style : Wrong(style, problems, "'name' is missing.");
    }

    private static Style ReadParameter(Style style, string group, JsonProperty property, List<string> problems)
    {
        string name = $"{group}.{property.Name}";
        if (StyleParameters.Texts.FirstOrDefault(t => t.Name == name) is { } text)
        {
            return property.Value.ValueKind == JsonValueKind.String && text.Accepts(property.Value.GetString()!)
                ? text.With(style, property.Value.GetString()!)
                : Wrong(style, problems, $"'{name}' must be {text.Words}.");
        }

        if (StyleParameters.All.FirstOrDefault(p => p.Name == name) is not { } parameter)
        {
            return Wrong(style, problems, $"'{name}' is unknown; allowed are {string.Join(", ", StyleSetting.KeysOf(group))}.");
        }

        return property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out double value)
            ? parameter.With(style, value)
            : Wrong(style, problems, $"'{name}' must be a number, {parameter.Minimum} to {parameter.Maximum}.");
    }

    private static Style WithFullPaths(Style style, string origin) =>
        style.Look.Lut is { } lut && !Path.IsPathFullyQualified(lut)
            ? style with
            {
                Look = style.Look with { Lut = Path.GetFullPath(lut, Path.GetDirectoryName(Path.GetFullPath(origin))!) },
            }
            : style;

    private static Style Wrong(Style style, List<string> problems, string problem)
    {
        problems.Add(problem);
        return style;
    }

    // Its text was read before, or is for editors; here only its type is checked.
    private static Style Checked(Style style, JsonProperty property, List<string> problems)
    {
        Text(property, problems);
        return style;
    }

    private static string Text(JsonProperty property, List<string> problems)
    {
        if (property.Value.ValueKind == JsonValueKind.String)
        {
            return property.Value.GetString()!;
        }

        problems.Add($"'{property.Name}' must be a text.");
        return "";
    }
}
