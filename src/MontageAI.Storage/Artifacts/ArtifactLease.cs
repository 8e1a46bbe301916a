using System.Globalization;
using MontageAI.Storage.Files;

namespace MontageAI.Storage.Artifacts;

/// <summary>
/// One job's hold on the artifacts that it uses: what was got or added under it is not evicted by anyone until it is disposed,
/// or its process dies in whatever way. Also gives names for files that are being made, in a folder of the same file system as
/// the store, so that adding them is a rename. Safe for threads.
/// </summary>
public sealed class ArtifactLease : IDisposable
{
    private readonly ArtifactStore _store;
    private readonly OwnedFolder _folder;
    private int _count;
    private int _disposed;

    internal ArtifactLease(ArtifactStore store, OwnedFolder folder)
    {
        _store = store;
        _folder = folder;
        Id = Path.GetFileName(folder.Path);
    }

    /// <summary>Names the job in the database.</summary>
    internal string Id { get; }

    /// <summary>Names a file to make; it does not exist yet, and is removed with the lease unless it is added to the store.</summary>
    /// <param name="extension">With its dot.</param>
    public string NewFile(string extension) =>
        Path.Combine(_folder.Path, Interlocked.Increment(ref _count).ToString("D6", CultureInfo.InvariantCulture) + extension);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _store.End(this);
            _folder.Dispose();
        }
    }
}
