using System.Buffers.Binary;

namespace MontageAI.Containers.Mp4;

/// <summary>
/// The parameter sets of H.264 and HEVC, which MP4 keeps in the decoder's set-up ("avcC", "hvcC": ISO/IEC 14496-15), as they stand in front
/// of a picture.
/// </summary>
public static class ParameterSets
{
    /// <summary>A mark between two pictures of H.264 (access unit delimiter, any slice type), with a length of four bytes before
    /// it.</summary>
    internal static ReadOnlySpan<byte> PictureMark => [0, 0, 0, 2, 0x09, 0xF0];

    /// <summary>Whether this set-up is one of H.264 whose pictures carry lengths of four bytes, as all encoders write them.</summary>
    public static bool IsAvc(Mp4Track track) => Is(track, "avc1") || Is(track, "avc3");

    /// <summary>Whether this set-up is one of HEVC.</summary>
    public static bool IsHevc(Mp4Track track) => Is(track, "hvc1") || Is(track, "hev1");

    /// <summary>All parameter sets, each with its length in four bytes before it; empty for other codecs.</summary>
    /// <exception cref="InvalidDataException">The set-up is damaged.</exception>
    public static byte[] InBand(Mp4Track track)
    {
        byte[] setup = track.CodecConfiguration;
        try
        {
            using MemoryStream units = new();
            if (IsAvc(track) && (setup[4] & 3) == 3)
            {
                int at = Copy(setup, 6, setup[5] & 31, units);
                Copy(setup, at + 1, setup[at], units);
            }
            else if (IsHevc(track) && (setup[21] & 3) == 3)
            {
                int at = 23;
                for (int arrays = setup[22]; arrays > 0; arrays--)
                {
                    at = Copy(setup, at + 3, BinaryPrimitives.ReadUInt16BigEndian(setup.AsSpan(at + 1)), units);
                }
            }

            return units.ToArray();
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("its decoder set-up is damaged.", e);
        }
    }

    // Units of a set-up have lengths of two bytes.
    private static int Copy(byte[] setup, int at, int count, MemoryStream to)
    {
        for (; count > 0; count--)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(setup.AsSpan(at));
            to.Write([0, 0, setup[at], setup[at + 1]]);
            to.Write(setup.AsSpan(at + 2, length));
            at += 2 + length;
        }

        return at;
    }

    private static bool Is(Mp4Track track, string type) =>
        track.SampleEntry.Length >= 8 && track.SampleEntry.AsSpan(4, 4).SequenceEqual(System.Text.Encoding.Latin1.GetBytes(type));
}
