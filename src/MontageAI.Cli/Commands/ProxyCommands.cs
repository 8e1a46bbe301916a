using System.CommandLine;
using System.Globalization;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Reporting;
using MontageAI.Time;

namespace MontageAI.Cli.Commands;

/// <summary>What is made of clips ahead of any montage: proxies for instant previews, sprite sheets for scrubbing.</summary>
internal static class ProxyCommands
{
    /// <summary>Proxies.</summary>
    public static Command Proxies()
    {
        Option<string[]> clips = Clips();
        Option<string?> aspect = MontageOptions.Choice(
            "--aspect",
            "Shape of the previews to come: 16:9, 9:16, 1:1 or 4:5. Default: as 'plan' chooses.",
            "16:9",
            "9:16",
            "1:1",
            "4:5"
        );
        Option<string?> rate = NumberOptions.Rate(
            "Frame rate of the previews to come, for example 25, 29.97 or 30000/1001. Default: as 'plan' chooses."
        );
        Option<string?> fit = MontageOptions.Choice(
            "--fit",
            "Pictures of another shape: 'blur', 'fill' or 'pad', as in the previews to come. Default: as 'preview' chooses.",
            "blur",
            "fill",
            "pad"
        );
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "proxies",
            "Make small stand-ins of clips and keep them in the store: every frame a picture that previews can join by copying. Finds "
                + "the exact shots and makes sprite sheets on the way."
        )
        {
            clips,
            aspect,
            rate,
            fit,
            json,
        };
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                ProxyRequest request = new()
                {
                    Clips = parsed.GetRequiredValue(clips),
                    Aspect = parsed.GetValue(aspect) is { } a && Rational.TryParse(a, out Rational shape) ? shape : null,
                    Rate = parsed.GetValue(rate) is { } r && FrameRate.TryParse(r, out FrameRate fps) ? fps : null,
                    Fit = SharedOptions.FitOf(parsed.GetValue(fit)),
                };
                ProxyOutcome outcome = await host.WatchAsync(request, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(ResultJson.Write(outcome));
                }
                else
                {
                    Print(outcome);
                }

                await TellAsync(outcome.SetAside).ConfigureAwait(false);
                return ExitCode.Done;
            }
        );
    }

    /// <summary>Sprite sheets.</summary>
    public static Command Sprites()
    {
        Option<string[]> clips = Clips();
        Option<string> output = new("--output", "-o")
        {
            Description = "Folder for the sheets and indexes; made when it is missing.",
            HelpName = "DIR",
            Required = true,
        };
        Option<bool> overwrite = new("--overwrite") { Description = "Replace existing files." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "sprites",
            "Make sheets of small pictures of clips, about one per second, with a WebVTT index (#xywh) for players and pages that scrub. "
                + "From proxies' decodes where they were made, else from key frames where they suffice."
        )
        {
            clips,
            output,
            overwrite,
            json,
        };
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                SpriteRequest request = new()
                {
                    Clips = parsed.GetRequiredValue(clips),
                    Output = parsed.GetRequiredValue(output),
                    Overwrite = parsed.GetValue(overwrite),
                };
                SpriteOutcome outcome = await host.WatchAsync(request, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(ResultJson.Write(outcome));
                }
                else
                {
                    foreach (ClipSprites clip in outcome.Clips)
                    {
                        Line(
                            $"{clip.Path}: {clip.Pictures} pictures on {clip.Sheets.Count} ",
                            $"{(clip.Sheets.Count == 1 ? "sheet" : "sheets")}{(clip.OnlyKeyFrames ? ", key frames only" : "")}, ",
                            $"{clip.Index}"
                        );
                    }
                }

                await TellAsync(outcome.SetAside).ConfigureAwait(false);
                return ExitCode.Done;
            }
        );
    }

    private static Option<string[]> Clips() =>
        new("--clips", "-c")
        {
            Description = "Folders of clips (with everything below them) and clip files.",
            HelpName = "DIR|FILE...",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
        };

    private static void Print(ProxyOutcome outcome)
    {
        foreach (ClipProxy clip in outcome.Clips)
        {
            string made = clip.FromStore ? "was there" : FormattableString.Invariant($"{clip.Seconds:0.0} s");
            Line(
                $"{clip.Path}: {made}, {clip.Frames} frames, {clip.Bytes / 1048576.0:0.0} ",
                $"MiB{(clip.Problem is null ? "" : $" (the decoder said: {clip.Problem})")}"
            );
        }

        double footage = outcome.Clips.Sum(c => c.ClipSeconds),
            bytes = outcome.Clips.Sum(c => c.Bytes);
        Line(
            $"{outcome.Clips.Count} proxies for previews of {outcome.Width}x{outcome.Height} at {outcome.Rate} frames per second: ",
            $"{footage / 60:0.0} min of footage, {bytes / 1048576:0.0} MiB, {outcome.Seconds:0.0} s"
        );
    }

    private static async Task TellAsync(IReadOnlyList<SetAsideFile> setAside)
    {
        foreach (SetAsideFile file in setAside)
        {
            await Console.Error.WriteLineAsync(CommandWords.Say(file)).ConfigureAwait(false);
        }
    }

    private static void Line(params FormattableString[] text) => Console.Out.WriteLine(InvariantText.Of(text));
}
