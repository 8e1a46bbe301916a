using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace MontageAI.Studio.Files;

/// <summary>
/// A folder as a zip that is nowhere: every byte of it is known by its place, so that a download goes on where it broke off. Files are
/// stored as they are, since media do not become smaller.
/// </summary>
internal sealed class FolderZip : Stream
{
    private const uint Full = uint.MaxValue;
    private const int MostEntries = ushort.MaxValue;
    private const int LocalBytes = 30;
    private const int CentralBytes = 46;
    private const int EndBytes = 22;
    private const int LongEndBytes = 56 + 20;
    private const ushort Utf8 = 1 << 11;

    private readonly Entry[] _entries;
    private readonly Sums _sums;
    private readonly long _most;
    private readonly long _directory;
    private readonly long _directoryBytes;
    private (int Piece, byte[] Bytes)? _made;
    private (int Entry, FileStream File)? _open;
    private long _position;

    /// <summary>Lays it out; nothing but names and sizes is read.</summary>
    /// <param name="folder">The folder, whose name goes before those of its files.</param>
    /// <param name="files">Its files.</param>
    /// <param name="sums">What is known of files from earlier.</param>
    /// <param name="most">What the short form of numbers holds; less only where the long form is tried.</param>
    public FolderZip(string folder, IEnumerable<FileInfo> files, Sums sums, long most = Full)
    {
        (_sums, _most) = (sums, most);
        List<Entry> entries = [];
        long at = 0;
        foreach (FileInfo file in files)
        {
            string name = Path.GetFileName(folder) + "/" + Path.GetRelativePath(folder, file.FullName).Replace('\\', '/');
            Entry entry = new(file, Encoding.UTF8.GetBytes(name), at, most);
            entries.Add(entry);
            at = entry.End;
        }

        _entries = [.. entries];
        _directory = at;
        _directoryBytes = _entries.Sum(e => (long)e.CentralBytes);
        Length = at + _directoryBytes + EndBytes + (IsLong ? LongEndBytes : 0);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <summary>When the youngest of its files was written.</summary>
    public DateTimeOffset Written => _entries.Length == 0 ? DateTimeOffset.UnixEpoch : _entries.Max(e => e.File.LastWriteTimeUtc);

    private bool IsLong => _entries.Length >= MostEntries || _directory >= _most || _directoryBytes >= _most;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) =>
        _position =
            offset
            + (
                origin == SeekOrigin.Begin ? 0
                : origin == SeekOrigin.Current ? _position
                : Length
            );

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.Length == 0)
        {
            return 0;
        }

        int entry = EntryAt(_position);
        if (entry < 0 || _position < _entries[entry].Data)
        {
            (long start, byte[] bytes) = await MadeAsync(entry, cancellationToken).ConfigureAwait(false);
            int from = (int)(_position - start),
                count = Math.Min(buffer.Length, bytes.Length - from);
            bytes.AsMemory(from, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        Entry one = _entries[entry];
        if (_open?.Entry != entry)
        {
            await CloseAsync().ConfigureAwait(false);
            _open = (entry, Open(one.File));
        }

        FileStream file = _open.Value.File;
        file.Position = _position - one.Data;
        int most = (int)Math.Min(buffer.Length, one.End - _position);
        int read = await file.ReadAsync(buffer[..most], cancellationToken).ConfigureAwait(false);
        _position += read;
        return read > 0 ? read : throw new EndOfStreamException($"'{one.File.FullName}' became shorter while it was sent.");
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _open?.File.Dispose();
        _open = null;
        base.Dispose(disposing);
    }

    private static FileStream Open(FileInfo file) => new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1, useAsync: true);

    private async ValueTask CloseAsync()
    {
        if (_open is { } open)
        {
            _open = null;
            await open.File.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The entry whose bytes are there; -1 behind all of them.
    private int EntryAt(long position)
    {
        if (position >= _directory)
        {
            return -1;
        }

        int low = 0,
            high = _entries.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _entries[middle].Start <= position ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    // What stands before a file, or behind all of them.
    private async ValueTask<(long Start, byte[] Bytes)> MadeAsync(int entry, CancellationToken cancellationToken)
    {
        long start = entry < 0 ? _directory : _entries[entry].Start;
        if (_made is { } made && made.Piece == entry)
        {
            return (start, made.Bytes);
        }

        MemoryStream to = new();
        if (entry >= 0)
        {
            _entries[entry].WriteLocal(to, await _sums.OfAsync(_entries[entry].File, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            foreach (Entry one in _entries)
            {
                one.WriteCentral(to, await _sums.OfAsync(one.File, cancellationToken).ConfigureAwait(false));
            }

            WriteEnd(to);
        }

        byte[] bytes = to.ToArray();
        _made = (entry, bytes);
        return (start, bytes);
    }

    private void WriteEnd(MemoryStream to)
    {
        if (IsLong)
        {
            Number(to, 0x06064b50, 4);
            Number(to, 44, 8);
            Number(to, 45, 2);
            Number(to, 45, 2);
            Number(to, 0, 8);
            Number(to, _entries.Length, 8);
            Number(to, _entries.Length, 8);
            Number(to, _directoryBytes, 8);
            Number(to, _directory, 8);
            Number(to, 0x07064b50, 4);
            Number(to, 0, 4);
            Number(to, _directory + _directoryBytes, 8);
            Number(to, 1, 4);
        }

        Number(to, 0x06054b50, 4);
        Number(to, 0, 4);
        Number(to, IsLong ? MostEntries : _entries.Length, 2);
        Number(to, IsLong ? MostEntries : _entries.Length, 2);
        Number(to, IsLong ? Full : _directoryBytes, 4);
        Number(to, IsLong ? Full : _directory, 4);
        Number(to, 0, 2);
    }

    private static void Number(MemoryStream to, long value, int bytes)
    {
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        to.Write(all[..bytes]);
    }

    /// <summary>Checksums of files, as long as these stay as they were. Safe for threads.</summary>
    internal sealed class Sums
    {
        private const int MostKept = 4096;
        private readonly ConcurrentDictionary<(string Path, long Bytes, DateTime Written), uint> _known = new();

        /// <summary>The checksum of a file.</summary>
        public async ValueTask<uint> OfAsync(FileInfo file, CancellationToken cancellationToken)
        {
            (string, long, DateTime) key = (file.FullName, file.Length, file.LastWriteTimeUtc);
            if (_known.TryGetValue(key, out uint known))
            {
                return known;
            }

            uint sum = 0;
            byte[] buffer = new byte[1 << 17];
            FileStream from = Open(file);
            await using (from.ConfigureAwait(false))
            {
                while (await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
                {
                    sum = Crc32.Append(sum, buffer.AsSpan(0, read));
                }
            }

            if (_known.Count >= MostKept)
            {
                _known.Clear();
            }

            return _known[key] = sum;
        }
    }

    private sealed class Entry(FileInfo file, byte[] name, long start, long most)
    {
        private readonly bool _isBig = file.Length >= most;

        public FileInfo File => file;

        public long Start => start;

        public long Data => start + LocalBytes + name.Length + (_isBig ? 20 : 0);

        public long End => Data + file.Length;

        public int CentralBytes => FolderZip.CentralBytes + name.Length + LongBytes;

        private bool IsFar => start >= most;

        private int LongBytes => _isBig || IsFar ? 4 + (_isBig ? 16 : 0) + (IsFar ? 8 : 0) : 0;

        public void WriteLocal(MemoryStream to, uint sum)
        {
            Number(to, 0x04034b50, 4);
            WriteFacts(to, sum, _isBig ? 20 : 0);
            to.Write(name);
            if (_isBig)
            {
                Number(to, 1, 2);
                Number(to, 16, 2);
                Number(to, file.Length, 8);
                Number(to, file.Length, 8);
            }
        }

        public void WriteCentral(MemoryStream to, uint sum)
        {
            Number(to, 0x02014b50, 4);
            Number(to, 45, 2);
            WriteFacts(to, sum, LongBytes);
            Number(to, 0, 8);
            Number(to, 0, 2);
            Number(to, IsFar ? Full : start, 4);
            to.Write(name);
            if (LongBytes > 0)
            {
                Number(to, 1, 2);
                Number(to, LongBytes - 4, 2);
                if (_isBig)
                {
                    Number(to, file.Length, 8);
                    Number(to, file.Length, 8);
                }

                if (IsFar)
                {
                    Number(to, start, 8);
                }
            }
        }

        // What both headers say alike.
        private void WriteFacts(MemoryStream to, uint sum, int extra)
        {
            DateTime time = file.LastWriteTime;
            int year = Math.Clamp(time.Year, 1980, 2107) - 1980;
            Number(to, 45, 2);
            Number(to, Utf8, 2);
            Number(to, 0, 2);
            Number(to, (time.Hour << 11) | (time.Minute << 5) | (time.Second / 2), 2);
            Number(to, (year << 9) | (time.Month << 5) | time.Day, 2);
            Number(to, sum, 4);
            Number(to, _isBig ? Full : file.Length, 4);
            Number(to, _isBig ? Full : file.Length, 4);
            Number(to, name.Length, 2);
            Number(to, extra, 2);
        }
    }
}
