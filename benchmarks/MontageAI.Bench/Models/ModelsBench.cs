using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Models;

/// <summary>What the parts of the benchmark of learned models work with.</summary>
/// <param name="Tools">FFmpeg.</param>
/// <param name="Arguments">What else was given on the command line.</param>
internal sealed record ModelsBenchContext(FFmpegTools Tools, IReadOnlyList<string> Arguments);

/// <summary>Figures about learned models, each beside the way without it; a part per question.</summary>
internal static class ModelsBench
{
    private static readonly SortedDictionary<string, Func<ModelsBenchContext, Task>> s_parts = new(StringComparer.Ordinal)
    {
        ["speech"] = SpeechFigures.RunAsync,
        ["faces"] = FaceFigures.RunAsync,
        ["batches"] = BatchFigures.RunAsync,
        ["precision"] = PrecisionFigures.RunAsync,
        ["providers"] = ProviderFigures.RunAsync,
        ["objects"] = ObjectFigures.RunAsync,
        ["search"] = SearchFigures.RunAsync,
    };

    /// <summary>Runs the parts named, or all.</summary>
    public static async Task<int> RunAsync(FFmpegTools tools, string[] arguments)
    {
        string[] wanted = [.. arguments.Where(s_parts.ContainsKey)];
        foreach (string part in wanted.Length > 0 ? wanted : [.. s_parts.Keys])
        {
            Console.WriteLine($"== {part}");
            await s_parts[part](new ModelsBenchContext(tools, [.. arguments.Except(wanted)])).ConfigureAwait(false);
        }

        return 0;
    }
}
