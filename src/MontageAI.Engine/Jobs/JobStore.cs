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

    internal JobStore(CacheStore store)
    {
        _store = store;
        Results = new JobResults(store.Results);
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
    private long _hits;
    private long _misses;

    internal JobResults(IResultStore results) => _results = results;

    /// <summary>Results that the job found.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Results that it looked for and did not find.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <inheritdoc/>
    public async ValueTask<T?> TryGetAsync<T>(ContentKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        T? value = await _results.TryGetAsync(key, type, cancellationToken).ConfigureAwait(false);
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
                ct =>
                {
                    made = true;
                    Count(found: false);
                    return make(ct);
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
    public ValueTask PutAsync<T>(ContentKey key, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => _results.PutAsync(key, value, type, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ResultStatistics> StatisticsAsync(CancellationToken cancellationToken) => _results.StatisticsAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken) =>
        _results.PruneAsync(budgetBytes, cancellationToken);

    private void Count(bool found) => Interlocked.Increment(ref found ? ref _hits : ref _misses);
}
