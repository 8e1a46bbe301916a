using MontageAI.Errors;
using MontageAI.Time;

namespace MontageAI.Editing.Styles;

/// <summary>Single parameters of a style set from outside, written as <c>group.key=value</c>, for example
/// <c>pacing.chorusBeats=1</c>.</summary>
public static class StyleSetting
{
    /// <summary>A style with parameters set. What a style says of itself stays, its name too.</summary>
    /// <param name="style">The style.</param>
    /// <param name="settings">Settings, later ones winning.</param>
    /// <exception cref="ConfigurationException">A setting is not understood or out of range; every problem is listed.</exception>
    public static Style Apply(Style style, IEnumerable<string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<string> problems = [];
        foreach (string setting in settings)
        {
            string[] parts = setting.Split('=', 2);
            if (parts.Length < 2)
            {
                problems.Add($"'{setting}' is not a setting; write GROUP.KEY=VALUE, for example pacing.chorusBeats=1.");
                continue;
            }

            style = Set(style, parts[0].Trim(), parts[1].Trim(), problems);
        }

        if (problems.Count == 0)
        {
            problems.AddRange(style.Validate());
        }

        return problems.Count == 0
            ? style
            : throw new ConfigurationException([.. problems.Select(p => new Problem(ErrorCode.Range, p, Field.Setting))]);
    }

    /// <summary>The keys of a group, in the order of the table.</summary>
    internal static IEnumerable<string> KeysOf(string group) =>
        StyleParameters
            .All.Where(p => p.Group == group)
            .Select(p => p.Key)
            .Concat(StyleParameters.Texts.Where(t => t.Group == group).Select(t => t.Key));

    private static Style Set(Style style, string name, string value, List<string> problems)
    {
        if (StyleParameters.Texts.FirstOrDefault(t => t.Name == name) is { } text)
        {
            if (text.Accepts(value))
            {
                return text.With(style, value);
            }

            problems.Add($"{name}: '{value}' must be {text.Words}.");
            return style;
        }

        if (StyleParameters.All.FirstOrDefault(p => p.Name == name) is not { } parameter)
        {
            string group = name.Split('.')[0];
            problems.Add(
                StyleParameters.Groups.Contains(group)
                    ? $"there is no parameter '{name}'; {group} has {string.Join(", ", KeysOf(group))}."
                    : $"there is no parameter '{name}'; the groups are {string.Join(", ", StyleParameters.Groups)}."
            );
            return style;
        }

        if (NumberText.TryNumber(value, out double number, out _) && number >= parameter.Minimum && number <= parameter.Maximum)
        {
            return parameter.With(style, number);
        }

        string correction = NumberText.Correction(value, t => NumberText.TryNumber(t, out _, out _)) is { } right ? $"; {right}" : "";
        problems.Add($"{name}: '{value}' must be a number, {parameter.Minimum} to {parameter.Maximum}{correction}.");
        return style;
    }
}
