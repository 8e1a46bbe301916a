using System.Buffers.Binary;

namespace MontageAI.Containers.Probing;

/// <summary>
/// Looks at the beginning of an H.264 track's first sample, since ffprobe decodes it: parameter sets in it must be those of the container,
/// messages must not tell of fields or of another transfer, and a slice must begin a picture.
/// </summary>
internal static class FirstPicture
{
    /// <summary>Bytes of the sample that are enough.</summary>
    public const int Reach = 32 * 1024;

    /// <summary>Whether the sample begins as the container's facts make one expect.</summary>
    /// <param name="sample">The sample's first bytes, at most <see cref="Reach"/>.</param>
    /// <param name="size">Bytes of the whole sample.</param>
    /// <param name="parameters">The container's parameter sets.</param>
    public static bool Agrees(ReadOnlySpan<byte> sample, long size, H264Parameters parameters)
    {
        int at = 0;
        while (at + parameters.LengthSize < sample.Length)
        {
            long length = parameters.LengthSize switch
            {
                1 => sample[at],
                2 => BinaryPrimitives.ReadUInt16BigEndian(sample[at..]),
                _ => BinaryPrimitives.ReadUInt32BigEndian(sample[at..]),
            };
            at += parameters.LengthSize;
            if (length < 2 || length > size - at)
            {
                return false;
            }

            ReadOnlySpan<byte> unit = sample.Slice(at, (int)Math.Min(length, sample.Length - at));
            bool whole = unit.Length == length;
            switch (unit[0] & 0x9F)
            {
                case 1 or 5:
                    return BeginsPicture(unit, parameters);
                case 6 when whole && IsHarmless(unit[1..], parameters.Facts.PictureStructureAt):
                case 7 when unit.SequenceEqual(parameters.Sequence):
                case 8 when whole && parameters.Pictures.Exists(Same(unit)):
                case 9:
                    at += (int)length;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private static Predicate<byte[]> Same(ReadOnlySpan<byte> unit)
    {
        byte[] copy = unit.ToArray();
        return picture => picture.AsSpan().SequenceEqual(copy);
    }

    private static bool BeginsPicture(ReadOnlySpan<byte> unit, H264Parameters parameters)
    {
        BitReader bits = new(unit[1..Math.Min(unit.Length, 64)]);
        uint first = bits.Golomb();
        uint kind = bits.Golomb();
        uint set = bits.Golomb();
        return first == 0
            && kind is 2 or 4 or 7 or 9
            && parameters.Pictures.Exists(p => new BitReader(p.AsSpan(1)).Golomb() == set)
            && !bits.Overread;
    }

    // Supplemental messages (annex D): 1 is picture timing, 147 another transfer.
    private static bool IsHarmless(ReadOnlySpan<byte> messages, int structureAt)
    {
        BitReader bits = new(messages);
        while (bits.Left > 16)
        {
            uint type = Extended(bits);
            uint length = Extended(bits);
            if (bits.Overread || length > 16 * 1024 || type == 147)
            {
                return false;
            }

            if (type == 1 && structureAt >= 0)
            {
                if (structureAt + 4 > length * 8)
                {
                    return false;
                }

                bits.Skip(structureAt);
                uint structure = bits.Bits(4);
                if (structure is not (0 or 7 or 8))
                {
                    return false;
                }

                bits.Skip((int)(length * 8) - structureAt - 4);
            }
            else
            {
                bits.Skip((int)length * 8);
            }
        }

        return !bits.Overread;
    }

    private static uint Extended(BitReader bits)
    {
        uint value = 0;
        uint next;
        do
        {
            next = bits.Bits(8);
            value += next;
        } while (next == 255 && bits.Left > 8);
        return value;
    }
}
