using Hangfire;
using MontageAI.Engine;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Farm.Files;
using MontageAI.Farm.Queue;
using MontageAI.Tasks;
using StackExchange.Redis;

namespace MontageAI.Farm.Workers;

/// <summary>A machine that works for a farm.</summary>
/// <param name="store">The farm.</param>
/// <param name="node">Name of the machine in it.</param>
/// <param name="slots">Tasks at once.</param>
/// <param name="place">Where clips and results lie.</param>
/// <param name="log">Gets a line for each thing that a reader should know.</param>
internal sealed class FarmWorker(FarmStore store, string node, int slots, WorkPlace place, Action<string> log)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(10);

    private const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private int _running;
    private volatile bool _full;
    private long _lastWork = TimeProvider.System.GetTimestamp();

    /// <summary>Works until it is stopped, drained or idle for too long.</summary>
    /// <param name="settings">Of its engine.</param>
    /// <param name="idleExit">How long without work is too long; null forever.</param>
    /// <param name="cancellationToken">Stops it: what it runs goes back into the queue.</param>
    /// <exception cref="MontageException">This machine cannot work for the farm.</exception>
    public async Task RunAsync(EngineSettings settings, TimeSpan? idleExit, CancellationToken cancellationToken)
    {
        await using MontageEngine engine = new(settings);
        using ClipCache? clips = store.Membership is { } membership ? new ClipCache(place.Clips, place.MostClipBytes, membership) : null;
        LocalEngine local = new(engine, node, slots) { DeliverAsync = place.IsShared ? null : store.Membership!.PutAsync };
        WorkFiles files = new(engine, place.Map, clips, place.IsApart, log);
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
            Activator = new Activator(new FarmTask((key, ct) => RunTaskAsync(local, files, key, ct))),
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
                    // It comes back, and what runs goes on meanwhile; unless it was this machine that it refuses.
                    if (store.Membership is { } membership && !await membership.IsKnownAsync().ConfigureAwait(false))
                    {
                        log($"{node} was removed from the farm by its host");
                        return;
                    }
                }

                if (_full)
                {
                    log($"{node} leaves, since its disk is full. Make room there, then join again.");
                    return;
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

    private async Task RunTaskAsync(LocalEngine local, WorkFiles files, string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        try
        {
            TaskSpec spec = await SpecAsync(key).ConfigureAwait(false);
            log($"task {key} started");
            TaskEnd end = await EndAsync(local, files, spec, cancellationToken).ConfigureAwait(false);
            // Of several shots it is several lines; a line of a log or a report is one.
            end = end with
            {
                Why = end.Why is { } why ? string.Join(' ', why.Split('\n', Trimmed)) : null,
            };
            if (end.State == TaskState.Unfinished)
            {
                log($"task {key} unfinished: {Printable.Of(end.Why ?? "")}");
                if (end.Why?.Contains(TaskRequest.DiskFull, StringComparison.Ordinal) == true)
                {
                    // The next task would fare no better.
                    _full = true;
                }

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

    private async Task<TaskEnd> EndAsync(LocalEngine local, WorkFiles files, TaskSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            await using WorkFiles.Taken here = await files.TakeAsync(spec, cancellationToken).ConfigureAwait(false);
            return await local.SubmitAsync(here.Spec, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return new TaskEnd(TaskState.Unfinished, node, $"{node}: {e.Message.TrimEnd('.')}.");
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
