using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Capabilities;

/// <summary>Something that FFmpeg should be able to do, tried by doing it.</summary>
public static class TrialRun
{
    /// <summary>Runs ffmpeg.</summary>
    /// <param name="tools">Where it is.</param>
    /// <param name="arguments">What to try.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null when it worked, else the first thing that FFmpeg said.</returns>
    public static async Task<string?> ProblemAsync(FFmpegTools tools, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tools);
        await using ToolProcess process = await ToolProcess.StartAsync(tools.Command(arguments), pipeOutput: false).ConfigureAwait(false);
        int status = await process.WaitAsync(cancellationToken).ConfigureAwait(false);
        return status == 0
            ? null
            : process.ErrorTail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault()
                ?? $"exit status {status}";
    }
}
