using SQLitePCL;

namespace MontageAI.Storage.Databases;

/// <summary>
/// A thin layer over SQLite's C interface. It is used instead of ADO.NET because opening the store is part of every start of the
/// program, and the statements of this project are few. Statements are prepared once. One thread at a time; the owner locks.
/// </summary>
internal sealed class SqliteConnection : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, sqlite3_stmt> _statements = [];

    private SqliteConnection(sqlite3 handle) => _handle = handle;

    /// <summary>Opens a database file.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="busyTimeout">How long a statement waits for another process before it fails.</param>
    /// <param name="create">Whether it is made where it is not there.</param>
    /// <exception cref="SqliteFailure">It cannot be opened.</exception>
    public static SqliteConnection Open(string path, TimeSpan busyTimeout, bool create)
    {
        Batteries_V2.Init();
        int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        int code = raw.sqlite3_open_v2(path, out sqlite3 handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            handle?.Dispose();
            throw new SqliteFailure(code, raw.sqlite3_errstr(code).utf8_to_string());
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
        return new SqliteConnection(handle);
    }

    /// <summary>Runs statements that give no rows.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Starts a statement; dispose it before the next use of the same text.</summary>
    /// <param name="sql">One statement with parameters ?1, ?2 and so on.</param>
    public SqliteQuery Query(string sql)
    {
        if (!_statements.TryGetValue(sql, out sqlite3_stmt? statement))
        {
            Check(raw.sqlite3_prepare_v2(_handle, sql, out statement));
            _statements.Add(sql, statement);
        }

        return new SqliteQuery(this, statement);
    }

    /// <summary>Runs work as one write transaction: all of it happens, or none.</summary>
    public T Transact<T>(Func<T> work)
    {
        Execute("BEGIN IMMEDIATE");
        bool done = false;
        try
        {
            T result = work();
            Execute("COMMIT");
            done = true;
            return result;
        }
        finally
        {
            if (!done && raw.sqlite3_get_autocommit(_handle) == 0)
            {
                // The failure that brought us here is the one to report.
                _ = raw.sqlite3_exec(_handle, "ROLLBACK");
            }
        }
    }

    /// <summary>Turns a result code that is not success into a failure.</summary>
    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteFailure(code, raw.sqlite3_errmsg(_handle).utf8_to_string());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (sqlite3_stmt statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _handle.Dispose();
    }
}
