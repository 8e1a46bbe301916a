using System.Diagnostics;
using MontageAI.Bench.Beats;

namespace MontageAI.Bench.Preview;

/// <summary>Runs several ways in turns and keeps the medians, so that other work on the machine meets all of them alike.</summary>
internal static class IoRace
{
    /// <summary>Median wall and CPU seconds of each way, children included.</summary>
    /// <param name="repeats">Turns, 1 or more; one more before them is not counted.</param>
    /// <param name="ways">What is compared.</param>
    public static async Task<(double Wall, double Cpu)[]> RunAsync(int repeats, params Func<Task>[] ways)
    {
        List<(double Wall, double Cpu)>[] times = [.. ways.Select(_ => new List<(double Wall, double Cpu)>())];
        for (int turn = -1; turn < repeats; turn++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                double cpu = CpuClock.Seconds();
                Stopwatch watch = Stopwatch.StartNew();
                await ways[way]().ConfigureAwait(false);
                if (turn >= 0)
                {
                    times[way].Add((watch.Elapsed.TotalSeconds, CpuClock.Seconds() - cpu));
                }
            }
        }

        return [.. times.Select(t => (Statistics.Median(t.Select(x => x.Wall)), Statistics.Median(t.Select(x => x.Cpu))))];
    }
}
