using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Cutting;

/// <summary>What is said where FFmpeg fails at a cut: of the user's file, not of the files in between, which are gone by then.</summary>
internal static class CutFailure
{
    /// <summary>The message.</summary>
    /// <param name="path">The user's file.</param>
    /// <param name="folder">Folder of the files in between.</param>
    /// <param name="cause">What happened.</param>
    public static MediaException Of(string path, string folder, FFmpegException cause)
    {
        string? said = cause
            .ErrorTail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(l => !l.Contains(folder, StringComparison.Ordinal));
        return new MediaException(
            ErrorCode.ToolFailed,
            path,
            $"FFmpeg could not cut it{(said is null ? "" : $": {said.TrimEnd('.')}")}.",
            "Check that it plays there, or choose another range.",
            cause
        );
    }
}
