using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using MontageAI.Errors;
using MontageAI.Storage;
using MontageAI.Storage.Artifacts;
using MontageAI.Storage.Caching;
using MontageAI.Storage.Keys;
using MontageAI.Storage.Memory;
using MontageAI.Storage.Sources;

namespace MontageAI.Engine.Jobs;

/// <summary>The engine's store as one job sees it: the same content, counts of its own. Safe for threads.</summary>
public sealed class JobStore
{
    private readonly CacheStore _store;

    internal JobStore(CacheStore store)
    {
        _store = store;
        Results = new JobResults(store.Results);
    }

    /// <summary>The store's folder, full path.</summary>
    public string Folder => _store.Folder;

    /// <summary>Identities of source files.</summary>
    public SourceFiles Sources => _store.Sources;

    /// <summary>Results by content key.</summary>
    public JobResults Results { get; }

    /// <summary>Files by content key.</summary>
    public ArtifactStore Artifacts => _store.Artifacts;

    /// <summary>What the user decided before.</summary>
    public EpisodicMemory Memory => _store.Memory;

    /// <summary>What does not work in the store as it should: that holds for every job that uses it.</summary>
    public IReadOnlyList<Phrase> Degradations => _store.Degradations;
}

/// <summary>Results by content key, counted for one job. Safe for threads.</summary>
public sealed class JobResults
{
    private readonly ResultCache _results;
    private long _hits;
    private long _misses;

    internal JobResults(ResultCache results) => _results = results;

    /// <summary>Results that the job found.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Results that it looked for and did not find.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <inheritdoc cref="ResultCache.TryGet"/>
    public bool TryGet<T>(ContentKey key, JsonTypeInfo<T> type, [NotNullWhen(true)] out T? value)
        where T : class
    {
        bool found = _results.TryGet(key, type, out value);
        Count(found);
        return found;
    }

    /// <inheritdoc cref="ResultCache.GetOrAddAsync"/>
    public async Task<T> GetOrAddAsync<T>(
        ContentKey key,
        JsonTypeInfo<T> type,
        Func<CancellationToken, Task<T>> make,
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
                cancellationToken
            )
            .ConfigureAwait(false);
        if (!made)
        {
            Count(found: true);
        }

        return value;
    }

    /// <inheritdoc cref="ResultCache.Put"/>
    public void Put<T>(ContentKey key, T value, JsonTypeInfo<T> type)
        where T : class => _results.Put(key, value, type);

    private void Count(bool found) => Interlocked.Increment(ref found ? ref _hits : ref _misses);
}
