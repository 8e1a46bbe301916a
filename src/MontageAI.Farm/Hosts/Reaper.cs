using Hangfire;
using Hangfire.Redis.StackExchange;
using Hangfire.States;
using Hangfire.Storage.Monitoring;

namespace MontageAI.Farm.Hosts;

/// <summary>Puts the jobs of dead servers back into the queue. Hangfire's storage looks for them once a minute only.</summary>
/// <param name="jobs">The queue.</param>
internal sealed class Reaper(RedisStorage jobs)
{
    private const int MostJobs = 10_000;

    // A node that could not reach the store for a while is to say that it lives before it is taken for dead.
    private const int LooksBeforeDead = 2;

    private readonly BackgroundJobClient _client = new(jobs);
    private readonly Dictionary<string, int> _missed = [];

    /// <summary>Looks once.</summary>
    /// <param name="alive">The nodes that live.</param>
    /// <returns>Jobs that were put back, the task of each, and the server that had it.</returns>
    public IReadOnlyList<(string Job, string Task, string Server)> Look(IReadOnlySet<string> alive)
    {
        List<(string, string, string)> back = [];
        HashSet<string> dead = [];
        foreach ((string job, ProcessingJobDto? processing) in jobs.GetMonitoringApi().ProcessingJobs(0, MostJobs))
        {
            // NODE:PROCESS:NUMBER
            string server = processing?.ServerId?.Split(':')[0] ?? "";
            if (alive.Contains(server))
            {
                continue;
            }

            dead.Add(server);
            if (_missed.GetValueOrDefault(server) >= LooksBeforeDead && _client.Requeue(job, ProcessingState.StateName))
            {
                back.Add((job, processing?.Job?.Args is [string task, ..] ? task : "", server));
            }
        }

        foreach (string server in _missed.Keys.Where(s => !dead.Contains(s)).ToList())
        {
            _missed.Remove(server);
        }

        foreach (string server in dead)
        {
            _missed[server] = _missed.GetValueOrDefault(server) + 1;
        }

        return back;
    }
}
