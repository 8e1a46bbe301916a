using System.Buffers.Binary;

namespace MontageAI.Containers.Nut;

/// <summary>
/// Buffered reading of bytes and NUT's variable-length integers from a stream that ends where its process ends. Small items are
/// taken from the buffer after one <see cref="EnsureAsync"/>; large ones go straight to their target. No allocation per item.
/// </summary>
internal sealed class PipeBytes(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _end;

    /// <summary>Bytes that can be taken without waiting.</summary>
    public int Available => _end - _at;

    /// <summary>Tries to have so many bytes at hand.</summary>
    /// <param name="count">At most 32 KiB.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when the stream ends before; what is there stays readable.</returns>
    public ValueTask<bool> EnsureAsync(int count, CancellationToken cancellationToken) =>
        Available >= count ? ValueTask.FromResult(true) : FillAsync(count, cancellationToken);

    /// <summary>Takes one byte that <see cref="EnsureAsync"/> promised.</summary>
    /// <exception cref="EndOfStreamException">It is not there.</exception>
    public byte Byte() => _at < _end ? _buffer[_at++] : throw new EndOfStreamException();

    /// <summary>The next byte without taking it.</summary>
    public byte Peek() => _at < _end ? _buffer[_at] : throw new EndOfStreamException();

    /// <summary>Takes an 8-byte big-endian number.</summary>
    public ulong UInt64()
    {
        if (Available < 8)
        {
            throw new EndOfStreamException();
        }

        ulong value = BinaryPrimitives.ReadUInt64BigEndian(_buffer.AsSpan(_at));
        _at += 8;
        return value;
    }

    /// <summary>Takes an unsigned integer of 7 bits per byte, most significant first.</summary>
    /// <exception cref="EndOfStreamException">It is not all there.</exception>
    /// <exception cref="InvalidDataException">It is too large for a <see cref="long"/>.</exception>
    public long Variable()
    {
        long value = 0;
        for (int i = 0; i < 10; i++)
        {
            byte next = Byte();
            value = (value << 7) | (uint)(next & 127);
            if (value < 0)
            {
                break;
            }

            if (next < 128)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number in the frame stream is longer than 63 bits.");
    }

    /// <summary>Takes a signed integer: odd codes are negative.</summary>
    public long SignedVariable()
    {
        long value = Variable() + 1;
        return (value & 1) != 0 ? -(value >> 1) : value >> 1;
    }

    /// <summary>Passes over a short byte string that is preceded by its length.</summary>
    public void SkipPrefixed()
    {
        for (long i = Variable(); i > 0; i--)
        {
            Byte();
        }
    }

    /// <summary>Takes exactly as many bytes as the target holds.</summary>
    /// <returns>False when the stream ends before.</returns>
    public async ValueTask<bool> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int ready = Math.Min(Available, target.Length);
        _buffer.AsSpan(_at, ready).CopyTo(target.Span);
        _at += ready;
        while (ready < target.Length)
        {
            int read = await stream.ReadAsync(target[ready..], cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            ready += read;
        }

        return true;
    }

    /// <summary>Passes over bytes.</summary>
    /// <returns>False when the stream ends before.</returns>
    public async ValueTask<bool> SkipAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (Available == 0 && !await FillAsync(1, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            int step = (int)Math.Min(count, Available);
            _at += step;
            count -= step;
        }

        return true;
    }

    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_at, Available).CopyTo(_buffer);
        _end -= _at;
        _at = 0;
        while (_end < count)
        {
            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
