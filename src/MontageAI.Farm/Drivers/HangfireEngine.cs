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
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);

    private readonly FarmStore _store;
    private readonly RedisStorage _jobs;
    private readonly BackgroundJobClient _client;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly bool _isInteractive;
    private readonly Ability _ability;
    private readonly ConcurrentDictionary<SentTask, bool> _sent = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0);
    private Task _watching = Task.CompletedTask;
    private volatile int _slots;
    private volatile bool _isCancelled;
    private int _made;

    private HangfireEngine(FarmStore store, RedisStorage jobs, string name, bool isInteractive, TimeProvider time)
    {
        (_store, _jobs, _name, _isInteractive, _time) = (store, jobs, name, isInteractive, time);
        _client = new BackgroundJobClient(jobs);
        _ability = new Ability(time);
    }

    /// <inheritdoc/>
    public int Ahead => Math.Max(1, _slots * TasksPerSlot);

    /// <summary>Begins.</summary>
    /// <param name="store">The farm; its owner is another.</param>
    /// <param name="name">Name of the job on it.</param>
    /// <param name="isInteractive">Whether its tasks go before those that nobody waits for.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    public static async Task<HangfireEngine> StartAsync(FarmStore store, string name, bool isInteractive, Action<string> log)
    {
        HangfireEngine engine = new(store, FarmJobs.Open(store.Redis, log), name, isInteractive, TimeProvider.System);
        engine._slots = (await store.Nodes.AllAsync().ConfigureAwait(false)).Sum(n => n.Slots);
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

        SentTask sent = new(task, events);
        await TryAsync(() => OfferAsync([sent], cancellationToken)).ConfigureAwait(false);
        // The next look at what is missing sends it where it cannot be sent now.
        await TryAsync(() => SendAsync(sent, $"sent by {_name}")).ConfigureAwait(false);
        _sent[sent] = true;
        TaskEnd? end = null;
        try
        {
            end = await sent.Source.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _made, end.IsThere ? 1 : 0);
            return sent.Copy is { } copy ? end with { Copy = CopyOf(sent, copy, end) } : end;
        }
        finally
        {
            _sent.TryRemove(sent, out _);
            await TryAsync(() => ForgetAsync(sent, isOver: end?.IsThere == true && sent.Copy is null)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await TryAsync(() => _store.Jobs.LeaveAsync(_name)).ConfigureAwait(false);
        _stop.Dispose();
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
                        t.Spec.Body.Plan.Sources.Select(s => new OfferedSource(
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

    private async Task SendAsync(SentTask sent, string why)
    {
        await _store.Tasks.PutSpecAsync(sent.Spec).ConfigureAwait(false);
        sent.First = await AddAsync(sent.Spec.Key, FarmJobs.QueueOf(_isInteractive, sent.Spec.Needs)).ConfigureAwait(false);
        await _store.Tasks.NoteAsync(sent.Spec.Key, _name, why).ConfigureAwait(false);
    }

    private async Task<Attempt> AddAsync(string key, string queue)
    {
        // Written down before any node can take it: were this program to die in between, nobody would know whose it is.
        string job = await Task.Run(() => FarmJobs.Make(_jobs, key, queue)).ConfigureAwait(false);
        await _store.Jobs.AddAsync(_name, key, job).ConfigureAwait(false);
        await Task.Run(() => FarmJobs.Offer(_jobs, job, queue)).ConfigureAwait(false);
        return new Attempt(job, queue);
    }

    private async Task ForgetAsync(SentTask sent, bool isOver)
    {
        foreach (Attempt attempt in new[] { sent.First, sent.Copy }.OfType<Attempt>())
        {
            if (!isOver)
            {
                await Task.Run(() => _client.Delete(attempt.Job), CancellationToken.None).ConfigureAwait(false);
                await _store.TakeOutAsync(attempt.Job).ConfigureAwait(false);
            }

            await _store.Jobs.RemoveAsync(_name, attempt.Job).ConfigureAwait(false);
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
                    IReadOnlyList<NodeFacts> nodes = await _store.Nodes.AllAsync().ConfigureAwait(false);
                    _ability.See(nodes, _sent.Keys.SelectMany(s => s.Spec.Needs));
                    _slots = nodes.Sum(n => n.Slots);
                    _isCancelled |= await _store.Jobs.BeatAsync(Facts()).ConfigureAwait(false);
                    await OfferAsync([.. _sent.Keys], _stop.Token).ConfigureAwait(false);
                    foreach (SentTask sent in _sent.Keys)
                    {
                        await LookAsync(sent).ConfigureAwait(false);
                    }

                    await SpeculateAsync(nodes).ConfigureAwait(false);
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

    private async Task LookAsync(SentTask sent)
    {
        if (await _store.Tasks.EndAsync(sent.Spec.Key).ConfigureAwait(false) is { } end)
        {
            sent.Source.TrySetResult(end);
            return;
        }

        if (sent.Copy is { } copy && (await StateOfAsync(copy).ConfigureAwait(false))?.Name is (null or "Failed" or "Deleted"))
        {
            sent.Copy = null;
        }

        StateData? state = sent.First is { } first ? await StateOfAsync(first).ConfigureAwait(false) : null;
        switch (state?.Name)
        {
            case null:
                await AgainAsync(sent, "nothing was known of it any more").ConfigureAwait(false);
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
                await AgainAsync(sent, "it was taken out of the queue").ConfigureAwait(false);
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
                bool waits = await _store.IsWaitingAsync(waiting.Queue, waiting.Job).ConfigureAwait(false);
                waiting.Missed = waits ? 0 : waiting.Missed + 1;
                if (waiting.Missed >= LooksBeforeLost)
                {
                    await AgainAsync(sent, "the node that took it is gone").ConfigureAwait(false);
                }

                break;
        }
    }

    private async Task AgainAsync(SentTask sent, string why)
    {
        await SendAsync(sent, $"sent again: {why}").ConfigureAwait(false);
        if (!_sent.ContainsKey(sent))
        {
            // Cancelled at this very moment.
            await ForgetAsync(sent, isOver: false).ConfigureAwait(false);
        }

        sent.Events?.Report(new TaskEvent(sent.Spec.Key, $"sent again: {why}"));
    }

    private async Task SpeculateAsync(IReadOnlyList<NodeFacts> nodes)
    {
        HashSet<string> alive = [.. nodes.Select(n => n.Name)];
        foreach (SentTask sent in _sent.Keys)
        {
            if (sent.Copy is { Node: null } lost && !alive.Any(n => FarmJobs.QueueOfNode(n) == lost.Queue))
            {
                sent.Copy = null;
                await Task.Run(() => _client.Delete(lost.Job)).ConfigureAwait(false);
            }
        }

        RunningTask[] running =
        [
            .. _sent
                .Keys.Where(s => s.First is { Node: not null } && !s.Source.Task.IsCompleted)
                .Select(s => new RunningTask(
                    s.Spec.Key,
                    s.First!.Node!,
                    s.Spec.Cost,
                    _time.GetElapsedTime(s.First.Since).TotalSeconds,
                    s.HadCopy
                )),
        ];
        if (running.Length == 0 || running.Length < _sent.Count)
        {
            return;
        }

        // What waits for a machine that nobody is keeps nobody busy.
        HashSet<string> read = [.. nodes.SelectMany(n => FarmJobs.QueuesOf(n.Name, n.Can))];
        IReadOnlyList<QueueFacts> queues = await _store.QueuesAsync().ConfigureAwait(false);
        long waiting = queues.Where(q => read.Contains(q.Name)).Sum(q => q.Waiting);
        int copies = (await _store.Jobs.AllAsync().ConfigureAwait(false)).Sum(j => j.Facts?.Copies ?? 0);
        if (
            Speculation.Choose(running, nodes, waiting, copies) is { } choice
            && _sent.Keys.FirstOrDefault(s => s.Spec.Key == choice.Key) is { } slow
        )
        {
            slow.HadCopy = true;
            slow.Copy = await AddAsync(choice.Key, FarmJobs.QueueOfNode(choice.Node)).ConfigureAwait(false);
            string why = string.Create(
                CultureInfo.InvariantCulture,
                $"a second copy was sent to {choice.Node}: {slow.First?.Node} takes more than twice {choice.PredictedSeconds:0.0} s"
            );
            await _store.Tasks.NoteAsync(choice.Key, _name, why).ConfigureAwait(false);
            slow.Events?.Report(new TaskEvent(choice.Key, why));
            if (slow.Source.Task.IsCompleted)
            {
                // Ended at this very moment.
                await ForgetAsync(slow, isOver: false).ConfigureAwait(false);
            }
        }
    }

    // What the copy came to: the work of whoever was not first, and what it was good for.
    private TaskCopy CopyOf(SentTask sent, Attempt copy, TaskEnd end)
    {
        bool won = FarmJobs.QueueOfNode(end.Node) == copy.Queue;
        Attempt? loser = won ? sent.First : copy;
        double cost = loser?.Node is null ? 0 : _time.GetElapsedTime(loser.Since).TotalSeconds;
        double? speed = won && loser?.Node is { } node ? _ability.SpeedOf(node) : null;
        double? saved =
            !won ? 0
            : speed is > 0 ? Math.Max(0, (sent.Spec.Cost / speed.Value) - cost)
            : null;
        return new TaskCopy(loser?.Node ?? copy.Queue, cost, saved);
    }

    private async Task<StateData?> StateOfAsync(Attempt attempt)
    {
        StateData? state = await Task.Run(() =>
            {
                using IStorageConnection connection = _jobs.GetConnection();
                return connection.GetStateData(attempt.Job);
            })
            .ConfigureAwait(false);
        // NODE:PROCESS:NUMBER
        bool runs = state is { Name: "Processing" } && state.Data.TryGetValue("ServerId", out _);
        attempt.RunsOn(runs ? state!.Data["ServerId"].Split(':')[0] : null, _time.GetTimestamp());
        return state;
    }
}
