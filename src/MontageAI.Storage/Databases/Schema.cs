namespace MontageAI.Storage.Databases;

/// <summary>The tables. The file's name carries the version, so that programs of different versions can share a cache folder.</summary>
internal static class Schema
{
    /// <summary>Name of the database file for this version of the tables.</summary>
    public const string FileName = "store-2.db";

    /// <summary>Version of the tables.</summary>
    public const int Version = 2;

    /// <summary>Names of the files of earlier versions.</summary>
    public static IReadOnlyList<string> EarlierFileNames { get; } = ["store-1.db"];

    /// <summary>
    /// Creates what is missing. Totals are kept by triggers inside the same transactions as the rows, so that every process sees
    /// the exact size without adding up the table.
    /// </summary>
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS totals(name TEXT PRIMARY KEY, bytes INTEGER NOT NULL, items INTEGER NOT NULL) WITHOUT ROWID;
        INSERT OR IGNORE INTO totals VALUES ('results', 0, 0), ('artifacts', 0, 0);

        CREATE TABLE IF NOT EXISTS results(
            key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, size INTEGER NOT NULL, created INTEGER NOT NULL, used INTEGER NOT NULL,
            value BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS results_used ON results(used);
        CREATE TRIGGER IF NOT EXISTS results_added AFTER INSERT ON results BEGIN
            UPDATE totals SET bytes = bytes + new.size, items = items + 1 WHERE name = 'results'; END;
        CREATE TRIGGER IF NOT EXISTS results_removed AFTER DELETE ON results BEGIN
            UPDATE totals SET bytes = bytes - old.size, items = items - 1 WHERE name = 'results'; END;
        CREATE TRIGGER IF NOT EXISTS results_changed AFTER UPDATE OF size ON results BEGIN
            UPDATE totals SET bytes = bytes - old.size + new.size WHERE name = 'results'; END;

        CREATE TABLE IF NOT EXISTS artifacts(
            key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
            digest TEXT NOT NULL, created INTEGER NOT NULL, used INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS artifacts_used ON artifacts(used);
        CREATE TRIGGER IF NOT EXISTS artifacts_added AFTER INSERT ON artifacts BEGIN
            UPDATE totals SET bytes = bytes + new.size, items = items + 1 WHERE name = 'artifacts'; END;
        CREATE TRIGGER IF NOT EXISTS artifacts_removed AFTER DELETE ON artifacts BEGIN
            UPDATE totals SET bytes = bytes - old.size, items = items - 1 WHERE name = 'artifacts'; END;

        CREATE TABLE IF NOT EXISTS leases(job TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (job, key)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS leases_key ON leases(key);

        PRAGMA user_version = 2;
        """;
}
