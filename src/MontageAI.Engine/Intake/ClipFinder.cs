using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Intake;

/// <summary>Finds the clips that a user meant: files as named, folders with everything below them.</summary>
public static class ClipFinder
{
    // Companions that cameras and editors leave beside footage. Not footage, so not worth a warning each.
    private static readonly HashSet<string> s_companions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".txt",
        ".md",
        ".xml",
        ".json",
        ".html",
        ".htm",
        ".csv",
        ".tsv",
        ".log",
        ".ini",
        ".db",
        ".nfo",
        ".pdf",
        ".doc",
        ".docx",
        ".url",
        ".lnk",
        ".zip",
        ".srt",
        ".vtt",
        ".ass",
        ".sub",
        ".idx",
        ".edl",
        ".fcpxml",
        ".otio",
        ".drp",
        ".prproj",
        ".kdenlive",
        ".mlt",
        ".cube",
        ".gpx",
        ".kml",
        ".thm",
        ".xmp",
        ".bdm",
        ".cpi",
        ".mpl",
        ".bin",
        ".dat",
        ".sav",
        ".par",
        ".part",
        ".crdownload",
        ".tmp",
        ".beats",
        ".cuts",
    };

    /// <summary>Lists clips in a stable order: by full path, ordinal, the chapters of one GoPro recording after each other.</summary>
    /// <param name="inputs">Files and folders as given; folders are searched to the bottom, every real folder once, hidden entries left
    /// out. Files that are named are clips, whatever they are.</param>
    /// <param name="music">The song, which is left out when it lies among the clips; null when there is none.</param>
    /// <param name="field">What the inputs are of the request, for messages; null for its clips.</param>
    /// <exception cref="ConfigurationException">An input does not exist, or nothing was found; all problems are listed.</exception>
    public static FoundClips Find(IReadOnlyList<string> inputs, string? music, Field? field = null)
    {
        List<Problem> problems = [];
        HashSet<string> named = new(StringComparer.Ordinal);
        PassedOver passed = new();
        FolderWalk walk = new(passed.Enter);
        foreach (string input in inputs)
        {
            string full = Path.GetFullPath(input);
            if (WhyMissing(input) is { } missing)
            {
                problems.Add(new Problem(ErrorCode.FileMissing, missing, field ?? Field.Clips));
            }
            else if (Directory.Exists(full))
            {
                walk.Add(full);
            }
            else
            {
                named.Add(full);
            }
        }

        IEnumerable<string> found = Files(walk, new SongFile(music), named, passed);
        string[] clips = [.. named.Concat(found).Order(RecordingOrder.Instance)];
        IReadOnlyList<SetAsideFile> aside = passed.Lines(walk.Unreadable);
        if (problems.Count == 0 && clips.Length == 0)
        {
            string why = aside.Count == 0 ? "" : $" {string.Join(" ", aside.Select(a => $"'{Printable.Of(a.Path)}': {a.Reason}"))}";
            problems.Add(
                new Problem(
                    ErrorCode.NothingUsable,
                    $"no files found in {string.Join(", ", inputs.Select(i => $"'{i}'"))}.{why} "
                        + $"Give a folder of video files, or the files themselves.",
                    field ?? Field.Clips
                )
            );
        }

        return problems.Count == 0 ? new FoundClips(clips, aside) : throw new ConfigurationException(problems);
    }

    private static List<string> Files(FolderWalk walk, SongFile song, HashSet<string> named, PassedOver passed)
    {
        List<string> found = [];
        SmallCopies copies = new(walk.Folders);
        foreach (FolderContents folder in walk.Folders.Values)
        {
            HashSet<string> names = folder.Files.ToHashSet(StringComparer.Ordinal);
            foreach (string name in folder.Files)
            {
                string path = Path.Combine(folder.Path, name);
                if (s_companions.Contains(Path.GetExtension(name)) || named.Contains(path) || song.Is(path))
                {
                    continue;
                }

                if (copies.Contain(folder, name))
                {
                    passed.Copy(folder.Path, name);
                }
                else if (LivePhotos.IsStill(folder.Path, name, names))
                {
                    passed.Still(folder.Path, name);
                }
                else if (!passed.Own(folder.Path, name, names))
                {
                    found.Add(path);
                }
            }
        }

        return found;
    }

    /// <summary>Why nothing is found under a name; null where something is.</summary>
    /// <param name="input">The name.</param>
    internal static string? WhyMissing(string input)
    {
        string full = Path.GetFullPath(input);
        // A link that leads nowhere is a file by File.Exists.
        return new FileInfo(full).LinkTarget is { } target && FileIdentity.Of(full) is null
                ? $"'{input}' is a link to '{target}', which does not exist. Restore what it leads to, or leave it out."
            : Path.Exists(full) ? null
            : $"'{input}' does not exist. Check the path.";
    }

    // A song may lie among the clips under another name: a link to it, or what it is a link to.
    private sealed class SongFile(string? music)
    {
        private readonly string? _path = music is null ? null : Path.GetFullPath(music);
        private readonly FileIdentity? _identity = music is null ? null : FileIdentity.Of(music);

        // Only what is called like it is asked for its number, so that ordinary clips cost nothing.
        public bool Is(string path) =>
            _path is not null
            && (
                path == _path
                || (
                    _identity is { } identity
                    && Path.GetExtension(path).Equals(Path.GetExtension(_path), StringComparison.OrdinalIgnoreCase)
                    && FileIdentity.Of(path) == identity
                )
            );
    }
}
