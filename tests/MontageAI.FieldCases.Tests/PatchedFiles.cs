using System.Buffers.Binary;
using System.Text;

namespace MontageAI.FieldCases.Tests;

/// <summary>Bytes of files changed in place, as cameras and programs wrote them that FFmpeg does not imitate.</summary>
internal static class PatchedFiles
{
    /// <summary>Writes the display matrix of an MP4 file's picture tracks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="matrix">a, b, c, d as in QuickTime's documentation; 1 is one.</param>
    public static void Matrix(string path, params double[] matrix)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int[] numbers =
        [
            .. new[] { matrix[0], matrix[1], 0, matrix[2], matrix[3], 0, 0, 0 }.Select(v => (int)Math.Round(v * 65536)),
            0x40000000,
        ];
        foreach (int track in Places(bytes, "tkhd").Where(at => IsPicture(bytes, at)))
        {
            int end = track - 4 + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(track - 4));
            for (int i = 0; i < 9; i++)
            {
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(end - 44 + (4 * i)), numbers[i]);
            }
        }

        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Gives the sample entry of a track another name, so that nobody knows how to decode it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="from">Four characters of the entries.</param>
    /// <param name="to">Four others.</param>
    /// <param name="number">Which of the entries with that name, from 1.</param>
    public static void Entry(string path, string from, string to, int number)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int entry = Places(bytes, "stsd").Select(at => at + 16).Where(at => Text(bytes, at) == from).ElementAt(number - 1);
        Encoding.Latin1.GetBytes(to).CopyTo(bytes, entry);
        // The description of AAC further down would tell all the same.
        if (Places(bytes, "esds").FirstOrDefault(at => at > entry && at < entry + 300) is > 0 and int described)
        {
            "dapa"u8.CopyTo(bytes.AsSpan(described));
        }

        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Puts an EXIF orientation into a photograph: JPEG, PNG or WebP.</summary>
    public static void Exif(string path, byte orientation)
    {
        byte[] bytes = File.ReadAllBytes(path);
        byte[] tiff = [.. "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"u8, orientation, 0, 0, 0, 0, 0, 0];
        byte[] changed = Path.GetExtension(path) switch
        {
            ".jpg" => [.. bytes[..2], 0xFF, 0xE1, 0, (byte)(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff, .. bytes[2..]],
            // The chunk's check sum is not looked at.
            ".png" => [.. bytes[..33], 0, 0, 0, (byte)tiff.Length, .. "eXIf"u8, .. tiff, 0, 0, 0, 0, .. bytes[33..]],
            ".webp" => [.. bytes, .. "EXIF"u8, (byte)tiff.Length, 0, 0, 0, .. tiff],
            _ => throw new ArgumentException("no photograph", nameof(path)),
        };
        if (Path.GetExtension(path) == ".webp")
        {
            BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(4), changed.Length - 8);
        }

        File.WriteAllBytes(path, changed);
    }

    // Places of a box's type.
    private static IEnumerable<int> Places(byte[] bytes, string type)
    {
        byte[] name = Encoding.Latin1.GetBytes(type);
        for (int at = 0; (at = bytes.AsSpan(at).IndexOf(name) is >= 0 and int found ? at + found : -1) >= 0; at += 4)
        {
            yield return at;
        }
    }

    // The handler that follows a track's header names its kind.
    private static bool IsPicture(byte[] bytes, int track) =>
        Places(bytes, "hdlr").First(at => at > track) is int handler && Text(bytes, handler + 12) == "vide";

    private static string Text(byte[] bytes, int at) => Encoding.Latin1.GetString(bytes, at, 4);
}
