using System.IO.Compression;
using MontageAI.Keys;
using MontageAI.Stores;
using StackExchange.Redis;

namespace MontageAI.Farm.Queue;

/// <summary>
/// Small results that the machines of a farm share, packed, in the queue's store. Bounded: those used longest ago go first. An outage is no
/// error: for some seconds nobody asks again. Safe for threads.
/// </summary>
/// <param name="data">Where it lies.</param>
/// <param name="time">The clock.</param>
/// <param name="mostBytes">The most bytes of all results.</param>
internal sealed class SharedCache(IDatabase data, TimeProvider time, long mostBytes = SharedCache.MostBytes) : ISharedResults
{
    /// <summary>The most bytes of one result, packed.</summary>
    public const int MostResultBytes = 256 * 1024;

    /// <summary>The most bytes of all results, unless another is asked for.</summary>
    public const long MostBytes = 64L << 20;

    // Who puts something there may be hostile, and a few bytes can be packed out of very many.
    private const int MostUnpackedBytes = 8 << 20;

    private const string Results = FarmStore.Prefix + "result:";
    private const string UseKey = FarmStore.Prefix + "results-used";
    private const string BytesKey = FarmStore.Prefix + "results-bytes";
    private static readonly TimeSpan s_outage = TimeSpan.FromSeconds(5);

    private long _askAgain;
    private volatile string? _trouble;

    /// <inheritdoc/>
    public string? Outage => _trouble;

    /// <inheritdoc/>
    public async ValueTask<byte[]?> TryGetAsync(ContentKey key, CancellationToken cancellationToken)
    {
        byte[]? packed = await AskAsync(async () =>
            {
                string name = key.ToString();
                if (await data.StringLengthAsync(Results + name).ConfigureAwait(false) is < 1 or > MostResultBytes)
                {
                    return null;
                }

                byte[]? found = await data.StringGetAsync(Results + name).ConfigureAwait(false);
                if (found is not null)
                {
                    await data.SortedSetAddAsync(UseKey, name, Now, SortedSetWhen.Exists).ConfigureAwait(false);
                }

                return found;
            })
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return packed is null ? null : await UnpackAsync(packed, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync(ContentKey key, ReadOnlyMemory<byte> result, CancellationToken cancellationToken)
    {
        if (result.Length > MostUnpackedBytes)
        {
            return;
        }

        byte[] packed = Pack(result.Span);
        if (packed.Length <= MostResultBytes)
        {
            await AskAsync(async () =>
                {
                    await KeepAsync(key.ToString(), packed).ConfigureAwait(false);
                    return null;
                })
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private double Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task KeepAsync(string name, byte[] packed)
    {
        if (!await data.StringSetAsync(Results + name, packed, when: When.NotExists).ConfigureAwait(false))
        {
            return;
        }

        await data.SortedSetAddAsync(UseKey, name, Now).ConfigureAwait(false);
        long bytes = await data.StringIncrementAsync(BytesKey, packed.Length).ConfigureAwait(false);
        while (bytes > mostBytes && await data.SortedSetPopAsync(UseKey).ConfigureAwait(false) is { Element: var old })
        {
            long length = await data.StringLengthAsync(Results + old).ConfigureAwait(false);
            if (await data.KeyDeleteAsync(Results + old).ConfigureAwait(false))
            {
                bytes = await data.StringDecrementAsync(BytesKey, length).ConfigureAwait(false);
            }
        }
    }

    private async Task<byte[]?> AskAsync(Func<Task<byte[]?>> ask)
    {
        long again = Interlocked.Read(ref _askAgain);
        if (again != 0 && time.GetElapsedTime(again) < s_outage)
        {
            return null;
        }

        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            _trouble = "the queue's store did not answer";
            Interlocked.Exchange(ref _askAgain, time.GetTimestamp());
            return null;
        }
    }

    private static byte[] Pack(ReadOnlySpan<byte> result)
    {
        byte[] packed = new byte[BrotliEncoder.GetMaxCompressedLength(result.Length)];
        return BrotliEncoder.TryCompress(result, packed, out int written, quality: 4, window: 22) ? packed[..written] : packed;
    }

    private static async Task<byte[]?> UnpackAsync(byte[] packed, CancellationToken cancellationToken)
    {
        try
        {
            using MemoryStream from = new(packed);
            BrotliStream unpacking = new(from, CompressionMode.Decompress);
            await using (unpacking.ConfigureAwait(false))
            {
                using MemoryStream result = new();
                byte[] part = new byte[16 * 1024];
                int read;
                while ((read = await unpacking.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    if (result.Length + read > MostUnpackedBytes)
                    {
                        return null;
                    }

                    result.Write(part, 0, read);
                }

                return result.ToArray();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or IOException)
        {
            return null;
        }
    }
}
