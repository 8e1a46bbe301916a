using System.CommandLine;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Reports.Requests;

namespace MontageAI.Cli.Commands;

/// <summary>The main job: create, preview, plan, render.</summary>
internal static class MontageCommands
{
    /// <summary>Clips and song in, finished montage out.</summary>
    public static Command Create()
    {
        MontageOptions options = new();
        Command command = new("create", "Make a montage: clips and a song in, a finished film out, cut on the beat.");
        options.AddTo(command, renders: true);
        FarmOption farm = new();
        farm.AddTo(command);
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                RunReport report = await host.WatchAsync(new CreateRequest(options.Bind(parsed, isPreview: false)), cancellationToken)
                    .ConfigureAwait(false);
                return Finish(report, parsed.GetValue(options.Json), parsed.GetValue(options.Details));
            },
            adapt: farm.AdaptAsync
        );
    }

    /// <summary>The same, small and fast, from footage or from a plan.</summary>
    public static Command Preview()
    {
        MontageOptions options = new();
        Argument<string?> timeline = new("timeline")
        {
            Description =
                "A timeline to look at (OUT.montage.json, perhaps edited), instead of --clips; what was shown before is not rendered "
                + "again.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Command command = new(
            "preview",
            "Make a small montage quickly. It can be watched after a few seconds (OUT.preview/index.m3u8) while the rest is made."
        )
        {
            timeline,
        };
        options.AddTo(command, renders: true, ofTimeline: timeline);
        FarmOption farm = new(isInteractive: true);
        farm.AddTo(command);
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                RunReport report = parsed.GetValue(timeline) is { } file
                    ? await host.WatchAsync(options.BindRender(parsed, file), cancellationToken).ConfigureAwait(false)
                    : await host.WatchAsync(new CreateRequest(options.Bind(parsed, isPreview: true)), cancellationToken)
                        .ConfigureAwait(false);
                return Finish(report, parsed.GetValue(options.Json), parsed.GetValue(options.Details));
            },
            adapt: farm.AdaptAsync
        );
    }

    /// <summary>Only the plan.</summary>
    public static Command Plan()
    {
        MontageOptions options = new();
        Command command = new("plan", "Decide the montage and write it as a timeline (JSON) that can be read, changed and rendered.");
        options.AddTo(command, renders: false);
        ViewOptions view = new();
        view.AddTo(command);
        FarmOption farm = new();
        farm.AddTo(command);
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                bool json = parsed.GetValue(options.Json);
                RunReport report = await host.WatchAsync(
                        new PlanningRequest(options.Bind(parsed, isPreview: false) with { Viewer = new PlanViewer(view.Bind(parsed)) }),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                return Finish(report, json, parsed.GetValue(options.Details));
            },
            adapt: farm.AdaptAsync
        );
    }

    /// <summary>A timeline in, a film out.</summary>
    public static Command Render()
    {
        Argument<string> timeline = new("timeline")
        {
            Description =
                "A timeline that 'plan', 'create' or 'preview' wrote (OUT.montage.json), a project of the studio (NAME.montage), or what "
                + "an editing program exported of a timeline (.otio, .otioz, .fcpxml, .xml, .edl).",
        };
        ImportOptions import = new();
        Option<string> output = new("--output", "-o")
        {
            Description = "File to write.",
            HelpName = "FILE",
            Required = true,
        };
        Option<string?> profile = MontageOptions.ProfileOption();
        Option<string?> intent = MontageOptions.IntentOption();
        Option<string?> fit = MontageOptions.Choice(
            "--fit",
            "Pictures of another shape: 'blur' shows them whole over a blurred enlargement of themselves, 'fill' crops, 'pad' adds black "
                + "bars. Default: as the timeline says.",
            "blur",
            "fill",
            "pad"
        );
        Option<string?> encoder = MontageOptions.EncoderOption();
        Option<string?> decoder = MontageOptions.DecoderOption();
        Option<bool> overwrite = new("--overwrite") { Description = "Replace an existing output." };
        Option<bool> noMemory = SelectionOptions.NoMemory();
        Option<bool> details = SharedOptions.Details();
        Option<bool> json = SharedOptions.Json();
        Command command = new("render", "Render a timeline. What is already in the store is not rendered again.")
        {
            timeline,
            output,
            profile,
            intent,
            fit,
            encoder,
            decoder,
            overwrite,
            noMemory,
            details,
            json,
        };
        import.AddTo(command);
        FarmOption farm = new();
        farm.AddTo(command);
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                (string file, string? folder) = await ProjectPaths
                    .ResolveAsync(parsed.GetRequiredValue(timeline), cancellationToken)
                    .ConfigureAwait(false);
                RenderRequest request = new()
                {
                    TimelineFile = file,
                    Import = ImportSettings.IsTimeline(file) ? null : import.Bind(parsed, file),
                    SourceFolder = folder,
                    Output = parsed.GetRequiredValue(output),
                    Profile = MontageOptions.ProfileOf(parsed.GetValue(profile)),
                    Intent = MontageOptions.IntentOf(parsed.GetValue(intent)),
                    Fit = SharedOptions.FitOf(parsed.GetValue(fit)),
                    Encoder = parsed.GetValue(encoder),
                    Decoder = parsed.GetValue(decoder),
                    UsesMemory = !parsed.GetValue(noMemory),
                    Overwrite = parsed.GetValue(overwrite),
                };
                RunReport report = await host.WatchAsync(request, cancellationToken).ConfigureAwait(false);
                return Finish(report, parsed.GetValue(json), parsed.GetValue(details));
            },
            adapt: farm.AdaptAsync
        );
    }

    /// <summary>Prints a report for people or for programs, and gives the exit code that it stands for.</summary>
    /// <param name="report">The report.</param>
    /// <param name="json">For programs.</param>
    /// <param name="details">Everything, not only what everybody needs.</param>
    public static int Finish(RunReport report, bool json, bool details)
    {
        if (json)
        {
            Console.Out.Write(ErrorText.Document(report));
            Console.Out.Flush();
        }
        else if (details)
        {
            Summary.Print(report, Console.Out);
        }
        else
        {
            ShortSummary.Print(report, Console.Out);
        }

        return report.Outcome == RunOutcome.Done ? ExitCode.Done : ExitCode.Failed;
    }
}
