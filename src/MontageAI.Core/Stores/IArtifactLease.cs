namespace MontageAI.Stores;

/// <summary>
/// One job's hold on the artifacts that it uses: what was got or added under it is not evicted by anyone until it is disposed, or its
/// process dies in whatever way. Also gives names for files that are being made, in a folder of the same file system as the store, so that
/// adding them is a rename. Safe for threads.
/// </summary>
public interface IArtifactLease : IDisposable
{
    /// <summary>Names the job within its store.</summary>
    string Id { get; }

    /// <summary>Names a file to make; it does not exist yet, and is removed with the lease unless it is added to the store.</summary>
    /// <param name="extension">With its dot.</param>
    string NewFile(string extension);
}
