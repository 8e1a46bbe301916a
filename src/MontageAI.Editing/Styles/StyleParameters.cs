namespace MontageAI.Editing.Styles;

/// <summary>The table of all parameters of a style: reading, checking, schema, command line and handbook use this one list.</summary>
internal static class StyleParameters
{
    /// <summary>All numbers in the order of the JSON.</summary>
    public static IReadOnlyList<StyleParameter> All { get; } = [.. ChoiceParameters.All, .. TreatmentParameters.All];

    /// <summary>All words and paths in the order of the JSON.</summary>
    public static IReadOnlyList<StyleText> Texts { get; } =
    [
        new(
            "pacing",
            "arc",
            StoryShapes.Names,
            "course of tension over the montage",
            s => StoryShapes.NameOf(s.Pacing.Arc),
            (s, v) => s with { Pacing = s.Pacing with { Arc = StoryShapes.Of(v) } }
        ),
        new(
            "look",
            "lut",
            [],
            "a .cube table, as a path from the folder of the style file",
            s => s.Look.Lut,
            (s, v) => s with { Look = s.Look with { Lut = v } }
        ),
    ];

    /// <summary>The groups in the order of the JSON.</summary>
    public static IReadOnlyList<string> Groups { get; } = [.. All.Select(p => p.Group).Distinct()];

    /// <summary>Everything that is wrong with a style, a sentence each.</summary>
    public static IReadOnlyList<string> Validate(Style style)
    {
        List<string> problems = [];
        if (style.Name.Length == 0 || style.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            problems.Add($"style: the name '{style.Name}' must be one word of letters, digits, '-' and '_'.");
        }

        problems.AddRange(All.Select(p => p.Problem(style)).OfType<string>());
        problems.AddRange(Contradictions(style));
        return problems;
    }

    /// <summary>What cannot be true together although each number is in its range.</summary>
    private static IEnumerable<string> Contradictions(Style style)
    {
        if (style.Pacing.MaxShotSeconds <= style.Pacing.MinShotSeconds)
        {
            yield return $"style '{style.Name}': pacing.maxShotSeconds ({style.Pacing.MaxShotSeconds}) must be above "
                + $"pacing.minShotSeconds ({style.Pacing.MinShotSeconds}).";
        }

        double shares = style.Transitions.Shares.Sum(s => s.Share);
        if (shares > 1 + 1e-9)
        {
            yield return $"style '{style.Name}': the shares of transitions add up to {shares:0.###}; they are parts of all cuts, so 1 is "
                + $"the most.";
        }
    }
}
