using SQLitePCL;

namespace MontageAI.Storage.Databases;

/// <summary>SQLite refused something. Never leaves this project: callers see a miss and a degradation, or a cache exception.</summary>
/// <param name="code">SQLite's extended result code.</param>
/// <param name="message">SQLite's message.</param>
internal sealed class SqliteFailure(int code, string message) : Exception($"{message} (SQLite {code})")
{
    /// <summary>Primary result code.</summary>
    public int Code => code & 0xff;

    /// <summary>Whether the file, or its folder, is not there or may not be opened.</summary>
    public bool MeansMissing => Code is raw.SQLITE_CANTOPEN;

    /// <summary>Whether the file is damaged or no database at all.</summary>
    public bool MeansDamage => Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}
