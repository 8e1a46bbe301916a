using System.Globalization;
using MontageAI.Stores;

namespace MontageAI.Storage.Folders;

/// <summary>A job's hold, told by files in the job's folder, and by writing there now and then that it lives.</summary>
internal sealed class FolderLease : IArtifactLease
{
    private readonly string _folder;
    private readonly ITimer _heartbeat;
    private int _count;
    private int _disposed;

    /// <summary>Makes the folder and keeps it alive.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public FolderLease(FolderJobs jobs, TimeProvider time)
    {
        _folder = jobs.Create();
        _heartbeat = time.CreateTimer(_ => TrySayAlive(), null, FolderJobs.Heartbeat, FolderJobs.Heartbeat);
    }

    /// <inheritdoc/>
    public string Id => Path.GetFileName(_folder);

    /// <inheritdoc/>
    public string NewFile(string extension) =>
        Path.Combine(_folder, Interlocked.Increment(ref _count).ToString("D6", CultureInfo.InvariantCulture) + extension);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _heartbeat.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something in it is still in use (Windows, NFS) or was just added; it goes after this process has ended.
        }
    }

    private void TrySayAlive()
    {
        try
        {
            FolderJobs.SayAlive(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The share is away for a moment, or the job has just ended; the next beat tries again.
        }
    }
}
