using System.Collections.Concurrent;
using System.Globalization;
using MontageAI.Storage.Files;
using MontageAI.Stores;

namespace MontageAI.Storage.Databases;

/// <summary>A job's hold, told by rows of the database under its id and kept alive by a locked file.</summary>
internal sealed class DatabaseLease(DatabaseArtifacts store, OwnedFolder folder) : IArtifactLease
{
    private readonly ConcurrentDictionary<string, (ArtifactRow Row, long Noted)> _held = new(StringComparer.Ordinal);
    private int _count;
    private int _disposed;

    /// <inheritdoc/>
    public string Id { get; } = Path.GetFileName(folder.Path);

    /// <inheritdoc/>
    public string NewFile(string extension) =>
        Path.Combine(folder.Path, Interlocked.Increment(ref _count).ToString("D6", CultureInfo.InvariantCulture) + extension);

    /// <summary>Remembers that something is held, and when that was noted as its last use.</summary>
    public void Hold(string hash, ArtifactRow row, long now) => _held[hash] = (row, now);

    /// <summary>What is held under a key, or null.</summary>
    public (ArtifactRow Row, long Noted)? Find(string hash) =>
        _held.TryGetValue(hash, out (ArtifactRow Row, long Noted) held) ? held : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            store.End(this);
            folder.Dispose();
        }
    }
}
