using System.CommandLine;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Searching;

namespace MontageAI.Cli.Commands;

/// <summary>Shots found by words.</summary>
internal static class FindCommand
{
    private const int MostShots = 1000;

    /// <summary>Makes it.</summary>
    public static Command Make()
    {
        Argument<string> words = new("words") { Description = "What the pictures should show, for example \"surf at sunset\"." };
        Option<string[]> clips = new("--clips", "-c")
        {
            Description = "Folders of clips (with everything below them) and clip files.",
            HelpName = "DIR|FILE...",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
        };
        Option<int?> top = NumberOptions.Whole(
            new Option<int?>("--top") { Description = "List at most so many shots. Default: 10.", HelpName = "N" },
            n => n is >= 1 and <= MostShots,
            $"must be 1 to {MostShots}"
        );
        Option<string?> pictures = new("--pictures")
        {
            Description = "Folder for a picture of each shot that is found (001.jpg, 002.jpg ...); made when it is missing.",
            HelpName = "DIR",
        };
        Option<bool> overwrite = new("--overwrite") { Description = "Replace existing pictures." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "find",
            "Find shots by what they show: one per line, as score, start and end in seconds, and file, the best first. Needs a learned "
                + "model: one of pictures and words ('montage-ai models add clip-tiny') knows any words, 'objects' knows 80 kinds of "
                + "things."
        )
        {
            words,
            clips,
            top,
            pictures,
            overwrite,
            json,
        };
        ModelOptions.AddTo(command);
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                FindRequest request = new()
                {
                    Words = parsed.GetRequiredValue(words),
                    Clips = parsed.GetRequiredValue(clips),
                    Top = parsed.GetValue(top) ?? 10,
                    Pictures = parsed.GetValue(pictures),
                    Overwrite = parsed.GetValue(overwrite),
                };
                FindOutcome outcome = await host.WatchAsync(request, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(ResultJson.Write(outcome));
                }
                else
                {
                    Print(outcome);
                }

                await TellAsync(outcome).ConfigureAwait(false);
                return ExitCode.Done;
            }
        );
    }

    private static void Print(FindOutcome outcome)
    {
        foreach (FoundShot shot in outcome.Found)
        {
            FormattableString line = $"{shot.Score:0.000}\t{shot.StartSeconds:0.00}\t{shot.EndSeconds:0.00}\t{shot.Path}",
                picture = $"\t{shot.Picture}";
            Console.Out.WriteLine(shot.Picture is null ? InvariantText.Of(line) : InvariantText.Of(line, picture));
        }
    }

    private static async Task TellAsync(FindOutcome outcome)
    {
        TextWriter error = Console.Error;
        string what = $"{outcome.Shots} shots seen by '{outcome.Model}', by {outcome.Pictures} pictures";
        await error
            .WriteLineAsync(outcome.Found.Count == 0 ? $"Nothing of it was found in {what}." : $"Found in {what}.")
            .ConfigureAwait(false);
        if (outcome.Unknown.Count > 0)
        {
            string unknown = string.Join(", ", outcome.Unknown.Select(w => $"'{Errors.Printable.Of(w)}'"));
            await error.WriteLineAsync($"Words that it does not know were left out: {unknown}.").ConfigureAwait(false);
        }

        foreach (Degradation degradation in outcome.Degradations)
        {
            await error.WriteLineAsync(CommandWords.Say(degradation)).ConfigureAwait(false);
        }

        foreach (SetAsideFile file in outcome.SetAside)
        {
            await error.WriteLineAsync(CommandWords.Say(file)).ConfigureAwait(false);
        }
    }
}
