using System.CommandLine;
using MontageAI.Cli.Output;
using MontageAI.Editing.Captions;
using MontageAI.Engine;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;

namespace MontageAI.Cli.Commands;

/// <summary>Writes down what is said in files.</summary>
internal static class TranscribeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        Argument<string[]> files = new("file") { Description = "Files in which somebody speaks.", Arity = ArgumentArity.OneOrMore };
        Option<string?> output = new("--output", "-o")
        {
            Description = "SRT (.srt) or WebVTT (.vtt) to write, for one file. Default: SRT to standard output.",
            HelpName = "FILE",
        };
        Option<string?> model = new("--captions-model")
        {
            Description = "A Whisper model of your own (GGML). Default: the one that 'models add captions' adds.",
            HelpName = "FILE",
        };
        Option<string?> speech = SpeechOption.Make();
        Option<bool> overwrite = new("--overwrite") { Description = "Replace an existing output." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "transcribe",
            "Write down what is said in files, as subtitles with the times of the file. Only spoken stretches are listened to."
        )
        {
            files,
            output,
            model,
            speech,
            overwrite,
            json,
        };
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                TranscribeRequest request = new(parsed.GetRequiredValue(files))
                {
                    Output = parsed.GetValue(output),
                    Model = parsed.GetValue(model),
                    Speech = SpeechOption.Of(parsed.GetValue(speech)),
                    Overwrite = parsed.GetValue(overwrite),
                };
                TranscribeOutcome outcome = await host.WatchAsync(request, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(ResultJson.Write(outcome));
                }
                else
                {
                    Print(outcome, request.Output);
                }

                foreach (SetAsideFile file in outcome.SetAside)
                {
                    await Console.Error.WriteLineAsync(CommandWords.Say(file)).ConfigureAwait(false);
                }

                foreach (Degradation d in outcome.Degradations)
                {
                    await Console.Error.WriteLineAsync("Note: " + CommandWords.Say(d)).ConfigureAwait(false);
                }

                return outcome.Files.Count > 0 ? ExitCode.Done : ExitCode.Failed;
            }
        );
    }

    private static void Print(TranscribeOutcome outcome, string? output)
    {
        foreach (TranscribedFile file in outcome.Files)
        {
            if (output is null && outcome.Files.Count > 1)
            {
                Console.Out.WriteLine(InvariantText.Of($"{file.Path}"));
            }

            if (output is null)
            {
                Console.Out.Write(SubtitleWriter.Srt(file.Cues));
            }

            Console.Error.WriteLine(
                InvariantText.Of($"{file.Path}: somebody seems to speak in {file.SpokenSeconds:0.0} s; {file.Cues.Count} captions.")
            );
        }
    }
}
