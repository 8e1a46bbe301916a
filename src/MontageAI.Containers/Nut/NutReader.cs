using MontageAI.Time;

namespace MontageAI.Containers.Nut;

/// <summary>One packet's place in a NUT stream.</summary>
/// <param name="Stream">Index of the stream.</param>
/// <param name="Time">Its PTS on the NUT stream's clock.</param>
/// <param name="Size">Bytes of payload.</param>
public readonly record struct NutPacket(int Stream, MediaTime Time, int Size);

/// <summary>
/// Reads the NUT container as FFmpeg writes it to a pipe: it is the one that carries raw pictures together with exact timestamps, so that
/// pixels and PTS cannot fall apart. Only what FFmpeg's muxer writes is understood; indexes, info packets and checksums are passed over. A
/// stream that breaks off ends like one that is complete. Source: the NUT Open Container Format specification, version 3 (2013).
/// </summary>
public sealed class NutReader(Stream stream)
{
    private const ulong MainStart = 0x4E4D7A561F5F04AD;
    private const ulong StreamStart = 0x4E5311405BF2F9DB;
    private const ulong SyncStart = 0x4E4BE4ADEECA4569;
    private const int IdentifierLength = 25;

    // A frame header is at most a few dozen bytes.
    private const int HeaderReserve = 256;

    // More bits than a PTS has are none.
    private const int MostPtsShift = 62;

    private readonly PipeBytes _bytes = new(stream);
    private NutHeader? _header;
    private NutStream[] _streams = [];
    private NutPacket _packet;
    private int _prefix;
    private bool _started;

    /// <summary>The packet whose payload comes next.</summary>
    public NutPacket Packet => _packet;

    /// <summary>Finds the next packet.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">The bytes are not a NUT stream.</exception>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (!_started)
        {
            _started = true;
            if (!await _bytes.SkipAsync(IdentifierLength, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        while (true)
        {
            await _bytes.EnsureAsync(HeaderReserve, cancellationToken).ConfigureAwait(false);
            if (_bytes.Available < 2)
            {
                return false;
            }

            try
            {
                if (_bytes.Peek() != 'N')
                {
                    return ReadFrameHeader();
                }

                if (!await ReadElementAsync(cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }
            catch (EndOfStreamException)
            {
                return false;
            }
        }
    }

    /// <summary>Reads the payload of <see cref="Packet"/>.</summary>
    /// <param name="target">Exactly as long as the packet.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when the stream breaks off inside it.</returns>
    public ValueTask<bool> ReadPayloadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        byte[] prefix = _header!.Prefixes[_prefix];
        prefix.CopyTo(target);
        return _bytes.ReadAsync(target[prefix.Length..], cancellationToken);
    }

    private async ValueTask<bool> ReadElementAsync(CancellationToken cancellationToken)
    {
        if (_bytes.Available < 16)
        {
            return false;
        }

        ulong start = _bytes.UInt64();
        long length = _bytes.Variable();
        if (length > 4096)
        {
            await _bytes.SkipAsync(4, cancellationToken).ConfigureAwait(false);
        }

        if (start is not (MainStart or StreamStart or SyncStart))
        {
            return await _bytes.SkipAsync(length, cancellationToken).ConfigureAwait(false);
        }

        if (length > 16 * 1024)
        {
            throw new InvalidDataException("A header of the frame stream is too long.");
        }

        if (!await _bytes.EnsureAsync((int)length, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        int before = _bytes.Available;
        ReadHeader(start);
        return await _bytes.SkipAsync(length - (before - _bytes.Available), cancellationToken).ConfigureAwait(false);
    }

    private void ReadHeader(ulong start)
    {
        if (start == MainStart)
        {
            if (_header is null)
            {
                _header = NutHeader.Read(_bytes);
                _streams = new NutStream[_header.StreamCount];
            }

            return;
        }

        if (_header is null)
        {
            throw new InvalidDataException("The frame stream begins without a header.");
        }

        if (start == StreamStart)
        {
            long index = _bytes.Variable();
            _bytes.Variable();
            _bytes.SkipPrefixed();
            long timeBase = _bytes.Variable(),
                shift = _bytes.Variable();
            if (index >= _streams.Length || timeBase >= _header.TimeBases.Length || shift > MostPtsShift)
            {
                throw new InvalidDataException("The frame stream describes a stream that it did not announce.");
            }

            _streams[index] ??= new NutStream(_header.TimeBases[timeBase], (int)shift);
        }
        else
        {
            long coded = _bytes.Variable();
            Rational timeBase = _header.TimeBases[(int)(coded % _header.TimeBases.Length)];
            Int128 ticks = coded / _header.TimeBases.Length;
            foreach (NutStream stream in _streams.OfType<NutStream>())
            {
                stream.LastPts = (long)(
                    ticks * timeBase.Numerator * stream.TimeBase.Denominator / ((Int128)timeBase.Denominator * stream.TimeBase.Numerator)
                );
            }
        }
    }

    private bool ReadFrameHeader()
    {
        NutFrameCode code = _header is null
            ? throw new InvalidDataException("The frame stream begins without a header.")
            : _header.Codes[_bytes.Byte()];
        int flags = code.Flags;
        if ((flags & NutHeader.FlagInvalid) != 0)
        {
            throw new InvalidDataException("The frame stream has a frame code without meaning.");
        }

        flags ^= (flags & NutHeader.FlagCoded) != 0 ? (int)_bytes.Variable() : 0;
        long index = (flags & NutHeader.FlagStreamId) != 0 ? _bytes.Variable() : code.Stream;
        if (index < 0 || index >= _streams.Length || _streams[index] is not { } stream)
        {
            throw new InvalidDataException("The frame stream names a stream that it did not announce.");
        }

        long pts = stream.LastPts + code.PtsDelta;
        if ((flags & NutHeader.FlagCodedPts) != 0)
        {
            long coded = _bytes.Variable();
            long range = 1L << stream.PtsShift;
            long low = stream.LastPts - ((range - 1) >> 1);
            pts = coded < range ? ((coded - low) & (range - 1)) + low : coded - range;
        }

        stream.LastPts = pts;
        long size = code.SizeLow + ((flags & NutHeader.FlagSizeMsb) != 0 ? code.SizeMultiplier * _bytes.Variable() : 0);
        if ((flags & NutHeader.FlagMatchTime) != 0)
        {
            _bytes.SignedVariable();
        }

        long prefix = (flags & NutHeader.FlagHeaderIndex) != 0 ? _bytes.Variable() : code.HeaderIndex;
        long reserved = (flags & NutHeader.FlagReserved) != 0 ? _bytes.Variable() : code.Reserved;
        for (long i = 0; i < reserved; i++)
        {
            _bytes.Variable();
        }

        for (int i = 0; i < 4 && (flags & NutHeader.FlagChecksum) != 0; i++)
        {
            _bytes.Byte();
        }

        if ((flags & NutHeader.FlagSideData) != 0 || size is < 0 or > int.MaxValue)
        {
            throw new InvalidDataException("The frame stream holds something other than raw pictures.");
        }

        prefix = size > 4096 ? 0 : prefix;
        if (prefix < 0 || prefix >= _header.Prefixes.Length || _header.Prefixes[prefix].Length > size)
        {
            throw new InvalidDataException("The frame stream leaves out more of a packet than there is.");
        }

        _prefix = (int)prefix;
        _packet = new NutPacket((int)index, new MediaTime(pts, stream.TimeBase), (int)size);
        return true;
    }
}
