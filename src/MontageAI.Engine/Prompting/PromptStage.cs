using System.Globalization;
using MontageAI.Editing.Prompts;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Searching;
using MontageAI.Errors;

namespace MontageAI.Engine.Prompting;

/// <summary>
/// Reads the wish of a request and lays it over the rest: what the user gave as an option stays. A language model reads it only where one
/// is configured; whenever it fails, fixed rules do, and the report says so.
/// </summary>
/// <param name="context">The job, with the model.</param>
internal sealed class PromptStage(JobContext context)
{
    /// <summary>The request with what its wish chooses; the same request where it has none.</summary>
    public async Task<MontageRequest> ApplyAsync(MontageRequest request, CancellationToken cancellationToken)
    {
        if (request.Prompt is not { } text)
        {
            return request;
        }

        using RunRecorder.Phase phase = context.Recorder.Begin("read the prompt");
        PromptReading reading = await ReadAsync(text, cancellationToken).ConfigureAwait(false);
        return request with
        {
            Style = request.IsStyleGiven ? request.Style : reading.Style ?? request.Style,
            DurationSeconds = request.DurationSeconds ?? reading.DurationSeconds,
            Aspect = request.Aspect ?? reading.Aspect,
            Reading = reading,
        };
    }

    /// <summary>What a reading did, for the plan's notes.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="changed">Numbers of the style that it changed.</param>
    /// <param name="wishes">What is looked for in the pictures.</param>
    public static IEnumerable<string> Notes(PromptReading reading, IReadOnlyList<string> changed, WishStage wishes)
    {
        string by = reading.Reader == PromptParser.Reader ? "" : $" (read by {reading.Reader})";
        if (reading.IsEmpty && wishes.Wishes.Count == 0)
        {
            yield return $"Prompt{by}: nothing in \"{reading.Text}\" was understood, so it changed nothing. "
                + $"Name a pace, a mood, a length or a shape.{wishes.Help}";
            yield break;
        }

        if (!reading.IsEmpty)
        {
            yield return $"Prompt{by}: {string.Join("; ", reading.Understood.Select(p => $"\"{p.Words}\" is {p.Meaning}"))}.";
        }

        if (wishes.NotUnderstood.Count > 0)
        {
            yield return $"Prompt: not understood: {string.Join(", ", wishes.NotUnderstood.Select(w => $"\"{w}\""))}.{wishes.Help}";
        }

        if (changed.Count > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Prompt: changed in the style: {string.Join(", ", changed)}.");
        }
    }

    private async Task<PromptReading> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (context.Settings.LanguageModel is not { } model)
        {
            return PromptParser.Parse(text);
        }

        try
        {
            return await new ModelPromptReader(model).ReadAsync(text, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelFailedException e)
        {
            context.Recorder.Degrade(
                $"the prompt was read by fixed rules instead of {model.Model} at {model.Place}",
                e.Reason,
                $"{Remedy.CheckModel}, or leave them out."
            );
            return PromptParser.Parse(text);
        }
    }
}
