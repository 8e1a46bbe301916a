using System.CommandLine;
using System.CommandLine.Help;
using MontageAI.Cli.Hosting;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Settings;
using MontageAI.Errors;

namespace MontageAI.Cli.Commands;

/// <summary>The command tree, and what every command shares: exit codes, cancellation, error messages.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        Console.SetOut(new PrintableWriter(Console.Out));
        Console.SetError(new PrintableWriter(Console.Error));
        RootCommand root = new(
            "Montage AI turns a folder of video clips and a song into a montage cut on the beat.\n\n"
                + "Start here:\n"
                + "  montage-ai demo                                                   try it without any footage\n"
                + "  montage-ai preview --clips DIR --music SONG --output look.mp4     see it quickly, small\n"
                + "  montage-ai create  --clips DIR --music SONG --output film.mp4     make it in full quality\n\n"
                + "Source files are never changed. Everything is computed on this machine."
        )
        {
            MontageCommands.Create(),
            MontageCommands.Preview(),
            MontageCommands.Plan(),
            MontageCommands.Render(),
            EditCommand.Make(),
            ExtractCommand.Make(),
            MemoryCommand.Make(),
            AnalyzeCommand.Make(),
            JudgeCommand.Make(),
            AnalysisCommands.Beats(),
            AnalysisCommands.Shots(),
            AnalysisCommands.Probe(),
            StyleCommands.Styles(),
            ProxyCommands.Proxies(),
            ProxyCommands.Sprites(),
            MaintenanceCommands.Cache(),
            MaintenanceCommands.Doctor(),
            MaintenanceCommands.Demo(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string problem in parsed.Errors.Select(e => e.Message).Distinct())
            {
                await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync($"Run 'montage-ai {CommandPath(parsed)}--help' for the options.").ConfigureAwait(false);
            return ExitCode.BadUsage;
        }

        if (args.Length == 0)
        {
            return await root.Parse(["--help"]).InvokeAsync().ConfigureAwait(false);
        }

        return await parsed
            .InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) }
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Gives a command its action: makes the engine, runs the work, and turns what the world did wrong into a message and an exit code.
    /// </summary>
    public static Command Does(this Command command, Func<ParseResult, EngineHost, CancellationToken, Task<int>> work)
    {
        command.Options.Add(SharedOptions.CacheFolder);
        command.Options.Add(SharedOptions.Cores);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                try
                {
                    EngineSettings settings = HostEnvironment.Read(
                        parsed.GetValue(SharedOptions.CacheFolder),
                        parsed.GetValue(SharedOptions.Cores)
                    );
                    await using MontageEngine engine = new(settings);
                    return await work(parsed, new EngineHost(engine), cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    await Console
                        .Error.WriteLineAsync("Cancelled. What was finished is kept in the store; run the same command again to go on.")
                        .ConfigureAwait(false);
                    return ExitCode.Cancelled;
                }
                catch (ConfigurationException e)
                {
                    await Console.Error.WriteLineAsync(CommandWords.Say(e.Sentence)).ConfigureAwait(false);
                    return ExitCode.BadUsage;
                }
                catch (MontageException e)
                {
                    await Console.Error.WriteLineAsync(CommandWords.Say(e.Sentence)).ConfigureAwait(false);
                    return MontageEngine.IsToolMissing(e) ? ExitCode.NoFFmpeg : ExitCode.Failed;
                }
            }
        );
        return command;
    }

    private static string CommandPath(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
