using System.Text.Json;
using MontageAI.Errors;

namespace MontageAI.Editing.Styles;

/// <summary>
/// Reads a style from JSON: an object with "name", "description" and the objects "pacing", "selection" and "sound", whose numbers are those of
/// <see cref="PacingStyle"/>, <see cref="SelectionStyle"/> and <see cref="SoundStyle"/> in camelCase. Left-out numbers have their defaults; unknown
/// or doubled keys, wrong types and values out of range are errors, all listed at once. Comments and trailing commas are allowed.
/// </summary>
public static class StyleReader
{
    /// <summary>Reads a style.</summary>
    /// <param name="json">The text.</param>
    /// <param name="origin">File name for messages.</param>
    /// <exception cref="ConfigurationException">Something is wrong; every problem is listed.</exception>
    public static Style Read(string json, string origin)
    {
        List<string> problems = [];
        Style style;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            style = ReadStyle(document.RootElement, problems);
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"'{origin}' is not JSON: {e.Message}");
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

        return problems.Count == 0 ? style : throw new ConfigurationException([.. problems.Select(p => $"'{origin}': {p}")]);
    }

    private static Style ReadStyle(JsonElement root, List<string> problems)
    {
        Style style = new() { Name = "" };
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add("a style is a JSON object.");
            return style;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                problems.Add($"'{property.Name}' stands there twice.");
                continue;
            }

            switch (property.Name)
            {
                case "name":
                    style = style with { Name = Text(property, problems) };
                    break;
                case "description":
                    style = style with { Description = Text(property, problems) };
                    break;
                case "pacing" or "selection" or "sound":
                    style = ReadGroup(style, property, problems);
                    break;
                default:
                    problems.Add($"'{property.Name}' is unknown; allowed are name, description, pacing, selection, sound.");
                    break;
            }
        }

        if (!seen.Contains("name"))
        {
            problems.Add("'name' is missing.");
        }

        return style;
    }

    private static Style ReadGroup(Style style, JsonProperty group, List<string> problems)
    {
        if (group.Value.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"'{group.Name}' must be an object of numbers.");
            return style;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in group.Value.EnumerateObject())
        {
            StyleParameter? parameter = StyleParameters.All.FirstOrDefault(p => p.Group == group.Name && p.Key == property.Name);
            if (parameter is null)
            {
                problems.Add($"'{group.Name}.{property.Name}' is unknown; allowed are {string.Join(", ", StyleParameters.All.Where(p => p.Group == group.Name).Select(p => p.Key))}.");
            }
            else if (!seen.Add(property.Name))
            {
                problems.Add($"'{group.Name}.{property.Name}' stands there twice.");
            }
            else if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetDouble(out double value))
            {
                problems.Add($"'{group.Name}.{property.Name}' must be a number, {parameter.Minimum} to {parameter.Maximum}.");
            }
            else
            {
                style = parameter.With(style, value);
            }
        }

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
