using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MontageAI.Keys;
using MontageAI.Storage.Faults;
using MontageAI.Stores;

namespace MontageAI.Storage.Results;

/// <summary>
/// Results by content key: the latest as objects in memory, all of them as sealed JSON in records up to a number of bytes, least recently
/// used out first.
/// </summary>
internal sealed class ResultStore : IResultStore
{
    private const int MemoryEntries = 256;
    private const int TouchBatch = 64;

    private readonly IResultRecords _records;
    private readonly long _budgetBytes;
    private readonly DegradationLog _degradations;
    private readonly LruCache<string, object> _memory = new(MemoryEntries);
    private readonly KeyedGate _gate = new();
    private readonly HashSet<string> _used = [];
    private long _diskHits;
    private long _diskMisses;

    /// <summary>Makes a store over records.</summary>
    /// <param name="records">Where the bytes lie.</param>
    /// <param name="budgetBytes">A result that alone takes more is not written.</param>
    /// <param name="degradations">Where trouble is reported.</param>
    public ResultStore(IResultRecords records, long budgetBytes, DegradationLog degradations)
    {
        _records = records;
        _budgetBytes = budgetBytes;
        _degradations = degradations;
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
        ArgumentNullException.ThrowIfNull(make);
        if (await TryGetAsync(key, type, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        using IDisposable turn = await _gate.EnterAsync(key.Hash, waits, cancellationToken).ConfigureAwait(false);
        if (_memory.TryPeek(key.Hash, out object? madeMeanwhile) && madeMeanwhile is T value)
        {
            return value;
        }

        T made = await make(cancellationToken).ConfigureAwait(false);
        await PutAsync(key, made, type, cancellationToken).ConfigureAwait(false);
        return made;
    }

    /// <inheritdoc/>
    public async ValueTask<T?> TryGetAsync<T>(ContentKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (_memory.TryGet(key.Hash, out object? held) && held is T known)
        {
            await TouchAsync(key.Hash, cancellationToken).ConfigureAwait(false);
            return known;
        }

        if (await LoadAsync(key, type, cancellationToken).ConfigureAwait(false) is not { } value)
        {
            Interlocked.Increment(ref _diskMisses);
            return null;
        }

        Interlocked.Increment(ref _diskHits);
        _memory.Set(key.Hash, value);
        await TouchAsync(key.Hash, cancellationToken).ConfigureAwait(false);
        return value;
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync<T>(ContentKey key, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        byte[] record = Seal.Close(key.Hash, JsonSerializer.SerializeToUtf8Bytes(value, type));
        _memory.Set(key.Hash, value);
        if (record.LongLength <= _budgetBytes)
        {
            await _records.WriteAsync(key, record, TakeUsed(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ResultStatistics> StatisticsAsync(CancellationToken cancellationToken)
    {
        (long bytes, long items) = await _records.TotalsAsync(cancellationToken).ConfigureAwait(false);
        (long hits, long misses) = _memory.Counts;
        return new ResultStatistics(
            items,
            bytes,
            _budgetBytes,
            hits,
            misses,
            Interlocked.Read(ref _diskHits),
            Interlocked.Read(ref _diskMisses)
        );
    }

    /// <inheritdoc/>
    public async ValueTask PruneAsync(long budgetBytes, CancellationToken cancellationToken)
    {
        _memory.Clear();
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _records.PruneAsync(budgetBytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes down what was used since the last time.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) =>
        TakeUsed() is { Length: > 0 } used ? _records.MarkUsedAsync(used, cancellationToken) : ValueTask.CompletedTask;

    private async ValueTask<T?> LoadAsync<T>(ContentKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (await _records.ReadAsync(key, cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return null;
        }

        if (!Seal.TryOpen(key.Hash, record, out ReadOnlyMemory<byte> json))
        {
            _degradations.Add(
                $"A stored result was altered or cut short since it was written and is made again: {key.Kind} {key.Hash[..12]}."
            );
            await _records.RemoveAsync(key, cancellationToken).ConfigureAwait(false);
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json.Span, type);
        }
        catch (JsonException)
        {
            // Written by a program whose type has changed since: a miss, replaced when the result is made again.
            return null;
        }
    }

    // A read does not become a write each time: uses are written down together with the next result, every so many, or at the end.
    private ValueTask TouchAsync(string hash, CancellationToken cancellationToken)
    {
        lock (_used)
        {
            _used.Add(hash);
            if (_used.Count < TouchBatch)
            {
                return ValueTask.CompletedTask;
            }
        }

        return FlushAsync(cancellationToken);
    }

    private string[] TakeUsed()
    {
        lock (_used)
        {
            string[] used = [.. _used];
            _used.Clear();
            return used;
        }
    }
}
