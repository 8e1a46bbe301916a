using System.Buffers.Binary;

namespace MontageAI.Containers.Mp4;

/// <summary>Rows of big-endian numbers as a box holds them; nothing is unrolled, and nothing outside the box is read.</summary>
internal readonly ref struct StoredTable
{
    private readonly ReadOnlySpan<byte> _rows;
    private readonly int _width;

    private StoredTable(ReadOnlySpan<byte> rows, int width, bool isExact)
    {
        _rows = rows;
        _width = width;
        Count = rows.Length / width;
        IsExact = isExact;
    }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Whether they fill their box.</summary>
    public bool IsExact { get; }

    /// <summary>Reads a table of which the count of rows stands before the first.</summary>
    /// <param name="data">The file's tables.</param>
    /// <param name="box">The table's box.</param>
    /// <param name="width">Bytes of a row, 1 or more.</param>
    /// <param name="head">Bytes before the count: version and flags, and what else a table has.</param>
    /// <exception cref="InvalidDataException">The box has no room for as many rows as it claims.</exception>
    public static StoredTable Read(byte[] data, Mp4Box box, int width, int head = 4)
    {
        long rest = (long)box.Length - head - 4;
        long count = rest < 0 ? -1 : BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(box.Start + head));
        return count >= 0 && count <= rest / width
            ? new StoredTable(data.AsSpan(box.Start + head + 4, (int)count * width), width, rest == count * width)
            : throw new InvalidDataException("its tables are damaged.");
    }

    /// <summary>A number of a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="at">Bytes of the row before it.</param>
    public uint U32(int row, int at = 0) => BinaryPrimitives.ReadUInt32BigEndian(_rows.Slice((row * _width) + at, 4));

    /// <inheritdoc cref="U32"/>
    public int I32(int row, int at = 0) => (int)U32(row, at);

    /// <inheritdoc cref="U32"/>
    public long I64(int row, int at = 0) => BinaryPrimitives.ReadInt64BigEndian(_rows.Slice((row * _width) + at, 8));
}
