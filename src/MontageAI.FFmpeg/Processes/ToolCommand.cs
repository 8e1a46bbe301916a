using System.Text;
using System.Text.RegularExpressions;

namespace MontageAI.FFmpeg.Processes;

/// <summary>One run of a tool, as a value: nothing is quoted, joined or passed through a shell.</summary>
/// <param name="Executable">Path of the program.</param>
/// <param name="Arguments">Arguments, one element each, as the program gets them.</param>
public sealed partial record ToolCommand(string Executable, IReadOnlyList<string> Arguments)
{
    /// <summary>Longest time in which the program may write nothing while its output is waited for, or, where nobody reads it, use no
    /// processor time (on Linux); then it is taken to hang and is ended.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most bytes of memory that the program may hold, on Linux; with more it is ended. Null sets no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>The job whose child it becomes; null belongs to none.</summary>
    public ProcessScope? Scope { get; init; }

    /// <summary>Files whose bytes it gets from a server on this machine; null where there are none.</summary>
    public ServedInputs? Served { get; init; }

    /// <summary>What it is run for, in a few words; null leaves that to whoever watches.</summary>
    public string? Purpose { get; init; }

    /// <summary>The command as a line that can be pasted into a POSIX shell.</summary>
    public override string ToString()
    {
        StringBuilder line = new(Quote(Path.GetFileName(Executable)));
        foreach (string argument in Arguments)
        {
            line.Append(' ').Append(Quote(argument));
        }

        return line.ToString();
    }

    /// <summary>What the program said, without the names of files that we make and take away again: they mean nothing to whoever reads
    /// it.</summary>
    /// <param name="said">The text.</param>
    internal string Told(string said)
    {
        said = Served?.Told(said) ?? said;
        foreach (string argument in Arguments)
        {
            string path = argument.StartsWith("file:", StringComparison.Ordinal) ? argument[5..] : argument;
            if (TemporaryPath().IsMatch(path))
            {
                said = said.Replace("file:" + path, "a temporary file", StringComparison.Ordinal)
                    .Replace(path, "a temporary file", StringComparison.Ordinal);
            }
        }

        return said;
    }

    // Files that become outputs, pieces of a cut, scratch files.
    [GeneratedRegex(
        @"^/(.*/)?(\.montage-[0-9a-f]{12}\.[^/]*|\.[a-z0-9]{8}\.[a-z0-9]{3}\.cut/[^/]*"
            + @"|(scratch|montage-ai-[^/]+)/[^/]+/[0-9]{5}(\.[a-z0-9]+)?)$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex TemporaryPath();

    private static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c, StringComparison.Ordinal))
            ? text
            : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
