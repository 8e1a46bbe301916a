using System.Text.Json.Serialization.Metadata;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Storage;
using MontageAI.Storage.Memory;
using MontageAI.Stores;

namespace MontageAI.Engine.Jobs;

/// <summary>The engine's store as one job sees it: the same content, counts of its own. Safe for threads.</summary>
public sealed class JobStore
{
    private readonly CacheStore _store;

    internal JobStore(CacheStore store, ISharedResults? shared = null)
    {
        _store = store;
        Results = new JobResults(store.Results, shared);
        Artifacts = new JobArtifacts(store.Artifacts);
    }

    /// <summary>The store's folder, full path.</summary>
    public string Folder => _store.Folder;

    /// <summary>Identities of source files.</summary>
    public ISourceFiles Sources => _store.Sources;

    /// <summary>Results by content key.</summary>
    public JobResults Results { get; }

    /// <summary>Files by content key.</summary>
    public JobArtifacts Artifacts { get; }

    /// <summary>What the user decided before.</summary>
    public EpisodicMemory Memory => _store.Memory;

    /// <summary>What does not work in the store as it should: that holds for every job that uses it.</summary>
    public IReadOnlyList<Phrase> Degradations => _store.Degradations;
}

/// <summary>Results by content key, counted for one job. Safe for threads.</summary>
public sealed class JobResults : IResultStore
{
    private readonly IResultStore _results;
    private readonly SharedShelf? _shared;
    private long _hits;
    private long _misses;

    internal JobResults(IResultStore results, ISharedResults? shared) =>
        (_results, _shared) = (results, shared is null ? null : new SharedShelf(shared));

    /// <summary>What the job had of results that other machines share; null where none are.</summary>
    internal SharedShelf? Shared => _shared;

    /// <summary>Results that the job found.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Results that it looked for and did not find.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <inheritdoc/>
    public async ValueTask<T?> TryGetAsync<T>(ContentKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        T? value = await _results.TryGetAsync(key, type, cancellationToken).ConfigureAwait(false);
        if (value is null && _shared is not null)
        {
            value = await _shared.TryGetAsync(key, type, cancellationToken).ConfigureAwait(false);
            if (value is not null)
            {
                await _results.PutAsync(key, value, type, cancellationToken).ConfigureAwait(false);
            }
        }

        Count(found: value is not null);
        return value;
    }

    /// <inheritdoc/>
    public Task<T> GetOrAddAsync<T>(
        ContentKey key,
        JsonTypeInfo<T> type,
        Func<CancellationToken, Task<T>> make,
        CancellationToken cancellationToken
    )
        where T : class => GetOrAddAsync(key, type, make, static () => { }, cancellationToken);

    /// <inheritdoc/>
    public async Task<T> GetOrAddAsync<T>(
        ContentKey key,
        JsonTypeInfo<T> type,
        Func<CancellationToken, Task<T>> make,
        Action waits,
        CancellationToken cancellationToken
    )
        where T : class
    {
        bool made = false;
        T value = await _results
            .GetOrAddAsync(
                key,
                type,
                async ct =>
                {
                    if (_shared is not null && await _shared.TryGetAsync(key, type, ct).ConfigureAwait(false) is { } known)
                    {
                        return known;
                    }

                    made = true;
                    Count(found: false);
                    T fresh = await make(ct).ConfigureAwait(false);
                    await ShareAsync(key, fresh, type, ct).ConfigureAwait(false);
                    return fresh;
                },
                waits,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (!made)
        {
            Count(found: true);
        }

        return value;
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync<T>(ContentKey key, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        await _results.PutAsync(key, value, type, cancellationToken).ConfigureAwait(false);
        await ShareAsync(key, value, type, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<ResultStatistics> StatisticsAsync(CancellationToken cancellationToken) => _results.StatisticsAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken) =>
        _results.PruneAsync(budgetBytes, cancellationToken);

    private ValueTask ShareAsync<T>(ContentKey key, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => _shared is null ? ValueTask.CompletedTask : _shared.PutAsync(key, value, type, cancellationToken);

    private void Count(bool found) => Interlocked.Increment(ref found ? ref _hits : ref _misses);
}
