using System.Collections.Concurrent;
using MontageAI.Farm.Members;

namespace MontageAI.Farm.Files;

/// <summary>
/// A clip of which this machine has some blocks while tasks work with it: its bytes by their place, from the shelf or else from the host.
/// Where the host cannot be had for long, the file that stands for the clip is taken away, so that nothing that was made of it is kept.
/// Safe for threads; the owner disposes it.
/// </summary>
/// <param name="id">The clip.</param>
/// <param name="file">Stands for it: the bytes of its head, and holes; all of it where there is no head.</param>
/// <param name="shelf">What is here.</param>
/// <param name="fetchAsync">The way to the host.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkClip(ClipId id, string file, ClipShelf shelf, FetchBlocks fetchAsync, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<int, bool> _unread = [];
    private volatile string? _trouble;

    /// <summary>Which clip.</summary>
    public ClipId Id => id;

    /// <summary>Stands for it.</summary>
    public string File => file;

    /// <summary>Its head; null where the file is the clip.</summary>
    public ClipHead? Head { get; set; }

    /// <summary>Tasks that work with it.</summary>
    public int Users { get; set; }

    /// <summary>Why nothing that was made of it counts; null while it does.</summary>
    public string? Trouble => _trouble;

    /// <summary>Whether a block is said to be here.</summary>
    public bool IsHere(int block) => shelf.Has(id, block);

    /// <summary>Notes that a block came from the host, and has been read by nobody.</summary>
    public void Came(int block) => _unread[block] = true;

    /// <summary>Reads a block, fetched first where it is not here.</summary>
    /// <param name="block">Its number.</param>
    /// <param name="ahead">Blocks from it on that are worth fetching together, 1 or more.</param>
    /// <param name="to">As long as the block.</param>
    /// <param name="use">Counts.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether it had to be fetched.</returns>
    /// <exception cref="IOException">It cannot be had.</exception>
    public async Task<bool> ReadAsync(int block, int ahead, Memory<byte> to, ClipUse use, CancellationToken cancellationToken)
    {
        if (_trouble is { } trouble)
        {
            throw new IOException(trouble);
        }

        bool isHere = await shelf.ReadAsync(id, block, to, cancellationToken).ConfigureAwait(false);
        if (!isHere)
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                // Others ask for the same.
                isHere = await shelf.ReadAsync(id, block, to, cancellationToken).ConfigureAwait(false);
                if (!isHere)
                {
                    await FetchAsync(block, ahead, to, use, cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                _turn.Release();
            }
        }

        if (_unread.TryRemove(block, out _))
        {
            use.Read(to.Length);
        }

        return !isHere;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        System.IO.File.Delete(file);
        _turn.Dispose();
    }

    private async Task FetchAsync(int block, int ahead, Memory<byte> to, ClipUse use, CancellationToken cancellationToken)
    {
        int[] wanted =
        [
            block,
            .. Enumerable.Range(block + 1, Math.Min(ahead - 1, id.Blocks - block - 1)).TakeWhile(b => !shelf.Has(id, b)),
        ];
        long began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await fetchAsync(new BlocksRequest(id.Fingerprint, wanted), TakeAsync, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
            {
                if (time.GetElapsedTime(began) > s_patience)
                {
                    _trouble = e.Message;
                    System.IO.File.Delete(file);
                    throw new IOException(e.Message, e);
                }
            }

            await Task.Delay(s_pause, time, cancellationToken).ConfigureAwait(false);
        }

        async Task TakeAsync(Stream body)
        {
            byte[] buffer = wanted.Length > 1 ? new byte[Blocks.Size] : [];
            foreach (int number in wanted)
            {
                Memory<byte> part = number == block ? to : buffer.AsMemory(0, Blocks.BytesOf(id.Size, number));
                await body.ReadExactlyAsync(part, cancellationToken).ConfigureAwait(false);
                await shelf.KeepAsync(id, number, part).ConfigureAwait(false);
                use.Came(part.Length);
                Came(number);
            }
        }
    }
}

/// <summary>Fetches blocks from the host, and has them read one after the other.</summary>
internal delegate Task FetchBlocks(BlocksRequest wanted, Func<Stream, Task> takeAsync, CancellationToken cancellationToken);
