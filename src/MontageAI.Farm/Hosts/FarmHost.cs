using System.Diagnostics;
using System.Globalization;
using Hangfire;
using Hangfire.Redis.StackExchange;
using MontageAI.Errors;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using StackExchange.Redis;

namespace MontageAI.Farm.Hosts;

/// <summary>Keeps a farm: says in its Redis that it is there, and puts tasks of nodes that died back into the queue. Outlives outages of
/// the Redis and its losing everything.</summary>
/// <param name="store">The farm.</param>
/// <param name="facts">What it says of itself.</param>
/// <param name="log">Gets a line for each thing that a reader should know.</param>
internal sealed class FarmHost(FarmStore store, FarmFacts facts, Action<string> log)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private static readonly string s_machine = Environment.MachineName + "-";

    private readonly string _name = s_machine + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Begins.</summary>
    /// <exception cref="MontageException">Another host keeps a farm there.</exception>
    public async Task BeginAsync()
    {
        if (!await store.HostAsync(facts, _name, IsGone).ConfigureAwait(false))
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                "Another host keeps a farm on this queue. Stop it first, or name another Redis by --redis."
            );
        }
    }

    /// <summary>Keeps it until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        RedisStorage jobs = FarmJobs.Open(store.Redis, log);
        Reaper reaper = new(jobs);
        Orphans orphans = new(store, jobs, log);
        IReadOnlySet<string> before = new HashSet<string>();
        bool isOut = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await store.HostAsync(facts, _name, IsGone).ConfigureAwait(false);
                HashSet<string> alive = [.. (await store.Nodes.AllAsync().ConfigureAwait(false)).Select(n => n.Name)];
                foreach (string node in alive.Except(before))
                {
                    log($"{node} has joined");
                }

                foreach (string node in before.Except(alive))
                {
                    log($"{node} is gone");
                    await store.GiveBackAsync(jobs, node).ConfigureAwait(false);
                    await store.Nodes.LeaveAsync(node).ConfigureAwait(false);
                }

                before = alive;
                foreach (
                    (string job, string task, string server) in await Task.Run(() => reaper.Look(alive), CancellationToken.None)
                        .ConfigureAwait(false)
                )
                {
                    log($"job {job} of {server} is back in the queue");
                    if (task.Length > 0)
                    {
                        await store.Tasks.NoteAsync(task, "host", $"put back into the queue: {server} is silent").ConfigureAwait(false);
                    }
                }

                await orphans.LookAsync().ConfigureAwait(false);

                isOut = false;
            }
            catch (Exception e) when (e is RedisException or TimeoutException or BackgroundJobClientException)
            {
                if (!isOut)
                {
                    log("the queue does not answer; waiting for it");
                }

                isOut = true;
            }

            await Task.Delay(s_tick, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        try
        {
            await store.LeaveAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // It is missed within seconds.
        }
    }

    // A host that was killed on this machine need not be waited for; on others its sign of life has to lapse.
    private static bool IsGone(string host)
    {
        if (
            !host.StartsWith(s_machine, StringComparison.Ordinal)
            || !int.TryParse(host.AsSpan(s_machine.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
        )
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById(id);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
