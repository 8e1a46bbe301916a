using System.Buffers.Binary;
using MontageAI.Time;

namespace MontageAI.Rendering.Proxies;

/// <summary>
/// The source's own timestamps of a proxy's pictures, kept in a "uuid" box at the end of the proxy's MP4 file, which players pass over. The
/// last four bytes of the file are the box's size, so that it is found from the end: one read of some two bytes per picture.
/// </summary>
/// <param name="TimeBase">Seconds per tick of the source's stream.</param>
/// <param name="HoldsFirst">Whether the source's first picture also stands for the moments just before it (AVI).</param>
/// <param name="Ticks">PTS of each picture on the source's clock, ascending.</param>
internal sealed record ProxyTimes(Rational TimeBase, bool HoldsFirst, long[] Ticks)
{
    private const int Header = 8 + 16;
    private const int Fixed = Header + 8 + 8 + 1 + 4;
    private const int MostPictures = 1 << 26;

    private static ReadOnlySpan<byte> Mark => "montage.proxy.v1"u8;

    /// <summary>Adds the box to a finished file.</summary>
    public async Task AppendAsync(string path, CancellationToken cancellationToken)
    {
        byte[] box = new byte[Fixed + (Ticks.Length * 10) + 4];
        Mark.CopyTo(box.AsSpan(8));
        "uuid"u8.CopyTo(box.AsSpan(4));
        BinaryPrimitives.WriteInt64BigEndian(box.AsSpan(Header), TimeBase.Numerator);
        BinaryPrimitives.WriteInt64BigEndian(box.AsSpan(Header + 8), TimeBase.Denominator);
        box[Header + 16] = HoldsFirst ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(box.AsSpan(Header + 17), Ticks.Length);
        int at = Fixed;
        long before = 0,
            step = 0;
        foreach (long tick in Ticks)
        {
            // Differences of differences: zero for a constant rate, one byte each.
            long change = tick - before - step;
            for (ulong left = (ulong)((change << 1) ^ (change >> 63)); ; left >>= 7)
            {
                box[at++] = (byte)((left & 0x7F) | (left > 0x7F ? 0x80u : 0));
                if (left <= 0x7F)
                {
                    break;
                }
            }

            step = tick - before;
            before = tick;
        }

        BinaryPrimitives.WriteInt32BigEndian(box, at + 4);
        BinaryPrimitives.WriteInt32BigEndian(box.AsSpan(at), at + 4);
        await using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        await file.WriteAsync(box.AsMemory(0, at + 4), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the box.</summary>
    /// <exception cref="InvalidDataException">The file has none, or it is damaged.</exception>
    public static async Task<ProxyTimes> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = new(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            1,
            FileOptions.Asynchronous
        );
        // Most boxes are this small; of longer ones the rest is read then.
        byte[] tail = new byte[Math.Min(4096, file.Length)];
        file.Position = file.Length - tail.Length;
        await file.ReadExactlyAsync(tail, cancellationToken).ConfigureAwait(false);
        int size = tail.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(tail.AsSpan(^4)) : 0;
        if (size < Fixed + 4 || size > file.Length)
        {
            throw NoProxy();
        }

        byte[] box = new byte[size];
        if (size <= tail.Length)
        {
            tail.AsSpan(^size).CopyTo(box);
        }
        else
        {
            file.Position = file.Length - size;
            await file.ReadExactlyAsync(box, cancellationToken).ConfigureAwait(false);
        }

        return Parse(box);
    }

    private static ProxyTimes Parse(ReadOnlySpan<byte> box)
    {
        int count = BinaryPrimitives.ReadInt32BigEndian(box[(Header + 17)..]);
        long numerator = BinaryPrimitives.ReadInt64BigEndian(box[Header..]),
            denominator = BinaryPrimitives.ReadInt64BigEndian(box[(Header + 8)..]);
        if (
            !box[4..8].SequenceEqual("uuid"u8)
            || !box[8..Header].SequenceEqual(Mark)
            || BinaryPrimitives.ReadInt32BigEndian(box) != box.Length
            || count is < 1 or > MostPictures
            || count > box.Length
            || numerator < 1
            || denominator < 1
        )
        {
            throw NoProxy();
        }

        long[] ticks = new long[count];
        int at = Fixed;
        long before = 0,
            step = 0;
        for (int i = 0; i < count; i++)
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                if (at >= box.Length - 4 || shift > 63)
                {
                    throw NoProxy();
                }

                value |= (ulong)(box[at] & 0x7F) << shift;
                if ((box[at++] & 0x80) == 0)
                {
                    break;
                }
            }

            step += (long)(value >> 1) ^ -(long)(value & 1);
            before += step;
            ticks[i] = before;
        }

        return new ProxyTimes(new Rational(numerator, denominator), box[Header + 16] == 1, ticks);
    }

    private static InvalidDataException NoProxy() => new("it is no proxy: the times of its pictures are missing or damaged.");
}
