using System.Collections.Concurrent;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Storage.Faults;
using MontageAI.Storage.Files;
using MontageAI.Storage.Sources;
using MontageAI.Stores;

namespace MontageAI.Storage.Databases;

/// <summary>Files by content key beside a database that knows their sizes, uses and holders.</summary>
/// <remarks>
/// Files are not flushed to the disk one by one. After a power cut a file may be shorter than it was; its recorded size tells.
/// </remarks>
internal sealed class DatabaseArtifacts : IArtifactStore
{
    private const int EvictionBatch = 16;
    private static readonly TimeSpan s_sweepInterval = TimeSpan.FromDays(1);

    // How lately something was used need not be known better than this.
    private static readonly TimeSpan s_noted = TimeSpan.FromMinutes(1);

    private readonly StoreDatabase _database;
    private readonly string _folder;
    private readonly string _jobFolder;
    private readonly long _budgetBytes;
    private readonly TimeProvider _time;
    private readonly DegradationLog _degradations;

    // What proved unusable and lies there still.
    private readonly ConcurrentDictionary<ArtifactRow, bool> _unusable = [];
    private long _hits;
    private long _misses;
    private long _evicted;
    private long _damaged;

    /// <summary>Names the folders; touches nothing.</summary>
    /// <param name="database">The database.</param>
    /// <param name="folder">The store's folder.</param>
    /// <param name="budgetBytes">The most bytes of artifacts.</param>
    /// <param name="time">The clock by which the least recently used are told.</param>
    /// <param name="degradations">Where trouble is reported.</param>
    public DatabaseArtifacts(StoreDatabase database, string folder, long budgetBytes, TimeProvider time, DegradationLog degradations)
    {
        _database = database;
        _folder = Path.Combine(folder, "artifacts");
        _jobFolder = Path.Combine(folder, "jobs");
        _budgetBytes = budgetBytes;
        _time = time;
        _degradations = degradations;
    }

    /// <inheritdoc/>
    public IArtifactLease BeginJob()
    {
        try
        {
            OwnedFolder.RemoveAbandoned(_jobFolder);
            return new DatabaseLease(this, OwnedFolder.Create(_jobFolder));
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

    /// <inheritdoc/>
    public async Task<string?> TryGetAsync(ContentKey key, IArtifactLease lease, CancellationToken cancellationToken)
    {
        long now = _time.GetUtcNow().UtcTicks;
        if (Held(key, lease, now) is { } held)
        {
            Interlocked.Increment(ref _hits);
            return held;
        }

        ArtifactRow? row = _database.Run(
            // What is not there is only read for: writing takes turns with everybody else.
            connection => ArtifactIndex.Find(connection, key) is null ? null : connection.Transact(() => Use(connection, key, lease, now)),
            otherwise: null
        );
        if (row is not null && await IsWholeAsync(key, row, cancellationToken).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _hits);
            return PathOf(row);
        }

        if (row is not null)
        {
            Drop(key, row, "was missing, cut short or changed", isGone: true);
        }

        Interlocked.Increment(ref _misses);
        return null;
    }

    /// <inheritdoc/>
    public async Task<string> AddAsync(ContentKey key, string finishedPath, IArtifactLease lease, CancellationToken cancellationToken)
    {
        try
        {
            string near = lease.NewFile(Path.GetExtension(finishedPath));
            await Task.Run(() => DurableFile.Bring(finishedPath, near), cancellationToken).ConfigureAwait(false);
            FileInfo file = new(near);
            if (file.Length == 0)
            {
                throw new MontageException(ErrorCode.StoreFailed, $"The file made for {key.Kind} is empty and was not stored.");
            }

            string digest = await FileFingerprint.OfAsync(near, file.Length, cancellationToken).ConfigureAwait(false);
            ArtifactRow row = new(ArtifactIndex.FileFor(key, file.Extension), file.Length, file.LastWriteTimeUtc.Ticks, digest);
            string? path = _database.Run(
                connection => connection.Transact(() => Place(connection, key, row, near, lease)),
                otherwise: null
            );
            // The database may have refused before or after the file found its place.
            return path ?? (File.Exists(near) ? near : PathOf(row));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.StoreFailed,
                $"'{finishedPath}' could not be taken into the cache folder '{_folder}': {e.Message} "
                    + $"Make room or choose another cache folder.",
                e
            );
        }
    }

    /// <inheritdoc/>
    public ValueTask DropAsync(ContentKey key, string path, CancellationToken cancellationToken)
    {
        if (_database.Run(connection => ArtifactIndex.Find(connection, key), otherwise: null) is { } row && PathOf(row) == path)
        {
            // Where others than who found out hold it, it stays until what is made anew takes its place in one step.
            _unusable[row] = true;
            Drop(key, row, "proved unusable", isGone: false);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ArtifactStatistics> StatisticsAsync(CancellationToken cancellationToken)
    {
        (long bytes, long items) = _database.Run(ArtifactIndex.Totals, otherwise: default);
        return ValueTask.FromResult(
            new ArtifactStatistics(
                items,
                bytes,
                _budgetBytes,
                Interlocked.Read(ref _hits),
                Interlocked.Read(ref _misses),
                Interlocked.Read(ref _evicted),
                Interlocked.Read(ref _damaged)
            )
        );
    }

    /// <inheritdoc/>
    public ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken)
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
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends a job's hold on everything.</summary>
    public void End(IArtifactLease lease) =>
        _database.Run(
            connection =>
            {
                ArtifactIndex.EndJob(connection, lease.Id);
                return true;
            },
            otherwise: false
        );

    // What a job holds stays, so it need not be asked for again; how lately it was used is noted from time to time.
    private string? Held(ContentKey key, IArtifactLease lease, long now) =>
        (lease as DatabaseLease)?.Find(key.Hash) is { } held
        && !_unusable.ContainsKey(held.Row)
        && now >= held.Noted
        && now - held.Noted < s_noted.Ticks
        && new FileInfo(PathOf(held.Row)) is { Exists: true } file
        && file.Length == held.Row.Size
        && file.LastWriteTimeUtc.Ticks == held.Row.ModifiedTicks
            ? file.FullName
            : null;

    private static ArtifactRow? Use(SqliteConnection connection, ContentKey key, IArtifactLease lease, long now)
    {
        ArtifactRow? found = ArtifactIndex.Find(connection, key);
        if (found is not null)
        {
            ArtifactIndex.Use(connection, key, lease.Id, now);
            (lease as DatabaseLease)?.Hold(key.Hash, found, now);
        }

        return found;
    }

    private string PathOf(ArtifactRow row) => Path.Combine(_folder, row.File);

    private string Place(SqliteConnection connection, ContentKey key, ArtifactRow row, string near, IArtifactLease lease)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (ArtifactIndex.SweepIsDue(connection, now, s_sweepInterval))
        {
            ArtifactIndex.Sweep(connection, _folder, now);
        }

        ArtifactRow? earlier = ArtifactIndex.Find(connection, key);
        string path = PathOf(earlier ?? row);
        if (earlier is not null && new FileInfo(path) is { Exists: true } file && file.Length == earlier.Size)
        {
            File.Delete(near);
        }
        else
        {
            path = PathOf(row);
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
        FileInfo file = new(PathOf(row));
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
            if (await FileFingerprint.OfAsync(file.FullName, row.Size, cancellationToken).ConfigureAwait(false) != row.Digest)
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

    private void Drop(ContentKey key, ArtifactRow row, string why, bool isGone)
    {
        Interlocked.Increment(ref _damaged);
        _degradations.Add($"A cached {key.Kind} file {why} and is made again: '{PathOf(row)}'.");
        _database.Run(
            connection =>
                connection.Transact(() =>
                {
                    // Unless another process has replaced it by a whole one meanwhile.
                    if (ArtifactIndex.Find(connection, key) == row)
                    {
                        ArtifactIndex.Remove(connection, key.Hash);
                        if (isGone || ArtifactIndex.Holders(connection, key.Hash) <= 1)
                        {
                            Delete(row.File);
                        }
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
}
