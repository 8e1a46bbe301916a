using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Engine.Intake;

/// <summary>Timelines as files.</summary>
public static class TimelineFile
{
    /// <summary>Reads one.</summary>
    /// <exception cref="ConfigurationException">It does not exist, cannot be read, or is no timeline.</exception>
    public static Timeline Read(string path)
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
            return TimelineJson.Read(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(ErrorCode.FileUnreadable, $"'{path}' cannot be read: {e.Message}");
        }
    }
}
