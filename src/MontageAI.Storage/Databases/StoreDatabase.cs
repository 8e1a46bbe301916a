using MontageAI.Storage.Faults;
using MontageAI.Storage.Files;

namespace MontageAI.Storage.Databases;

/// <summary>
/// The one database file of a store, opened at first use, shared by all threads (one at a time) and by any number of processes.
/// The store is a help and no duty: when the database cannot be used, work goes on without it and a degradation says so.
/// A damaged file is moved aside and replaced. WAL with synchronous=NORMAL: a killed process never damages it; after a power cut
/// the latest entries may be missing.
/// </summary>
internal sealed class StoreDatabase : IDisposable
{
    private const string RepairSuffix = ".repair";

    private static readonly TimeSpan s_busyTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_busyPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_repairTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly DegradationLog _degradations;
    private SqliteConnection? _connection;
    private bool _unusable;

    /// <summary>Names the database; opens nothing.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="degradations">Where trouble is reported.</param>
    public StoreDatabase(string folder, DegradationLog degradations)
    {
        _path = Path.Combine(folder, Schema.FileName);
        _degradations = degradations;
    }

    /// <summary>
    /// Runs work on the database. Damage is repaired (by starting afresh) and the work run once more; any other trouble gives
    /// <paramref name="otherwise"/> and a degradation.
    /// </summary>
    /// <param name="work">Must be safe to run twice.</param>
    /// <param name="otherwise">What to return without a database.</param>
    public T Run<T>(Func<SqliteConnection, T> work, T otherwise)
    {
        lock (_lock)
        {
            for (int attempt = 0; !_unusable; attempt++)
            {
                try
                {
                    return work(_connection ??= OpenReady());
                }
                catch (SqliteFailure e) when (e.MeansDamage && attempt == 0)
                {
                    Close();
                    TryReplace();
                }
                catch (SqliteFailure e) when (_connection is null || e.MeansDamage)
                {
                    GiveUp(e.Message);
                }
                catch (SqliteFailure e)
                {
                    _degradations.Add(
                        $"The cache database '{_path}' refused a request: {e.Message}. The work goes on, but its result may not be "
                            + $"remembered."
                    );
                    return otherwise;
                }
                catch (Exception e) when (_connection is null && e is IOException or UnauthorizedAccessException)
                {
                    GiveUp(e.Message);
                }
            }

            return otherwise;
        }
    }

    /// <summary>Shortens the file by what is not used any more.</summary>
    public void GiveBackRoom() =>
        Run(
            connection =>
            {
                connection.Execute("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
                return true;
            },
            otherwise: false
        );

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            Close();
            _unusable = true;
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void GiveUp(string reason)
    {
        _unusable = true;
        Close();
        _degradations.Add(
            $"The cache database '{_path}' cannot be used: {reason}. Nothing is remembered between runs. Make its folder writable or "
                + $"choose another cache folder."
        );
    }

    private SqliteConnection OpenReady()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        try
        {
            return Ready(SqliteConnection.Open(_path, s_busyTimeout, create: false));
        }
        catch (SqliteFailure e) when (e.MeansMissing)
        {
            // Who takes a damaged file away removes what SQLite keeps beside it, too, and must not meet what belongs to a new one.
            using FileLock alone = FileLock.Wait(_path + RepairSuffix, s_repairTimeout);
            return Ready(SqliteConnection.Open(_path, s_busyTimeout, create: true));
        }
    }

    private SqliteConnection Ready(SqliteConnection connection)
    {
        bool ready = false;
        try
        {
            if (Prepare(connection))
            {
                RemoveEarlierVersions();
            }

            ready = true;
            return connection;
        }
        finally
        {
            if (!ready)
            {
                connection.Dispose();
            }
        }
    }

    // Their keys are never asked for again. A program of such a version that runs now goes on with the file that it has open.
    private void RemoveEarlierVersions()
    {
        foreach (string name in Schema.EarlierFileNames)
        {
            string path = Path.Combine(Path.GetDirectoryName(_path)!, name);
            foreach (string file in (string[])[path, path + "-wal", path + "-shm"])
            {
                File.Delete(file);
            }
        }
    }

    // Whether this was the first use of the file.
    private static bool Prepare(SqliteConnection connection)
    {
        connection.Execute("PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=16777216");
        if (Version(connection) == Schema.Version)
        {
            return false;
        }

        // First use of this file. Turning WAL on needs the file alone for a moment, and SQLite does not wait for that by itself
        // when two processes start together; after the first success it is a property of the file.
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                connection.Execute("PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL");
                break;
            }
            catch (SqliteFailure e) when (e.Code == SQLitePCL.raw.SQLITE_BUSY && attempt < s_busyTimeout / s_busyPause)
            {
#pragma warning disable RS0030 // SQLite asks synchronously while another process holds the database.
                Thread.Sleep(s_busyPause);
#pragma warning restore RS0030
            }
        }

        connection.Transact(() =>
        {
            if (Version(connection) != Schema.Version)
            {
                connection.Execute(Schema.Sql);
            }

            return true;
        });
        return true;
    }

    private static long Version(SqliteConnection connection)
    {
        using SqliteQuery query = connection.Query("PRAGMA user_version");
        return query.Read() ? query.Number(0) : 0;
    }

    private void TryReplace()
    {
        try
        {
            Replace();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteFailure)
        {
            GiveUp($"it is damaged and could not be replaced ({e.Message})");
        }
    }

    // One process at a time, and only while the file is still damaged: another may have replaced it a moment ago. At most one
    // damaged file is kept for inspection.
    private void Replace()
    {
        using FileLock alone = FileLock.Wait(_path + RepairSuffix, s_repairTimeout);
        if (!IsDamaged())
        {
            return;
        }

        string aside = _path + ".damaged";
        File.Move(_path, aside, overwrite: true);
        File.Delete(_path + "-wal");
        File.Delete(_path + "-shm");
        _degradations.Add(
            $"The cache database was damaged; it is now '{aside}', and a new one was begun. Earlier results are made again when needed."
        );
    }

    private bool IsDamaged()
    {
        try
        {
            using SqliteConnection connection = SqliteConnection.Open(_path, s_busyTimeout, create: false);
            using SqliteQuery query = connection.Query("PRAGMA quick_check(1)");
            return query.Read() && query.Text(0) != "ok";
        }
        catch (SqliteFailure e) when (e.MeansMissing)
        {
            // Another took it away and has not begun a new one yet.
            return false;
        }
        catch (SqliteFailure e) when (e.MeansDamage)
        {
            return true;
        }
    }
}
