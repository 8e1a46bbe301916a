using System.Buffers.Binary;
using MontageAI.Time;

namespace MontageAI.Containers.Probing;

/// <summary>Reads an "avcC" box (ISO/IEC 14496-15) and the sequence parameter set in it (ITU-T H.264, clause 7.3.2.1). Null wherever
/// anything is unusual.</summary>
internal sealed class H264Parameters
{
    private H264Parameters(SequenceFacts facts, byte[] sequence, List<byte[]> pictures, int lengthSize) =>
        (Facts, Sequence, Pictures, LengthSize) = (facts, sequence, pictures, lengthSize);

    /// <summary>What the sequence parameter set says.</summary>
    public SequenceFacts Facts { get; }

    /// <summary>The sequence parameter set, header byte included.</summary>
    public byte[] Sequence { get; }

    /// <summary>The picture parameter sets, header byte included.</summary>
    public List<byte[]> Pictures { get; }

    /// <summary>Bytes of a NAL unit's length in samples: 1, 2 or 4.</summary>
    public int LengthSize { get; }

    /// <summary>Reads the box's content.</summary>
    public static H264Parameters? Parse(ReadOnlySpan<byte> box)
    {
        if (box.Length < 7 || box[0] != 1 || (box[4] & 3) == 2 || (box[5] & 31) != 1)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = box[6..];
        if (Take(ref rest) is not { Length: > 4 } sequence || (sequence[0] & 0x9F) != 7 || rest.Length == 0)
        {
            return null;
        }

        int count = rest[0];
        rest = rest[1..];
        List<byte[]> pictures = [];
        for (int i = 0; i < count; i++)
        {
            if (Take(ref rest) is not { Length: > 1 } picture || (picture[0] & 0x9F) != 8 || !IsPlain(picture))
            {
                return null;
            }

            pictures.Add(picture);
        }

        return pictures.Count > 0 && ReadSequence(sequence.AsSpan(1)) is { } facts
            ? new H264Parameters(facts, sequence, pictures, (box[4] & 3) + 1)
            : null;
    }

    // Refers to the only sequence parameter set, and does not give the two fields of a frame different times.
    private static bool IsPlain(byte[] picture)
    {
        BitReader bits = new(picture.AsSpan(1));
        uint id = bits.Golomb();
        uint sequence = bits.Golomb();
        bits.Flag();
        return id < 256 && sequence == 0 && !bits.Flag() && !bits.Overread;
    }

    private static byte[]? Take(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(rest) > rest.Length - 2)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        byte[] unit = rest.Slice(2, length).ToArray();
        rest = rest[(2 + length)..];
        return unit;
    }

    private static SequenceFacts? ReadSequence(ReadOnlySpan<byte> payload)
    {
        BitReader bits = new(payload);
        uint profile = bits.Bits(8);
        bits.Skip(16);
        uint chroma = 1;
        uint depth = 8;
        bool fine = bits.Golomb() == 0;
        if (profile is 100 or 110 or 122)
        {
            chroma = bits.Golomb();
            depth = 8 + bits.Golomb();
            fine &= chroma is 1 or 2 && depth is 8 or 10 && bits.Golomb() + 8 == depth && !bits.Flag();

            // Scaling lists are rare in cameras and need their own reading.
            fine &= !bits.Flag();
        }
        else
        {
            fine &= profile is 66 or 77 or 88;
        }

        fine &= bits.Golomb() <= 12;
        uint order = bits.Golomb();
        fine &= order is 2 || (order == 0 && bits.Golomb() <= 12);
        fine &= bits.Golomb() <= 16;
        bits.Flag();
        long width = 16L * (bits.Golomb() + 1);
        long height = 16L * (bits.Golomb() + 1);

        // Coded fields end here: their order stands in messages between the pictures.
        fine &= bits.Flag() && width <= 16384 && height <= 16384;
        bits.Flag();
        if (bits.Flag())
        {
            uint left = bits.Golomb();
            uint right = bits.Golomb();
            uint top = bits.Golomb();
            uint bottom = bits.Golomb();
            fine &= left == 0 && top == 0;
            width -= 2L * right;
            height -= (chroma == 1 ? 2L : 1L) * bottom;
        }

        if (!fine || bits.Overread || width <= 0 || height <= 0)
        {
            return null;
        }

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

        return facts is not null && bits.AtEnd() ? facts : null;
    }

    // Annex E.1.1.
    private static SequenceFacts? Usability(BitReader bits, SequenceFacts facts)
    {
        if (VideoUsability.Begin(bits, facts) is not { } read)
        {
            return null;
        }

        facts = read;

        if (bits.Flag())
        {
            bits.Skip(65);
        }

        int delays = -1;
        bool nal = bits.Flag();
        bool fine = !nal || SkipBuffer(bits, out delays);
        bool vcl = bits.Flag();
        fine &= !vcl || SkipBuffer(bits, out delays);
        if (nal || vcl)
        {
            bits.Flag();
        }

        if (bits.Flag())
        {
            facts = facts with { PictureStructureAt = Math.Max(0, delays) };
        }

        if (bits.Flag())
        {
            bits.Flag();
            for (int i = 0; i < 4; i++)
            {
                bits.Golomb();
            }

            fine &= bits.Golomb() <= 16;
            bits.Golomb();
        }

        return fine && !bits.Overread && facts.Color.Matrix != "gbr" ? facts : null;
    }

    private static bool SkipBuffer(BitReader bits, out int delays)
    {
        delays = 0;
        uint count = bits.Golomb();
        if (count > 31)
        {
            return false;
        }

        bits.Skip(8);
        for (uint i = 0; i <= count; i++)
        {
            bits.Golomb();
            bits.Golomb();
            bits.Flag();
        }

        bits.Skip(5);
        delays = (int)(bits.Bits(5) + 1 + bits.Bits(5) + 1);
        bits.Skip(5);
        return true;
    }
}
