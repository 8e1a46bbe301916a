using System.Globalization;
using MontageAI.Editing.Styles;
using MontageAI.Errors;

namespace MontageAI.Editing.Prompts;

/// <summary>Lays a reading over a style, and says what it did.</summary>
public static class PromptedStyle
{
    /// <summary>The style with the reading's changes.</summary>
    /// <param name="style">The style that was chosen.</param>
    /// <param name="reading">The reading.</param>
    /// <returns>The style, and each number that is another now, as "group.key 8 to 16".</returns>
    /// <exception cref="ConfigurationException">The reading names a parameter or an arc that does not exist.</exception>
    public static (Style Style, IReadOnlyList<string> Changed) Apply(Style style, PromptReading reading)
    {
        ArgumentNullException.ThrowIfNull(style);
        ArgumentNullException.ThrowIfNull(reading);
        Style result = style;
        foreach (PromptChange change in reading.Changes)
        {
            StyleParameter parameter =
                StyleParameters.All.FirstOrDefault(p => p.Name == change.Parameter)
                ?? throw new ConfigurationException(
                    ErrorCode.Unknown,
                    $"there is no parameter '{change.Parameter}'; {Remedy.ListParameters}.",
                    Field.Prompt
                );
            result = parameter.With(result, Math.Round(change.Of(parameter.Get(result), parameter.Minimum, parameter.Maximum), 4));
        }

        if (reading.Arc is { } arc)
        {
            StyleText text = StyleParameters.Texts.First(t => t.Name == "pacing.arc");
            result = text.Accepts(arc)
                ? text.With(result, arc)
                : throw new ConfigurationException(
                    ErrorCode.Unknown,
                    $"the arc '{arc}' is unknown; it must be {text.Words}.",
                    Field.Prompt
                );
        }

        result = Sound(result);
        List<string> changed =
        [
            .. StyleParameters
                .All.Where(p => p.Get(p.With(style, p.Get(result))) != p.Get(style))
                .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Get(style):0.###} to {p.Get(result):0.###}")),
        ];
        if (result.Pacing.Arc != style.Pacing.Arc)
        {
            changed.Add($"pacing.arc to {reading.Arc}");
        }

        return (result, changed);
    }

    // Wishes add up; what contradicts itself is brought back to what is possible.
    private static Style Sound(Style style)
    {
        PacingStyle pacing = style.Pacing;
        if (pacing.MaxShotSeconds <= pacing.MinShotSeconds)
        {
            style = style with { Pacing = pacing with { MaxShotSeconds = pacing.MinShotSeconds * 1.5 } };
        }

        double shares = style.Transitions.Shares.Sum(s => s.Share);
        if (shares > 1)
        {
            TransitionStyle t = style.Transitions;
            style = style with
            {
                Transitions = t with
                {
                    Dissolve = Part(t.Dissolve),
                    FadeBlack = Part(t.FadeBlack),
                    FadeWhite = Part(t.FadeWhite),
                    Whip = Part(t.Whip),
                    Wipe = Part(t.Wipe),
                    Zoom = Part(t.Zoom),
                    Flash = Part(t.Flash),
                },
            };
        }

        return style;

        double Part(double share) => Math.Floor(share / shares * 10000) / 10000;
    }
}
