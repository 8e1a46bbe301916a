namespace MontageAI.FFmpeg.Processes;

/// <summary>One child from its start to its end.</summary>
/// <param name="Id">Process id, which may be another's by now.</param>
/// <param name="Command">What it ran.</param>
/// <param name="During">What was being done when it was asked for; null where nobody knew.</param>
/// <param name="Began">When it was started, by <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</param>
/// <param name="Ended">When its end was seen, likewise.</param>
public sealed record ProcessRun(int Id, ToolCommand Command, string? During, long Began, long Ended)
{
    /// <summary>Exit status; above 128 a signal ended it.</summary>
    public int Status { get; init; }

    /// <summary>Processor seconds, its own and the system's for it; null where the system does not tell.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>Memory high-water mark; null where the system does not tell.</summary>
    public double? PeakMiB { get; init; }
}
