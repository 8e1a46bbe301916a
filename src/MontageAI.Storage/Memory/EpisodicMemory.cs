using System.Text.Json;
using MontageAI.Errors;
using MontageAI.Results;
using MontageAI.Storage.Faults;
using MontageAI.Storage.Files;

namespace MontageAI.Storage.Memory;

/// <summary>
/// What the user decided in earlier montages: one JSON file in the store's folder that can be read, changed and deleted by hand. Written
/// whole under a lock that dies with its process, so several processes may write, and one that is killed leaves what was there before.
/// </summary>
public sealed class EpisodicMemory
{
    /// <summary>Name of the file in the store's folder.</summary>
    public const string FileName = "memory.json";

    /// <summary>Name of the format.</summary>
    public const string Schema = "montage-ai.memory";

    /// <summary>Version of the format.</summary>
    public const int Version = 1;

    /// <summary>The most stretches that are remembered; the oldest are forgotten first.</summary>
    public const int MostEntries = 20_000;

    // Stretches whose ends differ by no more are one.
    private const double SameSeconds = 0.5;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly DegradationLog _degradations;
    private readonly TimeProvider _time;

    internal EpisodicMemory(string folder, TimeProvider time, DegradationLog degradations)
    {
        (File, _time, _degradations) = (Path.Combine(folder, FileName), time, degradations);
    }

    /// <summary>The file, full path; need not exist.</summary>
    public string File { get; }

    /// <summary>Everything that is remembered, by source and time; empty where nothing is, or where the file cannot be read, which the run
    /// report then says.</summary>
    public IReadOnlyList<RememberedShot> Read()
    {
        try
        {
            if (!System.IO.File.Exists(File))
            {
                return [];
            }

            MemoryDocument document =
                JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), MemoryJson.Default.MemoryDocument)
                ?? throw new JsonException("it is empty");
            return document is { Schema: Schema, Version: <= Version }
                ? [.. Ordered(document.Shots)]
                : throw new JsonException($"it is {document.Schema} of version {document.Version}");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            _degradations.Add(
                $"Earlier choices were not taken into account: '{File}' cannot be used ({e.Message.TrimEnd('.')}). "
                    + $"Mend or delete it, or {Remedy.ForgetMemory}."
            );
            return [];
        }
    }

    /// <summary>Adds what the user did.</summary>
    /// <param name="happened">Stretches with what happened to them this time as 1 and the rest as 0.</param>
    public void Add(IReadOnlyList<RememberedShot> happened)
    {
        if (happened.Count > 0)
        {
            Change(known => happened.Aggregate(known, Merge));
        }
    }

    /// <summary>Forgets everything about some clips, or everything.</summary>
    /// <param name="isMeant">Which entries to forget.</param>
    /// <returns>How many were forgotten.</returns>
    public int Forget(Func<RememberedShot, bool> isMeant)
    {
        int forgotten = 0;
        Change(known =>
        {
            forgotten = known.Count(isMeant);
            return [.. known.Where(k => !isMeant(k))];
        });
        return forgotten;
    }

    /// <summary>Forgets everything, an unreadable file too.</summary>
    public void Clear()
    {
        using FileLock held = Lock();
        System.IO.File.Delete(File);
    }

    private void Change(Func<List<RememberedShot>, List<RememberedShot>> change)
    {
        try
        {
            using FileLock held = Lock();
            bool exists = System.IO.File.Exists(File);
            IReadOnlyList<RememberedShot> known = Read();
            if (exists && known.Count == 0 && new FileInfo(File).Length > 0 && !IsReadable())
            {
                // Somebody's memories: they are put aside, not lost.
                System.IO.File.Move(File, File + ".unreadable", overwrite: true);
            }

            List<RememberedShot> after = change([.. known]);
            MemoryDocument document = new()
            {
                Schema = Schema,
                Version = Version,
                Shots = [.. Ordered(after.OrderByDescending(s => s.Day, StringComparer.Ordinal).Take(MostEntries))],
            };
            using PendingFile pending = PendingFile.Create(File, overwrite: true);
            System.IO.File.WriteAllBytes(
                pending.TemporaryPath,
                [.. JsonSerializer.SerializeToUtf8Bytes(document, MemoryJson.Default.MemoryDocument), (byte)'\n']
            );
            pending.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MontageException)
        {
            _degradations.Add($"What was decided is not remembered: '{File}' cannot be written ({e.Message.TrimEnd('.')}).");
        }
    }

    private bool IsReadable()
    {
        try
        {
            return JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), MemoryJson.Default.MemoryDocument)
                is { Schema: Schema, Version: <= Version };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private FileLock Lock()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        return FileLock.Wait(File + ".lock", s_patience);
    }

    private List<RememberedShot> Merge(List<RememberedShot> known, RememberedShot now)
    {
        now = now with { Day = _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) };
        int at = known.FindIndex(k => k.Source == now.Source && IsSame(k.Start, now.Start) && IsSame(k.End, now.End));
        if (at < 0)
        {
            known.Add(now);
            return known;
        }

        RememberedShot old = known[at];
        if (old.Where == now.Where && TakenBack(old, now) is { } before)
        {
            (old, now) = before;
        }

        known[at] = now with
        {
            Start = old.Start,
            End = old.End,
            Chosen = old.Chosen + now.Chosen,
            Kept = old.Kept + now.Kept,
            SwappedAway = old.SwappedAway + now.SwappedAway,
            Banned = old.Banned + now.Banned,
            Exported = old.Exported + now.Exported,
            Shown = old.Shown + now.Shown,
        };
        if (known[at] is { Chosen: 0, Kept: 0, SwappedAway: 0, Banned: 0, Exported: 0, Shown: 0 })
        {
            known.RemoveAt(at);
        }

        return known;
    }

    // In one timeline a correction of a correction counts once: what was put there and is taken away again, or taken away and put back, is
    // as if neither had happened.
    private static (RememberedShot Old, RememberedShot Now)? TakenBack(RememberedShot old, RememberedShot now) =>
        (old, now) switch
        {
            ({ Chosen: > 0 }, { SwappedAway: 1 }) => (old with { Chosen = old.Chosen - 1 }, now with { SwappedAway = 0 }),
            ({ Kept: > 0 }, { SwappedAway: 1 }) => (old with { Kept = old.Kept - 1 }, now with { SwappedAway = 0 }),
            ({ SwappedAway: > 0 }, { Chosen: 1 } or { Kept: 1 }) => (old with { SwappedAway = old.SwappedAway - 1 }, now),
            _ => null,
        };

    private static bool IsSame(double? a, double? b) =>
        (a, b) switch
        {
            (null, null) => true,
            ({ } x, { } y) => Math.Abs(x - y) <= SameSeconds,
            _ => false,
        };

    private static IEnumerable<RememberedShot> Ordered(IEnumerable<RememberedShot> shots) =>
        shots.OrderBy(s => s.Source, StringComparer.Ordinal).ThenBy(s => s.Start ?? -1).ThenBy(s => s.End ?? -1);
}
