using Microsoft.Win32.SafeHandles;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Storage.Databases;

namespace MontageAI.Storage.Sources;

/// <summary>
/// Tells what file lies at a path. The fingerprint of a file whose path, size, time of change and fingerprint version are those
/// of an earlier run is taken from the database; otherwise about 0.5 MB of the file is read. Files are opened for reading only
/// and others may go on using them. Safe for threads.
/// </summary>
public sealed class SourceFiles
{
    // A file that changed this recently may change again without its time changing (clocks of file systems are coarse), so its
    // fingerprint is not remembered yet.
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    // How exactly the last use is known; keeps reads from becoming writes.
    private static readonly TimeSpan s_useResolution = TimeSpan.FromDays(1);
    private const int MaximumRemembered = 100_000;

    private readonly StoreDatabase _database;
    private readonly TimeProvider _time;
    private int _pruned;

    internal SourceFiles(StoreDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file; relative paths are made full.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="MediaException">It is not there, is no plain file, is empty, cannot be read, or changes while it is
    /// read.</exception>
    public async Task<SourceFile> IdentifyAsync(string path, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        (long size, DateTime modified) = Look(path);
        if (Recall(path, size, modified) is string known)
        {
            return new SourceFile(path, size, modified, known);
        }

        string fingerprint = await ReadAsync(path, size, cancellationToken).ConfigureAwait(false);
        if (Look(path) != (size, modified))
        {
            throw Changing(path, null);
        }

        if (_time.GetUtcNow().UtcDateTime - modified > s_settled)
        {
            Remember(path, size, modified, fingerprint);
        }

        return new SourceFile(path, size, modified, fingerprint);
    }

    private static (long Size, DateTime Modified) Look(string path)
    {
        FileInfo file = new(path);
        try
        {
            if (!file.Exists)
            {
                throw Directory.Exists(path)
                    ? new MediaException(
                        ErrorCode.FileKind,
                        path,
                        "this is a folder.",
                        "Name the files in it, or pass the folder where folders are expected."
                    )
                    : new MediaException(ErrorCode.FileMissing, path, "there is no such file.", "Check the name.");
            }

            // Pipes and devices say 0 as well; opening one could wait for ever.
            return file.Length > 0
                ? (file.Length, file.LastWriteTimeUtc)
                : throw new MediaException(ErrorCode.FileEmpty, path, "the file is empty (0 bytes).", "Copy it again from its source.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static async Task<string> ReadAsync(string path, long size, CancellationToken cancellationToken)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                FileOptions.Asynchronous | FileOptions.RandomAccess
            );
            return await FileFingerprint.ComputeAsync(file, size, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EndOfStreamException or FileNotFoundException)
        {
            throw Changing(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static MediaException Changing(string path, Exception? cause) =>
        new(
            ErrorCode.SourceChanged,
            path,
            "the file is changing while it is read.",
            "Wait until it is copied or recorded, then run again.",
            cause
        );

    private static MediaException Unreadable(string path, Exception cause) =>
        new(ErrorCode.FileUnreadable, path, $"the file cannot be read: {cause.Message}", "Check its permissions and the disk.", cause);

    private string? Recall(string path, long size, DateTime modified) =>
        _database.Run(
            connection =>
            {
                using SqliteQuery query = connection.Query(
                    "SELECT fingerprint, used FROM sources WHERE path = ?1 AND size = ?2 AND modified = ?3 AND version = ?4"
                );
                query.Bind(1, path).Bind(2, size).Bind(3, modified.Ticks).Bind(4, FileFingerprint.Version);
                if (!query.Read())
                {
                    return null;
                }

                string fingerprint = query.Text(0);
                long now = _time.GetUtcNow().UtcTicks;
                if (now - query.Number(1) > s_useResolution.Ticks)
                {
                    using SqliteQuery use = connection.Query("UPDATE sources SET used = ?2 WHERE path = ?1").Bind(1, path).Bind(2, now);
                    use.Run();
                }

                return fingerprint;
            },
            otherwise: null
        );

    private void Remember(string path, long size, DateTime modified, string fingerprint)
    {
        if (Interlocked.Exchange(ref _pruned, 1) == 0)
        {
            Prune();
        }

        _database.Run(
            connection =>
            {
                using SqliteQuery query = connection.Query("INSERT OR REPLACE INTO sources VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
                query.Bind(1, path).Bind(2, size).Bind(3, modified.Ticks).Bind(4, FileFingerprint.Version).Bind(5, fingerprint);
                query.Bind(6, _time.GetUtcNow().UtcTicks).Run();
                return true;
            },
            otherwise: false
        );
    }

    /// <summary>Forgets the paths that were not used for longest when there are very many.</summary>
    internal void Prune() =>
        _database.Run(
            connection =>
            {
                using SqliteQuery query = connection.Query(
                    "DELETE FROM sources WHERE path IN (SELECT path FROM sources ORDER BY used DESC LIMIT -1 OFFSET ?1)"
                );
                query.Bind(1, MaximumRemembered).Run();
                return true;
            },
            otherwise: false
        );

    /// <summary>Forgets all paths.</summary>
    internal void Clear() =>
        _database.Run(
            connection =>
            {
                connection.Execute("DELETE FROM sources");
                return true;
            },
            otherwise: false
        );
}
