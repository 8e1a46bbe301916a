using MontageAI.Time;

namespace MontageAI.Containers.Nut;

/// <summary>What a frame code of the NUT container stands for.</summary>
internal readonly record struct NutFrameCode(
    int Flags,
    int PtsDelta,
    int SizeMultiplier,
    int Stream,
    int SizeLow,
    int Reserved,
    int HeaderIndex
);

/// <summary>A stream's clock in a NUT file.</summary>
internal sealed class NutStream(Rational timeBase, int ptsShift)
{
    /// <summary>Seconds per tick.</summary>
    public Rational TimeBase { get; } = timeBase;

    /// <summary>Bits of a PTS that are sent when only its low part is.</summary>
    public int PtsShift { get; } = ptsShift;

    /// <summary>The PTS that the next one is told relative to.</summary>
    public long LastPts { get; set; }
}

/// <summary>
/// The main header of a NUT file: time bases, the table of frame codes, the prefixes that packets may leave out. Source: the NUT Open
/// Container Format specification, version 3 (2013), section "file layout".
/// </summary>
internal sealed class NutHeader
{
    public const int FlagCodedPts = 8;
    public const int FlagStreamId = 16;
    public const int FlagSizeMsb = 32;
    public const int FlagChecksum = 64;
    public const int FlagReserved = 128;
    public const int FlagSideData = 256;
    public const int FlagHeaderIndex = 1024;
    public const int FlagMatchTime = 2048;
    public const int FlagCoded = 4096;
    public const int FlagInvalid = 8192;

    // A run of FFmpeg has one for each decoder that it has open.
    private const int MostStreams = 256;

    private NutHeader(Rational[] timeBases, NutFrameCode[] codes, byte[][] prefixes, int streams)
    {
        TimeBases = timeBases;
        Codes = codes;
        Prefixes = prefixes;
        StreamCount = streams;
    }

    /// <summary>Time bases that streams and sync points refer to.</summary>
    public Rational[] TimeBases { get; }

    /// <summary>Meaning of each of the 256 frame codes.</summary>
    public NutFrameCode[] Codes { get; }

    /// <summary>First bytes of packets that are not sent; the first prefix is empty.</summary>
    public byte[][] Prefixes { get; }

    /// <summary>Number of streams.</summary>
    public int StreamCount { get; }

    /// <summary>Reads the header from bytes that are all in the buffer.</summary>
    /// <exception cref="InvalidDataException">It is not one of version 3 or 4.</exception>
    public static NutHeader Read(PipeBytes bytes)
    {
        long version = bytes.Variable();
        if (version is not (3 or 4))
        {
            throw new InvalidDataException($"The frame stream has version {version}; 3 and 4 are known.");
        }

        if (version > 3)
        {
            bytes.Variable();
        }

        long streams = bytes.Variable();
        if (streams > MostStreams)
        {
            throw new InvalidDataException($"The frame stream announces {streams} streams.");
        }

        bytes.Variable();
        Rational[] bases = new Rational[Math.Clamp(bytes.Variable(), 1, 256)];
        for (int i = 0; i < bases.Length; i++)
        {
            long numerator = bytes.Variable();
            long denominator = bytes.Variable();
            bases[i] =
                numerator > 0 && denominator > 0
                    ? new Rational(numerator, denominator)
                    : throw new InvalidDataException("The frame stream has a time base of nothing.");
        }

        NutFrameCode[] codes = ReadCodes(bytes);
        byte[][] prefixes = new byte[Math.Clamp(bytes.Variable(), 0, 255) + 1][];
        prefixes[0] = [];
        for (int i = 1; i < prefixes.Length; i++)
        {
            prefixes[i] = new byte[Math.Clamp(bytes.Variable(), 0, 256)];
            for (int j = 0; j < prefixes[i].Length; j++)
            {
                prefixes[i][j] = bytes.Byte();
            }
        }

        return new NutHeader(bases, codes, prefixes, (int)streams);
    }

    private static NutFrameCode[] ReadCodes(PipeBytes bytes)
    {
        NutFrameCode[] codes = new NutFrameCode[256];
        long ptsDelta = 0,
            multiplier = 1,
            stream = 0,
            headerIndex = 0;
        for (int code = 0; code < 256; )
        {
            long flags = bytes.Variable();
            long fields = bytes.Variable();
            ptsDelta = fields > 0 ? bytes.SignedVariable() : ptsDelta;
            multiplier = fields > 1 ? bytes.Variable() : multiplier;
            stream = fields > 2 ? bytes.Variable() : stream;
            long sizeLow = fields > 3 ? bytes.Variable() : 0;
            long reserved = fields > 4 ? bytes.Variable() : 0;
            long count = fields > 5 ? bytes.Variable() : multiplier - sizeLow;
            if (fields > 6)
            {
                bytes.SignedVariable();
            }

            headerIndex = fields > 7 ? bytes.Variable() : headerIndex;
            for (long i = 8; i < fields; i++)
            {
                bytes.Variable();
            }

            if (count <= 0)
            {
                throw new InvalidDataException("The frame stream has an empty run of frame codes.");
            }

            for (int j = 0; j < count && code < 256; code++)
            {
                bool marker = code == 'N';
                codes[code] = marker
                    ? new NutFrameCode(FlagInvalid, 0, 0, 0, 0, 0, 0)
                    : new NutFrameCode(
                        (int)flags,
                        (int)ptsDelta,
                        (int)multiplier,
                        (int)stream,
                        (int)sizeLow + j,
                        (int)reserved,
                        (int)headerIndex
                    );
                j += marker ? 0 : 1;
            }
        }

        return codes;
    }
}
