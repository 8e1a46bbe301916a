using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Engine.Outputs;

/// <summary>Keeps folders that may be replaced as a whole apart from what they are made from.</summary>
internal static class FolderApart
{
    /// <summary>Refuses a folder that holds a source, the song or the timeline itself.</summary>
    /// <param name="output">The folder that will be written.</param>
    /// <param name="timeline">The timeline, its files where they are.</param>
    /// <param name="timelineFile">Its file.</param>
    /// <exception cref="ConfigurationException">It holds one of them.</exception>
    public static void Require(string output, Timeline timeline, string timelineFile)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)) + Path.DirectorySeparatorChar;
        string? inside = timeline
            .Sources.Select(s => s.Path)
            .Append(timeline.Music?.Path)
            .Append(timelineFile)
            .OfType<string>()
            .FirstOrDefault(p => Path.GetFullPath(p).StartsWith(folder, StringComparison.Ordinal));
        if (inside is not null)
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                $"'{output}' holds '{inside}', and what is read is never written. Choose another folder.",
                Field.Output,
                inside
            );
        }
    }
}
