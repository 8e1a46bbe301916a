using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Farm;

/// <summary>What a farm costs, on a Redis and on its host's own queue, in one table.</summary>
internal static class FarmBench
{
    private const double Megabyte = 1024 * 1024;
    private static readonly string[] s_parts = ["queue", "drills", "films", "bytes", "many"];

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
            await PlanAsync(set, "24", plan).ConfigureAwait(false);
            string longClips = Path.Combine(work, "long");
            string longPlan = Path.Combine(work, "long.json");
            bool bytes = parts.Contains("films") || parts.Contains("bytes");
            if (bytes)
            {
                await LoopAsync(tools, set, longClips).ConfigureAwait(false);
                await PlanAsync(longClips, "8", longPlan).ConfigureAwait(false);
            }

            Console.WriteLine("| figure | Redis | own queue | aim |");
            Console.WriteLine("|---|---|---|---|");
            List<Row> redis = await MeasureAsync(Path.Combine(work, "redis"), isOwn: false).ConfigureAwait(false);
            List<Row> own = await MeasureAsync(Path.Combine(work, "own"), isOwn: true).ConfigureAwait(false);
            foreach ((Row first, Row second) in redis.Zip(own))
            {
                Console.WriteLine($"| {first.What} | {Text(first.Value)} | {Text(second.Value)} | {first.Aim} |");
            }

            return 0;

            Task PlanAsync(string clips, string seconds, string file) =>
                ProgramRun.StartAsync(
                    Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai"),
                    [
                        "plan",
                        "--clips",
                        clips,
                        "--music",
                        sets.Song,
                        "--duration",
                        seconds,
                        "--output",
                        file,
                        "--cache-dir",
                        Path.Combine(work, "plan"),
                    ],
                    CancellationToken.None
                );

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
                }

                if (bytes)
                {
                    (SentBytes first, SentBytes second) = isOwn ? await drills.FetchedAsync(longPlan).ConfigureAwait(false) : default;
                    double all = Directory.GetFiles(longClips).Sum(f => new FileInfo(f).Length);
                    rows.Add(new Row("clips sent to a machine without the folder, MB", isOwn ? first.Sent / Megabyte : null, ""));
                    rows.Add(new Row("of all that the clips hold, %", isOwn ? 100 * first.Sent / all : null, ""));
                    rows.Add(new Row("bytes sent for each that was needed", isOwn ? first.Sent / (double)first.Needed : null, "1.2"));
                    rows.Add(new Row("that machine's memory after a film, MiB", isOwn ? first.MemoryMiB : null, "120"));
                    double hit = 100 * (1 - (second.Sent / (double)first.Sent));
                    rows.Add(new Row("found in its cache in a second run, %", isOwn ? hit : null, "100"));
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

    // Two of the clips, each over and over for minutes.
    private static async Task LoopAsync(FFmpegTools tools, string set, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string clip in Directory.GetFiles(set, "*.mp4").Order(StringComparer.Ordinal).Take(2))
        {
            string to = Path.Combine(folder, Path.GetFileName(clip));
            string[] arguments = ["-stream_loop", "29", "-i", clip, "-map", "0:v:0", "-c", "copy", to];
            await ToolProcess.RunAsync("Looping a clip", tools.Command(arguments), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static string Text(double? value) => value is { } v ? v.ToString("0.##", CultureInfo.InvariantCulture) : "";

    private sealed record Row(string What, double? Value, string Aim);
}
