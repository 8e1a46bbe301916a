using System.Collections.Concurrent;
using MontageAI.Keys;
using MontageAI.Stores;

namespace MontageAI.Engine.Jobs;

/// <summary>Files by content key, with a memory of those that one job found there instead of making them. Safe for threads.</summary>
public sealed class JobArtifacts : IArtifactStore
{
    private readonly IArtifactStore _artifacts;
    private readonly ConcurrentDictionary<(string Lease, ContentKey Key), string> _found = [];

    internal JobArtifacts(IArtifactStore artifacts) => _artifacts = artifacts;

    /// <inheritdoc/>
    public IArtifactLease BeginJob() => _artifacts.BeginJob();

    /// <inheritdoc/>
    public async Task<string?> TryGetAsync(ContentKey key, IArtifactLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        string? path = await _artifacts.TryGetAsync(key, lease, cancellationToken).ConfigureAwait(false);
        if (path is not null)
        {
            _found[(lease.Id, key)] = path;
        }

        return path;
    }

    /// <inheritdoc/>
    public Task<string> AddAsync(ContentKey key, string finishedPath, IArtifactLease lease, CancellationToken cancellationToken) =>
        _artifacts.AddAsync(key, finishedPath, lease, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DropAsync(ContentKey key, string path, CancellationToken cancellationToken) =>
        _artifacts.DropAsync(key, path, cancellationToken);

    /// <summary>Whether something was found under a lease.</summary>
    internal bool HasFound(IArtifactLease lease) => _found.Keys.Any(f => f.Lease == lease.Id);

    /// <summary>Forgets everything that was found under a lease: something of it is not what it was, and cannot be told from the
    /// rest.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many files are made anew when they are asked for again.</returns>
    internal async Task<int> DropFoundAsync(IArtifactLease lease, CancellationToken cancellationToken)
    {
        int dropped = 0;
        foreach (((string Lease, ContentKey Key) found, string path) in _found.Where(f => f.Key.Lease == lease.Id))
        {
            await _artifacts.DropAsync(found.Key, path, cancellationToken).ConfigureAwait(false);
            _found.TryRemove(found, out _);
            dropped++;
        }

        return dropped;
    }

    /// <inheritdoc/>
    public ValueTask<ArtifactStatistics> StatisticsAsync(CancellationToken cancellationToken) =>
        _artifacts.StatisticsAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken) =>
        _artifacts.PruneAsync(budgetBytes, cancellationToken);
}
