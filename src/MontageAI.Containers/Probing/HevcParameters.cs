using System.Buffers.Binary;
using MontageAI.Time;

namespace MontageAI.Containers.Probing;

/// <summary>Reads an "hvcC" box (ISO/IEC 14496-15) and the sequence parameter set in it (ITU-T H.265, clause 7.3.2.2). Null wherever
/// anything is unusual.</summary>
internal static class HevcParameters
{
    private const int VideoSet = 32,
        SequenceSet = 33,
        PictureSet = 34,
        PrefixMessage = 39;

    /// <summary>Reads the box's content.</summary>
    public static SequenceFacts? Parse(ReadOnlySpan<byte> box)
    {
        if (box.Length < 23 || box[0] != 1 || (box[21] & 3) == 2)
        {
            return null;
        }

        int arrays = box[22];
        ReadOnlySpan<byte> rest = box[23..];
        Dictionary<int, int> seen = [];
        SequenceFacts? facts = null;
        bool fine = true;
        for (int a = 0; a < arrays; a++)
        {
            if (rest.Length < 3)
            {
                return null;
            }

            int type = rest[0] & 0x3F;
            int count = BinaryPrimitives.ReadUInt16BigEndian(rest[1..]);
            rest = rest[3..];
            for (int i = 0; i < count; i++)
            {
                if (rest.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(rest) > rest.Length - 2)
                {
                    return null;
                }

                ReadOnlySpan<byte> unit = rest.Slice(2, BinaryPrimitives.ReadUInt16BigEndian(rest));
                rest = rest[(2 + unit.Length)..];
                seen[type] = seen.GetValueOrDefault(type) + 1;
                fine &=
                    unit.Length > 3
                    && ((unit[0] >> 1) & 0x3F) == type
                    && (unit[0] & 0x81) == 0
                    && (unit[1] & 0xF8) == 0
                    && Accept(type, unit, ref facts);
            }
        }

        return
            fine
            && seen.GetValueOrDefault(VideoSet) == 1
            && seen.GetValueOrDefault(SequenceSet) == 1
            && seen.GetValueOrDefault(PictureSet) > 0
            ? facts
            : null;
    }

    private static bool Accept(int type, ReadOnlySpan<byte> unit, ref SequenceFacts? facts)
    {
        switch (type)
        {
            case VideoSet:
                BitReader bits = new(unit[2..]);
                return bits.Bits(6) == 3
                    && bits.Bits(6) == 0
                    && bits.Bits(3) == 0
                    && bits.Flag()
                    && bits.Bits(16) == 0xFFFF
                    && SkipProfile(bits)
                    && !bits.Overread;
            case SequenceSet:
                facts = ReadSequence(unit[2..]);
                return facts is not null;
            case PictureSet:
                BitReader picture = new(unit[2..]);
                return picture.Golomb() < 64 && picture.Golomb() == 0 && !picture.Overread;
            case PrefixMessage:
                // The encoder's name; other messages may change what FFmpeg says about colour.
                return unit[2] == 5;
            default:
                return false;
        }
    }

    // One layer: profile, compatibility flags and constraint flags are 88 bits, then the level.
    private static bool SkipProfile(BitReader bits)
    {
        bits.Skip(96);
        return !bits.Overread;
    }

    private static SequenceFacts? ReadSequence(ReadOnlySpan<byte> payload)
    {
        BitReader bits = new(payload);
        bool fine = bits.Bits(4) == 0 && bits.Bits(3) == 0;
        bits.Flag();
        fine = fine && SkipProfile(bits) && bits.Golomb() == 0;
        uint chroma = bits.Golomb();
        long width = bits.Golomb();
        long height = bits.Golomb();
        (long codedWidth, long codedHeight) = (width, height);
        if (bits.Flag())
        {
            long across = chroma is 1 or 2 ? 2 : 1;
            long down = chroma == 1 ? 2 : 1;
            width -= across * ((long)bits.Golomb() + bits.Golomb());
            height -= down * ((long)bits.Golomb() + bits.Golomb());
        }

        uint depth = 8 + bits.Golomb();
        fine &= bits.Golomb() + 8 == depth && chroma is 1 or 2 && depth is 8 or 10 or 12;
        uint pictureOrder = bits.Golomb();
        bits.Flag();
        uint buffered = bits.Golomb();
        fine &= pictureOrder <= 12 && buffered < 16 && bits.Golomb() <= buffered;
        bits.Golomb();
        uint smallest = 3 + bits.Golomb();
        uint tree = smallest + bits.Golomb();
        uint transform = 2 + bits.Golomb();
        uint largest = transform + bits.Golomb();
        fine &= smallest <= 6 && tree is >= 4 and <= 6 && transform < smallest && largest <= Math.Min(tree, 5);
        fine &= bits.Golomb() <= tree - transform && bits.Golomb() <= tree - transform;
        if (
            !fine
            || bits.Overread
            || width <= 0
            || height <= 0
            || codedWidth > 16384
            || codedHeight > 16384
            || codedWidth % (1 << (int)smallest) != 0
            || codedHeight % (1 << (int)smallest) != 0
        )
        {
            return null;
        }

        // Scaling lists of its own are rare and need their own reading.
        fine = !bits.Flag() || !bits.Flag();
        bits.Skip(2);
        if (bits.Flag())
        {
            fine &= bits.Bits(4) < depth && bits.Bits(4) < depth;
            bits.Golomb();
            bits.Golomb();
            bits.Flag();
        }

        if (!fine || !SkipReferenceSets(bits) || !SkipLongTerm(bits, (int)pictureOrder + 4))
        {
            return null;
        }

        bits.Skip(2);
        SequenceFacts? facts = new()
        {
            Width = (int)width,
            Height = (int)height,
            ChromaFormat = (int)chroma,
            BitDepth = (int)depth,
        };
        if (bits.Flag())
        {
            facts = Usability(bits, facts);
        }

        if (bits.Flag())
        {
            bool range = bits.Flag();
            if (bits.Bits(7) != 0)
            {
                return null;
            }

            bits.Skip(range ? 9 : 0);
        }

        return facts is not null && bits.AtEnd() ? facts : null;
    }

    // Clause 7.3.7; only the number of entries matters for reading on.
    private static bool SkipReferenceSets(BitReader bits)
    {
        uint sets = bits.Golomb();
        if (sets > 64)
        {
            return false;
        }

        uint entries = 0;
        for (uint s = 0; s < sets; s++)
        {
            if (s > 0 && bits.Flag())
            {
                bits.Flag();
                bits.Golomb();
                uint next = 0;
                for (uint i = 0; i <= entries; i++)
                {
                    next += bits.Flag() || bits.Flag() ? 1u : 0;
                }

                entries = next;
            }
            else
            {
                entries = bits.Golomb() + bits.Golomb();
                for (uint i = 0; i < entries && i <= 32; i++)
                {
                    bits.Golomb();
                    bits.Flag();
                }
            }

            if (entries > 16 || bits.Overread)
            {
                return false;
            }
        }

        return true;
    }

    private static bool SkipLongTerm(BitReader bits, int pictureOrderBits)
    {
        if (bits.Flag())
        {
            uint count = bits.Golomb();
            if (count > 32)
            {
                return false;
            }

            bits.Skip((int)count * (pictureOrderBits + 1));
        }

        return !bits.Overread;
    }

    // Annex E.2.1.
    private static SequenceFacts? Usability(BitReader bits, SequenceFacts facts)
    {
        if (VideoUsability.Begin(bits, facts) is not { } read)
        {
            return null;
        }

        facts = read;

        // Neutral chroma, pictures that are fields, field information: the last two change what FFmpeg says about fields.
        bits.Flag();
        bool fine = !bits.Flag();
        bits.Flag();
        if (bits.Left >= 68 && bits.Peek(21) == 0x100000)
        {
            return null;
        }

        if (bits.Flag())
        {
            for (int i = 0; i < 4; i++)
            {
                bits.Golomb();
            }
        }

        if (bits.Flag())
        {
            fine &= bits.Left >= 66;
            bits.Skip(64);
            if (bits.Flag())
            {
                bits.Golomb();
            }

            // Buffer parameters are rare and long.
            fine &= !bits.Flag();
        }

        if (bits.Flag())
        {
            bits.Skip(3);
            for (int i = 0; i < 5; i++)
            {
                bits.Golomb();
            }
        }

        return fine && !bits.Overread && facts.Color.Matrix != "gbr" ? facts : null;
    }
}
