using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Capabilities;

/// <summary>Names of the filters that an FFmpeg build has.</summary>
public static class FilterList
{
    /// <summary>Asks ffmpeg.</summary>
    public static async Task<IReadOnlySet<string>> ReadAsync(FFmpegTools tools, CancellationToken cancellationToken)
    {
        byte[] output = await ToolProcess
            .ReadOutputAsync(
                "Asking FFmpeg for its filters",
                new ToolCommand(tools.FFmpeg, ["-hide_banner", "-filters"]) { Scope = tools.Scope },
                1 << 20,
                cancellationToken
            )
            .ConfigureAwait(false);
        return Parse(System.Text.Encoding.UTF8.GetString(output));
    }

    /// <summary>Parses what <c>ffmpeg -filters</c> prints: flags, name, pads, description.</summary>
    internal static IReadOnlySet<string> Parse(string text) =>
        text.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length >= 3 && words[2].Contains("->", StringComparison.Ordinal))
            .Select(words => words[1])
            .ToHashSet();
}
