using System.Collections.Concurrent;
using System.Text.Json;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Stores;
using MontageAI.Tasks;

namespace MontageAI.Engine.Tasks;

/// <summary>
/// A task engine in another process, spoken to line by line: what reaches a farm costs a program that uses none nothing. When the other
/// process ends, what it had is unfinished and nothing more is taken. The owner disposes it, which cancels what still runs.
/// </summary>
public sealed class PipedEngine : ITaskEngine, ISharedResults, IAsyncDisposable
{
    // Whether it fits is said by whoever keeps it, when it is packed; more is not worth the way.
    private const int MostResultBytes = 8 << 20;

    private readonly TextReader _from;
    private readonly TextWriter _to;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<long, Waiter> _waiting = [];
    private readonly ConcurrentDictionary<long, TaskCompletionSource<byte[]?>> _asked = [];
    private readonly Task _listening;
    private volatile string? _outage;
    private volatile int _ahead;
    private volatile bool _ended;
    private long _last;

    private PipedEngine(TextReader from, TextWriter to, string store, int ahead)
    {
        (_from, _to, Store, _ahead) = (from, to, store, ahead);
        _listening = ListenAsync();
    }

    /// <summary>Folder of the store that the tasks' results are put into.</summary>
    public string Store { get; }

    /// <inheritdoc/>
    public int Ahead => _ahead;

    /// <inheritdoc/>
    public string? Outage => _outage;

    /// <summary>Begins the conversation.</summary>
    /// <param name="from">What the other process writes.</param>
    /// <param name="to">What it reads; closing it ends it.</param>
    /// <param name="opening">Which farm, and what kind of job.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <exception cref="MontageException">The farm cannot be used.</exception>
    public static async Task<PipedEngine> StartAsync(
        TextReader from,
        TextWriter to,
        JobOpening opening,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        try
        {
            await to.WriteLineAsync(Text(new PipeMessage { Open = opening })).ConfigureAwait(false);
            await to.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has ended already; what it said is to be read.
        }

        string? line = await from.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        PipeMessage? first = line is null ? null : JsonSerializer.Deserialize(line, PipeJson.Default.PipeMessage);
        return first is { Store: { } store }
            ? new PipedEngine(from, to, store, first.Ahead ?? 1)
            : throw new MontageException(
                ErrorCode.FarmFailed,
                first?.Refused ?? "The program that reaches the farm ended at once. Install Montage AI again."
            );
    }

    /// <inheritdoc/>
    public async Task<TaskEnd> SubmitAsync(TaskSpec task, IProgress<TaskEvent>? events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        long id = Interlocked.Increment(ref _last);
        Waiter waiter = new(task.Key, events);
        _waiting[id] = waiter;
        if (!await TrySendAsync(new PipeMessage { Id = id, Submit = TaskSpecJson.Write(task) }).ConfigureAwait(false) || _ended)
        {
            _waiting.TryRemove(id, out _);
            return Ended();
        }

        await using CancellationTokenRegistration cancelling = cancellationToken.Register(() =>
            _ = TrySendAsync(new PipeMessage { Id = id, Cancel = true })
        );
        // Who cancels goes on only when nothing of the task runs any more, and is told so by its end.
        TaskEnd end = await waiter.Source.Task.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return end;
    }

    /// <inheritdoc/>
    public void MadeHere(string key, double? seconds) => _ = TrySendAsync(new PipeMessage { MadeHere = key, Seconds = seconds });

    /// <inheritdoc/>
    public async ValueTask<byte[]?> TryGetAsync(ContentKey key, CancellationToken cancellationToken)
    {
        long id = Interlocked.Increment(ref _last);
        TaskCompletionSource<byte[]?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answer;
        try
        {
            return await TrySendAsync(new PipeMessage { Id = id, Look = key.ToString() }).ConfigureAwait(false) && !_ended
                ? await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false)
                : null;
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync(ContentKey key, ReadOnlyMemory<byte> result, CancellationToken cancellationToken)
    {
        if (result.Length <= MostResultBytes)
        {
            await TrySendAsync(new PipeMessage { Keep = key.ToString(), Result = result.ToArray() }).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ended = true;
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await _to.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has ended already.
        }
        finally
        {
            _writing.Release();
        }

        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TaskEnd Ended() => new(TaskState.Unfinished, "", "the program that reaches the farm has ended.");

    private static string Text(PipeMessage message) => JsonSerializer.Serialize(message, PipeJson.Default.PipeMessage);

    private async Task<bool> TrySendAsync(PipeMessage message)
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await _to.WriteLineAsync(Text(message)).ConfigureAwait(false);
            await _to.FlushAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            while (await _from.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                Take(JsonSerializer.Deserialize(line, PipeJson.Default.PipeMessage)!);
            }
        }
        catch (Exception e) when (e is IOException or JsonException or ObjectDisposedException)
        {
            // The same as its end.
        }

        _ended = true;
        foreach (TaskCompletionSource<byte[]?> answer in _asked.Values)
        {
            answer.TrySetResult(null);
        }

        foreach (long id in _waiting.Keys)
        {
            Take(new PipeMessage { Id = id, End = Ended() });
        }
    }

    private void Take(PipeMessage message)
    {
        _ahead = message.Ahead ?? _ahead;
        _outage = message.Outage ?? _outage;
        if (message.Looked == true && _asked.TryGetValue(message.Id, out TaskCompletionSource<byte[]?>? answer))
        {
            answer.TrySetResult(message.Result);
            return;
        }

        if (message.End is { } end && _waiting.TryRemove(message.Id, out Waiter? done))
        {
            done.Source.TrySetResult(end);
        }
        else if (message.Happened is { } what && _waiting.TryGetValue(message.Id, out Waiter? waiter))
        {
            waiter.Events?.Report(new TaskEvent(waiter.Key, what));
        }
    }

    private sealed record Waiter(string Key, IProgress<TaskEvent>? Events)
    {
        public TaskCompletionSource<TaskEnd> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
