using MontageAI.Errors;

namespace MontageAI.Storage.Files;

/// <summary>
/// Says to other processes, for as long as it is held, that files of a name are being written: a hidden file beside them that is locked.
/// The system unlocks it when its holder dies in whatever way; what is left then is taken over by the next who writes that name.
/// </summary>
public sealed class WriteClaim : IDisposable
{
    private const int MostAttempts = 100;

    // Windows removes no open file, elsewhere it has to go before it is unlocked.
    private static readonly FileOptions s_options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;

    private readonly FileStream _stream;
    private readonly string? _madeFolder;

    private WriteClaim(FileStream stream, string? madeFolder) => (_stream, _madeFolder) = (stream, madeFolder);

    /// <summary>Claims a name.</summary>
    /// <param name="target">The file or folder that will be written; its folder is made when needed.</param>
    /// <returns>Null where another process, or another job of this one, holds it.</returns>
    /// <exception cref="MontageException">The folder cannot be made or written.</exception>
    public static WriteClaim? TryTake(string target)
    {
        target = Path.GetFullPath(target);
        string folder = Path.GetDirectoryName(target) ?? target;
        string path = Path.Combine(folder, PendingFile.Prefix(target) + "lock");
        try
        {
            string? made = Directory.Exists(folder) ? null : Directory.CreateDirectory(folder).FullName;
            for (int attempt = 0; attempt < MostAttempts; attempt++)
            {
                FileStream stream;
                try
                {
                    stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, s_options);
                }
                catch (IOException) when (File.Exists(path))
                {
                    return null;
                }

                // Whoever held it may have removed it between the opening and the locking.
                if (FileFacts.Of(path) is { } facts && facts.Number == FileFacts.Of(stream.SafeFileHandle).Number)
                {
                    return new WriteClaim(stream, made);
                }

                stream.Dispose();
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{target}' cannot be written: {e.Message} Choose another place or change the folder's permissions.",
                e
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(_stream.Name);
            }

            _stream.Dispose();
            if (_madeFolder is not null && !Directory.EnumerateFileSystemEntries(_madeFolder).Any())
            {
                Directory.Delete(_madeFolder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty hidden file or folder stays; it hinders nobody.
            _stream.Dispose();
        }
    }
}
