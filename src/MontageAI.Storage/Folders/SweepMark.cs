namespace MontageAI.Storage.Folders;

/// <summary>
/// Says when a folder is due for a look at all of it, which takes long on a network share: when this process has added a thirty-second of
/// the budget since its last one, or when nobody has looked for an hour. That much is kept free each time, so the budget holds between two
/// looks. Safe for threads.
/// </summary>
internal sealed class SweepMark(string folder, long budgetBytes)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    private readonly string _path = Path.Combine(folder, "swept");
    private long _added;

    /// <summary>The most bytes that may be there after a look.</summary>
    public static long Target(long budgetBytes) => budgetBytes - Slack(budgetBytes);

    /// <summary>Notes what was added.</summary>
    /// <returns>Whether the folder is due.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public bool Add(long bytes) => Interlocked.Add(ref _added, bytes) >= Slack(budgetBytes) || IsOld();

    /// <summary>Notes that the folder was looked through.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Done()
    {
        Interlocked.Exchange(ref _added, 0);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(_path, [0]);
    }

    private bool IsOld() => !File.Exists(_path) || FolderClock.Now(folder) - File.GetLastWriteTimeUtc(_path) > s_interval;

    private static long Slack(long budgetBytes) => budgetBytes / 32;
}
