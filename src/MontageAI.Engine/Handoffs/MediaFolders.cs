using MontageAI.Engine.Intake;

namespace MontageAI.Engine.Handoffs;

/// <summary>Files of folders in which media are looked for.</summary>
internal static class MediaFolders
{
    /// <summary>All files in folders and below, full paths in order.</summary>
    public static IReadOnlyList<string> FilesOf(IReadOnlyList<string> folders)
    {
        List<string> files = [];
        foreach (string folder in folders)
        {
            FolderWalk below = new(contents => contents.Folders);
            below.Add(Path.GetFullPath(folder));
            files.AddRange(below.Folders.Values.SelectMany(f => f.Files.Select(n => Path.Combine(f.Path, n))));
        }

        return [.. files.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
