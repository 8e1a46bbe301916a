using Microsoft.Win32.SafeHandles;
using MontageAI.Errors;
using MontageAI.Storage.Databases;
using MontageAI.Storage.Files;
using MontageAI.Storage.Keys;
using MontageAI.Storage.Sources;

namespace MontageAI.Storage.Artifacts;

/// <summary>
/// Files by content key: rendered shots, audio beds, proxies. A file appears under its key whole or not at all; two processes
/// that make the same key do not hurt one another (the first stays); a file that was cut short or changed since is dropped when
/// it is asked for. Bounded: the least recently used go first, and never one that a running job holds. Safe for threads and
/// processes, and for kill -9 at any moment.
/// </summary>
/// <remarks>
/// Files are not flushed to the disk one by one. After a power cut a file may be shorter than it was; its recorded size tells.
/// </remarks>
public sealed class ArtifactStore
{
    private const int EvictionBatch = 16;
    private static readonly TimeSpan s_sweepInterval = TimeSpan.FromDays(1);

    private readonly StoreDatabase _database;
    private readonly string _folder;
    private readonly string _jobFolder;
    private readonly long _budgetBytes;
    private readonly TimeProvider _time;
    private readonly DegradationLog _degradations;
    private long _hits;
    private long _misses;
    private long _evicted;
    private long _damaged;

    internal ArtifactStore(StoreDatabase database, string folder, long budgetBytes, TimeProvider time, DegradationLog degradations)
    {
        _database = database;
        _folder = Path.Combine(folder, "artifacts");
        _jobFolder = Path.Combine(folder, "jobs");
        _budgetBytes = budgetBytes;
        _time = time;
        _degradations = degradations;
    }

    /// <summary>Starts a job. Removes what dead jobs left half made.</summary>
    /// <exception cref="MontageException">The store's folder cannot be written.</exception>
    public ArtifactLease BeginJob()
    {
        try
        {
            OwnedFolder.RemoveAbandoned(_jobFolder);
            return new ArtifactLease(this, OwnedFolder.Create(_jobFolder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.StoreFailed,
                $"The cache folder '{_jobFolder}' cannot be written: {e.Message} Choose another cache folder or change its permissions.",
                e
            );
        }
    }

    /// <summary>Finds an artifact and holds it for a job.</summary>
    /// <returns>Full path, valid until the lease ends; null when there is none.</returns>
    public async Task<string?> TryGetAsync(ContentKey key, ArtifactLease lease, CancellationToken cancellationToken)
    {
        ArtifactRow? row = _database.Run(
            connection =>
                connection.Transact(() =>
                {
                    ArtifactRow? found = ArtifactIndex.Find(connection, key);
                    if (found is not null)
                    {
                        ArtifactIndex.Use(connection, key, lease.Id, _time.GetUtcNow().UtcTicks);
                    }

                    return found;
                }),
            otherwise: null
        );
        if (row is not null && await IsWholeAsync(key, row, cancellationToken).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _hits);
            return Path.Combine(_folder, row.File);
        }

        if (row is not null)
        {
            Drop(key, row);
        }

        Interlocked.Increment(ref _misses);
        return null;
    }

    /// <summary>Takes a finished file into the store, by renaming it, and holds it for a job. Evicts when the store is over its
    /// budget.</summary>
    /// <param name="key">What it was made from.</param>
    /// <param name="finishedPath">
    /// The file, closed; gone afterwards. Best named by <see cref="ArtifactLease.NewFile"/>; from another file system it is copied.
    /// </param>
    /// <param name="lease">The job that holds it.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>Full path under which it lies until the lease ends; that of an equal earlier one where there is one.</returns>
    /// <exception cref="MontageException">The file is missing or empty, or cannot be moved.</exception>
    public async Task<string> AddAsync(ContentKey key, string finishedPath, ArtifactLease lease, CancellationToken cancellationToken)
    {
        try
        {
            string near = lease.NewFile(Path.GetExtension(finishedPath));
            await Task.Run(() => File.Move(finishedPath, near), cancellationToken).ConfigureAwait(false);
            FileInfo file = new(near);
            if (file.Length == 0)
            {
                throw new MontageException(ErrorCode.StoreFailed, $"The file made for {key.Kind} is empty and was not stored.");
            }

            string digest = await DigestAsync(near, file.Length, cancellationToken).ConfigureAwait(false);
            ArtifactRow row = new(ArtifactIndex.FileFor(key, file.Extension), file.Length, file.LastWriteTimeUtc.Ticks, digest);
            string? path = _database.Run(
                connection => connection.Transact(() => Place(connection, key, row, near, lease)),
                otherwise: null
            );
            // The database may have refused before or after the file found its place.
            return path ?? (File.Exists(near) ? near : Path.Combine(_folder, row.File));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.StoreFailed,
                $"'{finishedPath}' could not be taken into the cache folder '{_folder}': {e.Message} Make room or choose another cache "
                    + $"folder.",
                e
            );
        }
    }

    internal ArtifactStatistics Statistics()
    {
        (long bytes, long items) = _database.Run(ArtifactIndex.Totals, otherwise: default);
        return new ArtifactStatistics(
            items,
            bytes,
            _budgetBytes,
            Interlocked.Read(ref _hits),
            Interlocked.Read(ref _misses),
            Interlocked.Read(ref _evicted),
            Interlocked.Read(ref _damaged)
        );
    }

    internal void Prune(long budgetBytes)
    {
        OwnedFolder.RemoveAbandoned(_jobFolder);
        _database.Run(
            connection =>
                connection.Transact(() =>
                {
                    ArtifactIndex.Sweep(connection, _folder, _time.GetUtcNow());
                    Evict(connection, budgetBytes);
                    return true;
                }),
            otherwise: false
        );
    }

    internal void End(ArtifactLease lease) =>
        _database.Run(
            connection =>
            {
                ArtifactIndex.EndJob(connection, lease.Id);
                return true;
            },
            otherwise: false
        );

    private string Place(SqliteConnection connection, ContentKey key, ArtifactRow row, string near, ArtifactLease lease)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (ArtifactIndex.SweepIsDue(connection, now, s_sweepInterval))
        {
            ArtifactIndex.Sweep(connection, _folder, now);
        }

        ArtifactRow? earlier = ArtifactIndex.Find(connection, key);
        string path = Path.Combine(_folder, (earlier ?? row).File);
        if (earlier is not null && new FileInfo(path) is { Exists: true } file && file.Length == earlier.Size)
        {
            File.Delete(near);
        }
        else
        {
            path = Path.Combine(_folder, row.File);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // A first attempt that the database refused at its end has moved it already.
            if (File.Exists(near) || !File.Exists(path))
            {
                File.Move(near, path, overwrite: true);
            }

            ArtifactIndex.Remove(connection, key.Hash);
            ArtifactIndex.Add(connection, key, row, now.UtcTicks);
        }

        ArtifactIndex.Use(connection, key, lease.Id, now.UtcTicks);
        Evict(connection, _budgetBytes);
        return path;
    }

    private void Evict(SqliteConnection connection, long budgetBytes)
    {
        long bytes = ArtifactIndex.Totals(connection).Bytes;
        if (bytes <= budgetBytes)
        {
            return;
        }

        ArtifactIndex.EndDeadJobs(connection, _jobFolder);
        while (bytes > budgetBytes)
        {
            List<(string Hash, string File, long Size)> candidates = ArtifactIndex.Evictable(connection, EvictionBatch);
            foreach ((string hash, string file, long size) in candidates)
            {
                if (bytes > budgetBytes)
                {
                    Delete(file);
                    ArtifactIndex.Remove(connection, hash);
                    bytes -= size;
                    Interlocked.Increment(ref _evicted);
                }
            }

            if (candidates.Count == 0)
            {
                // All the rest is in use; the next job that adds something looks again.
                return;
            }
        }
    }

    private async Task<bool> IsWholeAsync(ContentKey key, ArtifactRow row, CancellationToken cancellationToken)
    {
        FileInfo file = new(Path.Combine(_folder, row.File));
        if (!file.Exists || file.Length != row.Size)
        {
            return false;
        }

        long modified = file.LastWriteTimeUtc.Ticks;
        if (modified == row.ModifiedTicks)
        {
            return true;
        }

        // Copied about with the whole folder, perhaps, or touched, or changed: its content tells.
        try
        {
            if (await DigestAsync(file.FullName, row.Size, cancellationToken).ConfigureAwait(false) != row.Digest)
            {
                return false;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        _database.Run(
            connection =>
            {
                ArtifactIndex.SetModified(connection, key, modified);
                return true;
            },
            otherwise: false
        );
        return true;
    }

    private void Drop(ContentKey key, ArtifactRow row)
    {
        Interlocked.Increment(ref _damaged);
        _degradations.Add(
            $"A cached {key.Kind} file was missing, cut short or changed and is made again: '{Path.Combine(_folder, row.File)}'."
        );
        _database.Run(
            connection =>
                connection.Transact(() =>
                {
                    // Unless another process has replaced it by a whole one meanwhile.
                    if (ArtifactIndex.Find(connection, key) == row)
                    {
                        ArtifactIndex.Remove(connection, key.Hash);
                        Delete(row.File);
                    }

                    return true;
                }),
            otherwise: false
        );
    }

    private void Delete(string file)
    {
        string path = Path.Combine(_folder, file);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static async Task<string> DigestAsync(string path, long size, CancellationToken cancellationToken)
    {
        using SafeFileHandle file = File.OpenHandle(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            FileOptions.Asynchronous
        );
        return await FileFingerprint.ComputeAsync(file, size, cancellationToken).ConfigureAwait(false);
    }
}
