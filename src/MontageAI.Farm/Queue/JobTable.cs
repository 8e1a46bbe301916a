using StackExchange.Redis;

namespace MontageAI.Farm.Queue;

/// <summary>The jobs that use a farm: those that live, what each has in the queues, and which are to end. Safe for threads.</summary>
/// <param name="data">Where it lies.</param>
internal sealed class JobTable(IDatabase data)
{
    private const string JobsKey = FarmStore.Prefix + "jobs";
    private static readonly TimeSpan s_cancelsKept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_tasksKept = TimeSpan.FromDays(1);

    /// <summary>Says that a job lives.</summary>
    /// <returns>Whether it is to end.</returns>
    public async Task<bool> BeatAsync(JobFacts job)
    {
        await data.StringSetAsync(JobKey(job.Name), FarmJson.Text(job, FarmJson.Default.JobFacts), FarmStore.Alive).ConfigureAwait(false);
        await data.SetAddAsync(JobsKey, job.Name).ConfigureAwait(false);
        return await data.KeyExistsAsync(CancelKey(job.Name)).ConfigureAwait(false);
    }

    /// <summary>Says that a job has ended, or is dead and nothing of it is in a queue.</summary>
    public async Task LeaveAsync(string job)
    {
        await data.SetRemoveAsync(JobsKey, job).ConfigureAwait(false);
        await data.KeyDeleteAsync([JobKey(job), CancelKey(job), TasksKey(job)]).ConfigureAwait(false);
    }

    /// <summary>Asks a job to end.</summary>
    public Task CancelAsync(string job) => data.StringSetAsync(CancelKey(job), "1", s_cancelsKept);

    /// <summary>The jobs that have not said that they ended, with what they say of themselves; null where they are silent.</summary>
    public async Task<IReadOnlyList<(string Name, JobFacts? Facts)>> AllAsync()
    {
        List<(string, JobFacts?)> jobs = [];
        foreach (RedisValue name in await data.SetMembersAsync(JobsKey).ConfigureAwait(false))
        {
            RedisValue text = await data.StringGetAsync(JobKey(name.ToString())).ConfigureAwait(false);
            jobs.Add((name.ToString(), FarmJson.Read(text, FarmJson.Default.JobFacts)));
        }

        return [.. jobs.OrderBy(j => j.Item1, StringComparer.Ordinal)];
    }

    /// <summary>Says that a task of a job was put into a queue.</summary>
    public async Task AddAsync(string job, string task, string queued)
    {
        await data.HashSetAsync(TasksKey(job), queued, task).ConfigureAwait(false);
        await data.KeyExpireAsync(TasksKey(job), s_tasksKept).ConfigureAwait(false);
    }

    /// <summary>Says that it is in none any more.</summary>
    public Task RemoveAsync(string job, string queued) => data.HashDeleteAsync(TasksKey(job), queued);

    /// <summary>What a job has in the queues or at nodes: the queue's number of each, and the task.</summary>
    public async Task<IReadOnlyList<(string Queued, string Task)>> TasksAsync(string job) =>
        [.. (await data.HashGetAllAsync(TasksKey(job)).ConfigureAwait(false)).Select(e => (e.Name.ToString(), e.Value.ToString()))];

    private static string JobKey(string job) => FarmStore.Prefix + "job:" + job;

    private static string CancelKey(string job) => FarmStore.Prefix + "cancel:" + job;

    private static string TasksKey(string job) => FarmStore.Prefix + "job-tasks:" + job;
}
