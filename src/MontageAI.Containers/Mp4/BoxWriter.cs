using System.Buffers.Binary;
using System.Text;

namespace MontageAI.Containers.Mp4;

/// <summary>Builds boxes of ISO/IEC 14496-12 in memory: big-endian numbers, and lengths that are known when a box ends.</summary>
public sealed class BoxWriter
{
    private readonly List<int> _open = [];
    private byte[] _bytes = new byte[4096];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Starts a box inside the one that is open.</summary>
    /// <param name="type">Four Latin characters.</param>
    public void Begin(string type)
    {
        _open.Add(Length);
        Latin1(type.AsSpan(), Take(8)[4..]);
    }

    /// <summary>Starts a box that has a version and flags.</summary>
    public void Begin(string type, int version, int flags)
    {
        Begin(type);
        U32((uint)((version << 24) | flags));
    }

    /// <summary>Ends the box that was started last.</summary>
    public void End()
    {
        int start = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(start), Length - start);
    }

    /// <summary>Appends two bytes.</summary>
    internal void U16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)value);

    /// <summary>Appends four bytes.</summary>
    /// <exception cref="OverflowException">The value needs more.</exception>
    public void U32(long value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), checked((uint)value));

    /// <summary>Appends four bytes, signed.</summary>
    internal void I32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    /// <summary>Appends eight bytes.</summary>
    public void U64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

    /// <summary>Appends four or eight bytes.</summary>
    internal void Number(long value, bool wide)
    {
        if (wide)
        {
            U64(value);
        }
        else
        {
            U32(value);
        }
    }

    /// <summary>Appends bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Appends characters without an end mark.</summary>
    public void Text(string latin) => Latin1(latin.AsSpan(), Take(latin.Length));

    /// <summary>Appends zeros.</summary>
    internal void Zeros(int count) => Take(count).Clear();

    /// <summary>Overwrites four bytes written before.</summary>
    public void SetI32(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(at), value);

    private static void Latin1(ReadOnlySpan<char> text, Span<byte> to) => Encoding.Latin1.GetBytes(text, to);

    private Span<byte> Take(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + count));
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
