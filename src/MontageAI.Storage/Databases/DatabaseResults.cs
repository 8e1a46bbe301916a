using MontageAI.Keys;
using MontageAI.Storage.Results;

namespace MontageAI.Storage.Databases;

/// <summary>Records of results in the database.</summary>
/// <param name="database">The database.</param>
/// <param name="budgetBytes">The most bytes that all of them may take.</param>
/// <param name="time">The clock by which the least recently used are told.</param>
internal sealed class DatabaseResults(StoreDatabase database, long budgetBytes, TimeProvider time) : IResultRecords
{
    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadAsync(ContentKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            database.Run(
                connection =>
                {
                    using SqliteQuery query = connection.Query("SELECT value FROM results WHERE key = ?1").Bind(1, key.Hash);
                    return query.Read() ? query.Bytes(0).ToArray() : null;
                },
                otherwise: null
            )
        );

    /// <inheritdoc/>
    public ValueTask WriteAsync(
        ContentKey key,
        ReadOnlyMemory<byte> record,
        IReadOnlyCollection<string> used,
        CancellationToken cancellationToken
    )
    {
        Change(connection =>
        {
            using (
                SqliteQuery query = connection.Query(
                    """
                    INSERT INTO results(key, kind, size, created, used, value) VALUES (?1, ?2, ?3, ?4, ?4, ?5)
                    ON CONFLICT(key) DO UPDATE SET size = excluded.size, used = excluded.used, value = excluded.value
                    """
                )
            )
            {
                query.Bind(1, key.Hash).Bind(2, key.Kind).Bind(3, record.Length).Bind(4, time.GetUtcNow().UtcTicks);
                query.Bind(5, record.Span).Run();
            }

            MarkUsed(connection, used);
            Evict(connection, budgetBytes);
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(ContentKey key, CancellationToken cancellationToken)
    {
        Change(connection =>
        {
            using SqliteQuery query = connection.Query("DELETE FROM results WHERE key = ?1").Bind(1, key.Hash);
            query.Run();
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask MarkUsedAsync(IReadOnlyCollection<string> used, CancellationToken cancellationToken)
    {
        Change(connection => MarkUsed(connection, used));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<(long Bytes, long Items)> TotalsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            database.Run(
                connection =>
                {
                    using SqliteQuery query = connection.Query("SELECT bytes, items FROM totals WHERE name = 'results'");
                    return query.Read() ? (query.Number(0), query.Number(1)) : default;
                },
                otherwise: default
            )
        );

    /// <inheritdoc/>
    public ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken)
    {
        Change(connection => Evict(connection, budgetBytes));
        return ValueTask.CompletedTask;
    }

    private void Change(Action<SqliteConnection> work) =>
        database.Run(
            connection =>
                connection.Transact(() =>
                {
                    work(connection);
                    return true;
                }),
            otherwise: false
        );

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
                """
                DELETE FROM results WHERE rowid IN (
                    SELECT rowid FROM results ORDER BY used, rowid LIMIT 1 + (SELECT items / 64 FROM totals WHERE name = 'results'))
                """
            );
            oldest.Run();
        }
    }

    private void MarkUsed(SqliteConnection connection, IReadOnlyCollection<string> used)
    {
        long now = time.GetUtcNow().UtcTicks;
        foreach (string key in used)
        {
            using SqliteQuery query = connection.Query("UPDATE results SET used = ?2 WHERE key = ?1").Bind(1, key).Bind(2, now);
            query.Run();
        }
    }
}
