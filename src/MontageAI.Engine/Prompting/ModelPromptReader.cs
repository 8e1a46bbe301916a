using System.Text.Json;
using MontageAI.Editing;
using MontageAI.Editing.Prompts;
using MontageAI.Editing.Styles;
using MontageAI.Engine.Settings;
using MontageAI.Time;

namespace MontageAI.Engine.Prompting;

/// <summary>
/// Has a language model read a wish. It must answer in a schema (structured output), and what it answers is checked once more here: unknown
/// parameters, values out of range and anything that is not in the schema refuse the whole answer, since half an understanding is none.
/// </summary>
internal sealed class ModelPromptReader(LanguageModel model)
{
    private const string Instructions = """
        You turn a wish about how a montage of video clips is to be cut to a song into settings of an editing style.
        Choose a style only if the wish names one. Set only parameters that the wish speaks of; leave all others alone.
        Beats are counted at 80 to 160 per minute; fewer beats per shot cut faster.
        Shares of transitions are parts of all cuts and together at most 1.
        In "understood" repeat words of the wish and say in a few words what you did about them;
        in "notUnderstood" list the words that nothing could be made of.
        The parameters:

        """;

    /// <summary>Reads.</summary>
    /// <param name="text">The wish.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The reading.</returns>
    /// <exception cref="ModelFailedException">The endpoint did not answer in time, refused, or answered something else.</exception>
    public async Task<PromptReading> ReadAsync(string text, CancellationToken cancellationToken)
    {
        string answer = await new ModelEndpoint(model)
            .AskAsync(Instructions + PromptSchema.Table, text, "montage_wish", PromptSchema.Json, cancellationToken)
            .ConfigureAwait(false);
        ModelAnswer? parsed;
        try
        {
            parsed = JsonSerializer.Deserialize(answer, ModelAnswerJson.Default.ModelAnswer);
        }
        catch (JsonException e)
        {
            throw new ModelFailedException($"its answer does not keep to the schema ({e.Message})");
        }

        return parsed is null ? throw new ModelFailedException("its answer is empty") : Checked(text, parsed);
    }

    private PromptReading Checked(string text, ModelAnswer answer)
    {
        List<string> problems = [.. answer.Set.Select(s => PromptSchema.Problem(s.Parameter, s.Value)).OfType<string>()];
        Known("style", answer.Style, StyleLibrary.Names);
        Known("arc", answer.Arc, StoryShapes.Names);
        Known("order", answer.Order, PromptSchema.Orders);
        Known("aspect", answer.Aspect, PromptSchema.Aspects);
        if (answer.DurationSeconds is { } seconds && !(seconds is >= 1 and <= 14400))
        {
            problems.Add($"durationSeconds is {seconds}, allowed is 1 to 14400");
        }

        if (problems.Count > 0)
        {
            throw new ModelFailedException($"its answer does not keep to the schema ({string.Join("; ", problems)})");
        }

        return new PromptReading
        {
            Text = text,
            Reader = model.Model,
            Style = answer.Style,
            Arc = answer.Arc,
            Order = answer.Order switch
            {
                "time" => ClipOrder.Chronological,
                "story" => ClipOrder.Story,
                "free" => ClipOrder.Free,
                _ => null,
            },
            Aspect = answer.Aspect is { } aspect && Rational.TryParse(aspect, out Rational shape) ? shape : null,
            DurationSeconds = answer.DurationSeconds,
            Changes = [.. answer.Set.Select(s => new PromptChange(s.Parameter, PromptOperation.Set, s.Value))],
            Understood = [.. answer.Understood.Select(p => new PromptPhrase(p.Words, p.Meaning))],
            NotUnderstood = answer.NotUnderstood,
        };

        void Known(string what, string? value, IReadOnlyList<string> allowed)
        {
            if (value is not null && !allowed.Contains(value))
            {
                problems.Add($"{what} '{value}' is not one of {string.Join(", ", allowed)}");
            }
        }
    }
}
