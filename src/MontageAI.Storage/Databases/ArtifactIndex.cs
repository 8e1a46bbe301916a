using System.Globalization;
using MontageAI.Keys;
using MontageAI.Storage.Files;

namespace MontageAI.Storage.Databases;

/// <summary>What the database knows about an artifact.</summary>
/// <param name="File">Path below the artifact folder.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Time of change of the file, UTC.</param>
/// <param name="Digest">Sampled fingerprint of its content.</param>
internal sealed record ArtifactRow(string File, long Size, long ModifiedTicks, string Digest);

/// <summary>The statements about artifacts and leases. Everything here runs inside the caller's use of the connection.</summary>
internal static class ArtifactIndex
{
    private const string SweepMark = "artifact-sweep";

    /// <summary>The row of a key, or null.</summary>
    public static ArtifactRow? Find(SqliteConnection connection, ContentKey key)
    {
        using SqliteQuery query = connection.Query("SELECT file, size, modified, digest FROM artifacts WHERE key = ?1").Bind(1, key.Hash);
        return query.Read() ? new ArtifactRow(query.Text(0), query.Number(1), query.Number(2), query.Text(3)) : null;
    }

    /// <summary>Marks an artifact as used now and as held by a job.</summary>
    public static void Use(SqliteConnection connection, ContentKey key, string job, long now)
    {
        using (SqliteQuery used = connection.Query("UPDATE artifacts SET used = ?2 WHERE key = ?1").Bind(1, key.Hash).Bind(2, now))
        {
            used.Run();
        }

        using SqliteQuery lease = connection.Query("INSERT OR IGNORE INTO leases VALUES (?1, ?2)").Bind(1, job).Bind(2, key.Hash);
        lease.Run();
    }

    /// <summary>Adds an artifact; the key must not be there.</summary>
    public static void Add(SqliteConnection connection, ContentKey key, ArtifactRow row, long now)
    {
        using SqliteQuery query = connection.Query(
            "INSERT INTO artifacts(key, kind, file, size, modified, digest, created, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)"
        );
        query.Bind(1, key.Hash).Bind(2, key.Kind).Bind(3, row.File).Bind(4, row.Size).Bind(5, row.ModifiedTicks).Bind(6, row.Digest);
        query.Bind(7, now).Run();
    }

    /// <summary>Forgets an artifact.</summary>
    public static void Remove(SqliteConnection connection, string hash)
    {
        using SqliteQuery query = connection.Query("DELETE FROM artifacts WHERE key = ?1").Bind(1, hash);
        query.Run();
    }

    /// <summary>How many jobs hold what lies under a key.</summary>
    public static int Holders(SqliteConnection connection, string hash)
    {
        using SqliteQuery query = connection.Query("SELECT DISTINCT job FROM leases WHERE key = ?1").Bind(1, hash);
        int count = 0;
        while (query.Read())
        {
            count++;
        }

        return count;
    }

    /// <summary>Notes that a file's time changed while its content did not.</summary>
    public static void SetModified(SqliteConnection connection, ContentKey key, long ticks)
    {
        using SqliteQuery query = connection.Query("UPDATE artifacts SET modified = ?2 WHERE key = ?1").Bind(1, key.Hash).Bind(2, ticks);
        query.Run();
    }

    /// <summary>Ends a job's hold on everything.</summary>
    public static void EndJob(SqliteConnection connection, string job)
    {
        using SqliteQuery query = connection.Query("DELETE FROM leases WHERE job = ?1").Bind(1, job);
        query.Run();
    }

    /// <summary>Bytes and number of all artifacts.</summary>
    public static (long Bytes, long Items) Totals(SqliteConnection connection)
    {
        using SqliteQuery query = connection.Query("SELECT bytes, items FROM totals WHERE name = 'artifacts'");
        return query.Read() ? (query.Number(0), query.Number(1)) : default;
    }

    /// <summary>Ends the holds of jobs whose process is gone.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="jobFolder">Where the owner files lie.</param>
    public static void EndDeadJobs(SqliteConnection connection, string jobFolder)
    {
        List<string> jobs = [];
        using (SqliteQuery query = connection.Query("SELECT DISTINCT job FROM leases"))
        {
            while (query.Read())
            {
                jobs.Add(query.Text(0));
            }
        }

        foreach (string job in jobs.Where(j => OwnerFile.IsAbandoned(OwnerFile.PathOf(jobFolder, j))))
        {
            EndJob(connection, job);
        }
    }

    /// <summary>The artifacts that nobody holds, least recently used first.</summary>
    public static List<(string Hash, string File, long Size)> Evictable(SqliteConnection connection, int limit)
    {
        List<(string, string, long)> found = [];
        using SqliteQuery query = connection.Query(
            """
            SELECT key, file, size FROM artifacts a WHERE NOT EXISTS (SELECT 1 FROM leases l WHERE l.key = a.key)
            ORDER BY used, rowid LIMIT ?1
            """
        );
        query.Bind(1, limit);
        while (query.Read())
        {
            found.Add((query.Text(0), query.Text(1), query.Number(2)));
        }

        return found;
    }

    /// <summary>Whether the folder is due for a search for files that no row knows.</summary>
    public static bool SweepIsDue(SqliteConnection connection, DateTimeOffset now, TimeSpan interval)
    {
        using SqliteQuery query = connection.Query("SELECT bytes FROM totals WHERE name = ?1").Bind(1, SweepMark);
        return !query.Read() || query.Number(0) > now.UtcTicks || now.UtcTicks - query.Number(0) > interval.Ticks;
    }

    /// <summary>
    /// Removes files that no row knows and no job holds: left by a kill between rename and commit, or by a database that was replaced.
    /// Inside a write transaction, so that no other process is between the two at this moment.
    /// </summary>
    public static void Sweep(SqliteConnection connection, string folder, DateTimeOffset now)
    {
        HashSet<string> known = [];
        using (SqliteQuery query = connection.Query("SELECT file FROM artifacts"))
        {
            while (query.Read())
            {
                known.Add(query.Text(0));
            }
        }

        HashSet<string> held = [];
        using (SqliteQuery query = connection.Query("SELECT DISTINCT key FROM leases"))
        {
            while (query.Read())
            {
                held.Add(query.Text(0));
            }
        }

        if (Directory.Exists(folder))
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                bool isHeld = held.Contains(Path.GetFileNameWithoutExtension(path));
                if (!isHeld && !known.Contains(Path.GetRelativePath(folder, path)))
                {
                    File.Delete(path);
                }
            }
        }

        using SqliteQuery mark = connection
            .Query("INSERT OR REPLACE INTO totals VALUES (?1, ?2, 0)")
            .Bind(1, SweepMark)
            .Bind(2, now.UtcTicks);
        mark.Run();
    }

    /// <summary>Where an artifact lies below the artifact folder: 256 subfolders keep each short.</summary>
    public static string FileFor(ContentKey key, string extension) =>
        Path.Combine(key.Hash[..2], string.Create(CultureInfo.InvariantCulture, $"{key.Hash}{extension}"));
}
