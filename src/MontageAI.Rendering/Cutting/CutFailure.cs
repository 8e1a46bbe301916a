using System.Globalization;
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

    /// <summary>Why a piece cannot be copied, and where it could begin or end.</summary>
    public static string NoCopy(CutSource source, CutPlan plan)
    {
        if (plan.Head == 0)
        {
            return FormattableString.Invariant(
                $"a copy cannot end there: the frames up to {source.Seconds(source.TicksAt(plan.End - plan.Tail)):0.###} s can be copied."
            );
        }

        double[] keys = [.. (CutPlan.Keys(source.Track) ?? []).Select(k => source.Seconds(source.Track.PresentationTicks[k])).Order()];
        double from = source.Seconds(source.TicksAt(plan.First));
        string near = string.Join(
            " and ",
            keys.Where(k => k <= from)
                .TakeLast(1)
                .Concat(keys.Where(k => k > from).Take(1))
                .Select(k => k.ToString("0.###", CultureInfo.InvariantCulture))
        );
        return $"a copy cannot begin there: its key frames nearest to the beginning lie at {near} s.";
    }
}
