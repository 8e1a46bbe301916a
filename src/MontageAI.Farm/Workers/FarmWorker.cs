using System.Collections.Concurrent;
using System.Globalization;
using Hangfire;
using Hangfire.Redis.StackExchange;
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
/// <param name="can">What this machine proved that it can.</param>
/// <param name="place">Where clips and results lie.</param>
/// <param name="log">Gets a line for each thing that a reader should know.</param>
internal sealed class FarmWorker(FarmStore store, string node, int slots, IReadOnlyList<string> can, WorkPlace place, Action<string> log)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(10);

    private const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    // How much the last task counts in the moving average.
    private const double Freshness = 0.3;

    private readonly ConcurrentDictionary<Guid, string> _tasks = [];
    private readonly SpeedBook _measured = new();
    private SpeedFacts _kept = SpeedFacts.None;
    private WorkFiles? _files;
    private int _held;
    private int _running;
    private double _speed;
    private volatile string? _leaving;
    private long _lastWork = TimeProvider.System.GetTimestamp();

    /// <summary>Works until it is stopped, drained or idle for too long.</summary>
    /// <param name="settings">Of its engine.</param>
    /// <param name="idleExit">How long without work is too long; null forever.</param>
    /// <param name="cancellationToken">Stops it: what it runs goes back into the queue.</param>
    /// <exception cref="MontageException">This machine cannot work for the farm.</exception>
    public async Task RunAsync(EngineSettings settings, TimeSpan? idleExit, CancellationToken cancellationToken)
    {
        await using MontageEngine engine = new(settings);
        LocalEngine local = new(engine, node, slots) { DeliverAsync = place.IsShared ? null : store.Membership!.PutAsync };
        Clips? clips = store.Membership is { } membership
            ? new Clips(new ClipShelf(place.Clips, place.MostClipBytes), place.Clips + "-open", membership)
            {
                OnFetched = _measured.Fetched,
            }
            : null;
        await using WorkFiles files = new(engine, place.Map, clips, place.IsApart, log);
        _files = files;
        _kept = await store.Speeds.ReadAsync(place.Id).ConfigureAwait(false);
        _measured.Begin(_kept);
        await store.Nodes.BeatAsync(Facts()).ConfigureAwait(false);
        BackgroundJobServerOptions options = new()
        {
            ServerName = node,
            WorkerCount = slots,
            Queues = FarmJobs.QueuesOf(node, can),
            HeartbeatInterval = FarmJobs.Heartbeat,
            SchedulePollingInterval = s_tick,
            CancellationCheckInterval = FarmJobs.CancellationCheck,
            StopTimeout = TimeSpan.Zero,
            ShutdownTimeout = s_shutdown,
            Activator = new Activator(new FarmTask((key, ct) => RunTaskAsync(local, files, key, ct))),
        };
        RedisStorage jobs = FarmJobs.Open(store.Redis, log);
        using (BackgroundJobServer server = new(options, jobs))
        {
            log($"{node} works for the farm, tasks at once: {slots}");
            await WaitAsync(idleExit, cancellationToken).ConfigureAwait(false);
            server.SendStop();
            await server.WaitForShutdownAsync(CancellationToken.None).ConfigureAwait(false);
        }

        try
        {
            await store.GiveBackAsync(jobs, node).ConfigureAwait(false);
            await store.Nodes.LeaveAsync(node).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Then it is missed.
        }

        log($"{node} has left");
    }

    private NodeFacts Facts() =>
        new(node, slots, Volatile.Read(ref _running))
        {
            Can = can,
            Speed = Math.Round(Volatile.Read(ref _speed), 3),
            Tasks = [.. _tasks.Values.Distinct().Order(StringComparer.Ordinal)],
            Machine = Environment.MachineName,
            Measured = _measured.Facts,
            Held = _held,
        };

    private async Task WaitAsync(TimeSpan? idleExit, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(s_tick, cancellationToken).ConfigureAwait(false);
                if (_leaving is { } why)
                {
                    log($"{node} leaves, since {why}");
                    return;
                }

                try
                {
                    await SayHeldAsync().ConfigureAwait(false);
                    if (await store.Nodes.BeatAsync(Facts()).ConfigureAwait(false))
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

    private async Task SayHeldAsync()
    {
        int changes = _files!.Changes;
        if (changes != _held)
        {
            await store.Nodes.HoldAsync(node, _files.Held()).ConfigureAwait(false);
            _held = changes;
        }
    }

    private async Task RunTaskAsync(LocalEngine local, WorkFiles files, string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        Guid attempt = Guid.NewGuid();
        try
        {
            TaskSpec spec = await SpecAsync(key).ConfigureAwait(false);
            _tasks[attempt] = key;
            log($"task {key} started");
            await NoteAsync(key, "started").ConfigureAwait(false);
            long began = TimeProvider.System.GetTimestamp();
            (TaskEnd end, double worked) = await EndAsync(local, files, spec, cancellationToken).ConfigureAwait(false);
            double seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            // Of several shots it is several lines; a line of a log or a report is one.
            end = end with
            {
                Why = end.Why is { } why ? string.Join(' ', why.Split('\n', Trimmed)) : null,
            };
            if (end.State == TaskState.Unfinished)
            {
                log($"task {key} unfinished: {Printable.Of(end.Why ?? "")}");
                // The next task would fare no better.
                _leaving =
                    end.Why?.Contains(TaskRequest.DiskFull, StringComparison.Ordinal) == true
                        ? "its disk is full. Make room there, then join again."
                    : end.Why?.Contains(BadResults.SetAside, StringComparison.Ordinal) == true
                        ? $"the host {BadResults.SetAside}: {end.Why}"
                    : _leaving;
                await NoteAsync(key, $"unfinished after {Seconds(seconds)}: {end.Why}").ConfigureAwait(false);

                throw new TaskUnfinishedException(end.Why ?? "It could not be finished.");
            }

            log(
                end.IsThere ? $"task {key} {end.State.ToString().ToLowerInvariant()}" : $"task {key} failed: {Printable.Of(end.Why ?? "")}"
            );
            if (end.State == TaskState.Made)
            {
                if (spec.Kind == TaskSpec.RenderKind)
                {
                    Measure(spec.Cost / Math.Max(seconds, 0.001));
                }

                _measured.Worked(SpeedBook.WorkOf(spec), spec.Cost, worked);
                // Whoever hears of the end is to know it.
                await SayMeasuredAsync().ConfigureAwait(false);
            }

            string what = end.IsThere ? end.State.ToString().ToLowerInvariant() : $"failed: {end.Why}";
            await NoteAsync(key, $"{what} after {Seconds(seconds)}").ConfigureAwait(false);
            await store.Tasks.PutEndAsync(key, end).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            log($"task {key} stopped");
            await NoteAsync(key, "stopped: it was cancelled, or this machine leaves").ConfigureAwait(false);
            throw;
        }
        finally
        {
            _tasks.TryRemove(attempt, out _);
            Interlocked.Exchange(ref _lastWork, TimeProvider.System.GetTimestamp());
            Interlocked.Decrement(ref _running);
        }
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");

    private void Measure(double speed)
    {
        double known = Volatile.Read(ref _speed);
        Volatile.Write(ref _speed, known == 0 ? speed : known + (Freshness * (speed - known)));
    }

    private async Task SayMeasuredAsync()
    {
        try
        {
            await SayHeldAsync().ConfigureAwait(false);
            await store.Nodes.BeatAsync(Facts()).ConfigureAwait(false);
            await store.Speeds.KeepAsync(place.Id, _measured.Facts).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // It is said again with the next sign of life.
        }
    }

    private async Task NoteAsync(string key, string what)
    {
        try
        {
            await store.Tasks.NoteAsync(key, node, what).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Then it is not written down; the task goes on.
        }
    }

    // How it ended, and how long the work itself took.
    private async Task<(TaskEnd End, double Seconds)> EndAsync(
        LocalEngine local,
        WorkFiles files,
        TaskSpec spec,
        CancellationToken cancellationToken
    )
    {
        try
        {
            WorkTask here = await files.TakeAsync(spec, cancellationToken).ConfigureAwait(false);
            try
            {
                long began = TimeProvider.System.GetTimestamp();
                TaskEnd end = await local.SubmitAsync(here.Spec, here.Served, null, cancellationToken).ConfigureAwait(false);
                return (here.Told(end), TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            }
            finally
            {
                files.GiveBack(here);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return (new TaskEnd(TaskState.Unfinished, node, $"{node}: {e.Message.TrimEnd('.')}."), 0);
        }
    }

    private async Task<TaskSpec> SpecAsync(string key)
    {
        try
        {
            return await store.Tasks.SpecAsync(key).ConfigureAwait(false);
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
