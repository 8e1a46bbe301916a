using MontageAI.Errors;
using MontageAI.Keys;

namespace MontageAI.Stores;

/// <summary>
/// Files by content key: rendered shots, sound beds, proxies. A file appears under its key whole or not at all; two makers of one key do
/// not hurt one another; a file that was cut short or changed since is dropped when it is asked for. Bounded: the least recently used go
/// first, and never one that a running job holds. Safe for threads and processes, and for kill -9 at any moment.
/// </summary>
public interface IArtifactStore
{
    /// <summary>Starts a job. Removes what dead jobs left half made.</summary>
    /// <exception cref="MontageException">The store's folder cannot be written.</exception>
    IArtifactLease BeginJob();

    /// <summary>Finds an artifact and holds it for a job.</summary>
    /// <returns>Full path, valid until the lease ends; null when there is none that is whole.</returns>
    Task<string?> TryGetAsync(ContentKey key, IArtifactLease lease, CancellationToken cancellationToken);

    /// <summary>Takes a finished file into the store, by renaming it, and holds it for a job. Evicts when the store is over its
    /// budget.</summary>
    /// <param name="key">What it was made from.</param>
    /// <param name="finishedPath"> The file, closed; gone afterwards. Best named by <see cref="IArtifactLease.NewFile"/>; from another file
    /// system it is copied. </param>
    /// <param name="lease">The job that holds it.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>Full path under which it lies until the lease ends; that of an equal earlier one where there is one.</returns>
    /// <exception cref="MontageException">The file is missing or empty, or cannot be moved.</exception>
    Task<string> AddAsync(ContentKey key, string finishedPath, IArtifactLease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets an artifact that proved unusable although its size and time are those that were stored, so that it is made again; reported.
    /// Nothing happens where another file lies under the key by now. What other jobs hold stays for them until their leases end, or
    /// until what is made anew has taken its place in one step.
    /// </summary>
    /// <param name="key">What it was made from.</param>
    /// <param name="path">The path that <see cref="TryGetAsync"/> or <see cref="AddAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask DropAsync(ContentKey key, string path, CancellationToken cancellationToken);

    /// <summary>Sizes and hit counts.</summary>
    ValueTask<ArtifactStatistics> StatisticsAsync(CancellationToken cancellationToken);

    /// <summary>Removes what dead jobs left, then the least recently used artifacts that nobody holds until at most so many bytes are
    /// left.</summary>
    ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken);
}
