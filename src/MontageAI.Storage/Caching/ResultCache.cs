using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MontageAI.Storage.Databases;
using MontageAI.Storage.Keys;

namespace MontageAI.Storage.Caching;

/// <summary>
/// Remembers results (probe facts, shot lists, beat grids) by content key: the latest hundred as objects in memory, all of them
/// as JSON in SQLite up to a number of bytes, least recently used out first. Failures are never remembered. Values are shared
/// between callers and must be immutable. Safe for threads and for several processes.
/// </summary>
public sealed class ResultCache
{
    private const int MemoryEntries = 100;
    private const int TouchBatch = 64;

    private readonly StoreDatabase _database;
    private readonly long _budgetBytes;
    private readonly TimeProvider _time;
    private readonly LruCache<string, object> _memory = new(MemoryEntries);
    private readonly KeyedGate _gate = new();
    private readonly HashSet<string> _touched = [];
    private long _diskHits;
    private long _diskMisses;

    internal ResultCache(StoreDatabase database, long budgetBytes, TimeProvider time)
    {
        _database = database;
        _budgetBytes = budgetBytes;
        _time = time;
    }

    /// <summary>
    /// Returns the result under a key, or makes and remembers it. Callers in this process that want the same key at the same time
    /// wait for one making; when it fails or is cancelled, the next of them tries for itself.
    /// </summary>
    /// <param name="key">What it is made from.</param>
    /// <param name="type">How it is written, source generated.</param>
    /// <param name="make">Makes it; what it throws reaches the caller and is not remembered.</param>
    /// <param name="cancellationToken">Ends the waiting and the making.</param>
    public async Task<T> GetOrAddAsync<T>(
        ContentKey key,
        JsonTypeInfo<T> type,
        Func<CancellationToken, Task<T>> make,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (TryGet(key, type, out T? known))
        {
            return known;
        }

        using IDisposable turn = await _gate.EnterAsync(key.Hash, cancellationToken).ConfigureAwait(false);
        if (_memory.TryPeek(key.Hash, out object? madeMeanwhile) && madeMeanwhile is T value)
        {
            return value;
        }

        T made = await make(cancellationToken).ConfigureAwait(false);
        Put(key, made, type);
        return made;
    }

    /// <summary>Looks a result up in memory, then on disk.</summary>
    public bool TryGet<T>(ContentKey key, JsonTypeInfo<T> type, [NotNullWhen(true)] out T? value)
        where T : class
    {
        if (_memory.TryGet(key.Hash, out object? held) && held is T known)
        {
            Touch(key.Hash);
            value = known;
            return true;
        }

        value = Load(key, type);
        if (value is null)
        {
            Interlocked.Increment(ref _diskMisses);
            return false;
        }

        Interlocked.Increment(ref _diskHits);
        _memory.Set(key.Hash, value);
        Touch(key.Hash);
        return true;
    }

    /// <summary>Remembers a result; one that is there already under the key is replaced.</summary>
    public void Put<T>(ContentKey key, T value, JsonTypeInfo<T> type)
        where T : class
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        _memory.Set(key.Hash, value);
        if (json.LongLength > _budgetBytes)
        {
            return;
        }

        _database.Run(
            connection =>
                connection.Transact(() =>
                {
                    Write(connection, key, json);
                    WriteTouches(connection);
                    Evict(connection, _budgetBytes);
                    return true;
                }),
            otherwise: false
        );
    }

    internal CacheStatistics Statistics()
    {
        (long bytes, long items) = _database.Run(
            connection =>
            {
                using SqliteQuery query = connection.Query("SELECT bytes, items FROM totals WHERE name = 'results'");
                return query.Read() ? (query.Number(0), query.Number(1)) : default;
            },
            otherwise: default
        );
        (long hits, long misses) = _memory.Counts;
        return new CacheStatistics(
            items,
            bytes,
            _budgetBytes,
            hits,
            misses,
            Interlocked.Read(ref _diskHits),
            Interlocked.Read(ref _diskMisses)
        );
    }

    internal void Prune(long budgetBytes)
    {
        _memory.Clear();
        _database.Run(
            connection =>
                connection.Transact(() =>
                {
                    WriteTouches(connection);
                    Evict(connection, budgetBytes);
                    return true;
                }),
            otherwise: false
        );
    }

    internal void Flush()
    {
        lock (_touched)
        {
            if (_touched.Count == 0)
            {
                return;
            }
        }

        _database.Run(
            connection =>
                connection.Transact(() =>
                {
                    WriteTouches(connection);
                    return true;
                }),
            otherwise: false
        );
    }

    private T? Load<T>(ContentKey key, JsonTypeInfo<T> type)
        where T : class =>
        _database.Run(
            connection =>
            {
                using SqliteQuery query = connection.Query("SELECT value FROM results WHERE key = ?1").Bind(1, key.Hash);
                if (!query.Read())
                {
                    return null;
                }

                try
                {
                    return JsonSerializer.Deserialize(query.Bytes(0), type);
                }
                catch (JsonException)
                {
                    // Written by a program whose type has changed since: a miss, replaced when the result is made again.
                    return null;
                }
            },
            otherwise: null
        );

    private void Write(SqliteConnection connection, ContentKey key, byte[] json)
    {
        using SqliteQuery query = connection.Query(
            """
            INSERT INTO results(key, kind, size, created, used, value) VALUES (?1, ?2, ?3, ?4, ?4, ?5)
            ON CONFLICT(key) DO UPDATE SET size = excluded.size, used = excluded.used, value = excluded.value
            """
        );
        query.Bind(1, key.Hash).Bind(2, key.Kind).Bind(3, json.LongLength).Bind(4, _time.GetUtcNow().UtcTicks).Bind(5, json).Run();
    }

    private static void Evict(SqliteConnection connection, long budgetBytes)
    {
        while (true)
        {
            using (SqliteQuery total = connection.Query("SELECT bytes, items FROM totals WHERE name = 'results'"))
            {
                if (!total.Read() || total.Number(0) <= budgetBytes || total.Number(1) == 0)
                {
                    return;
                }
            }

            using SqliteQuery oldest = connection.Query(
                "DELETE FROM results WHERE rowid IN (SELECT rowid FROM results ORDER BY used, rowid LIMIT 1 + (SELECT items / 64 FROM "
                    + "totals WHERE name = 'results'))"
            );
            oldest.Run();
        }
    }

    // A read does not become a write each time: uses are written down together with the next result, every so many, or at the end.
    private void Touch(string key)
    {
        lock (_touched)
        {
            _touched.Add(key);
            if (_touched.Count < TouchBatch)
            {
                return;
            }
        }

        Flush();
    }

    private void WriteTouches(SqliteConnection connection)
    {
        string[] keys;
        lock (_touched)
        {
            keys = [.. _touched];
            _touched.Clear();
        }

        long now = _time.GetUtcNow().UtcTicks;
        foreach (string key in keys)
        {
            using SqliteQuery query = connection.Query("UPDATE results SET used = ?2 WHERE key = ?1").Bind(1, key).Bind(2, now);
            query.Run();
        }
    }
}
