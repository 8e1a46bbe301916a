using MontageAI.Errors;

namespace MontageAI.FFmpeg.Processes;

/// <summary>Where FFmpeg's programs are.</summary>
/// <param name="FFmpeg">Path of ffmpeg.</param>
/// <param name="FFprobe">Path of ffprobe.</param>
public sealed record FFmpegTools(string FFmpeg, string FFprobe)
{
    /// <summary>The most bytes of memory that a run may hold (<see cref="ToolCommand.MemoryLimit"/>): more than what 8K wants, and the
    /// same on every machine, so that no clip is refused on one and taken on another.</summary>
    public const long MemoryLimit = 8L << 30;

    /// <summary>Longest time in which either may write nothing while its output is waited for.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The job whose children the runs become; null belongs to none.</summary>
    public ProcessScope? Scope { get; init; }

    /// <summary>Files whose bytes the runs get from a server on this machine; null where there are none.</summary>
    public ServedInputs? Served { get; init; }

    /// <summary>Finds both programs. Starts nothing.</summary>
    /// <param name="configured">Path of ffmpeg, or of the folder that holds both; null searches <paramref name="searchPath"/>.</param>
    /// <param name="searchPath">Folders as in the PATH variable.</param>
    /// <exception cref="FFmpegMissingException">One of them is not there.</exception>
    public static FFmpegTools Locate(string? configured, string? searchPath)
    {
        string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        IEnumerable<string> folders = configured is null
            ? (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [Directory.Exists(configured) ? configured : Path.GetDirectoryName(Path.GetFullPath(configured)) ?? "."];
        foreach (string folder in folders)
        {
            string ffmpeg =
                configured is not null && File.Exists(configured) ? Path.GetFullPath(configured) : Path.Combine(folder, "ffmpeg" + suffix);
            string ffprobe = Path.Combine(folder, "ffprobe" + suffix);
            if (File.Exists(ffmpeg) && File.Exists(ffprobe))
            {
                return new FFmpegTools(ffmpeg, ffprobe);
            }
        }

        string where = configured is null ? "on PATH" : $"at '{configured}'";
        throw new FFmpegMissingException(
            $"FFmpeg was not found {where}. Install it (Debian and Ubuntu: sudo apt install ffmpeg; macOS: brew install ffmpeg; "
                + $"Windows: winget install ffmpeg), or {Remedy.NameTools}."
        );
    }

    /// <summary>A run of ffmpeg that says only what goes wrong and never waits for a key.</summary>
    /// <param name="arguments">Everything after the common options.</param>
    public ToolCommand Command(params IEnumerable<string> arguments) =>
        new(FFmpeg, ["-hide_banner", "-nostdin", "-loglevel", "error", .. arguments])
        {
            StallLimit = StallLimit,
            MemoryLimit = MemoryLimit,
            Scope = Scope,
            Served = Served,
        };

    /// <summary>A run of ffprobe.</summary>
    /// <param name="arguments">Everything after the common options.</param>
    public ToolCommand Probe(params IEnumerable<string> arguments) =>
        new(FFprobe, ["-hide_banner", "-loglevel", "error", .. arguments])
        {
            StallLimit = StallLimit,
            MemoryLimit = MemoryLimit,
            Scope = Scope,
            Served = Served,
        };
}
