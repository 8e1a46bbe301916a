namespace MontageAI.Storage.Files;

/// <summary>
/// Folders of one user in places where everybody may write. Their names can be guessed, so whoever comes first could have put a link or a
/// folder of his own there: what is used belongs to this user, is no link, and is open to nobody else.
/// </summary>
public static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a folder in the system's folder for temporary files, the same in every run unless somebody took its name; then
    /// one with a name that nobody knows.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Full path.</returns>
    /// <exception cref="IOException">None can be made.</exception>
    public static string MakeTemporary(string name) =>
        TryMake(Path.GetTempPath(), name) ?? Directory.CreateTempSubdirectory(name + "-").FullName;

    /// <summary>Makes a folder unless it is there.</summary>
    /// <param name="parent">Where.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Full path; null where it cannot be made, or belongs to somebody else.</returns>
    public static string? TryMake(string parent, string name)
    {
        string path = Path.Combine(parent, name);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // Folders for temporary files are the user's own there.
                return Directory.CreateDirectory(path).FullName;
            }

            Directory.CreateDirectory(path, OwnerOnly);
            if (new DirectoryInfo(path).LinkTarget is not null || !FileQuery.IsOwn(path))
            {
                return null;
            }

            if (File.GetUnixFileMode(path) != OwnerOnly)
            {
                File.SetUnixFileMode(path, OwnerOnly);
            }

            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
