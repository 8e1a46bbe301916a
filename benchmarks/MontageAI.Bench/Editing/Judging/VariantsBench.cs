using System.Diagnostics;
using System.Globalization;
using MontageAI.Editing.Styles;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Reports.Variants;

namespace MontageAI.Bench.Editing.Judging;

/// <summary>How far plans with different seeds lie apart, style by style, and what further plans cost after the first.</summary>
internal static class VariantsBench
{
    private const int Plans = 6;

    /// <summary>Runs it.</summary>
    public static async Task RunAsync(EditBenchContext context)
    {
        string[] named = [.. context.Arguments.Where(a => !a.StartsWith('-'))];
        string[] styles = named.Length > 0 ? named : [.. StyleLibrary.All.Select(s => s.Name)];
        PlanBench bench = await PlanBench.OpenAsync(context.Tools, context.Sets, "variants1").ConfigureAwait(false);
        await using (bench.ConfigureAwait(false))
        {
            Console.WriteLine(
                $"set M, {Plans} plans of 60 s per style; share that differs between any two: least, median, most (target: "
                    + $"{100 * VariantSummary.LeastDifference:0} % of shots)"
            );
            Console.WriteLine(
                $"{"", -18}{"shots %", 20}{"footage %", 20}{"cuts %", 20}{"order r", 10}{"processes: first, others", 28}{"seconds", 16}"
            );
            foreach (string style in styles)
            {
                List<PlanResult> plans = [];
                List<int> processes = [];
                List<double> seconds = [];
                for (int i = 0; i < Plans; i++)
                {
                    int before = bench.Context.Children.Started;
                    long started = Stopwatch.GetTimestamp();
                    plans.Add(await bench.PlanAsync(style, i + 1).ConfigureAwait(false));
                    processes.Add(bench.Context.Children.Started - before);
                    seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                }

                VariantPair[] pairs =
                [
                    .. from a in Enumerable.Range(0, Plans)
                    from b in Enumerable.Range(a + 1, Plans - a - 1)
                    select PlanDifference.Between(plans[a].Timeline, plans[b].Timeline, a + 1, b + 1),
                ];
                double?[] order = [.. pairs.Select(p => p.Order).Where(o => o is not null)];
                string median =
                    order.Length == 0 ? "-" : Statistics.Median(order.Select(o => o!.Value)).ToString("0.00", CultureInfo.InvariantCulture);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{style, -18}{Three(pairs.Select(p => p.Shots)), 20}{Three(pairs.Select(p => p.Footage)), 20}"
                            + $"{Three(pairs.Select(p => p.Cuts)), 20}"
                            + $"{median, 10}{processes[0], 14} "
                            + $"{Statistics.Median(processes.Skip(1).Select(p => (double)p)), 13:0}{seconds[0], 9:0.0} "
                            + $"{Statistics.Median(seconds.Skip(1)), 6:0.0}"
                    )
                );
            }
        }
    }

    private static string Three(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return string.Create(CultureInfo.InvariantCulture, $"{100 * all.Min():0} {100 * Statistics.Median(all):0} {100 * all.Max():0}");
    }
}
