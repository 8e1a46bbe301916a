using System.CommandLine;
using MontageAI.Cli.Hosting;
using MontageAI.Cli.Output;
using MontageAI.Engine.Extracting;
using MontageAI.Time;

namespace MontageAI.Cli.Commands;

/// <summary>Takes a piece out of a file.</summary>
internal static class ExtractCommand
{
    private const string NoPlace = "is no place in a file; seconds (12.5), a time (0:01:02.500) or a frame (f123) is one";

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        Argument<string> file = new("file") { Description = "A video file. It is not changed." };
        Option<string> from = SharedOptions.Validated(
            new Option<string>("--from")
            {
                Description =
                    "First frame: seconds (12.5), a time (0:01:02.500) or a frame (f123). A time means the first frame that begins then "
                    + "or later.",
                HelpName = "TIME|fN",
                DefaultValueFactory = _ => "0",
            },
            ExtractRequest.IsPlace,
            NoPlace,
            Correction
        );
        Option<string?> to = SharedOptions.Validated(
            new Option<string?>("--to")
            {
                Description = "Frame after the last one, written in the same way. Default: the file's end.",
                HelpName = "TIME|fN",
            },
            t => t is null || ExtractRequest.IsPlace(t),
            NoPlace,
            Correction
        );
        Option<long?> frames = NumberOptions.Whole(
            new Option<long?>("--frames") { Description = "How many frames, instead of --to.", HelpName = "N" },
            n => n is >= 1 and <= 1_000_000_000,
            "must be 1 to 1000000000"
        );
        Option<string> output = new("--output", "-o")
        {
            Description = "File to write, .mp4 or .mov.",
            HelpName = "FILE",
            Required = true,
        };
        Option<string?> exact = MontageOptions.Choice(
            "--exact",
            "'smart' copies what can be copied and encodes only the rest, 'copy' refuses to encode, 'encode' encodes everything. Exact "
                + "to the frame in every case. Default: smart.",
            "smart",
            "copy",
            "encode"
        );
        Option<bool> overwrite = new("--overwrite") { Description = "Replace an existing output." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "extract",
            "Take a piece out of a file, exact to the frame, without encoding more than must be. Says what was copied and what was "
                + "encoded anew."
        )
        {
            file,
            from,
            to,
            frames,
            output,
            exact,
            overwrite,
            json,
        };
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                ExtractRequest request = new()
                {
                    File = parsed.GetRequiredValue(file),
                    From = parsed.GetRequiredValue(from),
                    To = parsed.GetValue(to),
                    Frames = parsed.GetValue(frames),
                    Exact = parsed.GetValue(exact) ?? "smart",
                    Output = parsed.GetRequiredValue(output),
                    Overwrite = parsed.GetValue(overwrite),
                };
                ExtractOutcome outcome = await host.RunAsync(request, cancellationToken).ConfigureAwait(false);
                Console.Out.Write(parsed.GetValue(json) ? outcome.ToJson() : outcome.Describe() + Environment.NewLine);
                foreach (string note in outcome.Piece.Notes)
                {
                    await Console.Error.WriteLineAsync(note).ConfigureAwait(false);
                }

                return ExitCode.Done;
            }
        );
    }

    private static string? Correction(string? text) => NumberText.Correction(text, ExtractRequest.IsPlace);
}
