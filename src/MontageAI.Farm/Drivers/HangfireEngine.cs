using System.Collections.Concurrent;
using System.Globalization;
using Hangfire;
using Hangfire.Redis.StackExchange;
using Hangfire.Storage;
using MontageAI.Engine.Tasks;
using MontageAI.Farm.Members;
using MontageAI.Farm.Queue;
using MontageAI.Tasks;
using StackExchange.Redis;

namespace MontageAI.Farm.Drivers;

/// <summary>
/// Has tasks carried out by the nodes of a farm. What counts is what is still missing, never the queue: a task whose job is nowhere any
/// more is sent again, so losing the whole queue costs nothing but time. Safe for threads; the owner disposes it when nothing is submitted
/// any more.
/// </summary>
internal sealed class HangfireEngine : ITaskEngine, IAsyncDisposable
{
    private const int TasksPerSlot = 4;
    private const int LooksBeforeLost = 6;
    private const string OwnMachine = "own-";
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);

    private readonly FarmStore _store;
    private readonly Attempts _attempts;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly bool _isInteractive;
    private readonly Ability _ability;
    private readonly Routing _routing;
    private readonly Copies _copies;
    private readonly OwnPlace? _own;
    private readonly ConcurrentDictionary<SentTask, bool> _sent = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0);
    private Task _watching = Task.CompletedTask;
    private volatile int _slots;
    private volatile bool _isCancelled;
    private long _last;
    private int _made;

    private HangfireEngine(FarmStore store, RedisStorage jobs, string name, bool isInteractive, OwnPlace? own, TimeProvider time)
    {
        (_store, _name, _isInteractive, _own, _time) = (store, name, isInteractive, own, time);
        _attempts = new Attempts(store, jobs, name, time);
        _ability = new Ability(time);
        _routing = new Routing(own, time);
        _copies = new Copies(store, _attempts, _ability, name, SharedQueueOf, time);
    }

    /// <inheritdoc/>
    public int Ahead => Math.Max(1, _slots * TasksPerSlot);

    /// <summary>Begins.</summary>
    /// <param name="store">The farm; its owner is another.</param>
    /// <param name="name">Name of the job on it.</param>
    /// <param name="isInteractive">Whether its tasks go before those that nobody waits for.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    /// <param name="own">The job's own machine; null where it is to make only what others leave.</param>
    public static async Task<HangfireEngine> StartAsync(
        FarmStore store,
        string name,
        bool isInteractive,
        Action<string> log,
        OwnPlace? own = null
    )
    {
        HangfireEngine engine = new(store, FarmJobs.Open(store.Redis, log), name, isInteractive, own, TimeProvider.System);
        await engine._routing.SeeAsync(store).ConfigureAwait(false);
        engine._slots = engine._routing.Slots;
        if (own is not null)
        {
            engine._routing.Own.Begin(await store.Speeds.ReadAsync(OwnMachine + own.Machine).ConfigureAwait(false));
        }

        await store.Jobs.BeatAsync(engine.Facts()).ConfigureAwait(false);
        await store.Tasks.ListenAsync(() => engine._wake.Release()).ConfigureAwait(false);
        engine._watching = engine.WatchAsync();
        return engine;
    }

    /// <inheritdoc/>
    public async Task<TaskEnd> SubmitAsync(TaskSpec task, IProgress<TaskEvent>? events, CancellationToken cancellationToken)
    {
        if (_isCancelled)
        {
            return Cancelled();
        }

        SentTask sent = new(task, Interlocked.Increment(ref _last), events);
        await TryAsync(() => OfferAsync([sent], cancellationToken)).ConfigureAwait(false);
        bool isNext = _sent.Keys.All(s => s.First is not null);
        _sent[sent] = true;
        TaskEnd? end = null;
        try
        {
            if (isNext)
            {
                // The next look at what is missing sends it where it cannot be sent now.
                await TryAsync(() => RouteAsync(sent)).ConfigureAwait(false);
            }

            end = await sent.Source.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _made, end.IsThere ? 1 : 0);
            end = end with { Route = sent.Route };
            return sent.Copy is { } copy ? end with { Copy = _copies.Of(sent, copy, end) } : end;
        }
        finally
        {
            _sent.TryRemove(sent, out _);
            await TryAsync(() => _attempts.ForgetAsync(sent, isOver: end?.IsThere == true && sent.Copy is null)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void MadeHere(string key, double? seconds)
    {
        _routing.MadeHere(key, seconds);
        _wake.Release();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_own is not null)
        {
            await TryAsync(() => _store.Speeds.KeepAsync(OwnMachine + _own.Machine, _routing.Own.Facts)).ConfigureAwait(false);
        }

        await TryAsync(() => _store.Jobs.LeaveAsync(_name)).ConfigureAwait(false);
        _stop.Dispose();
        _turn.Dispose();
        _wake.Dispose();
    }

    // An outage of the store ends by itself; until then nothing is known.
    private static async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or BackgroundJobClientException or HttpRequestException)
        {
            return false;
        }
    }

    private TaskEnd Cancelled() =>
        new(
            TaskState.Cancelled,
            "",
            $"The job was cancelled by 'montage-ai farm cancel {_name}'. What was made is kept; 'montage-ai farm resume {_name}' goes on."
        );

    private JobFacts Facts()
    {
        SentTask[] sent = [.. _sent.Keys];
        return new JobFacts(
            _name,
            _isInteractive,
            sent.Length,
            sent.Count(s => s.First?.Node is not null),
            Volatile.Read(ref _made),
            sent.Count(s => s.Copy is not null)
        );
    }

    // Machines that share no folder take the clips of the tasks from the host.
    private async Task OfferAsync(IReadOnlyList<SentTask> tasks, CancellationToken cancellationToken)
    {
        if (_store.Membership is { } membership && tasks.Count > 0)
        {
            OfferedSource[] sources =
            [
                .. tasks
                    .SelectMany(t =>
                        t.Spec.Body.Sources.Select(s => new OfferedSource(
                            s.Fingerprint,
                            t.Spec.Inputs.First(i => i.Fingerprint == s.Fingerprint).Size,
                            s.Path
                        ))
                    )
                    .DistinctBy(s => s.Fingerprint),
            ];
            await membership.OfferAsync(sources, cancellationToken).ConfigureAwait(false);
        }
    }

    private string SharedQueueOf(SentTask sent) => FarmJobs.QueueOf(_isInteractive, sent.Spec.Needs);

    // Sends a task that is nowhere to where it is cheapest; or leaves it for the next look, since what is best has its hands full.
    private async Task RouteAsync(SentTask sent)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (sent.First is not null || sent.Source.Task.IsCompleted)
            {
                return;
            }

            RouteChoice choice = _routing.Choose(sent, [.. _sent.Keys]);
            if (choice.Kind == RouteKind.Later)
            {
                return;
            }

            sent.Route = choice.Route;
            if (choice.Route.Place == TaskRoute.Own)
            {
                _routing.KeepHere(sent);
                sent.Source.TrySetResult(new TaskEnd(TaskState.Kept, "", null));
                return;
            }

            string? node = choice.Kind == RouteKind.Place ? choice.Route.Place : null;
            string queue =
                node is null ? SharedQueueOf(sent)
                : _isInteractive ? FarmJobs.QueueOfNode(node)
                : FarmJobs.LaterQueueOfNode(node);
            await _store.Tasks.PutSpecAsync(sent.Spec).ConfigureAwait(false);
            sent.WasSent = true;
            sent.First = await _attempts.AddAsync(sent.Spec.Key, queue, SharedQueueOf(sent)).ConfigureAwait(false);
            sent.First.Place = node;
        }
        finally
        {
            _turn.Release();
        }

        string why = sent.Again is { } again ? $"sent again: {again}" : $"sent by {_name}";
        await _store.Tasks.NoteAsync(sent.Spec.Key, _name, $"{why}; {RouteText.Of(sent.Route)}").ConfigureAwait(false);
        if (sent.Again is not null)
        {
            sent.Again = null;
            sent.Events?.Report(new TaskEvent(sent.Spec.Key, why));
        }
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _wake.WaitAsync(s_tick, _stop.Token).ConfigureAwait(false);
            while (await _wake.WaitAsync(0, CancellationToken.None).ConfigureAwait(false))
            {
                // One look serves all that called.
            }

            bool isThere = await TryAsync(async () =>
                {
                    await SeeAsync().ConfigureAwait(false);
                    _isCancelled |= await _store.Jobs.BeatAsync(Facts()).ConfigureAwait(false);
                    await OfferAsync([.. _sent.Keys], _stop.Token).ConfigureAwait(false);
                    foreach (SentTask sent in _sent.Keys)
                    {
                        await LookAsync(sent).ConfigureAwait(false);
                    }

                    await MoveAsync().ConfigureAwait(false);
                    foreach (SentTask sent in _sent.Keys.Where(s => s.First is null).OrderBy(s => s.Number))
                    {
                        await RouteAsync(sent).ConfigureAwait(false);
                        await ForgetEndedAsync(sent).ConfigureAwait(false);
                    }

                    await _copies.LookAsync([.. _sent.Keys], _routing.Nodes).ConfigureAwait(false);
                })
                .ConfigureAwait(false);
            if (!isThere)
            {
                _ability.Miss();
            }

            foreach (SentTask sent in _sent.Keys)
            {
                if (_isCancelled)
                {
                    sent.Source.TrySetResult(Cancelled());
                }
                else if (_ability.LackOf(sent.Spec.Needs, isThere) is { } lack)
                {
                    sent.Source.TrySetResult(new TaskEnd(TaskState.Unfinished, "", lack));
                }
            }
        }
    }

    private async Task SeeAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await _routing.SeeAsync(_store).ConfigureAwait(false);
            _ability.See(_routing.Nodes, _sent.Keys.SelectMany(s => s.Spec.Needs));
            _slots = _routing.Slots;
        }
        finally
        {
            _turn.Release();
        }
    }

    // Takes back what waits for a node that is gone or has become slow; one at a time, since each changes what is best for the others.
    private async Task MoveAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            SentTask[] all = [.. _sent.Keys];
            foreach (SentTask sent in all.Where(s => !s.Source.Task.IsCompleted).OrderBy(s => s.Number))
            {
                if (_routing.WhyMove(sent, all) is { } why && await _attempts.TakeBackAsync(sent.First!).ConfigureAwait(false))
                {
                    (sent.First, sent.Again) = (null, why);
                    return;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task LookAsync(SentTask sent)
    {
        if (!sent.WasSent)
        {
            return;
        }

        if (await _store.Tasks.EndAsync(sent.Spec.Key).ConfigureAwait(false) is { } end)
        {
            sent.Source.TrySetResult(end);
            return;
        }

        if (sent.Copy is { } copy && (await _attempts.StateOfAsync(copy).ConfigureAwait(false))?.Name is (null or "Failed" or "Deleted"))
        {
            sent.Copy = null;
        }

        StateData? state = sent.First is { } first ? await _attempts.StateOfAsync(first).ConfigureAwait(false) : null;
        switch (state?.Name)
        {
            case null when sent.First is null:
                break;
            case null:
                (sent.First, sent.Again) = (null, "nothing was known of it any more");
                break;
            case "Failed" when sent.Copy is { } second:
                (sent.First, sent.Copy) = (second, null);
                break;
            case "Failed":
                string why =
                    (state.Data.TryGetValue("ExceptionMessage", out string? message) ? message : null) ?? state.Reason ?? "it failed";
                sent.Source.TrySetResult(new TaskEnd(TaskState.Unfinished, "", why));
                break;
            case "Deleted" when !_isCancelled:
                // By the host, which took this job for dead.
                (sent.First, sent.Again) = (null, "it was taken out of the queue");
                break;
            case "Succeeded":
                // How it ended was said before that it ended well, and may be lost since.
                sent.Source.TrySetResult(
                    await _store.Tasks.EndAsync(sent.Spec.Key).ConfigureAwait(false)
                        ?? new TaskEnd(TaskState.Made, "a machine that is not known", null)
                );
                break;
            case "Enqueued":
                // Fetched by a node that died before it could say so; one that lives says so within a moment.
                Attempt waiting = sent.First!;
                bool waits = await _attempts.WaitsAsync(waiting, SharedQueueOf(sent)).ConfigureAwait(false);
                waiting.Missed = waits ? 0 : waiting.Missed + 1;
                if (waiting.Missed >= LooksBeforeLost)
                {
                    (sent.First, sent.Again) = (null, "the node that took it is gone");
                }

                break;
        }
    }

    private async Task ForgetEndedAsync(SentTask sent)
    {
        if (!_sent.ContainsKey(sent))
        {
            // Cancelled at this very moment.
            await _attempts.ForgetAsync(sent, isOver: false).ConfigureAwait(false);
        }
    }
}
