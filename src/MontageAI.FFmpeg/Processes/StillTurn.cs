using System.Buffers.Binary;
using MontageAI.Media;

namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// How a photograph is to be shown, by what its camera wrote: EXIF in JPEG, PNG, WebP and TIFF, item properties in AVIF and HEIC. Files are
/// hostile: little is read, and every place that a file names is held against its length.
/// </summary>
internal sealed class StillTurn
{
    private const int MostParts = 256;
    private const int MostBytes = 1 << 16;
    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[16];

    private StillTurn(FileStream file) => _file = file;

    /// <summary>Reads it; none where nothing is said or the file cannot be read.</summary>
    public static PictureTurn Of(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new StillTurn(file).Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private PictureTurn Read()
    {
        ReadOnlySpan<byte> head = At(0, 12);
        return head.Length < 12 ? default
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? Jpeg()
            : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) ? Chunks(8, little: false, "eXIf"u8)
            : head.StartsWith("RIFF"u8) && head[8..].SequenceEqual("WEBP"u8) ? Chunks(12, little: true, "EXIF"u8)
            : head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) ? Tiff(0)
            : head[4..8].SequenceEqual("ftyp"u8) ? Item()
            : default;
    }

    private PictureTurn Jpeg()
    {
        long at = 2;
        for (int i = 0; i < MostParts; i++)
        {
            ReadOnlySpan<byte> part = At(at, 10);
            if (part.Length < 4 || part[0] != 0xFF || part[1] is 0xDA or 0xD9)
            {
                break;
            }

            if (part[1] == 0xE1 && part.Length == 10 && part[4..].SequenceEqual("Exif\0\0"u8))
            {
                return Tiff(at + 10);
            }

            // Fill bytes may stand before a marker.
            at += part[1] == 0xFF ? 1 : 2 + Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(part[2..]));
        }

        return default;
    }

    private PictureTurn Chunks(long at, bool little, ReadOnlySpan<byte> wanted)
    {
        for (int i = 0; i < MostParts * 16; i++)
        {
            ReadOnlySpan<byte> part = At(at, 14);
            if (part.Length < 8)
            {
                break;
            }

            long length = little ? BinaryPrimitives.ReadUInt32LittleEndian(part[4..]) : BinaryPrimitives.ReadUInt32BigEndian(part);
            if (part.Slice(little ? 0 : 4, 4).SequenceEqual(wanted))
            {
                // Some writers of WebP put JPEG's mark before it.
                return Tiff(at + 8 + (part.Length == 14 && part[8..].SequenceEqual("Exif\0\0"u8) ? 6 : 0));
            }

            at += 8 + length + (little ? length & 1 : 4);
        }

        return default;
    }

    private PictureTurn Tiff(long start)
    {
        ReadOnlySpan<byte> head = At(start, 8);
        if (head.Length < 8)
        {
            return default;
        }

        bool little = head[0] == (byte)'I';
        long first =
            start + (little ? BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) : BinaryPrimitives.ReadUInt32BigEndian(head[4..]));
        int count = Short(first, little);
        for (int i = 0; i < Math.Min(count, MostParts); i++)
        {
            long entry = first + 2 + (12L * i);
            if (Short(entry, little) == 0x0112)
            {
                return PictureTurn.OfExif(Short(entry + 8, little));
            }
        }

        return default;
    }

    // The properties of the primary item: turned counter-clockwise by quarters (irot), then mirrored (imir), in the order in which the
    // item names them.
    private PictureTurn Item()
    {
        (long meta, long metaEnd) = Box(0, _file.Length, "meta"u8);
        (long pitm, long pitmEnd) = Box(meta + 4, metaEnd, "pitm"u8);
        (long iprp, long iprpEnd) = Box(meta + 4, metaEnd, "iprp"u8);
        (long ipco, long ipcoEnd) = Box(iprp, iprpEnd, "ipco"u8);
        (long ipma, long ipmaEnd) = Box(iprp, iprpEnd, "ipma"u8);
        if (pitmEnd - pitm < 6 || ipcoEnd == 0 || ipmaEnd - ipma is < 8 or > MostBytes)
        {
            return default;
        }

        long item = Number(pitm + 4, Number(pitm, 1) == 0 ? 2 : 4);
        (bool wideItems, bool wideIndices) = (Number(ipma, 1) > 0, (Number(ipma + 3, 1) & 1) == 1);
        long at = ipma + 8;
        for (long i = Number(ipma + 4, 4); i > 0 && at < ipmaEnd; i--)
        {
            bool own = Number(at, wideItems ? 4 : 2) == item;
            at += wideItems ? 4 : 2;
            int count = (int)Number(at++, 1);
            PictureTurn turn = default;
            for (int k = 0; k < count; k++, at += wideIndices ? 2 : 1)
            {
                long index = Number(at, wideIndices ? 2 : 1) & (wideIndices ? 0x7FFF : 0x7F);
                turn = own ? Property(ipco, ipcoEnd, index, turn) : turn;
            }

            if (own)
            {
                return turn;
            }
        }

        return default;
    }

    private PictureTurn Property(long at, long end, long index, PictureTurn before)
    {
        for (long i = 1; i < index && i < MostParts && at + 8 <= end; i++)
        {
            at += Math.Max(8, Number(at, 4));
        }

        ReadOnlySpan<byte> box = at + 9 <= end ? At(at, 9) : [];
        if (box.Length < 9)
        {
            return before;
        }

        // A turn after a mirror turns the other way before it. Axis 0 is the one that lies across: top and bottom change places.
        int quarters = box[8] & 3;
        return box[4..8].SequenceEqual("irot"u8)
                ? before with
                {
                    Degrees = (before.Degrees + ((before.IsMirrored ? quarters : 4 - quarters) * 90)) % 360,
                }
            : box[4..8].SequenceEqual("imir"u8)
                ? new PictureTurn((before.Degrees + ((box[8] & 1) == 0 ? 180 : 0)) % 360, !before.IsMirrored)
            : before;
    }

    private (long Start, long End) Box(long at, long end, ReadOnlySpan<byte> type)
    {
        for (int i = 0; i < MostParts && end > 0 && at + 8 <= end; i++)
        {
            long length = Number(at, 4);
            if (length < 8)
            {
                break;
            }

            if (At(at + 4, 4).SequenceEqual(type))
            {
                return (at + 8, Math.Min(end, at + length));
            }

            at += length;
        }

        return default;
    }

    private long Number(long at, int bytes)
    {
        long number = 0;
        foreach (byte b in At(at, bytes))
        {
            number = (number << 8) | b;
        }

        return number;
    }

    private int Short(long at, bool little)
    {
        ReadOnlySpan<byte> two = At(at, 2);
        return two.Length < 2 ? 0
            : little ? BinaryPrimitives.ReadUInt16LittleEndian(two)
            : BinaryPrimitives.ReadUInt16BigEndian(two);
    }

    // What stands there, less at the file's end.
    private ReadOnlySpan<byte> At(long at, int length)
    {
        if (at < 0 || at >= _file.Length)
        {
            return [];
        }

        _file.Position = at;
        int read = _file.ReadAtLeast(_buffer.AsSpan(0, length), length, throwOnEndOfStream: false);
        return _buffer.AsSpan(0, read);
    }
}
