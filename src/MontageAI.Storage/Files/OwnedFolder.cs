namespace MontageAI.Storage.Files;

/// <summary>
/// A folder that belongs to one job of one process: "id" beside "id.owner". The owner file is made before the folder and removed
/// after it, so that at no moment a folder lies there without an owner.
/// </summary>
internal sealed class OwnedFolder : IDisposable
{
    private readonly OwnerFile _owner;

    private OwnedFolder(OwnerFile owner, string path)
    {
        _owner = owner;
        Path = path;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Makes a folder in a parent, which is made readable by its owner only when it does not exist.</summary>
    /// <exception cref="IOException">It cannot be made, or the parent is a link (which someone else may have put there).</exception>
    public static OwnedFolder Create(string parent)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        DirectoryInfo info = OperatingSystem.IsWindows() ? Directory.CreateDirectory(parent) : Directory.CreateDirectory(parent, OwnerOnly);
        if (info.LinkTarget is not null)
        {
            throw new IOException($"'{parent}' is a link, not a folder.");
        }

        OwnerFile owner = OwnerFile.Create(parent, out string id);
        string path = System.IO.Path.Combine(parent, id);
        Directory.CreateDirectory(path);
        return new OwnedFolder(owner, path);
    }

    /// <summary>Removes the folders of dead owners. Folders of live ones, and anything that cannot be removed, stay.</summary>
    /// <returns>Folders removed.</returns>
    public static int RemoveAbandoned(string parent)
    {
        if (!Directory.Exists(parent))
        {
            return 0;
        }

        int removed = 0;
        foreach (string ownerFile in Directory.EnumerateFiles(parent, "*" + OwnerFile.Extension))
        {
            using FileStream? taken = OwnerFile.TryTakeOver(ownerFile);
            if (taken is null)
            {
                continue;
            }

            try
            {
                RemoveFolder(ownerFile[..^OwnerFile.Extension.Length]);
                File.Delete(ownerFile);
                removed++;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Someone else removes it at this moment, or may and we may not; the next start tries again.
            }
        }

        return removed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            RemoveFolder(Path);
            _owner.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something in it is still in use (Windows) or was just added; it goes after this process has ended.
            _owner.Dispose();
        }
    }

    private static void RemoveFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
