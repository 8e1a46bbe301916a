using MontageAI.Errors;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Intake;

/// <summary>Timelines as files.</summary>
public static class TimelineFile
{
    /// <summary>Reads one.</summary>
    /// <exception cref="ConfigurationException">It does not exist, cannot be read, or is no timeline.</exception>
    public static Timeline Read(string path)
    {
        if (!Path.Exists(path))
        {
            throw new ConfigurationException(
                ErrorCode.FileMissing,
                $"the timeline '{Printable.Of(path)}' does not exist. Check the path, or {Remedy.PlanTimeline}.",
                field: null,
                path
            );
        }

        return TimelineJson.Read(UserFile.Read(path, "timeline", TimelineJson.MostBytes, field: null), path);
    }

    /// <summary>Writes one, whole or not at all.</summary>
    /// <exception cref="MontageException">It exists and may not be replaced, or it cannot be written.</exception>
    internal static Task WriteAsync(string path, Timeline timeline, bool overwrite, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, to => TimelineJson.Write(timeline, to), overwrite, cancellationToken);
}
