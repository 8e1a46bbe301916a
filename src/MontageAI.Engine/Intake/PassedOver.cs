using MontageAI.Containers.Streaming;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Storage;

namespace MontageAI.Engine.Intake;

/// <summary>What lies in folders of clips and is no footage: one line for each thing that a user knows as one, however many files it
/// is.</summary>
internal sealed class PassedOver
{
    private static readonly Phrase s_nothing = "Nothing needs to be done.";
    private static readonly Phrase s_nameIt = "To use it as a clip, name the file itself.";

    private readonly List<SetAsideFile> _own = [];
    private readonly List<(string Folder, string Name)> _copies = [];
    private readonly List<(string Folder, string Name)> _stills = [];
    private readonly List<string> _streams = [];

    /// <summary>Names of the folders in a folder that may hold footage; null where it is one that this program made.</summary>
    public IReadOnlyList<string>? Enter(FolderContents folder)
    {
        if (PreviewStream.IsAt(folder.Path, folder.Files))
        {
            _streams.Add(folder.Path);
            return null;
        }

        IReadOnlyList<string> stores = CacheStore.OwnFolders(folder.Path, folder.Files, folder.Folders);
        if (stores.Count == 0)
        {
            return folder.Folders;
        }

        _own.Add(new SetAsideFile(folder.Path, "is the store of this program; clips in it that are yours are used.", s_nothing));
        return [.. folder.Folders.Except(stores)];
    }

    /// <summary>Whether a file is one that this program made.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="names">All names in the folder.</param>
    public bool Own(string folder, string name, IReadOnlySet<string> names)
    {
        string? what =
            OwnFiles.IsFilm(folder, name, names) ? "film"
            : OwnFiles.IsSheet(folder, name) ? "contact sheet"
            : OwnFiles.IsSprites(folder, name, names) ? "sheet of thumbnails"
            : null;
        if (what is not null)
        {
            _own.Add(new SetAsideFile(Path.Combine(folder, name), $"is a {what} that this program made.", s_nameIt));
        }

        return what is not null;
    }

    /// <summary>Notes a small copy of a recording.</summary>
    public void Copy(string folder, string name) => _copies.Add((folder, name));

    /// <summary>Notes the still of a film.</summary>
    public void Still(string folder, string name) => _stills.Add((folder, name));

    /// <summary>The lines.</summary>
    /// <param name="unreadable">Folders that cannot be read, and why.</param>
    public IReadOnlyList<SetAsideFile> Lines(IEnumerable<(string Path, string Why)> unreadable)
    {
        HashSet<string> films = [.. _own.Select(o => Path.ChangeExtension(o.Path, null))];
        return
        [
            .. _own,
            .. _streams
                // The line of its film speaks for it.
                .Where(s => !films.Contains(Path.ChangeExtension(s, null)))
                .Select(s => new SetAsideFile(s, "is a preview that this program made.", s_nothing)),
            .. Lines(_copies, "is a small copy of a recording that is there.", "are small copies of recordings that are there."),
            .. Lines(_stills, "is the still of a film that is there (Live Photo).", "are stills of films that are there (Live Photos)."),
            .. unreadable.Select(u => new SetAsideFile(
                u.Path,
                $"this folder cannot be read ({u.Why}), so nothing in it is used.",
                "Change its permissions, or leave it out."
            )),
        ];
    }

    // One line for each folder.
    private static IEnumerable<SetAsideFile> Lines(List<(string Folder, string Name)> files, string one, string several) =>
        files
            .GroupBy(f => f.Folder, f => f.Name, StringComparer.Ordinal)
            .Select(g =>
                g.Order(StringComparer.Ordinal).ToArray() is var names && names.Length == 1
                    ? new SetAsideFile(Path.Combine(g.Key, names[0]), one, s_nameIt)
                    : new SetAsideFile(Path.Combine(g.Key, names[0]), $"and {names.Length - 1} more beside it {several}", s_nameIt)
            );
}
