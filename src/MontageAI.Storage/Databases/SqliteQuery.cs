using SQLitePCL;

namespace MontageAI.Storage.Databases;

/// <summary>One use of a prepared statement. Disposing it makes the statement ready for the next use.</summary>
internal readonly struct SqliteQuery(SqliteConnection connection, sqlite3_stmt statement) : IDisposable
{
    /// <summary>Sets a parameter to text, or to NULL.</summary>
    public SqliteQuery Bind(int index, string? value)
    {
        connection.Check(value is null ? raw.sqlite3_bind_null(statement, index) : raw.sqlite3_bind_text(statement, index, value));
        return this;
    }

    /// <summary>Sets a parameter to a whole number.</summary>
    public SqliteQuery Bind(int index, long value)
    {
        connection.Check(raw.sqlite3_bind_int64(statement, index, value));
        return this;
    }

    /// <summary>Sets a parameter to bytes.</summary>
    public SqliteQuery Bind(int index, ReadOnlySpan<byte> value)
    {
        connection.Check(raw.sqlite3_bind_blob(statement, index, value));
        return this;
    }

    /// <summary>Moves to the next row; false when there is none.</summary>
    public bool Read()
    {
        int code = raw.sqlite3_step(statement);
        connection.Check(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Runs a statement that gives no rows, or whose rows are not wanted.</summary>
    public void Run()
    {
        while (Read()) { }
    }

    /// <summary>Text of a column of the current row.</summary>
    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Number in a column of the current row; 0 for NULL.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>Bytes of a column of the current row, valid until the next move.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
    }
}
