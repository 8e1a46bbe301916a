using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Engine.Intake;

/// <summary>Timelines as files.</summary>
public static class TimelineFile
{
    /// <summary>Reads one.</summary>
    /// <exception cref="ConfigurationException">It does not exist, cannot be read, or is no timeline.</exception>
    public static async Task<Timeline> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new ConfigurationException(
                ErrorCode.FileMissing,
                $"the timeline '{path}' does not exist. Check the path, or {Remedy.PlanTimeline}."
            );
        }

        try
        {
            return TimelineJson.Read(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(ErrorCode.FileUnreadable, $"'{path}' cannot be read: {e.Message}");
        }
    }
}
