using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Encoders;

/// <summary>What a hardware encoder did wrong.</summary>
/// <param name="Reason">In words, no sentence.</param>
/// <param name="IsFatal">Whether the next attempt is likely to cost much and bring nothing: it crashed, or hung.</param>
internal sealed record HardwareProblem(string Reason, bool IsFatal = false)
{
    /// <summary>Whether frames are missing, which may also be for a seek that came too late in the source.</summary>
    public bool FramesMissing { get; init; }

    // "[h264_nvenc] text" as "text".
    private static string WithoutSpeaker(string line) =>
        line.StartsWith('[') && line.IndexOf("] ", StringComparison.Ordinal) is > 0 and int end ? line[(end + 2)..] : line;

    /// <summary>The problem behind a run that failed.</summary>
    public static HardwareProblem Of(FFmpegException failure)
    {
        bool hung = failure.ErrorTail.EndsWith("was ended", StringComparison.Ordinal);
        string said =
            failure.ErrorTail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault()
            ?? $"exit status {failure.ExitCode}";
        return failure.ExitCode > 128
            ? new HardwareProblem(hung ? "it hung and was ended" : $"it crashed with signal {failure.ExitCode - 128}", IsFatal: true)
            : new HardwareProblem(
                said.StartsWith("Device creation failed", StringComparison.Ordinal)
                    ? "no such device could be opened"
                    : WithoutSpeaker(said)
            );
    }
}
