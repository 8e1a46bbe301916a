using MontageAI.Storage.Files;

namespace MontageAI.Storage.Folders;

/// <summary>The clock of the file system on which a folder lies, told by the time of a file that is written now.</summary>
internal static class FolderClock
{
    /// <summary>Now.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static DateTime Now(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"clock.{Guid.NewGuid():N}{DurableFile.Unfinished}");
        try
        {
            File.WriteAllBytes(path, [0]);
            return File.GetLastWriteTimeUtc(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
