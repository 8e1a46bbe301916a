using System.Globalization;
using System.Text;
using System.Text.Json;
using MontageAI.Engine.Projects;
using MontageAI.Errors;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Projects;

/// <summary>The projects of a folder: found there, opened when they are first asked for. The folder is the truth. Safe for
/// threads.</summary>
internal sealed class ProjectShelf(StudioOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int LongestName = 80;
    private const long MostRead = 64 << 20;
    private const string Trash = ".trash";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, MontageProject> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

    /// <summary>Folder of a project that was listed or opened; null where it is not known.</summary>
    public string? FolderOf(string id)
    {
        lock (_folders)
        {
            return _folders.GetValueOrDefault(id);
        }
    }

    /// <summary>All projects, those that were changed last first; what cannot be read is left out.</summary>
    public IReadOnlyList<(string Folder, ProjectDocument Document, DateTime Changed)> List()
    {
        if (!Directory.Exists(options.Projects))
        {
            return [];
        }

        List<(string, ProjectDocument, DateTime)> found = [];
        foreach (string folder in Directory.EnumerateDirectories(options.Projects, "*" + MontageProject.Ending))
        {
            if (TryRead(folder) is { } document)
            {
                Note(document.Id, folder);
                string log = Path.Combine(folder, "log.jsonl");
                found.Add((folder, document, File.Exists(log) ? File.GetLastWriteTimeUtc(log) : Directory.GetLastWriteTimeUtc(folder)));
            }
        }

        return [.. found.OrderByDescending(f => f.Item3)];
    }

    /// <summary>Projects that cannot be read, most of them because a newer program made them, and why: nobody shall look for them in
    /// vain.</summary>
    public IReadOnlyList<(string Id, string Name, string Why, DateTime Changed)> Unreadable()
    {
        List<(string, string, string, DateTime)> found = [];
        if (!Directory.Exists(options.Projects))
        {
            return found;
        }

        foreach (string folder in Directory.EnumerateDirectories(options.Projects, "*" + MontageProject.Ending))
        {
            if (!ProjectFile.IsAt(folder) || NameOf(folder) is not { } id)
            {
                continue;
            }

            try
            {
                ProjectFile.Read(folder);
            }
            catch (MontageException e)
            {
                Note(id, folder);
                found.Add((id, Path.GetFileNameWithoutExtension(folder), e.Message, Directory.GetLastWriteTimeUtc(folder)));
            }
        }

        return found;
    }

    /// <summary>Makes a project.</summary>
    /// <param name="name">Its name for people.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<MontageProject> CreateAsync(string name, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            string id = Guid.NewGuid().ToString("N")[..12];
            string stem = FileName(name);
            string folder = Path.Combine(options.Projects, stem + MontageProject.Ending);
            for (int n = 2; Path.Exists(folder); n++)
            {
                folder = Path.Combine(options.Projects, string.Create(CultureInfo.InvariantCulture, $"{stem} {n}{MontageProject.Ending}"));
            }

            MontageProject project = await MontageProject.CreateAsync(folder, id, name, time, cancellationToken).ConfigureAwait(false);
            Note(id, project.Folder);
            _open[id] = project;
            return project;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Opens a project, or gives the one that is open.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    /// <exception cref="MontageException">Another program holds it.</exception>
    public async Task<MontageProject> OpenAsync(string id, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_open.TryGetValue(id, out MontageProject? known))
            {
                if (ProjectFile.IsAt(known.Folder))
                {
                    return known;
                }

                // It was moved or removed under us.
                Forget(id, known);
            }

            if (FolderOf(id) is not { } folder || !ProjectFile.IsAt(folder))
            {
                List();
                Unreadable();
            }

            if (FolderOf(id) is not { } now || !ProjectFile.IsAt(now))
            {
                throw ApiException.NotFound("project");
            }

            return _open[id] = MontageProject.Open(now, time);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Moves a project to the trash folder beside it.</summary>
    /// <returns>Where it lies now.</returns>
    public async Task<string> TrashAsync(string id, CancellationToken cancellationToken)
    {
        MontageProject project = await OpenAsync(id, cancellationToken).ConfigureAwait(false);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            string trash = Path.Combine(options.Projects, Trash);
            Directory.CreateDirectory(trash);
            string stem = Path.GetFileNameWithoutExtension(project.Folder),
                to = Path.Combine(trash, stem + MontageProject.Ending);
            for (int n = 2; Path.Exists(to); n++)
            {
                to = Path.Combine(trash, string.Create(CultureInfo.InvariantCulture, $"{stem} {n}{MontageProject.Ending}"));
            }

            Forget(id, project);
            Directory.Move(project.Folder, to);
            return to;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (MontageProject project in _open.Values)
        {
            try
            {
                await project.SettleAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (MontageException)
            {
                // The log has everything; what is missing is only the short way to it.
            }

            project.Dispose();
        }

        _turn.Dispose();
    }

    // What every version calls its name by; null where even that cannot be read.
    private static string? NameOf(string folder)
    {
        try
        {
            FileInfo file = new(Path.Combine(folder, "project.json"));
            if (file.LinkTarget is not null || file.Length > MostRead)
            {
                return null;
            }

            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return
                document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("id", out JsonElement id)
                && id.ValueKind == JsonValueKind.String
                && id.GetString() is { Length: > 0 and < 64 } name
                && name.All(char.IsAsciiLetterOrDigit)
                ? name
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ProjectDocument? TryRead(string folder)
    {
        try
        {
            return ProjectFile.IsAt(folder) ? ProjectFile.Read(folder) : null;
        }
        catch (MontageException)
        {
            return null;
        }
    }

    private void Forget(string id, MontageProject project)
    {
        _open.Remove(id);
        lock (_folders)
        {
            _folders.Remove(id);
        }

        project.Dispose();
    }

    private void Note(string id, string folder)
    {
        lock (_folders)
        {
            // Of two copies of one project the first that was seen is meant.
            _folders.TryAdd(id, folder);
        }
    }

    // A name of any script; what systems do not take in file names becomes a space.
    private static string FileName(string name)
    {
        StringBuilder safe = new();
        foreach (Rune rune in name.EnumerateRunes())
        {
            bool bad = Rune.IsControl(rune) || "\\/:*?\"<>|".Contains(rune.ToString(), StringComparison.Ordinal) || rune.Value == 0xFFFD;
            safe.Append(bad ? " " : rune.ToString());
            if (safe.Length >= LongestName || Encoding.UTF8.GetByteCount(safe.ToString()) > 180)
            {
                break;
            }
        }

        string text = safe.ToString().Trim(' ', '.');
        return text.Length == 0 ? "Montage" : text;
    }
}
