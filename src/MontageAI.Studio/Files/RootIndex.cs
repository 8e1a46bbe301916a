using MontageAI.Engine;
using MontageAI.Engine.Requests;
using MontageAI.Media;
using MontageAI.Studio.Contracts;

namespace MontageAI.Studio.Files;

/// <summary>Finds files in the roots by name, size and content, so that nothing is sent that lies here already.</summary>
internal sealed class RootIndex(Roots roots, MontageEngine engine, TimeProvider time) : IDisposable
{
    private const int MostEntries = 500_000;
    private const int MostDepth = 32;
    private const int MostLikely = 8;
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Dictionary<(string Name, long Bytes), List<string>> _files = [];
    private long? _made;

    /// <summary>Where claimed files lie.</summary>
    public async Task<ClaimsView> FindAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken)
    {
        Dictionary<(string Name, long Bytes), List<string>> files = await FilesAsync(cancellationToken).ConfigureAwait(false);
        List<(int Claim, string Path)> candidates = [];
        for (int i = 0; i < claims.Count; i++)
        {
            foreach (string path in files.GetValueOrDefault((claims[i].Name, claims[i].Bytes)) ?? [])
            {
                candidates.Add((i, path));
            }
        }

        IReadOnlyList<SourceFile?> known =
            candidates.Count == 0
                ? []
                : await engine
                    .Start(new IdentifyRequest([.. candidates.Select(c => c.Path)]))
                    .Completion.WaitAsync(cancellationToken)
                    .ConfigureAwait(false);
        string?[] found = new string?[claims.Count];
        for (int i = 0; i < candidates.Count; i++)
        {
            (int claim, string path) = candidates[i];
            // A name and a size prove nothing; the content does, and it is compared here.
            if (found[claim] is null && known[i]?.Fingerprint == claims[claim].Fingerprint && roots.May(path, null))
            {
                found[claim] = path;
            }
        }

        return new ClaimsView([.. claims.Select((c, i) => new ClaimAnswer(c.Name, found[i]))]);
    }

    /// <summary>Files that may be one that is looked for: those of its name, and those of its size that have the same ending.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="folders">Folders to look in, with all below them; none looks everywhere.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<string>> LikelyAsync(
        string name,
        long bytes,
        IReadOnlyList<string> folders,
        CancellationToken cancellationToken
    )
    {
        Dictionary<(string Name, long Bytes), List<string>> files = await FilesAsync(cancellationToken).ConfigureAwait(false);
        string ending = Path.GetExtension(name);
        return
        [
            .. files
                .Where(f =>
                    f.Key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
                    || (f.Key.Bytes == bytes && Path.GetExtension(f.Key.Name).Equals(ending, StringComparison.OrdinalIgnoreCase))
                )
                .SelectMany(f => f.Value.Select(p => (Path: p, IsSize: f.Key.Bytes == bytes)))
                .Where(f =>
                    folders.Count == 0 || folders.Any(d => f.Path.StartsWith(d + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                )
                .OrderByDescending(f => f.IsSize)
                .Select(f => f.Path)
                .Take(MostLikely),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<Dictionary<(string Name, long Bytes), List<string>>> FilesAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_made is not { } at || time.GetElapsedTime(at) > s_fresh)
            {
                _files = await Task.Run(() => Walk(cancellationToken), cancellationToken).ConfigureAwait(false);
                _made = time.GetTimestamp();
            }

            return _files;
        }
        finally
        {
            _turn.Release();
        }
    }

    private Dictionary<(string Name, long Bytes), List<string>> Walk(CancellationToken cancellationToken)
    {
        Dictionary<(string Name, long Bytes), List<string>> files = [];
        EnumerationOptions options = new()
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = MostDepth,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint | FileAttributes.System,
        };
        int left = MostEntries;
        foreach (string root in roots.All.Where(Directory.Exists))
        {
            foreach (FileInfo file in new DirectoryInfo(root).EnumerateFiles("*", options))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (left-- == 0)
                {
                    return files;
                }

                (string, long) key = (file.Name, file.Length);
                if (!files.TryGetValue(key, out List<string>? paths))
                {
                    files[key] = paths = [];
                }

                paths.Add(file.FullName);
            }
        }

        return files;
    }
}
