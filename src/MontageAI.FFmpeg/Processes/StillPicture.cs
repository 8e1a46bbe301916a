using MontageAI.Media;

namespace MontageAI.FFmpeg.Processes;

/// <summary>What the first bytes of a file tell about a photograph: its format, and how the camera was held.</summary>
public static class StillPicture
{
    // A telephone's list of items has some fifty of twenty bytes.
    private const int LongestItemList = 1 << 16;

    private static readonly byte[] s_boxedJpegXL = [0, 0, 0, 0xC, 0x4A, 0x58, 0x4C, 0x20, 0xD, 0xA, 0x87, 0xA];

    /// <summary>FFmpeg's name for the format of a single picture, by the file's first bytes; null for anything else, and for a file that
    /// cannot be read.</summary>
    public static string? FormatOf(string path)
    {
        ReadOnlySpan<byte> head = Head(path, 12);
        return head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "jpeg_pipe"
            : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) ? "png_pipe"
            : head.StartsWith("BM"u8) ? "bmp_pipe"
            : head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) ? "tiff_pipe"
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || head.SequenceEqual(s_boxedJpegXL) ? "jpegxl_pipe"
            : head.Length == 12 && head.StartsWith("RIFF"u8) && head[8..].SequenceEqual("WEBP"u8) ? "webp_pipe"
            : null;
    }

    /// <summary>How a photograph is to be shown, as its camera wrote into it; none where it says nothing.</summary>
    internal static PictureTurn Turn(string path) => StillTurn.Of(path);

    /// <summary>Whether the file is a WebP picture that moves.</summary>
    internal static bool IsMovingWebP(string path)
    {
        ReadOnlySpan<byte> head = Head(path, 21);
        return head.Length == 21 && head[12..].StartsWith("VP8X"u8) && head[8..].StartsWith("WEBP"u8) && (head[20] & 2) != 0;
    }

    /// <summary>The brand of a file of the HEIF family ("heic", "avif" and the like); null for anything else.</summary>
    internal static string? HeifBrand(string path)
    {
        ReadOnlySpan<byte> head = Head(path, 12);
        string brand = head.Length == 12 && head[4..8].SequenceEqual("ftyp"u8) ? System.Text.Encoding.ASCII.GetString(head[8..]) : "";
        return brand is "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "mif1" or "msf1" or "avif" or "avis" ? brand : null;
    }

    /// <summary>Whether a file of the HEIF family keeps its picture in tiles: one of its items is a grid (ISO 23008-12).</summary>
    internal static bool IsInTiles(string path)
    {
        // Version, flags, number and protection of the item stand between the box's name and the item's kind.
        ReadOnlySpan<byte> head = Head(path, LongestItemList);
        for (int at = head.IndexOf("infe"u8); at >= 0; )
        {
            int kind = at + (head.Length > at + 4 && head[at + 4] == 3 ? 14 : 12);
            if (head.Length >= kind + 4 && head.Slice(kind, 4).SequenceEqual("grid"u8))
            {
                return true;
            }

            int next = head[(at + 4)..].IndexOf("infe"u8);
            at = next < 0 ? next : at + 4 + next;
        }

        return false;
    }

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
