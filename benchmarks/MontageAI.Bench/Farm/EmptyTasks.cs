using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Hangfire;
using Hangfire.Redis.StackExchange;
using MontageAI.Farm.Members;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;

namespace MontageAI.Bench.Farm;

/// <summary>What the queue costs by itself: tasks in which nothing is done.</summary>
internal static class EmptyTasks
{
    private const string Queue = "batch-cpu";
    private const int Slots = 2;
    private const int AtOnce = 5;

    /// <summary>Milliseconds a task of many that wait, with one slot.</summary>
    public static async Task<double> CostMsAsync(FarmStore store, int count)
    {
        RedisStorage jobs = FarmJobs.Open(store.Redis, _ => { });
        for (int i = 0; i < count; i++)
        {
            FarmJobs.Add(jobs, Name(i), Queue);
        }

        ConcurrentQueue<long> runs = [];
        using SemaphoreSlim all = new(0);
        using BackgroundJobServer server = Server(
            jobs,
            1,
            _ =>
            {
                runs.Enqueue(Stopwatch.GetTimestamp());
                all.Release();
            }
        );
        for (int i = 0; i < count; i++)
        {
            await all.WaitAsync().ConfigureAwait(false);
        }

        return Stopwatch.GetElapsedTime(runs.First(), runs.Last()).TotalMilliseconds / (count - 1);
    }

    /// <summary>Milliseconds from submitting until it runs, of each of some tasks; nothing else waits.</summary>
    public static async Task<IReadOnlyList<double>> StartMsAsync(FarmStore store, int count)
    {
        RedisStorage jobs = FarmJobs.Open(store.Redis, _ => { });
        Channel<long> runs = Channel.CreateUnbounded<long>();
        using BackgroundJobServer server = Server(jobs, 1, _ => runs.Writer.TryWrite(Stopwatch.GetTimestamp()));
        List<double> delays = [];
        // The first ones start what is slow once.
        for (int i = -5; i < count; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await Task.Run(() => FarmJobs.Add(jobs, Name(i + 5), Queue)).ConfigureAwait(false);
            long ran = await runs.Reader.ReadAsync().ConfigureAwait(false);
            if (i >= 0)
            {
                delays.Add(Stopwatch.GetElapsedTime(began, ran).TotalMilliseconds);
            }

            // Its worker goes back to waiting meanwhile.
            await Task.Delay(20).ConfigureAwait(false);
        }

        return delays;
    }

    /// <summary>Tasks a second with many machines, and the queue's commands for each task (null where the queue does not count).</summary>
    public static async Task<(double PerSecond, double? Commands)> ManyAsync(BenchFarm farm, int workers, int count)
    {
        RedisStorage jobs = FarmJobs.Open(farm.Store.Redis, _ => { });
        List<Process> processes = [];
        try
        {
            for (int i = 0; i < workers; i++)
            {
                processes.Add(
                    Process.Start(
                        new ProcessStartInfo(Environment.ProcessPath!, ["farm", "worker"])
                        {
                            RedirectStandardInput = true,
                            RedirectStandardOutput = true,
                        }
                    )!
                );
                await processes[i].StandardInput.WriteLineAsync(farm.Link).ConfigureAwait(false);
                // A few at a time: they are started on one machine.
                foreach (Process process in processes.Skip(i / AtOnce * AtOnce).Where(_ => i % AtOnce == AtOnce - 1))
                {
                    if (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is null)
                    {
                        throw new InvalidOperationException("A worker ended at once.");
                    }
                }
            }

            long before = jobs.GetMonitoringApi().GetStatistics().Succeeded;
            long? commands = await CommandsAsync(farm.Store).ConfigureAwait(false);
            long began = Stopwatch.GetTimestamp();
            await Parallel
                .ForAsync(
                    0,
                    count,
                    new ParallelOptions { MaxDegreeOfParallelism = 4 },
                    (i, _) =>
                    {
                        FarmJobs.Add(jobs, Name(i), Queue);
                        return ValueTask.CompletedTask;
                    }
                )
                .ConfigureAwait(false);
            while (jobs.GetMonitoringApi().GetStatistics().Succeeded < before + count)
            {
                await Task.Delay(50).ConfigureAwait(false);
            }

            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            long? after = await CommandsAsync(farm.Store).ConfigureAwait(false);
            return (count / seconds, (after - commands) / (double)count);
        }
        finally
        {
            foreach (Process process in processes)
            {
                process.Kill();
                await process.WaitForExitAsync().ConfigureAwait(false);
                process.Dispose();
            }
        }
    }

    /// <summary>One of many machines, in a process of its own: reads the link, says that it works, and ends with its input.</summary>
    public static async Task WorkAsync()
    {
        FarmLink link = FarmLink.Parse((await Console.In.ReadLineAsync().ConfigureAwait(false))!);
        string name = string.Create(CultureInfo.InvariantCulture, $"bench-{Environment.ProcessId}");
        (FarmStore store, _) = await FarmStore.EnterAsync(link, new JoinRequest(name, null)).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            using BackgroundJobServer server = Server(FarmJobs.Open(store.Redis, Console.Error.WriteLine), Slots, _ => { });
            Console.WriteLine("works");
            await Console.In.ReadLineAsync().ConfigureAwait(false);
        }
    }

    private static BackgroundJobServer Server(RedisStorage jobs, int slots, Action<string> run) =>
        new(
            new BackgroundJobServerOptions
            {
                ServerName = $"bench-{Guid.NewGuid():N}",
                WorkerCount = slots,
                Queues = [Queue],
                HeartbeatInterval = FarmJobs.Heartbeat,
                SchedulePollingInterval = TimeSpan.FromSeconds(1),
                CancellationCheckInterval = FarmJobs.CancellationCheck,
                StopTimeout = TimeSpan.Zero,
                ShutdownTimeout = TimeSpan.FromSeconds(10),
                Activator = new Activator(
                    new FarmTask(
                        (key, _) =>
                        {
                            run(key);
                            return Task.CompletedTask;
                        }
                    )
                ),
            },
            jobs
        );

    private static async Task<long?> CommandsAsync(FarmStore store)
    {
        foreach (
            IGrouping<string, KeyValuePair<string, string>> group in await store.Redis.GetServers()[0].InfoAsync().ConfigureAwait(false)
        )
        {
            foreach ((string name, string value) in group)
            {
                if (name == "total_commands_processed" && long.TryParse(value, CultureInfo.InvariantCulture, out long number) && number > 0)
                {
                    return number;
                }
            }
        }

        return null;
    }

    private static string Name(int number) => number.ToString("x64", CultureInfo.InvariantCulture);

    private sealed class Activator(FarmTask task) : JobActivator
    {
        public override object ActivateJob(Type jobType) => task;
    }
}
