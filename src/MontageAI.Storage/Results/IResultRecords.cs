using MontageAI.Keys;

namespace MontageAI.Storage.Results;

/// <summary>
/// Where the bytes of results lie. No method throws for what disks and databases do: reading then finds nothing, writing writes nothing,
/// and the run report says so.
/// </summary>
internal interface IResultRecords
{
    /// <summary>The bytes under a key, as they lie there; null when there are none.</summary>
    ValueTask<byte[]?> ReadAsync(ContentKey key, CancellationToken cancellationToken);

    /// <summary>Puts bytes under a key, in the place of earlier ones, and makes room for them.</summary>
    /// <param name="key">The key.</param>
    /// <param name="record">All bytes.</param>
    /// <param name="used">Hashes of keys that were used since the last call.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    ValueTask WriteAsync(
        ContentKey key,
        ReadOnlyMemory<byte> record,
        IReadOnlyCollection<string> used,
        CancellationToken cancellationToken
    );

    /// <summary>Forgets what lies under a key.</summary>
    ValueTask RemoveAsync(ContentKey key, CancellationToken cancellationToken);

    /// <summary>Notes that keys, named by their hashes, were used.</summary>
    ValueTask MarkUsedAsync(IReadOnlyCollection<string> used, CancellationToken cancellationToken);

    /// <summary>Bytes and number of all records.</summary>
    ValueTask<(long Bytes, long Items)> TotalsAsync(CancellationToken cancellationToken);

    /// <summary>Removes the least recently used until at most so many bytes are left.</summary>
    ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken);
}
