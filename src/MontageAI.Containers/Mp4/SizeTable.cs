using System.Buffers.Binary;

namespace MontageAI.Containers.Mp4;

/// <summary>Bytes of each sample, as a "stsz" box stores them.</summary>
internal readonly ref struct SizeTable
{
    private readonly StoredTable _rows;

    private SizeTable(StoredTable rows, uint same, uint count, bool isExact)
    {
        _rows = rows;
        Same = same;
        Count = count;
        IsExact = isExact;
    }

    /// <summary>Bytes of every sample; 0 where each has its own.</summary>
    public uint Same { get; }

    /// <summary>Samples; of equal ones as many as the box claims, which takes no room.</summary>
    public uint Count { get; }

    /// <summary>Whether the sizes fill their box.</summary>
    public bool IsExact { get; }

    /// <summary>Bytes of a sample.</summary>
    public uint this[int sample] => Same != 0 ? Same : _rows.U32(sample);

    /// <summary>Reads it.</summary>
    /// <param name="data">The file's tables.</param>
    /// <param name="box">The "stsz" box.</param>
    /// <exception cref="InvalidDataException">It claims more sizes than it has room for.</exception>
    public static SizeTable Read(byte[] data, Mp4Box box)
    {
        uint same = box.Length < 12 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(box.Start + 4));
        if (same == 0)
        {
            StoredTable rows = StoredTable.Read(data, box, width: 4, head: 8);
            return new SizeTable(rows, 0, (uint)rows.Count, rows.IsExact);
        }

        uint count = BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(box.Start + 8));
        return new SizeTable(default, same, count, box.Length == 12);
    }
}
