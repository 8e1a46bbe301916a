using MontageAI.Errors;

namespace MontageAI.FFmpeg.Processes;

/// <summary>A run of FFmpeg failed. Carries the command and the end of what it said.</summary>
public sealed class FFmpegException : MontageException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="task">What was being done, for the message.</param>
    /// <param name="command">The run.</param>
    /// <param name="exitCode">Its exit status.</param>
    /// <param name="errorTail">The end of its standard error.</param>
    public FFmpegException(string task, ToolCommand command, int exitCode, string errorTail)
        : base(ErrorCode.ToolFailed, $"{task} failed: {Summarise(errorTail, exitCode)}")
    {
        Command = command;
        ExitCode = exitCode;
        ErrorTail = errorTail;
    }

    /// <summary>The run that failed.</summary>
    public ToolCommand Command { get; }

    /// <summary>Exit status; above 128 a signal ended it.</summary>
    public int ExitCode { get; }

    /// <summary>The last 64 KiB of its standard error.</summary>
    public string ErrorTail { get; }

    private static string Summarise(string tail, int exitCode)
    {
        // The first line names the cause, the last what came of it.
        string[] lines = [.. tail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
        string? last = lines.Length > 1 ? $"{lines[0]} ... {lines[^1]}" : lines.FirstOrDefault();
        // A child that hung was killed by us; its last line says so.
        return exitCode > 128 && !tail.EndsWith("was ended", StringComparison.Ordinal)
            ? $"FFmpeg was ended by signal {exitCode - 128}. {last}".TrimEnd()
            : $"FFmpeg said: {last ?? $"nothing (exit status {exitCode})"}";
    }
}

/// <summary>FFmpeg is not there, or it is too old or lacks something that we cannot do without.</summary>
public sealed class FFmpegMissingException : MontageException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="sentence">What is missing and how to get it.</param>
    /// <param name="code">Whether it is missing or unsuitable.</param>
    public FFmpegMissingException(Phrase sentence, ErrorCode code = ErrorCode.ToolMissing)
        : base(code, sentence) { }
}
