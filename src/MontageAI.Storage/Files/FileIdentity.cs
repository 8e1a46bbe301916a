namespace MontageAI.Storage.Files;

/// <summary>
/// Which file lies at a path, however the path is written: through links, hard links, "..", or in another case where the file system
/// ignores case. On every system the device and the file's number on it.
/// </summary>
/// <param name="Device">The device, or what stands for it.</param>
/// <param name="Number">The file's number on it.</param>
/// <param name="Path">Where the system numbers nothing, the path that links lead to; else null.</param>
public readonly record struct FileIdentity(ulong Device, ulong Number, string? Path)
{
    /// <summary>The file or folder at a path, links followed; null where there is none or it cannot be asked for.</summary>
    public static FileIdentity? Of(string path)
    {
        try
        {
            return FileFacts.Of(path) is not { } facts ? null
                : facts is { Device: 0, Number: 0 } ? new FileIdentity(0, 0, Resolved(path))
                : new FileIdentity(facts.Device, facts.Number, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Resolved(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        string target = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        return OperatingSystem.IsWindows() ? target.ToUpperInvariant() : target;
    }
}
