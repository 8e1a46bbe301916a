using System.Buffers.Binary;

namespace MontageAI.FFmpeg.Processes;

/// <summary>What the first bytes of a file tell about a photograph: its format, and how the camera was held.</summary>
public static class StillPicture
{
    private const int MostHeader = 1 << 16;

    /// <summary>FFmpeg's name for the format of a single picture, by the file's first bytes; null for anything else, and for a file that
    /// cannot be read.</summary>
    public static string? FormatOf(string path)
    {
        ReadOnlySpan<byte> head = Head(path, 12);
        return head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "jpeg_pipe"
            : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) ? "png_pipe"
            : head.StartsWith("BM"u8) ? "bmp_pipe"
            : head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) ? "tiff_pipe"
            : head.Length == 12 && head.StartsWith("RIFF"u8) && head[8..].SequenceEqual("WEBP"u8) ? "webp_pipe"
            : null;
    }

    /// <summary>
    /// Degrees by which a photograph must be turned clockwise to stand upright, as its EXIF header says: 0, 90, 180 or 270. 0 where it says
    /// nothing; mirrored ones are
    /// turned but not mirrored back.
    /// </summary>
    public static int Rotation(string path)
    {
        ReadOnlySpan<byte> file = Head(path, MostHeader);
        if (!file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            return 0;
        }

        int at = 2;
        while (at + 4 <= file.Length && file[at] == 0xFF && file[at + 1] is not (0xDA or 0xD9))
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            int end = Math.Min(file.Length, at + 2 + length);
            if (file[at + 1] == 0xE1 && end > at + 10 && file[(at + 4)..end].StartsWith("Exif\0\0"u8))
            {
                return Orientation(file[(at + 10)..end]) switch
                {
                    3 or 4 => 180,
                    5 or 6 => 90,
                    7 or 8 => 270,
                    _ => 0,
                };
            }

            at += 2 + Math.Max(2, length);
        }

        return 0;
    }

    private static int Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return 1;
        }

        bool little = tiff[0] == (byte)'I';
        long first = Long(tiff, 4, little);
        int count = first + 2 <= tiff.Length ? Short(tiff, (int)first, little) : 0;
        for (int i = 0; i < count; i++)
        {
            long entry = first + 2 + (12L * i);
            if (entry + 12 > tiff.Length)
            {
                break;
            }

            if (Short(tiff, (int)entry, little) == 0x0112)
            {
                return Short(tiff, (int)entry + 8, little);
            }
        }

        return 1;
    }

    private static int Short(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static long Long(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private static byte[] Head(string path, int length)
    {
        try
        {
            byte[] head = new byte[length];
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            int read = stream.ReadAtLeast(head, length, throwOnEndOfStream: false);
            return head[..read];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
