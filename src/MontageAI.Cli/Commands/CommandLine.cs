using System.CommandLine;
using System.CommandLine.Parsing;
using MontageAI.Cli.Hosting;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Settings;
using MontageAI.Errors;

namespace MontageAI.Cli.Commands;

/// <summary>What every command shares: exit codes, cancellation, error messages.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        StandardStreams streams = StandardStreams.Take();
        LastResort.Watch(args);
        using Signals signals = new(() => EngineHost.JobsRunning == 0 && streams.AreBlocked);
        ParseResult parsed = CommandTree.Read(args.Length == 0 ? ["--help"] : args);
        int code =
            parsed.Errors.Count > 0
                ? Refuse(parsed)
                : await parsed
                    .InvokeAsync(
                        // Signals are ours.
                        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                        signals.Token
                    )
                    .ConfigureAwait(false);
        Collector.End();
        streams.Output.Flush();
        if (streams.Output.Problem is not { } problem)
        {
            return code;
        }

        // What lies in a file was made all the same.
        bool isLost = ErrorText.WantsJson(parsed) || !IsMade(parsed.CommandResult.Command);
        Console.Error.WriteLine(
            $"Standard output cannot be written: {problem}. "
                + (
                    isLost
                        ? "Send it to a file on a disk with room, or to a program that reads it."
                        : "What was made is not touched by that."
                )
        );
        return code == ExitCode.Done && isLost ? ExitCode.Failed : code;
    }

    /// <summary>
    /// Gives a command its action: makes the engine, runs the work, and turns whatever went wrong into a message and an exit code.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="work">The work; gives the exit code.</param>
    /// <param name="runsJobs">Whether there is something to trace.</param>
    /// <param name="adapt">What the command changes in the settings; null nothing.</param>
    /// <param name="failed">The exit code where something went wrong that the work does not tell itself.</param>
    public static Command Does(
        this Command command,
        Func<ParseResult, EngineHost, CancellationToken, Task<int>> work,
        bool runsJobs = true,
        Func<ParseResult, EngineSettings, CancellationToken, Task<EngineSettings>>? adapt = null,
        int failed = ExitCode.Failed
    )
    {
        command.Options.Add(SharedOptions.CacheFolder);
        command.Options.Add(SharedOptions.Cores);
        if (runsJobs)
        {
            command.Options.Add(SharedOptions.Trace);
        }

        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                string? store = null;
                try
                {
                    EngineSettings settings = HostEnvironment.Read(
                        parsed.GetValue(SharedOptions.CacheFolder),
                        parsed.GetValue(SharedOptions.Cores)
                    );
                    settings = settings with { ModelSettings = ModelOptions.Bind(parsed) };
                    HostEnvironment.NameRuntime(settings);
                    settings = adapt is null ? settings : await adapt(parsed, settings, cancellationToken).ConfigureAwait(false);
                    store = settings.CacheFolder;
                    string? trace = runsJobs ? parsed.GetValue(SharedOptions.Trace) : null;
                    if (trace is not null)
                    {
                        TraceFile.Check(trace);
                    }

                    // Open until the engine has ended, whose jobs use it.
                    await using IAsyncDisposable? tasks = settings.Tasks as IAsyncDisposable;
                    await using MontageEngine engine = new(settings);
                    return await work(parsed, new EngineHost(engine, trace), cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    ErrorText.Tell(
                        parsed,
                        new(ErrorCode.Cancelled, "Cancelled. What was finished is kept in the store; run the same command again to go on.")
                    );
                    return ExitCode.Cancelled;
                }
                catch (MontageException e)
                {
                    ErrorText.Tell(parsed, ErrorText.Of(e));
                    return e is ConfigurationException ? ExitCode.BadUsage
                        : e.Code == ErrorCode.Cancelled ? ExitCode.Cancelled
                        : MontageEngine.IsToolMissing(e) ? ExitCode.NoFFmpeg
                        : failed;
                }
#pragma warning disable CA1031 // The last resort, and the one place for it: nothing that a user does may end in a stack trace.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    string? details = LastResort.Write(e, [.. parsed.Tokens.Select(t => t.Value)], store);
                    ErrorText.Tell(parsed, new(ErrorCode.Unforeseen, LastResort.Sentence(e, details)) { Details = details });
                    return ExitCode.Failed;
                }
            }
        );
        return command;
    }

    private static int Refuse(ParseResult parsed)
    {
        // What stands in the place of a link is missing in its own.
        ParseError? link = parsed.Errors.FirstOrDefault(e => FarmOption.IsNoLink(e.Message));
        ParseError first = link ?? parsed.Errors[0];
        IEnumerable<ParseError> errors = link is null ? parsed.Errors : [link];
        List<string> problems = [.. errors.Select(e => Printable.Of(e.Message)).Distinct()];
        string? option = (first.SymbolResult as OptionResult)?.Option.Name.TrimStart('-');
        ErrorText.Tell(parsed, new(ErrorCode.Usage, string.Join(Environment.NewLine, problems)) { Field = option });
        Console.Error.WriteLine($"Run 'montage-ai {CommandPath(parsed)}--help' for the options.");
        return ExitCode.BadUsage;
    }

    // Commands whose result is a file or a change, not what they print.
    private static bool IsMade(Command command) =>
        command.Name is "demo" or "proxies" or "prune" or "clear" or "forget" || command.Options.Any(o => o.Name == "--output");

    // "farm drain ": every command on the way.
    private static string CommandPath(ParseResult parsed)
    {
        string path = "";
        for (CommandResult? at = parsed.CommandResult; at is { Command: not RootCommand }; at = at.Parent as CommandResult)
        {
            path = at.Command.Name + " " + path;
        }

        return path;
    }
}
