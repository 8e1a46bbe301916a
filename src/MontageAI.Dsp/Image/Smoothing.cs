using System.Numerics;

namespace MontageAI.Dsp.Image;

/// <summary>Low-pass filters over 8-bit planes. Vector code of the machine's width with a scalar remainder; no allocation.</summary>
public static class Smoothing
{
    /// <summary>Widest plane in pixels.</summary>
    public const int MostWidth = 1024;

    /// <summary>
    /// Smooths with the separable binomial 1 4 6 4 1 (a Gaussian with a standard deviation of one pixel), so that differences of neighbours
    /// tell slopes. Pixels beyond an edge count as the edge's. Exact to the one rounding at the end. O(width x height).
    /// </summary>
    /// <param name="source">Rows without padding.</param>
    /// <param name="width">Pixels across, 1 to <see cref="MostWidth"/>.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="target">Receives the smoothed plane; not the source.</param>
    public static void Binomial(ReadOnlySpan<byte> source, int width, int height, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MostWidth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width * height, Math.Min(source.Length, target.Length));

        // Sums of columns, at most 16 x 255, with two pixels of border on either side.
        Span<ushort> columns = stackalloc ushort[width + 4];
        for (int y = 0; y < height; y++)
        {
            Columns(
                Row(source, width, height, y - 2),
                Row(source, width, height, y - 1),
                Row(source, width, height, y),
                Row(source, width, height, y + 1),
                Row(source, width, height, y + 2),
                columns[2..]
            );
            columns[0] = columns[1] = columns[2];
            columns[^1] = columns[^2] = columns[^3];
            Across(columns, target.Slice(y * width, width));
        }
    }

    private static ReadOnlySpan<byte> Row(ReadOnlySpan<byte> plane, int width, int height, int y) =>
        plane.Slice(Math.Clamp(y, 0, height - 1) * width, width);

    private static void Columns(
        ReadOnlySpan<byte> a,
        ReadOnlySpan<byte> b,
        ReadOnlySpan<byte> c,
        ReadOnlySpan<byte> d,
        ReadOnlySpan<byte> e,
        Span<ushort> sums
    )
    {
        int x = 0;
        for (; x + Vector<byte>.Count <= c.Length; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(a[x..]), out Vector<ushort> a0, out Vector<ushort> a1);
            Vector.Widen(new Vector<byte>(b[x..]), out Vector<ushort> b0, out Vector<ushort> b1);
            Vector.Widen(new Vector<byte>(c[x..]), out Vector<ushort> c0, out Vector<ushort> c1);
            Vector.Widen(new Vector<byte>(d[x..]), out Vector<ushort> d0, out Vector<ushort> d1);
            Vector.Widen(new Vector<byte>(e[x..]), out Vector<ushort> e0, out Vector<ushort> e1);
            (a0 + e0 + ((b0 + c0 + d0) << 2) + (c0 << 1)).CopyTo(sums[x..]);
            (a1 + e1 + ((b1 + c1 + d1) << 2) + (c1 << 1)).CopyTo(sums[(x + Vector<ushort>.Count)..]);
        }

        for (; x < c.Length; x++)
        {
            sums[x] = (ushort)(a[x] + e[x] + (4 * (b[x] + c[x] + d[x])) + (2 * c[x]));
        }
    }

    private static void Across(ReadOnlySpan<ushort> columns, Span<byte> row)
    {
        // 256 x 255 and half of 256 still fit 16 bits.
        Vector<ushort> half = new(128);
        int x = 0;
        for (; x + Vector<byte>.Count <= row.Length; x += Vector<byte>.Count)
        {
            Vector.Narrow(Sum(columns[x..], half) >>> 8, Sum(columns[(x + Vector<ushort>.Count)..], half) >>> 8).CopyTo(row[x..]);
        }

        for (; x < row.Length; x++)
        {
            row[x] = (byte)(
                (columns[x] + columns[x + 4] + (4 * (columns[x + 1] + columns[x + 2] + columns[x + 3])) + (2 * columns[x + 2]) + 128) >> 8
            );
        }
    }

    private static Vector<ushort> Sum(ReadOnlySpan<ushort> at, Vector<ushort> half)
    {
        Vector<ushort> middle = new(at[2..]);
        return new Vector<ushort>(at)
            + new Vector<ushort>(at[4..])
            + ((new Vector<ushort>(at[1..]) + middle + new Vector<ushort>(at[3..])) << 2)
            + (middle << 1)
            + half;
    }
}
