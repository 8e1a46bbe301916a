using System.Buffers.Binary;

namespace MontageAI.Rendering.Encoders;

/// <summary>
/// An H.264 decoder's set-up as MP4 stores it (avcC, ISO/IEC 14496-15 clause 5.3.3). It may hold several numbered parameter sets;
/// every picture names the one that it was coded with, so that streams of two encoders whose numbers differ share one track.
/// </summary>
internal sealed class AvcConfiguration
{
    private const int Header = 5;

    private readonly byte[] _header;
    private readonly List<byte[]> _sequence;
    private readonly List<byte[]> _picture;

    private AvcConfiguration(byte[] header, List<byte[]> sequence, List<byte[]> picture)
    {
        _header = header;
        _sequence = sequence;
        _picture = picture;
    }

    /// <summary>Parses the content of an avcC box.</summary>
    /// <exception cref="InvalidDataException">It is cut off, or not of version 1.</exception>
    public static AvcConfiguration Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Header + 2 || bytes[0] != 1)
        {
            throw new InvalidDataException("its decoder set-up is no H.264 configuration.");
        }

        int at = Header + 1;
        List<byte[]> sequence = Sets(bytes, bytes[Header] & 31, ref at);
        if (at >= bytes.Length)
        {
            throw new InvalidDataException("its decoder set-up is cut off.");
        }

        int pictures = bytes[at++];
        return new AvcConfiguration(bytes[..Header].ToArray(), sequence, Sets(bytes, pictures, ref at));
    }

    /// <summary>Whether everything in another set-up is in this one too.</summary>
    public bool Holds(AvcConfiguration other) =>
        _header[4] == other._header[4]
        && other._sequence.TrueForAll(s => Has(_sequence, s))
        && other._picture.TrueForAll(p => Has(_picture, p));

    /// <summary>One set-up for streams of both.</summary>
    /// <exception cref="InvalidDataException">Two different parameter sets have the same number.</exception>
    public AvcConfiguration Merge(AvcConfiguration other)
    {
        List<byte[]> sequence = [.. _sequence, .. other._sequence.Where(s => !Has(_sequence, s))];
        List<byte[]> picture = [.. _picture, .. other._picture.Where(p => !Has(_picture, p))];
        if (
            _header[4] != other._header[4]
            || sequence.Select(s => Number(s, skip: 4)).Distinct().Count() != sequence.Count
            || picture.Select(p => Number(p, skip: 1)).Distinct().Count() != picture.Count
        )
        {
            throw new InvalidDataException("parameter sets of the two encoders have the same numbers.");
        }

        // The header promises no more than what decodes both: the higher profile and level, and only constraints that both keep.
        byte[] header =
        [
            1,
            Math.Max(_header[1], other._header[1]),
            (byte)(_header[2] & other._header[2]),
            Math.Max(_header[3], other._header[3]),
            _header[4],
        ];
        return new AvcConfiguration(header, sequence, picture);
    }

    /// <summary>The content of an avcC box.</summary>
    public byte[] ToBytes()
    {
        List<byte> bytes = [.. _header, (byte)(0xE0 | _sequence.Count)];
        Append(bytes, _sequence);
        bytes.Add((byte)_picture.Count);
        Append(bytes, _picture);
        if (_header[1] is 100 or 110 or 122 or 144)
        {
            // 4:2:0, 8 bits, no extensions: the only format that is rendered.
            bytes.AddRange([0xFC | 1, 0xF8, 0xF8, 0]);
        }

        return [.. bytes];
    }

    private static bool Has(List<byte[]> sets, byte[] set) => sets.Exists(s => s.AsSpan().SequenceEqual(set));

    private static List<byte[]> Sets(ReadOnlySpan<byte> bytes, int count, ref int at)
    {
        List<byte[]> sets = [];
        for (int i = 0; i < count; i++)
        {
            int length = at + 2 <= bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) : int.MaxValue;
            if (length > bytes.Length - at - 2)
            {
                throw new InvalidDataException("its decoder set-up is cut off.");
            }

            sets.Add(bytes.Slice(at + 2, length).ToArray());
            at += 2 + length;
        }

        return sets;
    }

    private static void Append(List<byte> bytes, List<byte[]> sets)
    {
        foreach (byte[] set in sets)
        {
            bytes.Add((byte)(set.Length >> 8));
            bytes.Add((byte)set.Length);
            bytes.AddRange(set);
        }
    }

    // The first exponential-Golomb number after the NAL header (and in a sequence set, profile, constraints and level).
    private static int Number(byte[] set, int skip)
    {
        int bit = skip * 8;
        int zeros = 0;
        while (Bit(set, bit) == 0)
        {
            zeros++;
            bit++;
        }

        int value = 0;
        for (int i = 0; i <= zeros; i++)
        {
            value = (value << 1) | Bit(set, bit + i);
        }

        return value - 1;
    }

    private static int Bit(byte[] set, int bit) =>
        bit / 8 < set.Length ? (set[bit / 8] >> (7 - (bit % 8))) & 1 : throw new InvalidDataException("a parameter set is cut off.");
}
