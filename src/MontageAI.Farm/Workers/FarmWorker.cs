using Hangfire;
using MontageAI.Cli.Hosting;
using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using MontageAI.Storage;
using MontageAI.Tasks;
using StackExchange.Redis;

namespace MontageAI.Farm.Workers;

/// <summary>A machine that works for a farm.</summary>
/// <param name="store">The farm.</param>
/// <param name="node">Name of the machine in it.</param>
/// <param name="slots">Tasks at once.</param>
/// <param name="log">Gets a line for each thing that a reader should know.</param>
internal sealed class FarmWorker(FarmStore store, string node, int slots, Action<string> log)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(10);

    private int _running;
    private long _lastWork = TimeProvider.System.GetTimestamp();

    /// <summary>Works until it is stopped, drained or idle for too long.</summary>
    /// <param name="facts">The farm.</param>
    /// <param name="idleExit">How long without work is too long; null forever.</param>
    /// <param name="cancellationToken">Stops it: what it runs goes back into the queue.</param>
    /// <exception cref="MontageException">This machine cannot work for the farm.</exception>
    public async Task RunAsync(FarmFacts facts, TimeSpan? idleExit, CancellationToken cancellationToken)
    {
        RequireFolder(facts);
        EngineSettings settings = HostEnvironment.Read(facts.Store, slots) with { Store = StoreKind.Folder };
        await using MontageEngine engine = new(settings);
        string build = await engine.Start(new BuildRequest()).Completion.ConfigureAwait(false);
        if (build != facts.Build)
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"The farm is made of {facts.Build}; this machine has {build}, which gives other bytes. Install the same here."
            );
        }

        LocalEngine local = new(engine, node, slots);
        await store.BeatAsync(Facts()).ConfigureAwait(false);
        BackgroundJobServerOptions options = new()
        {
            ServerName = node,
            WorkerCount = slots,
            Queues = [FarmJobs.Queue],
            HeartbeatInterval = FarmJobs.Heartbeat,
            SchedulePollingInterval = s_tick,
            CancellationCheckInterval = FarmJobs.CancellationCheck,
            StopTimeout = TimeSpan.Zero,
            ShutdownTimeout = s_shutdown,
            Activator = new Activator(new FarmTask((key, ct) => RunTaskAsync(local, key, ct))),
        };
        using (BackgroundJobServer server = new(options, FarmJobs.Open(store.Redis, log)))
        {
            log($"{node} works for the farm, tasks at once: {slots}");
            await WaitAsync(idleExit, cancellationToken).ConfigureAwait(false);
            server.SendStop();
            await server.WaitForShutdownAsync(CancellationToken.None).ConfigureAwait(false);
        }

        try
        {
            await store.LeaveAsync(node).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Then it is missed.
        }

        log($"{node} has left");
    }

    // Under the same path there may be another folder, or none.
    private static void RequireFolder(FarmFacts facts)
    {
        if (!File.Exists(Path.Combine(facts.Store, FarmFolder.MarkOf(facts.Id))))
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"'{Printable.Of(facts.Store)}', which the machines of this farm share, is not here. Mount it under the same path."
            );
        }
    }

    private NodeFacts Facts() => new(node, slots, Volatile.Read(ref _running));

    private async Task WaitAsync(TimeSpan? idleExit, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(s_tick, cancellationToken).ConfigureAwait(false);
                try
                {
                    if (await store.BeatAsync(Facts()).ConfigureAwait(false))
                    {
                        log($"{node} was asked to leave");
                        return;
                    }
                }
                catch (Exception e) when (e is RedisException or TimeoutException)
                {
                    // It comes back; what runs goes on meanwhile.
                }

                bool isIdle = Volatile.Read(ref _running) == 0;
                if (isIdle && idleExit is { } limit && TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _lastWork)) > limit)
                {
                    log($"{node} had nothing to do for {limit.TotalSeconds:0} s");
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task RunTaskAsync(LocalEngine local, string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        try
        {
            TaskSpec spec = await SpecAsync(key).ConfigureAwait(false);
            log($"task {key} started");
            TaskEnd end = await local.SubmitAsync(spec, null, cancellationToken).ConfigureAwait(false);
            if (end.State == TaskState.Unfinished)
            {
                log($"task {key} unfinished: {Printable.Of(end.Why ?? "")}");
                throw new TaskUnfinishedException(end.Why ?? "It could not be finished.");
            }

            log(
                end.IsThere ? $"task {key} {end.State.ToString().ToLowerInvariant()}" : $"task {key} failed: {Printable.Of(end.Why ?? "")}"
            );
            await store.PutEndAsync(key, end).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Exchange(ref _lastWork, TimeProvider.System.GetTimestamp());
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task<TaskSpec> SpecAsync(string key)
    {
        try
        {
            return await store.SpecAsync(key).ConfigureAwait(false);
        }
        catch (TaskRefusedException e)
        {
            log($"refused: {Printable.Of(e.Message)}");
            throw;
        }
    }

    private sealed class Activator(FarmTask task) : JobActivator
    {
        public override object ActivateJob(Type jobType) =>
            jobType == typeof(FarmTask) ? task : throw new TaskRefusedException($"'{jobType}' is no task of a farm.");
    }
}
