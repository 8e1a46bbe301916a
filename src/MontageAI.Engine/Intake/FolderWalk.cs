using System.IO.Enumeration;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Intake;

/// <summary>What lies in one folder, hidden entries left out.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Files">Names of its files, links to files among them, in ordinal order.</param>
/// <param name="Folders">Names of its folders, links to folders among them, in ordinal order.</param>
internal sealed record FolderContents(string Path, IReadOnlyList<string> Files, IReadOnlyList<string> Folders);

/// <summary>
/// Lists folders with everything below them. Every real folder comes once, by device and number, whatever links lead to it: loops end, and
/// a link to a folder that is listed anyway adds nothing. A folder is known by its own path rather than by a link's where both are below
/// one root. Folders that cannot be read are remembered.
/// </summary>
/// <param name="enter">Names of the folders in a folder that are wanted; null where nothing of it is.</param>
internal sealed class FolderWalk(Func<FolderContents, IReadOnlyList<string>?> enter)
{
    private static readonly EnumerationOptions s_one = new() { IgnoreInaccessible = false, AttributesToSkip = 0 };

    private readonly HashSet<FileIdentity> _seen = [];
    private readonly Dictionary<string, FolderContents> _folders = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Why)> _unreadable = [];

    /// <summary>The folders, by path.</summary>
    public IReadOnlyDictionary<string, FolderContents> Folders => _folders;

    /// <summary>Folders that cannot be read, and why.</summary>
    public IReadOnlyList<(string Path, string Why)> Unreadable => _unreadable;

    /// <summary>Lists a folder.</summary>
    /// <param name="root">Full path.</param>
    public void Add(string root)
    {
        Queue<string> links = new([root]);
        while (links.TryDequeue(out string? start))
        {
            Stack<string> left = new([start]);
            while (left.TryPop(out string? path))
            {
                foreach (string folder in Enter(path).Reverse())
                {
                    if (new DirectoryInfo(folder).LinkTarget is null)
                    {
                        left.Push(folder);
                    }
                    else
                    {
                        links.Enqueue(folder);
                    }
                }
            }
        }
    }

    // Full paths of what lies in it.
    private IEnumerable<string> Enter(string path)
    {
        if (!_seen.Add(FileIdentity.Of(path) ?? new FileIdentity(0, 0, path)))
        {
            return [];
        }

        try
        {
            FolderContents contents = Read(path);
            if (enter(contents) is { } wanted)
            {
                _folders.TryAdd(path, contents);
                return wanted.Select(f => Path.Combine(path, f));
            }
        }
        catch (DirectoryNotFoundException)
        {
            // It was removed meanwhile.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _unreadable.Add((path, e is UnauthorizedAccessException ? "it may not be read" : e.Message.TrimEnd('.')));
        }

        return [];
    }

    private static FolderContents Read(string path)
    {
        List<string> files = [],
            folders = [];
        FileSystemEnumerable<(string Name, bool IsFolder)> entries = new(
            path,
            (ref FileSystemEntry e) => (e.FileName.ToString(), e.IsDirectory),
            s_one
        )
        {
            ShouldIncludePredicate = (ref FileSystemEntry e) =>
                !e.IsHidden && !(OperatingSystem.IsWindows() && e.Attributes.HasFlag(FileAttributes.System)),
        };
        foreach ((string name, bool isFolder) in entries)
        {
            (isFolder ? folders : files).Add(name);
        }

        files.Sort(StringComparer.Ordinal);
        folders.Sort(StringComparer.Ordinal);
        return new FolderContents(path, files, folders);
    }
}
