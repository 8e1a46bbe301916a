using System.Buffers.Binary;

namespace MontageAI.Containers.Matroska;

/// <summary>
/// Lists the blocks of one track of a Matroska or WebM file (RFC 9559) without reading their pictures: element headers are read, contents
/// passed over. Not a demuxer: laced pictures and other oddities end in <see cref="InvalidDataException"/>. Cost: a read of up to 16 KiB
/// per block, less where blocks are small.
/// </summary>
public sealed class MatroskaPackets
{
    private const uint Segment = 0x18538067,
        Info = 0x1549A966,
        Scale = 0x2AD7B1;
    private const uint Tracks = 0x1654AE6B,
        TrackEntry = 0xAE,
        TrackNumber = 0xD7,
        TrackType = 0x83;
    private const uint Cluster = 0x1F43B675,
        ClusterTime = 0xE7,
        SimpleBlock = 0xA3,
        BlockGroup = 0xA0,
        Block = 0xA1,
        Reference = 0xFB;

    // Some 10 hours at 30 frames per second.
    private const int MostPackets = 1 << 20;

    private readonly List<(long Ticks, int Size, bool Key)> _packets = [];
    private readonly List<(ulong Number, ulong Type)> _tracks = [];
    private readonly Stream _file;
    private readonly int _wanted;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private long _origin;
    private int _filled;
    private int _at;
    private long _clusterTime;
    private bool _lastWasOurs;
    private ulong? _number;

    private MatroskaPackets(Stream file, int track) => (_file, _wanted) = (file, track);

    /// <summary>Nanoseconds per tick.</summary>
    public long TimestampScale { get; private set; } = 1_000_000;

    /// <summary>Blocks in file order, which is decoding order: ticks, bytes, and whether decoding can start there.</summary>
    public IReadOnlyList<(long Ticks, int Size, bool Key)> Packets => _packets;

    /// <summary>Reads the list.</summary>
    /// <param name="path">The file.</param>
    /// <param name="track">Number of the track in file order, from 0 (FFmpeg's stream index).</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidDataException">The file is not one of these, or damaged.</exception>
    public static async Task<MatroskaPackets> ReadAsync(string path, int track, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            MatroskaPackets list = new(file, track);
            await list.ReadAsync(cancellationToken).ConfigureAwait(false);
            return list;
        }
    }

    private long Position => _origin + _at;

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        // Elements follow each other; those that hold others are entered by not passing over their content.
        bool first = true;
        while (await EnsureAsync(12, cancellationToken).ConfigureAwait(false))
        {
            uint id = Id();
            long size = Size();
            if (first && id != 0x1A45DFA3)
            {
                throw new InvalidDataException("it does not begin as a Matroska file.");
            }

            first = false;
            if (id is Segment or Info or Tracks or TrackEntry or Cluster or BlockGroup)
            {
                if (id == TrackEntry)
                {
                    _tracks.Add((0, 0));
                }

                continue;
            }

            if (size < 0)
            {
                throw new InvalidDataException("an element has no length.");
            }

            long end = Position + size;
            await EnsureAsync((int)Math.Min(size, 12), cancellationToken).ConfigureAwait(false);
            Take(id, (int)Math.Min(size, 12), size);
            Seek(end);
        }
    }

    private void Take(uint id, int ready, long size)
    {
        ReadOnlySpan<byte> content = _buffer.AsSpan(_at, Math.Min(ready, _filled - _at));
        switch (id)
        {
            case Scale:
                TimestampScale = (long)Number(content);
                break;
            case TrackNumber when _tracks.Count > 0:
                _tracks[^1] = _tracks[^1] with { Number = Number(content) };
                break;
            case TrackType when _tracks.Count > 0:
                _tracks[^1] = _tracks[^1] with { Type = Number(content) };
                break;
            case ClusterTime:
                _clusterTime = (long)Number(content);
                break;
            case SimpleBlock or Block:
                TakeBlock(content, size, id == Block);
                break;
            case Reference when _packets.Count > 0 && _lastWasOurs:
                _packets[^1] = _packets[^1] with { Key = false };
                break;
        }
    }

    private void TakeBlock(ReadOnlySpan<byte> content, long size, bool keyUnlessReferenced)
    {
        int length = 1;
        while (length <= 4 && content.Length > 0 && (content[0] & (0x80 >> (length - 1))) == 0)
        {
            length++;
        }

        if (content.Length < length + 3 || length > 4)
        {
            throw new InvalidDataException("a block is damaged.");
        }

        ulong number = (ulong)(content[0] & (0xFF >> length));
        for (int i = 1; i < length; i++)
        {
            number = (number << 8) | content[i];
        }

        _number ??= TrackOfStream();
        _lastWasOurs = _number == number;
        if (!_lastWasOurs)
        {
            return;
        }

        byte flags = content[length + 2];
        if ((flags & 6) != 0 || _packets.Count == MostPackets)
        {
            throw new InvalidDataException("its pictures are laced, or there are too many.");
        }

        long ticks = _clusterTime + BinaryPrimitives.ReadInt16BigEndian(content[length..]);
        _packets.Add((ticks, (int)Math.Min(int.MaxValue, size - length - 3), keyUnlessReferenced || (flags & 0x80) != 0));
    }

    // Streams are the tracks of pictures, sound and text, in order.
    private ulong TrackOfStream()
    {
        List<(ulong Number, ulong Type)> streams = _tracks.FindAll(t => t.Type is 1 or 2 or 17);
        return _wanted < streams.Count ? streams[_wanted].Number : throw new InvalidDataException("it has no such track.");
    }

    private static ulong Number(ReadOnlySpan<byte> content)
    {
        ulong value = 0;
        foreach (byte next in content[..Math.Min(8, content.Length)])
        {
            value = (value << 8) | next;
        }

        return value;
    }

    private uint Id()
    {
        int length = 1;
        while (length <= 4 && _at < _filled && (_buffer[_at] & (0x80 >> (length - 1))) == 0)
        {
            length++;
        }

        if (length > 4 || _at + length > _filled)
        {
            throw new InvalidDataException("its structure is damaged.");
        }

        uint id = 0;
        for (int i = 0; i < length; i++)
        {
            id = (id << 8) | _buffer[_at++];
        }

        return id;
    }

    // -1 where the length is left open.
    private long Size()
    {
        int length = 1;
        while (length <= 8 && _at < _filled && (_buffer[_at] & (0x80 >> (length - 1))) == 0)
        {
            length++;
        }

        if (length > 8 || _at + length > _filled)
        {
            throw new InvalidDataException("its structure is damaged.");
        }

        long size = _buffer[_at++] & (0xFF >> length);
        bool open = size == 0xFF >> length;
        for (int i = 1; i < length; i++)
        {
            open &= _buffer[_at] == 0xFF;
            size = (size << 8) | _buffer[_at++];
        }

        return open ? -1 : size;
    }

    private void Seek(long position)
    {
        if (position < Position)
        {
            throw new InvalidDataException("its structure is damaged.");
        }

        if (position <= _origin + _filled)
        {
            _at = (int)(position - _origin);
        }
        else
        {
            (_origin, _filled, _at) = (position, 0, 0);
        }
    }

    // Fewer bytes are there only at the end of the file; false when none is.
    private async ValueTask<bool> EnsureAsync(int count, CancellationToken cancellationToken)
    {
        if (_filled - _at < count)
        {
            _buffer.AsSpan(_at, _filled - _at).CopyTo(_buffer);
            (_origin, _filled, _at) = (Position, _filled - _at, 0);
            _file.Position = _origin + _filled;
            _filled += await _file
                .ReadAtLeastAsync(_buffer.AsMemory(_filled), count - _filled, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
        }

        return _filled > _at;
    }
}
