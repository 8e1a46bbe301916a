using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.Containers.Joining;

/// <summary>
/// Writes a new file from front to back out of bytes and of ranges of other files. Ranges that follow each other are read at once. Holds
/// one buffer of 1 MiB, however long the file.
/// </summary>
public sealed class SampleWriter : IDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly CancellationToken _cancellationToken;
    private readonly byte[] _rented;
    private readonly Memory<byte> _buffer;
    private int _filled;
    private long _written;
    private SampleSource? _source;
    private long _from;
    private long _pending;

    /// <summary>Creates the file, or empties the one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">Its size when it is done, so that a full disk is noticed at once.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <param name="directIo">Whether to write past the system's cache where the file system can.</param>
    public SampleWriter(string path, long size, CancellationToken cancellationToken, bool directIo = false)
    {
        SafeFileHandle? direct = directIo ? DirectFile.TryCreate(path) : null;
        _handle = direct ?? File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read, FileOptions.None, size);
        _cancellationToken = cancellationToken;
        IsDirect = direct is not null;
        if (IsDirect)
        {
            _rented = GC.AllocateUninitializedArray<byte>(BufferSize + DirectFile.Alignment, pinned: true);
            long address = Marshal.UnsafeAddrOfPinnedArrayElement(_rented, 0);
            _buffer = _rented.AsMemory((int)(-address & (DirectFile.Alignment - 1)), BufferSize);
        }
        else
        {
            _rented = ArrayPool<byte>.Shared.Rent(BufferSize);
            _buffer = _rented.AsMemory(0, BufferSize);
        }
    }

    /// <summary>Whether bytes go past the system's cache.</summary>
    internal bool IsDirect { get; }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            CopyPending();
        }

        while (bytes.Length > 0)
        {
            int count = Math.Min(bytes.Length, BufferSize - _filled);
            bytes[..count].CopyTo(_buffer.Span[_filled..]);
            Filled(count);
            bytes = bytes[count..];
        }
    }

    /// <summary>Appends a range of another file, which is read later: it must stay until <see cref="Settle"/>.</summary>
    public void Copy(SampleSource source, long offset, int count)
    {
        if (source != _source || offset != _from + _pending)
        {
            CopyPending();
            _source = source;
            _from = offset;
        }

        _pending += count;
    }

    /// <summary>Reads what is still to be read; sources may be closed then.</summary>
    internal void Settle() => CopyPending();

    /// <summary>Writes what is still held back.</summary>
    /// <returns>The file's size.</returns>
    public long Complete()
    {
        CopyPending();
        long size = _written + _filled;
        if (IsDirect)
        {
            // Only whole blocks can be written; the file is cut to its length afterwards.
            int whole = (_filled + DirectFile.Alignment - 1) / DirectFile.Alignment * DirectFile.Alignment;
            _buffer.Span[_filled..whole].Clear();
            _filled = whole;
        }

        Flush();
        if (IsDirect)
        {
            RandomAccess.SetLength(_handle, size);
        }

        return size;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
        if (!IsDirect)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }

    private void CopyPending()
    {
        while (_pending > 0)
        {
            int count = (int)Math.Min(_pending, BufferSize - _filled);
            _source!.Read(_from, _buffer.Span.Slice(_filled, count));
            _from += count;
            _pending -= count;
            Filled(count);
        }
    }

    private void Filled(int count)
    {
        _filled += count;
        if (_filled == BufferSize)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        RandomAccess.Write(_handle, _buffer.Span.Slice(0, _filled), _written);
        _written += _filled;
        _filled = 0;
    }
}
