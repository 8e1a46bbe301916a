using System.Globalization;
using System.Runtime.InteropServices;
using MontageAI.Cli.Hosting;
using MontageAI.Engine;
using MontageAI.Errors;
using MontageAI.Farm.Members;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using StackExchange.Redis;

namespace MontageAI.Farm.Hosting;

/// <summary>The farm's program: its commands.</summary>
internal static class FarmProgram
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int BadUsage = 2;
    private const int NoFFmpeg = 3;

    // Hangfire waits for its Redis in threads of the pool, whose answers need one more. Beyond as many as there are cores the pool makes
    // one each half second only: a job's first tasks would take seconds to reach the queue.
    private const int FewestThreads = 32;

    /// <summary>Runs a command to its end.</summary>
    /// <returns>An exit code, as of the command line.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        ThreadPool.GetMinThreads(out int threads, out int completions);
        ThreadPool.SetMinThreads(Math.Max(threads, FewestThreads), completions);
        using CancellationTokenSource stop = new();
        // Who drives a job ends with it, and who stands beside a server with that. The terminal's interrupt is for them: they say what
        // becomes of tasks.
        bool isDriver = args is ["drive" or "beside", ..];
        using PosixSignalRegistration interrupt = On(PosixSignal.SIGINT);
        using PosixSignalRegistration termination = On(PosixSignal.SIGTERM);
        using PosixSignalRegistration hangUp = On(PosixSignal.SIGHUP);
        try
        {
            await (
                args.FirstOrDefault() switch
                {
                    "host" => HostCommand.RunAsync(new FarmArguments(args[1..], HostCommand.Options), Log, stop.Token),
                    "join" => JoinCommand.RunAsync(new FarmArguments(args[1..], JoinCommand.Options), Log, stop.Token),
                    "status" => AskCommands.StatusAsync(new FarmArguments(args[1..])),
                    "nodes" => AskCommands.NodesAsync(new FarmArguments(args[1..])),
                    "logs" => AskCommands.LogsAsync(new FarmArguments(args[1..])),
                    "cancel" => CancelCommand.RunAsync(new FarmArguments(args[1..])),
                    "drain" => DrainCommand.RunAsync(new FarmArguments(args[1..])),
                    "scale" => ScaleCommand.RunAsync(new FarmArguments(args[1..], ScaleCommand.Options), stop.Token),
                    "remove" => RemoveCommand.RunAsync(new FarmArguments(args[1..])),
                    "beside" => BesideCommand.RunAsync(new FarmArguments(args[1..], BesideCommand.Options), Log, stop.Token),
                    "drive" => DriveCommand.RunAsync(new FarmArguments(args[1..]), Log, stop.Token),
                    _ => throw new ConfigurationException(ErrorCode.Usage, "Run 'montage-ai farm --help'."),
                }
            ).ConfigureAwait(false);
            return Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Done;
        }
        catch (MontageException e)
        {
            Console.Error.WriteLine(e.Sentence.ToString());
            return e is ConfigurationException ? BadUsage
                : MontageEngine.IsToolMissing(e) ? NoFFmpeg
                : Failed;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Console.Error.WriteLine("The farm's queue does not answer any more. Start its host again, or its Redis.");
            return Failed;
        }

        PosixSignalRegistration On(PosixSignal signal) =>
            PosixSignalRegistration.Create(
                signal,
                context =>
                {
                    context.Cancel = true;
                    if (!isDriver || signal == PosixSignal.SIGTERM)
                    {
                        stop.Cancel();
                    }
                }
            );
    }

    /// <summary>Enters a farm to ask or say something.</summary>
    public static Task<(FarmStore Store, FarmFacts Facts)> EnterAsync(FarmArguments arguments, string link) =>
        FarmStore.EnterAsync(FarmLink.Of(link, arguments.CacheFolder), new JoinRequest(NodeName("ask"), null));

    /// <summary>A name for a member. A machine may join twice, and names of machines hold whatever their owners like.</summary>
    /// <param name="kind">What it is for; null for a machine that works, which is named by its own name alone.</param>
    public static string NodeName(string? kind = null)
    {
        string machine = new([.. Environment.MachineName.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-').Take(32)]);
        return $"{(kind is null ? "" : kind + "-")}{machine}-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..6]}";
    }

    private static void Log(string line) => Console.Error.WriteLine(line);
}
