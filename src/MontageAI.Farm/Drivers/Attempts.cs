using Hangfire;
using Hangfire.Redis.StackExchange;
using Hangfire.Storage;
using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Drivers;

/// <summary>Puts attempts at tasks into the queues, looks at them and takes them out. Safe for threads.</summary>
/// <param name="store">The farm.</param>
/// <param name="jobs">Its queues.</param>
/// <param name="name">Name of the job that they are of.</param>
/// <param name="time">The clock.</param>
internal sealed class Attempts(FarmStore store, RedisStorage jobs, string name, TimeProvider time)
{
    private readonly BackgroundJobClient _client = new(jobs);

    /// <summary>Puts one into a queue.</summary>
    /// <param name="key">The task.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="back">The queue that it goes back to.</param>
    public async Task<Attempt> AddAsync(string key, string queue, string back)
    {
        // Written down before any node can take it: were this program to die in between, nobody would know whose it is.
        string job = await Task.Run(() => FarmJobs.Make(jobs, key, back)).ConfigureAwait(false);
        await store.Jobs.AddAsync(name, key, job).ConfigureAwait(false);
        await Task.Run(() => FarmJobs.Offer(jobs, job, queue)).ConfigureAwait(false);
        return new Attempt(job, queue);
    }

    /// <summary>Lets go of one.</summary>
    /// <param name="attempt">It.</param>
    /// <param name="isOver">Whether it has ended by itself; else it is taken out of the queue, or cancelled where it runs.</param>
    public async Task ForgetAsync(Attempt attempt, bool isOver)
    {
        if (!isOver)
        {
            await Task.Run(() => _client.Delete(attempt.Job), CancellationToken.None).ConfigureAwait(false);
            await store.TakeOutAsync(attempt.Job).ConfigureAwait(false);
        }

        await store.Jobs.RemoveAsync(name, attempt.Job).ConfigureAwait(false);
    }

    /// <summary>Lets go of all of a task.</summary>
    public async Task ForgetAsync(SentTask sent, bool isOver)
    {
        foreach (Attempt attempt in new[] { sent.First, sent.Copy }.OfType<Attempt>())
        {
            await ForgetAsync(attempt, isOver).ConfigureAwait(false);
        }
    }

    /// <summary>Takes one back that waits for one node alone.</summary>
    /// <returns>Whether it waited: else it is left where it is.</returns>
    public async Task<bool> TakeBackAsync(Attempt attempt)
    {
        if (!await store.TakeBackAsync(attempt.Queue, attempt.Job).ConfigureAwait(false))
        {
            return false;
        }

        await ForgetAsync(attempt, isOver: false).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether one waits in its queue, or in the one that it goes back to.</summary>
    /// <param name="attempt">It.</param>
    /// <param name="back">That queue; where it waits there, it waits for any node.</param>
    public async Task<bool> WaitsAsync(Attempt attempt, string back)
    {
        if (await store.IsWaitingAsync(attempt.Queue, attempt.Job).ConfigureAwait(false))
        {
            return true;
        }

        if (attempt.Queue == back || !await store.IsWaitingAsync(back, attempt.Job).ConfigureAwait(false))
        {
            return false;
        }

        attempt.Place = null;
        return true;
    }

    /// <summary>What the queue says of one; null where it knows nothing of it. Notes which node runs it.</summary>
    public async Task<StateData?> StateOfAsync(Attempt attempt)
    {
        StateData? state = await Task.Run(() =>
            {
                using IStorageConnection connection = jobs.GetConnection();
                return connection.GetStateData(attempt.Job);
            })
            .ConfigureAwait(false);
        // NODE:PROCESS:NUMBER
        bool runs = state is { Name: "Processing" } && state.Data.TryGetValue("ServerId", out _);
        attempt.RunsOn(runs ? state!.Data["ServerId"].Split(':')[0] : null, time.GetTimestamp());
        return state;
    }
}
