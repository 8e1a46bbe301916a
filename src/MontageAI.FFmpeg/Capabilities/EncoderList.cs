using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Capabilities;

/// <summary>Names of the encoders that an FFmpeg build has; whether they work on this machine is another question.</summary>
public static class EncoderList
{
    /// <summary>Asks ffmpeg.</summary>
    public static async Task<IReadOnlySet<string>> ReadAsync(FFmpegTools tools, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tools);
        byte[] output = await ToolProcess
            .ReadOutputAsync(
                "Asking FFmpeg for its encoders",
                new ToolCommand(tools.FFmpeg, ["-hide_banner", "-encoders"]) { Scope = tools.Scope },
                1 << 20,
                cancellationToken
            )
            .ConfigureAwait(false);
        return Parse(System.Text.Encoding.UTF8.GetString(output));
    }

    /// <summary>Parses what <c>ffmpeg -encoders</c> prints: six flags, name, description, after a legend.</summary>
    internal static IReadOnlySet<string> Parse(string text) =>
        text.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length >= 3 && words[0].Length == 6 && words[1] != "=")
            .Select(words => words[1])
            .ToHashSet();
}
