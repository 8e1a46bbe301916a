using MontageAI.Engine.Outputs;
using MontageAI.Errors;

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
        ".lrv",
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

    /// <summary>Lists clips in a stable order (ordinal by full path).</summary>
    /// <param name="inputs">Files and folders as given; folders are searched to the bottom, hidden entries left out.</param>
    /// <param name="music">The song, which is left out when it lies among the clips; null when there is none.</param>
    /// <param name="ownFilms">Films in the folders that this program made: passed over, since they are no footage. Named as files they are
    /// clips.</param>
    /// <param name="field">What the inputs are of the request, for messages; null for its clips.</param>
    /// <exception cref="ConfigurationException">An input does not exist, or nothing was found; all problems are listed.</exception>
    public static IReadOnlyList<string> Find(
        IReadOnlyList<string> inputs,
        string? music,
        out IReadOnlyList<string> ownFilms,
        Field? field = null
    )
    {
        SortedSet<string> own = new(StringComparer.Ordinal);
        List<Problem> problems = [];
        SortedSet<string> found = new(StringComparer.Ordinal);
        string? song = music is null ? null : Path.GetFullPath(music);
        EnumerationOptions everything = new()
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        };
        foreach (string input in inputs)
        {
            string full = Path.GetFullPath(input);
            if (Directory.Exists(full))
            {
                foreach (string file in Directory.EnumerateFiles(full, "*", everything))
                {
                    if (file == song || file.EndsWith(".montage.json", StringComparison.Ordinal))
                    {
                        continue;
                    }

                    if (!s_companions.Contains(Path.GetExtension(file)))
                    {
                        (OwnFiles.IsFilm(file) ? own : found).Add(file);
                    }
                }
            }
            else if (File.Exists(full))
            {
                found.Add(full);
            }
            else
            {
                problems.Add(new Problem(ErrorCode.FileMissing, $"'{input}' does not exist. Check the path.", field ?? Field.Clips));
            }
        }

        ownFilms = [.. own.Except(found)];
        if (problems.Count == 0 && found.Count == 0)
        {
            problems.Add(
                new Problem(
                    ErrorCode.NothingUsable,
                    $"no files found in {string.Join(", ", inputs.Select(i => $"'{i}'"))}. "
                        + $"Give a folder of video files, or the files themselves.",
                    field ?? Field.Clips
                )
            );
        }

        return problems.Count == 0 ? [.. found] : throw new ConfigurationException(problems);
    }
}
