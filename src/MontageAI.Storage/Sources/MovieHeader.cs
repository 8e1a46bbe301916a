using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.Storage.Sources;

/// <summary>Finds the movie header ("moov") of an ISO base media or QuickTime file by hopping over its top-level boxes (ISO/IEC 14496-12,
/// 4.2).</summary>
internal static class MovieHeader
{
    private const uint Moov = 0x6d6f6f76;
    private const int MaximumBoxes = 64;

    /// <summary>Offset and length of the movie header; null when there is none among the first boxes, or it is no such file.</summary>
    /// <param name="file">Open for reading.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="looks">Told of each place where the head of a box is read.</param>
    public static (long Offset, long Length)? Find(SafeFileHandle file, long size, Action<long>? looks = null)
    {
        Span<byte> header = stackalloc byte[16];
        long offset = 0;
        for (int box = 0; box < MaximumBoxes && offset + header.Length <= size; box++)
        {
            looks?.Invoke(offset);
            FileFingerprint.Read(file, header, offset);
            uint shortLength = BinaryPrimitives.ReadUInt32BigEndian(header);
            uint type = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
            long length = shortLength switch
            {
                0 => size - offset,
                1 => BinaryPrimitives.ReadInt64BigEndian(header[8..]),
                _ => shortLength,
            };
            bool known = box > 0 || type is 0x66747970 or Moov or 0x6d646174 or 0x77696465 or 0x66726565 or 0x736b6970;
            if (!known || length < 8 || length > size - offset)
            {
                return null;
            }

            if (type == Moov)
            {
                return (offset, length);
            }

            offset += length;
        }

        return null;
    }
}
