using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>Timelines of packages name their files relative to the folder that they lie in.</summary>
internal static class RelativeSources
{
    /// <summary>A timeline with full paths to those files that are there.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="folder">The folder that it lies in.</param>
    public static Timeline InFull(Timeline timeline, string folder) =>
        timeline.Sources.All(s => Full(s.Path, folder) == s.Path)
        && (timeline.Music is not { } song || Full(song.Path, folder) == song.Path)
            ? timeline
            : timeline with
            {
                Sources = [.. timeline.Sources.Select(s => s with { Path = Full(s.Path, folder) })],
                Music = timeline.Music is { } music ? music with { Path = Full(music.Path, folder) } : null,
            };

    /// <summary>A path in full where it is relative to a folder and there is such a file; else the path.</summary>
    public static string Full(string path, string folder)
    {
        string full = Path.IsPathRooted(path) ? path : Path.GetFullPath(path, folder);
        return File.Exists(full) ? full : path;
    }
}
