using System.Buffers.Binary;
using System.Text;

namespace MontageAI.Containers.Mp4;

/// <summary>What stands before the content of a box (ISO/IEC 14496-12, clause 4.2).</summary>
/// <param name="Type">Four characters, as stored.</param>
/// <param name="Size">Bytes of the box with its head; 0 where it reaches to the end of what holds it.</param>
/// <param name="Bytes">Bytes of the head: 8, or 16 where the size needs so many.</param>
internal readonly record struct BoxHead(string Type, long Size, int Bytes)
{
    /// <summary>Bytes of the longest head.</summary>
    public const int Longest = 16;

    /// <summary>Bytes of the shortest head.</summary>
    public const int Shortest = 8;

    /// <summary>Reads a head.</summary>
    /// <param name="bytes">From its first byte on: <see cref="Longest"/> bytes where there are so many, <see cref="Shortest"/> at
    /// least.</param>
    public static BoxHead Read(ReadOnlySpan<byte> bytes)
    {
        long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        string type = Encoding.Latin1.GetString(bytes.Slice(4, 4));
        return size == 1 && bytes.Length >= Longest
            ? new BoxHead(type, BinaryPrimitives.ReadInt64BigEndian(bytes[8..]), Longest)
            : new BoxHead(type, size, Shortest);
    }

    /// <summary>Whether the box says how long it is, and lies within so many bytes.</summary>
    public bool Fits(long rest) => Size >= Bytes && Size <= rest;

    /// <summary>Bytes of the box where so many are left; may be more than these.</summary>
    /// <exception cref="InvalidDataException">The size is none.</exception>
    public long SizeWithin(long rest)
    {
        long size = Size == 0 ? rest : Size;
        return size >= Bytes ? size : throw new InvalidDataException("its box structure is damaged.");
    }
}
