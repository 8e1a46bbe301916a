using System.Text.RegularExpressions;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Capabilities;

/// <summary>
/// Version of FFmpeg. Results depend on releases of its libraries, not on the day when a distribution built them: a security update keeps
/// major and minor of every library, and what was made before it stays good. Builds of no release change under one number, so their whole
/// line counts.
/// </summary>
/// <param name="Line">The first line of <c>ffmpeg -version</c>.</param>
/// <param name="Major">Release number; null for builds that carry none (development snapshots).</param>
public sealed partial record ToolVersion(string Line, int? Major)
{
    /// <summary>The oldest release that everything was tried with.</summary>
    public const int OldestMajor = 5;

    private static readonly string[] s_reading = ["libavformat", "libavcodec"];
    private static readonly string[] s_pictures = [.. s_reading, "libavfilter", "libswscale"];
    private static readonly string[] s_sound = [.. s_reading, "libavfilter", "libswresample"];
    private static readonly string[] s_rendering = [.. s_pictures, "libswresample"];

    private Dictionary<string, string> Libraries { get; init; } = [];

    /// <summary>All that is known of it, as text that <see cref="Parse"/> reads.</summary>
    public string Text => string.Join('\n', Libraries.Select(l => $"{l.Key} {l.Value}. 0 / {l.Value}. 0").Prepend(Line));

    /// <summary>What facts of containers and packets depend on.</summary>
    public string Reading => Of(s_reading);

    /// <summary>What decoded and scaled pictures depend on.</summary>
    public string Pictures => Of(s_pictures);

    /// <summary>What decoded and resampled sound depends on.</summary>
    public string Sound => Of(s_sound);

    /// <summary>What rendered files depend on. The encoder's own library is not told by FFmpeg; a distribution changes it with its
    /// releases, and these with the ones above.</summary>
    public string Rendering => Of(s_rendering);

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
        )
        {
            Libraries = Library()
                .Matches(text)
                .DistinctBy(m => m.Groups[1].Value)
                .ToDictionary(m => m.Groups[1].Value, m => $"{m.Groups[2].Value}.{m.Groups[3].Value}"),
        };
    }

    private string Of(string[] libraries) =>
        Major is not null && libraries.All(Libraries.ContainsKey) ? string.Join(' ', libraries.Select(l => $"{l} {Libraries[l]}")) : Line;

    // "libavcodec     59. 37.100 / 59. 37.100": what it was built with, and what it runs with, which counts.
    [GeneratedRegex(@"^(lib\w+)[^/\n]*/ *(\d+)\. *(\d+)\.", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Library();
}
