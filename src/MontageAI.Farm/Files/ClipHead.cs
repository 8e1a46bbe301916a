using System.Buffers.Binary;
using MontageAI.Media;

namespace MontageAI.Farm.Files;

/// <summary>What a file must hold to be taken for a clip: some of its ranges.</summary>
/// <param name="Ranges">Rising, apart.</param>
/// <param name="Bytes">Their bytes, one after the other.</param>
internal sealed record ClipHead(IReadOnlyList<ByteRange> Ranges, ReadOnlyMemory<byte> Bytes)
{
    private const int PairBytes = 2 * sizeof(long);

    /// <summary>Reads what <see cref="Write"/> wrote; null where it is none of the clip's.</summary>
    public static ClipHead? Read(ReadOnlyMemory<byte> text, ClipId clip)
    {
        if (text.Length < sizeof(int))
        {
            return null;
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(text.Span);
        long start = sizeof(int) + ((long)count * PairBytes);
        if (count < 1 || start > text.Length)
        {
            return null;
        }

        List<ByteRange> ranges = [];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> pair = text.Span[(sizeof(int) + (i * PairBytes))..];
            ranges.Add(
                new ByteRange(BinaryPrimitives.ReadInt64LittleEndian(pair), BinaryPrimitives.ReadInt64LittleEndian(pair[sizeof(long)..]))
            );
        }

        return AreOf(clip, ranges) && ranges.Sum(r => r.Length) == text.Length - start ? new ClipHead(ranges, text[(int)start..]) : null;
    }

    /// <summary>Whether ranges lie in a clip, rising and apart.</summary>
    public static bool AreOf(ClipId clip, IReadOnlyList<ByteRange> ranges)
    {
        long end = 0;
        foreach (ByteRange range in ranges)
        {
            if (range.Start < end || range.Length < 1 || range.Length > clip.Size - range.Start)
            {
                return false;
            }

            end = range.End;
        }

        return true;
    }

    /// <summary>As bytes.</summary>
    public byte[] Write()
    {
        byte[] text = new byte[sizeof(int) + (Ranges.Count * PairBytes) + Bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(text, Ranges.Count);
        for (int i = 0; i < Ranges.Count; i++)
        {
            Span<byte> pair = text.AsSpan(sizeof(int) + (i * PairBytes));
            BinaryPrimitives.WriteInt64LittleEndian(pair, Ranges[i].Start);
            BinaryPrimitives.WriteInt64LittleEndian(pair[sizeof(long)..], Ranges[i].Length);
        }

        Bytes.Span.CopyTo(text.AsSpan(text.Length - Bytes.Length));
        return text;
    }

    /// <summary>Makes the file: of the clip's size, with these bytes and holes between them.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task MakeAsync(string path, ClipId clip)
    {
        FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        await using (file.ConfigureAwait(false))
        {
            file.SetLength(clip.Size);
            int at = 0;
            foreach (ByteRange range in Ranges)
            {
                file.Position = range.Start;
                await file.WriteAsync(Bytes.Slice(at, (int)range.Length)).ConfigureAwait(false);
                at += (int)range.Length;
            }
        }
    }

    /// <summary>Bytes from an offset on as far as they are here without a gap; empty where none are.</summary>
    public ReadOnlyMemory<byte> At(long offset)
    {
        int at = 0;
        foreach (ByteRange range in Ranges)
        {
            if (offset < range.End)
            {
                return offset < range.Start ? default : Bytes.Slice(at + (int)(offset - range.Start), (int)(range.End - offset));
            }

            at += (int)range.Length;
        }

        return default;
    }
}
