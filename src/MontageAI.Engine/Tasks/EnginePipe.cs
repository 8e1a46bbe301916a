using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Stores;
using MontageAI.Tasks;

namespace MontageAI.Engine.Tasks;

/// <summary>The other side of a <see cref="PipedEngine"/>: has the tasks that come line by line carried out by an engine.</summary>
public static class EnginePipe
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    /// <summary>Serves until the other side ends; then everything that still runs is cancelled.</summary>
    /// <param name="from">What the other side writes.</param>
    /// <param name="to">What it reads.</param>
    /// <param name="openAsync">Reaches the engine of a farm, and says where its store is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task ServeAsync(
        TextReader from,
        TextWriter to,
        Func<JobOpening, CancellationToken, Task<ReachedFarm>> openAsync,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(openAsync);
        using SemaphoreSlim writing = new(1);
        // Apart from tasks, which have their numbers from the other side.
        long questions = 0;
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ConcurrentDictionary<long, CancellationTokenSource> running = [];
        ConcurrentDictionary<long, Task> tasks = [];
        ITaskEngine engine;
        ISharedResults? shared;
        try
        {
            string? first = await from.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            JobOpening? opening = first is null ? null : JsonSerializer.Deserialize(first, PipeJson.Default.PipeMessage)!.Open;
            (engine, string store, shared) = await openAsync(opening ?? new JobOpening { Link = "" }, cancellationToken)
                .ConfigureAwait(false);
            await SendAsync(new PipeMessage { Store = store, Ahead = engine.Ahead }).ConfigureAwait(false);
        }
        catch (MontageException e)
        {
            await SendAsync(new PipeMessage { Refused = e.Sentence.ToString() }).ConfigureAwait(false);
            return;
        }

        Task telling = TellAsync();
        try
        {
            while (await from.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                PipeMessage message = JsonSerializer.Deserialize(line, PipeJson.Default.PipeMessage)!;
                if (message.Submit is { } text)
                {
                    CancellationTokenSource own = running[message.Id] = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
                    tasks[message.Id] = DoAsync(message.Id, text, own);
                }
                else if ((message.Look ?? message.Keep) is { } key)
                {
                    long question = Interlocked.Decrement(ref questions);
                    tasks[question] = AnswerAsync(question, message, KeyOf(key));
                }
                else if (message.MadeHere is { } made)
                {
                    engine.MadeHere(made, message.Seconds);
                }
                else if (message.Cancel == true && running.TryGetValue(message.Id, out CancellationTokenSource? one))
                {
                    await one.CancelAsync().ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([.. tasks.Values, telling]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task DoAsync(long id, string text, CancellationTokenSource own)
        {
            TaskEnd end;
            try
            {
                TaskSpec spec = TaskSpecJson.Read(Encoding.UTF8.GetBytes(text), "task");
                end = await engine.SubmitAsync(spec, new Relay(id, SendAsync), own.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                end = new TaskEnd(TaskState.Unfinished, "", "cancelled.");
            }
            catch (MontageException e)
            {
                end = new TaskEnd(TaskState.Failed, "", e.Sentence.ToString());
            }

            running.TryRemove(id, out _);
            tasks.TryRemove(id, out _);
            await SendAsync(new PipeMessage { Id = id, End = end }).ConfigureAwait(false);
        }

        async Task AnswerAsync(long question, PipeMessage message, ContentKey key)
        {
            await Task.Yield();
            if (message is { Keep: not null, Result: { } result } && shared is not null)
            {
                await shared.PutAsync(key, result, ending.Token).ConfigureAwait(false);
            }
            else if (message.Look is not null)
            {
                byte[]? found = shared is null ? null : await shared.TryGetAsync(key, ending.Token).ConfigureAwait(false);
                await SendAsync(
                        new PipeMessage
                        {
                            Id = message.Id,
                            Looked = true,
                            Result = found,
                            Outage = shared?.Outage,
                        }
                    )
                    .ConfigureAwait(false);
            }

            tasks.TryRemove(question, out _);
        }

        async Task TellAsync()
        {
            int told = engine.Ahead;
            while (true)
            {
                await Task.Delay(s_step, ending.Token).ConfigureAwait(false);
                if (engine.Ahead != told)
                {
                    told = engine.Ahead;
                    await SendAsync(new PipeMessage { Ahead = told }).ConfigureAwait(false);
                }
            }
        }

        async Task SendAsync(PipeMessage message)
        {
            await writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                await to.WriteLineAsync(JsonSerializer.Serialize(message, PipeJson.Default.PipeMessage)).ConfigureAwait(false);
                await to.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // Nobody listens any more; its end comes on the other line.
            }
            finally
            {
                writing.Release();
            }
        }
    }

    private static ContentKey KeyOf(string text) => text.Split('/') is [var kind, var hash] ? new ContentKey(kind, hash) : default;

    private sealed class Relay(long id, Func<PipeMessage, Task> sendAsync) : IProgress<TaskEvent>
    {
        public void Report(TaskEvent value) => _ = sendAsync(new PipeMessage { Id = id, Happened = value.What });
    }
}

/// <summary>A farm that was reached for a job.</summary>
/// <param name="Engine">Carries tasks out.</param>
/// <param name="Store">Folder of its store.</param>
/// <param name="Shared">Results that its machines share; null where there are none.</param>
public sealed record ReachedFarm(ITaskEngine Engine, string Store, ISharedResults? Shared);
