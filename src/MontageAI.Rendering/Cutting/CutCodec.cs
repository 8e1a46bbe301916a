using System.Buffers.Binary;
using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Containers.Probing;

namespace MontageAI.Rendering.Cutting;

/// <summary>What joining encoded frames with copied ones takes in H.264 and HEVC.</summary>
internal static class CutCodec
{
    // HEVC, clause 7.4.2.2: random access pictures are types 16 to 21, of which 21 (CRA) may lean on what is before it.
    private const int FirstRandomAccess = 16,
        CleanRandomAccess = 21;

    /// <summary>End of sequence (type 36): what follows is decoded as if nothing had been before it.</summary>
    private static ReadOnlySpan<byte> EndOfSequence => [0, 0, 0, 2, 36 << 1, 1];

    /// <summary>Type of a sample's first coded slice, or -1. H.264: 5 is IDR, 1 another; HEVC: 16 to 21 are random access
    /// pictures.</summary>
    public static int SliceType(Mp4Track track, SampleSource source, int sample)
    {
        byte[] bytes = new byte[Math.Min(track.Sizes[sample], 64 * 1024)];
        source.Read(track.Offsets[sample], bytes);
        bool avc = ParameterSets.IsAvc(track);
        for (int at = 0; at + 5 < bytes.Length; )
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            int type = avc ? bytes[at + 4] & 31 : (bytes[at + 4] >> 1) & 63;
            if (avc ? type is 1 or 5 : type < 32)
            {
                return type;
            }

            if (length > bytes.Length - at - 4)
            {
                return -1;
            }

            at += 4 + (int)length;
        }

        return -1;
    }

    /// <summary>Whether decoding can begin at a sample of that type. H.264's recovery points cannot follow other material: their frame
    /// numbers go on from before.</summary>
    public static bool CanStart(Mp4Track track, int sliceType) =>
        ParameterSets.IsAvc(track) ? sliceType == 5 : sliceType is >= FirstRandomAccess and <= CleanRandomAccess;

    /// <summary>Whether a track's samples have lengths of four bytes, which everything here counts on.</summary>
    public static bool HasLongLengths(Mp4Track track) =>
        ParameterSets.IsAvc(track)
            ? track.CodecConfiguration is { Length: > 6 } avc && (avc[4] & 3) == 3
            : ParameterSets.IsHevc(track) && track.CodecConfiguration is { Length: > 22 } hevc && (hevc[21] & 3) == 3;

    /// <summary>Bytes after the last encoded picture before a copied one of this type.</summary>
    public static byte[] Farewell(int sliceType) => sliceType == CleanRandomAccess ? EndOfSequence.ToArray() : [];

    /// <summary>A number for the encoder's parameter sets that the source's do not have, so that both can stand in one file; null when
    /// there is none, or the source's cannot be read.</summary>
    public static int? FreeSetNumber(Mp4Track track)
    {
        if (Units(track.CodecConfiguration) is not { } units)
        {
            return null;
        }

        HashSet<uint> used = [];
        foreach (byte[] sequence in units.Sequences)
        {
            used.Add(sequence.Length > 4 ? new BitReader(sequence.AsSpan(4)).Golomb() : 0);
        }

        foreach (byte[] picture in units.Pictures)
        {
            used.Add(picture.Length > 1 ? new BitReader(picture.AsSpan(1)).Golomb() : 0);
        }

        int free = Enumerable.Range(1, 31).FirstOrDefault(n => !used.Contains((uint)n));
        return free > 0 && units.Sequences.Count < 31 && units.Pictures.Count < 255 ? free : null;
    }

    /// <summary>A decoder set-up of H.264 with the parameter sets of both; null where they do not go together.</summary>
    /// <param name="source">The source's.</param>
    /// <param name="encoded">The encoder's, with numbers of their own.</param>
    public static byte[]? Merge(byte[] source, byte[] encoded)
    {
        if (Units(source) is not { } ours || Units(encoded) is not { } theirs || ours.Sequences.Count + theirs.Sequences.Count > 31)
        {
            return null;
        }

        using MemoryStream to = new();
        to.Write([
            1,
            source[1],
            (byte)(source[2] & encoded[2]),
            Math.Max(source[3], encoded[3]),
            0xFF,
            (byte)(0xE0 | (ours.Sequences.Count + theirs.Sequences.Count)),
        ]);
        Write(to, [.. ours.Sequences, .. theirs.Sequences]);
        to.WriteByte((byte)(ours.Pictures.Count + theirs.Pictures.Count));
        Write(to, [.. ours.Pictures, .. theirs.Pictures]);
        to.Write(source.AsSpan(ours.End));
        return to.ToArray();
    }

    /// <summary>A sample entry with another content in one of its boxes.</summary>
    public static byte[] Replace(byte[] entry, string type, byte[] content)
    {
        const int FixedPart = 86;
        BoxWriter to = new();
        to.Begin(System.Text.Encoding.Latin1.GetString(entry, 4, 4));
        to.Bytes(entry.AsSpan(8, FixedPart - 8));
        foreach ((string child, int at, int length) in Mp4Box.In(entry, FixedPart, entry.Length - FixedPart))
        {
            to.Begin(child);
            to.Bytes(child == type ? content : entry.AsSpan(at, length));
            to.End();
        }

        to.End();
        return to.Written.ToArray();
    }

    /// <summary>Name of the profile for the encoder, so that one set-up describes both; null where the encoder has none like it.</summary>
    public static string? Profile(Mp4Track track) =>
        track.CodecConfiguration.Length < 2
            ? null
            : track.CodecConfiguration[1] switch
            {
                66 => "baseline",
                77 => "main",
                100 => "high",
                110 => "high10",
                122 => "high422",
                _ => null,
            };

    private static void Write(MemoryStream to, List<byte[]> units)
    {
        foreach (byte[] unit in units)
        {
            to.Write([(byte)(unit.Length >> 8), (byte)unit.Length]);
            to.Write(unit);
        }
    }

    private static (List<byte[]> Sequences, List<byte[]> Pictures, int End)? Units(byte[] setup)
    {
        if (setup.Length < 7)
        {
            return null;
        }

        int at = 6;
        List<byte[]>? sequences = Take(setup, ref at, setup[5] & 31);
        if (sequences is null || at >= setup.Length)
        {
            return null;
        }

        int count = setup[at++];
        List<byte[]>? pictures = Take(setup, ref at, count);
        return pictures is null ? null : (sequences, pictures, at);
    }

    private static List<byte[]>? Take(byte[] setup, ref int at, int count)
    {
        List<byte[]> units = [];
        for (int i = 0; i < count; i++)
        {
            if (at + 2 > setup.Length || BinaryPrimitives.ReadUInt16BigEndian(setup.AsSpan(at)) > setup.Length - at - 2)
            {
                return null;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(setup.AsSpan(at));
            units.Add(setup.AsSpan(at + 2, length).ToArray());
            at += 2 + length;
        }

        return units;
    }
}
