using System.CommandLine;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Timelines;

namespace MontageAI.Cli.Commands;

/// <summary>Changes a plan by hand.</summary>
internal static class EditCommand
{
    private const int MostTold = 5;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        Argument<string> timeline = new("timeline")
        {
            Description =
                "A timeline that 'plan', 'create' or 'preview' wrote (OUT.montage.json), or a project of the studio (NAME.montage).",
        };
        Argument<string[]> changes = new("change")
        {
            Description = "What to change, in this order; shots are counted from 1:\n" + string.Join("\n", EditRequest.Words),
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> output = new("--output", "-o")
        {
            Description = "Timeline to write. Default: the one that is changed, with --overwrite.",
            HelpName = "FILE.json",
        };
        Option<string?> preview = new("--preview")
        {
            Description = "Film to make of it at once, small; only what changed is rendered. Replaces an earlier preview of that name.",
            HelpName = "FILE.mp4",
        };
        Option<bool> overwrite = new("--overwrite") { Description = "Replace an existing timeline." };
        Option<bool> noMemory = SelectionOptions.NoMemory();
        Option<bool> details = SharedOptions.Details();
        Option<bool> json = SharedOptions.Json();
        Command command = new("edit", "Change single shots of a timeline; all others stay as they are, to the bit.")
        {
            timeline,
            changes,
            output,
            preview,
            overwrite,
            noMemory,
            details,
            json,
        };
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                string file = parsed.GetRequiredValue(timeline),
                    target = parsed.GetValue(output) ?? file;
                if (Engine.Projects.ProjectFile.IsAt(file))
                {
                    RefuseForProject(parsed, output, preview);
                    return await ProjectPaths
                        .EditAsync(file, parsed.GetRequiredValue(changes), parsed.GetValue(json), cancellationToken)
                        .ConfigureAwait(false);
                }

                EditFileRequest edit = new()
                {
                    TimelineFile = file,
                    Changes = parsed.GetRequiredValue(changes),
                    Output = target,
                    Preview = parsed.GetValue(preview),
                    Overwrite = parsed.GetValue(overwrite),
                    UsesMemory = !parsed.GetValue(noMemory),
                };
                Timeline before = TimelineFile.Read(file);
                EditOutcome edited = await host.RunAsync(edit, cancellationToken).ConfigureAwait(false);
                (int shots, int changed) = (edited.Timeline.Shots.Count, edited.Changed);
                if (!parsed.GetValue(json))
                {
                    Tell(before, edited.Timeline);
                }

                if (parsed.GetValue(preview) is { } film)
                {
                    RenderRequest request = new()
                    {
                        TimelineFile = target,
                        Output = film,
                        IsPreview = true,
                        Overwrite = parsed.GetValue(overwrite),
                        ReplacesPreview = true,
                    };
                    RunReport report = await host.WatchAsync(request, cancellationToken).ConfigureAwait(false);
                    return MontageCommands.Finish(report, parsed.GetValue(json), parsed.GetValue(details));
                }

                if (parsed.GetValue(json))
                {
                    string path = System.Text.Json.JsonSerializer.Serialize(Path.GetFullPath(target), CliJson.Default.String);
                    Console.Out.WriteLine($$"""{"timeline":{{path}},"shots":{{shots}},"changed":{{changed}}}""");
                }
                else
                {
                    Console.Out.WriteLine(
                        InvariantText.Of(
                            $"{target}: {changed} of {shots} shots changed. To see it: montage-ai preview {target} --output look.mp4"
                        )
                    );
                }

                return ExitCode.Done;
            }
        );
    }

    // What stands now where something else stood.
    private static void Tell(Timeline before, Timeline after)
    {
        int[] other =
        [
            .. Enumerable
                .Range(0, Math.Min(before.Shots.Count, after.Shots.Count))
                .Where(i => before.Shots[i].Source != after.Shots[i].Source || before.Shots[i].In != after.Shots[i].In),
        ];
        foreach (int i in other.Take(MostTold))
        {
            Console.Out.WriteLine($"Now {ShotNames.Of(after, i)}, in place of {ShotNames.Footage(before, i)}.");
        }

        if (other.Length > MostTold)
        {
            Console.Out.WriteLine(InvariantText.Of($"... and {other.Length - MostTold} more."));
        }
    }

    // A project keeps every plan that it had; there is nothing to write elsewhere.
    private static void RefuseForProject(ParseResult parsed, params Option<string?>[] options)
    {
        if (Array.Find(options, o => parsed.GetValue(o) is not null) is { } option)
        {
            throw new Errors.ConfigurationException(
                Errors.ErrorCode.Conflict,
                $"{option.Name} is not for projects: an edit there is a new revision. Leave it out; 'render' makes films of projects."
            );
        }
    }
}
