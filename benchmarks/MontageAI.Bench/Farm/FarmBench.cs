using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Farm;

/// <summary>What a farm costs, on a Redis and on its host's own queue, in one table.</summary>
internal static class FarmBench
{
    private const double Megabyte = 1024 * 1024;
    private static readonly string[] s_parts = ["queue", "drills", "films", "many"];

    /// <summary>Measures.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="sets">Footage.</param>
    /// <param name="args">Parts (all without any); --once measures less often; "worker" is one machine of many.</param>
    public static async Task<int> RunAsync(FFmpegTools tools, InputSets sets, string[] args)
    {
        if (args is ["worker"])
        {
            await EmptyTasks.WorkAsync().ConfigureAwait(false);
            return 0;
        }

        bool once = args.Contains("--once");
        string[] asked = [.. args.Intersect(s_parts)];
        string[] parts = asked.Length > 0 ? asked : s_parts;
        string work = Directory.CreateTempSubdirectory("montage-bench-").FullName;
        try
        {
            string set = await sets.GetAsync("S", CancellationToken.None).ConfigureAwait(false);
            string plan = Path.Combine(work, "plan.json");
            await ProgramRun
                .StartAsync(
                    Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai"),
                    [
                        "plan",
                        "--clips",
                        set,
                        "--music",
                        sets.Song,
                        "--duration",
                        "24",
                        "--output",
                        plan,
                        "--cache-dir",
                        Path.Combine(work, "plan"),
                    ],
                    CancellationToken.None
                )
                .ConfigureAwait(false);
            Console.WriteLine("| figure | Redis | own queue | aim |");
            Console.WriteLine("|---|---|---|---|");
            List<Row> redis = await MeasureAsync(Path.Combine(work, "redis"), isOwn: false).ConfigureAwait(false);
            List<Row> own = await MeasureAsync(Path.Combine(work, "own"), isOwn: true).ConfigureAwait(false);
            foreach ((Row first, Row second) in redis.Zip(own))
            {
                Console.WriteLine($"| {first.What} | {Text(first.Value)} | {Text(second.Value)} | {first.Aim} |");
            }

            return 0;

            async Task<List<Row>> MeasureAsync(string folder, bool isOwn)
            {
                List<Row> rows = [];
                await using BenchFarm farm = await BenchFarm.StartAsync(folder, isOwn).ConfigureAwait(false);
                FarmDrills drills = new(farm, tools, plan);
                rows.Add(new Row("host ready, s", farm.ReadySeconds, "1.5 more than without a queue of its own"));
                rows.Add(new Row("host's memory at rest, MiB", farm.Host.MemoryMiB, "150 and its cache (64)"));
                if (parts.Contains("queue"))
                {
                    int count = once ? 200 : 1000;
                    rows.Add(new Row("empty task, ms", await EmptyTasks.CostMsAsync(farm.Store, count).ConfigureAwait(false), "10; 20"));
                    double[] starts = [.. (await EmptyTasks.StartMsAsync(farm.Store, once ? 100 : 500).ConfigureAwait(false)).Order()];
                    rows.Add(new Row("submit to start, median, ms", Statistics.Median(starts), "8"));
                    rows.Add(new Row("submit to start, p99, ms", starts[(int)(starts.Length * 0.99)], "1200"));
                }

                if (parts.Contains("drills"))
                {
                    rows.Add(new Row("cancel to FFmpeg gone, s", await drills.CancelAsync().ConfigureAwait(false), "1"));
                    rows.Add(new Row("kill to restart elsewhere, s", await drills.KillAsync().ConfigureAwait(false), "10"));
                }

                if (parts.Contains("films"))
                {
                    (double one, double idle, double busy) = await drills.FilmAsync(1).ConfigureAwait(false);
                    (double two, _, _) = await drills.FilmAsync(2).ConfigureAwait(false);
                    rows.Add(new Row("film on one machine of one slot, s", one, ""));
                    rows.Add(new Row("two machines of one slot against one, times", one / two, "1.7"));
                    rows.Add(new Row("worker's memory idle, MiB", idle, "120"));
                    rows.Add(new Row("worker's memory after a film, MiB", busy, "120"));
                    (long first, long second) = isOwn ? await drills.FetchedAsync().ConfigureAwait(false) : (0, 0);
                    rows.Add(new Row("clips sent to a machine without the folder, MB", isOwn ? first / Megabyte : null, ""));
                    rows.Add(new Row("found in its cache in a second run, %", isOwn ? 100 * (1 - (second / (double)first)) : null, "100"));
                }

                if (parts.Contains("many"))
                {
                    (double rate, double? commands) = await EmptyTasks.ManyAsync(farm, 50, once ? 1000 : 5000).ConfigureAwait(false);
                    rows.Add(new Row("50 machines of 2 slots, empty tasks a second", rate, ""));
                    rows.Add(new Row("the queue's commands for each of them", commands, ""));
                }

                return rows;
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string Text(double? value) => value is { } v ? v.ToString("0.##", CultureInfo.InvariantCulture) : "";

    private sealed record Row(string What, double? Value, string Aim);
}
