using MontageAI.Storage.Files;

namespace MontageAI.Storage.Folders;

/// <summary>
/// The jobs that use a shared folder, one folder each, named after machine and process: a file that says that the job lives, files named
/// after what it holds, and what it is making. Whether a job lives is known at once where it runs on this machine; of other machines' jobs
/// by the age of the file, which they write anew every minute. Ages are told by the clock of the file system alone, so clocks of
/// machines may differ.
/// </summary>
internal sealed class FolderJobs(string folder)
{
    /// <summary>How often a job says that it lives.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMinutes(1);

    /// <summary>How long a job of another machine may be silent before it counts as dead.</summary>
    public static readonly TimeSpan MostSilence = TimeSpan.FromHours(1);

    private const string LifeName = "alive";
    private const string HoldExtension = ".held";

    /// <summary>Makes the folder of a new job.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public string Create()
    {
        string job = Path.Combine(folder, $"{HostMark.Own}.{ProcessMark.Own}.{Guid.NewGuid().ToString("N")[..12]}");
        Directory.CreateDirectory(job);
        SayAlive(job);
        return job;
    }

    /// <summary>Writes down that a job of this process lives.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void SayAlive(string job) => File.WriteAllBytes(Path.Combine(job, LifeName), [1]);

    /// <summary>Holds a key for a job, before it is looked for.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Hold(string job, string hash)
    {
        string path = Path.Combine(folder, job, hash + HoldExtension);
        if (!File.Exists(path))
        {
            // Several threads of a job may come to hold one key at once: none keeps the file from the others.
            new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1).Dispose();
        }
    }

    /// <summary>Whether a living job holds a key.</summary>
    public bool IsHeld(string hash) =>
        Directory.Exists(folder) && Directory.EnumerateDirectories(folder).Any(j => File.Exists(Path.Combine(j, hash + HoldExtension)));

    /// <summary>The keys that jobs hold.</summary>
    public HashSet<string> Held() =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateDirectories(folder)
                    .SelectMany(FilesOf)
                    .Select(f => Path.GetFileName(f)!)
                    .Where(f => f.EndsWith(HoldExtension, StringComparison.Ordinal))
                    .Select(f => f[..^HoldExtension.Length]),
            ]
            : [];

    /// <summary>Removes the folders of dead jobs.</summary>
    /// <param name="now">Time by the clock of the file system.</param>
    public void RemoveDead(DateTime now)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (string path in Directory.EnumerateFileSystemEntries(folder))
        {
            try
            {
                if (Directory.Exists(path) && IsDead(path, now))
                {
                    Directory.Delete(path, recursive: true);
                }
                else if (File.Exists(path) && now - File.GetLastWriteTimeUtc(path) > MostSilence)
                {
                    // Of someone who asked for the time and died.
                    File.Delete(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Someone else removes it at this moment, or may and we may not; the next start tries again.
            }
        }
    }

    private static bool IsDead(string job, DateTime now)
    {
        if (Path.GetFileName(job).Split('.') is [var host, var process, _] && host == HostMark.Own && process != "none")
        {
            return !ProcessMark.IsAlive(process);
        }

        string life = Path.Combine(job, LifeName);
        return now - (File.Exists(life) ? File.GetLastWriteTimeUtc(life) : Directory.GetLastWriteTimeUtc(job)) > MostSilence;
    }

    private static IEnumerable<string> FilesOf(string job)
    {
        try
        {
            return Directory.GetFiles(job);
        }
        catch (DirectoryNotFoundException)
        {
            // It has just ended.
            return [];
        }
    }
}
