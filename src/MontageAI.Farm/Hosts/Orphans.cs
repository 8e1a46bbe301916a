using Hangfire;
using Hangfire.Redis.StackExchange;
using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Hosts;

/// <summary>Takes what jobs that died have left out of the queues and from the nodes; a job that was only silent sends it again.</summary>
/// <param name="store">The farm.</param>
/// <param name="jobs">Its queues.</param>
/// <param name="log">Gets a line for each thing that a reader should know.</param>
internal sealed class Orphans(FarmStore store, RedisStorage jobs, Action<string> log)
{
    // With the time for which a sign of life is good: some fifteen seconds.
    private const int LooksBeforeDead = 10;

    private readonly BackgroundJobClient _client = new(jobs);
    private readonly Dictionary<string, int> _missed = [];

    /// <summary>Looks once.</summary>
    public async Task LookAsync()
    {
        IReadOnlyList<(string Name, JobFacts? Facts)> all = await store.Jobs.AllAsync().ConfigureAwait(false);
        HashSet<string> silent = [.. all.Where(j => j.Facts is null).Select(j => j.Name)];
        foreach (string job in _missed.Keys.Where(j => !silent.Contains(j)).ToList())
        {
            _missed.Remove(job);
        }

        foreach (string job in silent)
        {
            _missed[job] = _missed.GetValueOrDefault(job) + 1;
            if (_missed[job] < LooksBeforeDead)
            {
                continue;
            }

            IReadOnlyList<(string Queued, string Task)> left = await store.Jobs.TasksAsync(job).ConfigureAwait(false);
            foreach ((string queued, string task) in left)
            {
                await Task.Run(() => _client.Delete(queued)).ConfigureAwait(false);
                await store.TakeOutAsync(queued).ConfigureAwait(false);
                await store.Tasks.NoteAsync(task, "host", $"taken out of the queue: {job} is silent").ConfigureAwait(false);
            }

            await store.Jobs.LeaveAsync(job).ConfigureAwait(false);
            log($"{job} is gone; tasks of it that were taken out of the queue: {left.Count}");
        }
    }
}
