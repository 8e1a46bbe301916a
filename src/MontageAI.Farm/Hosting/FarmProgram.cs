using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MontageAI.Cli.Hosting;
using MontageAI.Engine;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Farm.Drivers;
using MontageAI.Farm.Hosts;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using MontageAI.Farm.Workers;
using StackExchange.Redis;

namespace MontageAI.Farm.Hosting;

/// <summary>The farm's program: its commands.</summary>
internal static class FarmProgram
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int BadUsage = 2;
    private const int NoFFmpeg = 3;

    /// <summary>Runs a command to its end.</summary>
    /// <returns>An exit code, as of the command line.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        using CancellationTokenSource stop = new();
        // Who drives a job ends with it: the terminal's interrupt is for the job, which says what becomes of its tasks.
        bool isDriver = args is ["drive", ..];
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
                    "status" => StatusAsync(new FarmArguments(args[1..])),
                    "drain" => DrainAsync(new FarmArguments(args[1..])),
                    "scale" => ScaleCommand.RunAsync(new FarmArguments(args[1..], ScaleCommand.Options), stop.Token),
                    "remove" => RemoveCommand.RunAsync(new FarmArguments(args[1..])),
                    "drive" => DriveAsync(new FarmArguments(args[1..]), stop.Token),
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

    private static async Task StatusAsync(FarmArguments arguments)
    {
        FarmLink link = FarmLink.Of(arguments.Other, arguments.CacheFolder);
        (FarmStore store, FarmFacts facts) = await FarmStore.EnterAsync(link, NodeName("ask"), null).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            IReadOnlyList<NodeFacts> nodes = await store.NodesAsync().ConfigureAwait(false);
            FarmStatus status = new(facts.Id, facts.Store, await store.WaitingAsync().ConfigureAwait(false), nodes);
            if (arguments.Json)
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(status, FarmJson.Default.FarmStatus));
                return;
            }

            Console.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"Tasks that wait: {status.Waiting}; machines that work: {nodes.Count}.")
            );
            foreach (NodeFacts node in nodes)
            {
                Console.Out.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{node.Name}  {node.Running} of {node.Slots} slots busy")
                );
            }
        }
    }

    private static async Task DrainAsync(FarmArguments arguments)
    {
        (FarmStore store, _) = await FarmStore
            .EnterAsync(FarmLink.Of(arguments.Second, arguments.CacheFolder), NodeName("ask"), null)
            .ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            if (!(await store.NodesAsync().ConfigureAwait(false)).Any(n => n.Name == arguments.Other))
            {
                throw new ConfigurationException(
                    ErrorCode.Unknown,
                    $"No machine '{Printable.Of(arguments.Other)}' works for the farm. Its machines: montage-ai farm status."
                );
            }

            await store.DrainAsync(arguments.Other).ConfigureAwait(false);
            Console.Out.WriteLine($"'{Printable.Of(arguments.Other)}' gives back what it is doing and leaves.");
        }
    }

    private static async Task DriveAsync(FarmArguments arguments, CancellationToken cancellationToken)
    {
        FarmStore? store = null;
        HangfireEngine? engine = null;
        try
        {
            await EnginePipe
                .ServeAsync(
                    Console.In,
                    Console.Out,
                    async (link, _) =>
                    {
                        (store, FarmFacts facts) = await FarmStore
                            .EnterAsync(FarmLink.Of(link, arguments.CacheFolder), NodeName("job"), null)
                            .ConfigureAwait(false);
                        FarmFolder.Require(facts, "The job's machine joins what the others made, so run it on the host, or mount it.");
                        engine = await HangfireEngine.StartAsync(store, Log).ConfigureAwait(false);
                        return (engine, facts.Store);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        finally
        {
            if (engine is not null)
            {
                await engine.DisposeAsync().ConfigureAwait(false);
            }

            if (store is not null)
            {
                await store.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>A name for a member. A machine may join twice, and names of machines hold whatever their owners like.</summary>
    /// <param name="kind">What it is for; null for a machine that works, which is named by its own name alone.</param>
    public static string NodeName(string? kind = null)
    {
        string machine = new([.. Environment.MachineName.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-').Take(32)]);
        return $"{(kind is null ? "" : kind + "-")}{machine}-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..6]}";
    }

    private static void Log(string line) => Console.Error.WriteLine(line);
}
