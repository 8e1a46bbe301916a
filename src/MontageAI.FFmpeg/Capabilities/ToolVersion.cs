using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Capabilities;

/// <summary>Version of FFmpeg.</summary>
/// <param name="Line">The first line of <c>ffmpeg -version</c>.</param>
/// <param name="Major">Release number; null for builds that carry none (development snapshots).</param>
public sealed record ToolVersion(string Line, int? Major)
{
    /// <summary>The oldest release that everything was tried with.</summary>
    public const int OldestMajor = 5;

    /// <summary>Asks ffmpeg.</summary>
    /// <exception cref="FFmpegMissingException">It cannot be started.</exception>
    public static async Task<ToolVersion> ReadAsync(FFmpegTools tools, CancellationToken cancellationToken)
    {
        byte[] output = await ToolProcess
            .ReadOutputAsync(
                "Asking FFmpeg for its version",
                new ToolCommand(tools.FFmpeg, ["-version"]) { Scope = tools.Scope },
                1 << 20,
                cancellationToken
            )
            .ConfigureAwait(false);
        return Parse(System.Text.Encoding.UTF8.GetString(output));
    }

    /// <summary>Parses what <c>ffmpeg -version</c> prints.</summary>
    public static ToolVersion Parse(string text)
    {
        string line = text.Split('\n')[0].Trim();
        const string Prefix = "ffmpeg version ";
        if (!line.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return new ToolVersion(line, null);
        }

        string version = line[Prefix.Length..].TrimStart('n');
        string digits = new([.. version.TakeWhile(char.IsAsciiDigit)]);
        bool release = digits.Length is 1 or 2 && version.Length > digits.Length && version[digits.Length] is '.' or '-' or ' ';
        return new ToolVersion(
            line.Split(" Copyright")[0],
            release ? int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) : null
        );
    }
}
