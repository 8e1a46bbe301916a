using System.CommandLine;
using MontageAI.Cli.Output;
using MontageAI.Engine.Reporting;
using MontageAI.Reports.Judging;
using MontageAI.Reports.Requests;

namespace MontageAI.Cli.Commands;

/// <summary>Figures about a montage, whoever made it.</summary>
internal static class JudgeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        Argument<string> file = new("file") { Description = "A timeline (OUT.montage.json), or a film that any program made." };
        Option<string?> music = new("--music", "-m")
        {
            Description = "The song, to judge the cuts by its beats. Default: the beats of the timeline; of a film those of its own sound.",
            HelpName = "FILE",
        };
        Option<string[]> clips = new("--clips", "-c")
        {
            Description =
                "What a timeline was made of: also say how many of the best moments and faces of that footage it shows. Looks at every "
                + "frame of it once.",
            HelpName = "DIR|FILE...",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> quick = new("--quick") { Description = "Leave the pictures alone: cuts, beats and sound only." };
        ViewOptions view = new();
        Option<bool> overwrite = new("--overwrite") { Description = "Replace an existing sheet or page." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "judge",
            "Measure a montage: cuts against beats, pace, how pictures follow the music, variety, repeats, jump cuts, shake, blur, "
                + "loudness. Figures, no grade."
        )
        {
            file,
            music,
            clips,
            quick,
            overwrite,
            json,
        };
        view.AddTo(command);
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                JudgeRequest request = new()
                {
                    Path = parsed.GetRequiredValue(file),
                    Music = parsed.GetValue(music),
                    Clips = parsed.GetValue(clips) ?? [],
                    Pictures = !parsed.GetValue(quick),
                    View = view.Bind(parsed),
                    Overwrite = parsed.GetValue(overwrite),
                };
                JudgeOutcome outcome = await host.WatchAsync(request, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(JudgementJson.Write(outcome.Judgement));
                }
                else
                {
                    JudgementText.Print(outcome.Judgement, Console.Out);
                }

                foreach (Degradation d in outcome.Degradations)
                {
                    await Console.Error.WriteLineAsync("Note: " + CommandWords.Say(d)).ConfigureAwait(false);
                }

                return ExitCode.Done;
            }
        );
    }
}
