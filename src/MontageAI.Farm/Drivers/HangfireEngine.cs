using System.Collections.Concurrent;
using Hangfire;
using Hangfire.Common;
using Hangfire.Redis.StackExchange;
using Hangfire.States;
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

    // Longer than a node needs to say again that it lives.
    private static readonly TimeSpan s_alone = TimeSpan.FromSeconds(8);

    private readonly FarmStore _store;
    private readonly RedisStorage _jobs;
    private readonly BackgroundJobClient _client;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Sent, bool> _sent = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Task _watching;
    private volatile int _slots;

    private HangfireEngine(FarmStore store, RedisStorage jobs, int slots, TimeProvider time)
    {
        (_store, _jobs, _slots, _time) = (store, jobs, slots, time);
        _client = new BackgroundJobClient(jobs);
        _watching = WatchAsync();
    }

    /// <inheritdoc/>
    public int Ahead => Math.Max(1, _slots * TasksPerSlot);

    /// <summary>Begins.</summary>
    /// <param name="store">The farm; its owner is another.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    public static async Task<HangfireEngine> StartAsync(FarmStore store, Action<string> log)
    {
        RedisStorage jobs = FarmJobs.Open(store.Redis, log);
        int slots = (await store.NodesAsync().ConfigureAwait(false)).Sum(n => n.Slots);
        HangfireEngine engine = new(store, jobs, slots, TimeProvider.System);
        await store.ListenAsync(() => engine._wake.Release()).ConfigureAwait(false);
        return engine;
    }

    /// <inheritdoc/>
    public async Task<TaskEnd> SubmitAsync(TaskSpec task, IProgress<TaskEvent>? events, CancellationToken cancellationToken)
    {
        Sent sent = new(task, events);
        await TryAsync(() => OfferAsync([sent], cancellationToken)).ConfigureAwait(false);
        // The next look at what is missing sends it where it cannot be sent now.
        await TryAsync(() => SendAsync(sent)).ConfigureAwait(false);
        _sent[sent] = true;
        try
        {
            return await sent.Source.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sent.TryRemove(sent, out _);
            if (!sent.Source.Task.IsCompleted && sent.Job is { } job)
            {
                await TryAsync(() => Task.Run(() => _client.Delete(job), CancellationToken.None)).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    // Machines that share no folder take the clips of the tasks from the host.
    private async Task OfferAsync(IReadOnlyList<Sent> tasks, CancellationToken cancellationToken)
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

    private async Task SendAsync(Sent sent)
    {
        await _store.PutSpecAsync(sent.Spec).ConfigureAwait(false);
        string key = sent.Spec.Key;
        sent.Job = await Task.Run(() =>
                _client.Create(Job.FromExpression<FarmTask>(t => t.Run(key, CancellationToken.None)), new EnqueuedState(FarmJobs.Queue))
            )
            .ConfigureAwait(false);
        sent.Missed = 0;
    }

    private async Task WatchAsync()
    {
        long lastNode = _time.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            await _wake.WaitAsync(s_tick, _stop.Token).ConfigureAwait(false);
            bool isThere = await TryAsync(async () =>
                {
                    int slots = (await _store.NodesAsync().ConfigureAwait(false)).Sum(n => n.Slots);
                    lastNode = slots > 0 ? _time.GetTimestamp() : lastNode;
                    _slots = slots;
                    await OfferAsync([.. _sent.Keys], _stop.Token).ConfigureAwait(false);
                    foreach (Sent sent in _sent.Keys)
                    {
                        await LookAsync(sent).ConfigureAwait(false);
                    }
                })
                .ConfigureAwait(false);
            if (_time.GetElapsedTime(lastNode) > s_alone)
            {
                foreach (Sent sent in _sent.Keys)
                {
                    sent.Source.TrySetResult(
                        new TaskEnd(
                            TaskState.Unfinished,
                            "",
                            isThere
                                ? "no machine works for the farm. Run 'montage-ai farm join' on some."
                                : "the farm's queue does not answer any more."
                        )
                    );
                }
            }
        }
    }

    private async Task LookAsync(Sent sent)
    {
        if (await _store.EndAsync(sent.Spec.Key).ConfigureAwait(false) is { } end)
        {
            sent.Source.TrySetResult(end);
            return;
        }

        StateData? state = sent.Job is { } job ? await Task.Run(() => StateOf(job)).ConfigureAwait(false) : null;
        switch (state?.Name)
        {
            case null:
                await AgainAsync(sent, "nothing was known of it any more").ConfigureAwait(false);
                break;
            case "Failed":
                string why =
                    (state.Data.TryGetValue("ExceptionMessage", out string? message) ? message : null) ?? state.Reason ?? "it failed";
                sent.Source.TrySetResult(new TaskEnd(TaskState.Unfinished, "", why));
                break;
            case "Deleted":
                sent.Source.TrySetResult(new TaskEnd(TaskState.Unfinished, "", "it was taken out of the queue."));
                break;
            case "Succeeded":
                // How it ended was said before that it ended well, and may be lost since.
                sent.Source.TrySetResult(
                    await _store.EndAsync(sent.Spec.Key).ConfigureAwait(false)
                        ?? new TaskEnd(TaskState.Made, "a machine that is not known", null)
                );
                break;
            case "Enqueued":
                // Fetched by a node that died before it could say so; one that lives says so within a moment.
                sent.Missed = await _store.IsWaitingAsync(sent.Job!).ConfigureAwait(false) ? 0 : sent.Missed + 1;
                if (sent.Missed >= LooksBeforeLost)
                {
                    await AgainAsync(sent, "the node that took it is gone").ConfigureAwait(false);
                }

                break;
        }
    }

    private async Task AgainAsync(Sent sent, string why)
    {
        await SendAsync(sent).ConfigureAwait(false);
        if (!_sent.ContainsKey(sent))
        {
            // Cancelled at this very moment.
            await Task.Run(() => _client.Delete(sent.Job!)).ConfigureAwait(false);
        }

        sent.Events?.Report(new TaskEvent(sent.Spec.Key, $"sent again: {why}"));
    }

    private StateData? StateOf(string job)
    {
        using IStorageConnection connection = _jobs.GetConnection();
        return connection.GetStateData(job);
    }

    private sealed class Sent(TaskSpec spec, IProgress<TaskEvent>? events)
    {
        public TaskSpec Spec => spec;

        public IProgress<TaskEvent>? Events => events;

        public string? Job { get; set; }

        public int Missed { get; set; }

        public TaskCompletionSource<TaskEnd> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
