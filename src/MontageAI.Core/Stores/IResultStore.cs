using System.Text.Json.Serialization.Metadata;
using MontageAI.Keys;

namespace MontageAI.Stores;

/// <summary>
/// Remembers results (probe facts, shot lists, beat grids) by content key. A store is a help and no duty: where it cannot read or write, a
/// look-up misses, nothing is remembered, and the run report says so. Values are shared between callers and must be immutable. Safe for
/// threads and for several processes.
/// </summary>
public interface IResultStore
{
    /// <summary>Looks a result up.</summary>
    /// <param name="key">What it is made from.</param>
    /// <param name="type">How it is written, source generated.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns> The result; null when there is none, when it is of another shape than <typeparamref name="T"/> has now, or when it is not
    /// what was stored (altered or cut short), which is reported. </returns>
    ValueTask<T?> TryGetAsync<T>(ContentKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Remembers a result; one that is there already under the key is replaced.</summary>
    /// <param name="key">What it is made from.</param>
    /// <param name="value">The result.</param>
    /// <param name="type">How it is written, source generated.</param>
    /// <param name="cancellationToken">Ends the writing; the result is then there whole or not at all.</param>
    ValueTask PutAsync<T>(ContentKey key, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// Returns the result under a key, or makes and remembers it. Callers in this process that want the same key at the same time wait for
    /// one making; when it fails or is cancelled, the next of them tries for itself. Failures are never remembered.
    /// </summary>
    /// <param name="key">What it is made from.</param>
    /// <param name="type">How it is written, source generated.</param>
    /// <param name="make">Makes it; what it throws reaches the caller.</param>
    /// <param name="cancellationToken">Ends the waiting and the making.</param>
    Task<T> GetOrAddAsync<T>(
        ContentKey key,
        JsonTypeInfo<T> type,
        Func<CancellationToken, Task<T>> make,
        CancellationToken cancellationToken
    )
        where T : class;

    /// <summary>The same for a caller that holds something which whoever makes the result may need, as a core.</summary>
    /// <param name="key">What it is made from.</param>
    /// <param name="type">How it is written, source generated.</param>
    /// <param name="make">Makes it; what it throws reaches the caller.</param>
    /// <param name="waits">Called before the caller waits for another's making; gives back what it holds.</param>
    /// <param name="cancellationToken">Ends the waiting and the making.</param>
    Task<T> GetOrAddAsync<T>(
        ContentKey key,
        JsonTypeInfo<T> type,
        Func<CancellationToken, Task<T>> make,
        Action waits,
        CancellationToken cancellationToken
    )
        where T : class;

    /// <summary>Sizes and hit counts.</summary>
    ValueTask<ResultStatistics> StatisticsAsync(CancellationToken cancellationToken);

    /// <summary>Removes the least recently used results until at most so many bytes are left.</summary>
    ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken);
}
