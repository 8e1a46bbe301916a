using System.Globalization;
using MontageAI.Storage.Files;
using MontageAI.Stores;

namespace MontageAI.Storage.Databases;

/// <summary>A job's hold, told by rows of the database under its id and kept alive by a locked file.</summary>
internal sealed class DatabaseLease(DatabaseArtifacts store, OwnedFolder folder) : IArtifactLease
{
    private int _count;
    private int _disposed;

    /// <inheritdoc/>
    public string Id { get; } = Path.GetFileName(folder.Path);

    /// <inheritdoc/>
    public string NewFile(string extension) =>
        Path.Combine(folder.Path, Interlocked.Increment(ref _count).ToString("D6", CultureInfo.InvariantCulture) + extension);

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
