using MontageAI.Storage.Files;

namespace MontageAI.Storage.Folders;

/// <summary>
/// The files of artifacts in a shared folder, without locks. An artifact is there when its facts are: they are put in their place last and
/// taken away first, each in one step. Every making has a file name of its own, so nobody can take away what another has made.
/// </summary>
/// <param name="folder">Where they lie.</param>
/// <param name="jobs">Who holds what.</param>
internal sealed class ArtifactFolder(string folder, FolderJobs jobs)
{
    private const int HashLength = 64;
    private const string FactsExtension = ".facts";
    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromDays(1);

    /// <summary>Full path of an artifact's file.</summary>
    public string PathOf(string file) => Path.Combine(folder, file[..2], file);

    /// <summary>Whether there are facts under a hash.</summary>
    public bool Has(string hash) => File.Exists(FactsPath(hash));

    /// <summary>A file name for a new making.</summary>
    public static string NameFor(string hash, string extension) => $"{hash}-{Guid.NewGuid().ToString("N")[..12]}{extension}";

    /// <summary>The facts under a hash.</summary>
    /// <returns>False when there are none; facts that are not those that were written are null.</returns>
    /// <exception cref="IOException">They cannot be read.</exception>
    public bool TryRead(string hash, out ArtifactFacts? facts) => TryRead(FactsPath(hash), hash, out facts);

    /// <summary>Lets a file in its place be found, unless another maker's is found there by now.</summary>
    /// <returns>False when another's is.</returns>
    /// <exception cref="IOException">The facts cannot be written.</exception>
    public bool TryDescribe(string hash, ArtifactFacts facts) => DurableFile.TryWriteNew(FactsPath(hash), facts.Write(hash));

    /// <summary>Writes facts, in the place of earlier ones.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Describe(string hash, ArtifactFacts facts) => DurableFile.Write(FactsPath(hash), facts.Write(hash));

    /// <summary>Notes when an artifact was used. Another user's keeps the time at which it was made.</summary>
    public void Touch(string hash, DateTime now)
    {
        try
        {
            File.SetLastWriteTimeUtc(FactsPath(hash), now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone by now, or not ours.
        }
    }

    /// <summary>
    /// Takes an artifact away. Its facts go aside first; who looks it up holds it first and looks then, so either we see the hold, and put
    /// the facts back, or the other finds nothing.
    /// </summary>
    /// <param name="hash">The key's hash.</param>
    /// <param name="isMeant">Whether these are the facts to take away.</param>
    /// <param name="leavesFile">The file stays for those who hold it; a sweep takes it later.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public bool TryRemove(string hash, Func<ArtifactFacts?, bool> isMeant, bool leavesFile = false)
    {
        string path = FactsPath(hash);
        string aside = $"{path}.{Guid.NewGuid():N}{DurableFile.Unfinished}";
        try
        {
            File.Move(path, aside);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        if (!TryRead(aside, hash, out ArtifactFacts? facts) || !isMeant(facts))
        {
            PutBack(aside, path);
            return false;
        }

        if (facts is not null && !leavesFile)
        {
            Delete(PathOf(facts.File));
        }

        Delete(aside);
        return true;
    }

    /// <summary>Bytes and number of artifacts.</summary>
    public (long Bytes, long Items) Totals()
    {
        (long bytes, long items) = (0, 0);
        foreach (FileInfo file in Files())
        {
            bytes += IsArtifact(file) ? file.Length : 0;
            items += IsFacts(file) ? 1 : 0;
        }

        return (bytes, items);
    }

    /// <summary>
    /// Looks through all files: removes what dead makers left, then the least recently used that nobody holds until at most so many bytes
    /// are left.
    /// </summary>
    /// <param name="budgetBytes">The most bytes.</param>
    /// <param name="spareSince">What was used since then is spared.</param>
    /// <returns>Artifacts removed to make room.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public int Sweep(long budgetBytes, DateTime spareSince)
    {
        DateTime old = FolderClock.Now(folder) - s_leftoverAge;
        List<FileInfo> all = Files();
        HashSet<string> held = jobs.Held();
        Dictionary<string, FileInfo> facts = all.Where(IsFacts).ToDictionary(HashOf);
        ILookup<string, FileInfo> files = all.Where(IsArtifact).ToLookup(HashOf);
        long bytes = files.Sum(g => g.Sum(f => f.Length));
        foreach (FileInfo file in all.Where(f => f.Name.EndsWith(DurableFile.Unfinished, StringComparison.Ordinal)))
        {
            if (file.LastWriteTimeUtc < old)
            {
                Delete(file.FullName);
            }
        }

        // Left by a kill between the file and its facts, or by the slower of two makers of one key.
        foreach (IGrouping<string, FileInfo> group in files.Where(g => !held.Contains(g.Key)))
        {
            foreach (FileInfo file in Orphans(group, facts.ContainsKey(group.Key)).Where(f => f.LastWriteTimeUtc < old))
            {
                Delete(file.FullName);
                bytes -= file.Length;
            }
        }

        int evicted = 0;
        foreach ((string hash, FileInfo file) in facts.OrderBy(f => f.Value.LastWriteTimeUtc).ThenBy(f => f.Key, StringComparer.Ordinal))
        {
            if (bytes <= budgetBytes || (file.LastWriteTimeUtc > spareSince))
            {
                break;
            }

            if (!held.Contains(hash) && TryRemove(hash, _ => !jobs.IsHeld(hash)))
            {
                bytes -= files[hash].Sum(f => f.Length);
                evicted++;
            }
        }

        return evicted;
    }

    private IEnumerable<FileInfo> Orphans(IGrouping<string, FileInfo> files, bool described)
    {
        if (!described || (files.Count() > 1 && TryRead(files.Key, out _)))
        {
            string? known = described && TryRead(files.Key, out ArtifactFacts? facts) ? facts?.File : null;
            return files.Where(f => f.Name != known);
        }

        return [];
    }

    private static void PutBack(string aside, string path)
    {
        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another maker has put its own there meanwhile: that one is found from now on.
            Delete(aside);
        }
    }

    private static bool TryRead(string path, string hash, out ArtifactFacts? facts)
    {
        facts = null;
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            facts = ArtifactFacts.Read(hash, File.ReadAllBytes(path));
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private List<FileInfo> Files() =>
        new DirectoryInfo(folder) is { Exists: true } info
            ? [.. info.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Exists)]
            : [];

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
    }

    private static bool IsFacts(FileInfo file) =>
        file.Name.Length == HashLength + FactsExtension.Length && file.Name.EndsWith(FactsExtension, StringComparison.Ordinal);

    private static bool IsArtifact(FileInfo file) => file.Name.Length > HashLength && file.Name[HashLength] == '-';

    private static string HashOf(FileInfo file) => file.Name[..HashLength];

    private string FactsPath(string hash) => Path.Combine(folder, hash[..2], hash + FactsExtension);
}
