using System.Buffers.Binary;

namespace MontageAI.FFmpeg.Processes;

/// <summary>What a photograph's colour profile means in the words of films. Telephones write Display P3 into JPEG files, of which ffprobe
/// says nothing.</summary>
internal static class StillColor
{
    private const int MostParts = 64;

    // A profile's description, in plain letters (version 2) or in two bytes each (version 4).
    private static readonly byte[][] s_displayP3 = ["Display P3"u8.ToArray(), System.Text.Encoding.BigEndianUnicode.GetBytes("Display P3")];

    /// <summary>FFmpeg's name of the primaries where they are not those of television; null where nothing else is known.</summary>
    public static string? PrimariesOf(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[16];
            long at = 2;
            for (int i = 0; i < MostParts; i++)
            {
                file.Position = at;
                int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
                if ((i == 0 && !IsJpeg(file)) || read < head.Length || head[0] != 0xFF || head[1] is 0xDA or 0xD9)
                {
                    return null;
                }

                int length = Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(head[2..]));
                if (head[1] == 0xE2 && head[4..].StartsWith("ICC_PROFILE\0"u8))
                {
                    byte[] profile = new byte[length];
                    file.Position = at;
                    int got = file.ReadAtLeast(profile, length, throwOnEndOfStream: false);
                    return s_displayP3.Any(name => profile.AsSpan(0, got).IndexOf(name) >= 0) ? "smpte432" : null;
                }

                at += 2 + length;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return null;
    }

    private static bool IsJpeg(FileStream file)
    {
        file.Position = 0;
        return file.ReadByte() == 0xFF && file.ReadByte() == 0xD8;
    }
}
