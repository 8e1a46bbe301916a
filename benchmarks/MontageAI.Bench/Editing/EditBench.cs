using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Editing;

/// <summary>What the parts of the edit benchmark work with.</summary>
/// <param name="Tools">FFmpeg.</param>
/// <param name="Sets">Sets of real clips.</param>
/// <param name="Arguments">What else was given on the command line.</param>
internal sealed record EditBenchContext(FFmpegTools Tools, InputSets Sets, IReadOnlyList<string> Arguments);

/// <summary>Figures about the edit: how good it is and what it costs, a part per question.</summary>
internal static class EditBench
{
    private static readonly SortedDictionary<string, Func<EditBenchContext, Task>> s_parts = new(StringComparer.Ordinal)
    {
        ["judge"] = Judging.JudgeBench.RunAsync,
        ["taste"] = Judging.TasteBench.RunAsync,
        ["variants"] = Judging.VariantsBench.RunAsync,
        ["reframe"] = ReframeFigures.RunAsync,
        ["styles"] = StyleFigures.RunAsync,
        ["faults"] = PlantedFaults.RunAsync,
        ["selection"] = SelectionFigures.RunAsync,
    };

    /// <summary>Names of the parts.</summary>
    public static IEnumerable<string> Parts => s_parts.Keys;

    /// <summary>Runs the parts named, or all.</summary>
    public static async Task<int> RunAsync(FFmpegTools tools, InputSets sets, string[] arguments)
    {
        string[] wanted = [.. arguments.Where(s_parts.ContainsKey)];
        foreach (string part in wanted.Length > 0 ? wanted : [.. s_parts.Keys])
        {
            Console.WriteLine($"== {part}");
            await s_parts[part](new EditBenchContext(tools, sets, [.. arguments.Except(wanted)])).ConfigureAwait(false);
        }

        return 0;
    }
}
