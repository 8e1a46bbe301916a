using System.Numerics;
using System.Runtime.InteropServices;

namespace MontageAI.Dsp.Image;

/// <summary>How much fine detail lies in each block of an 8-bit plane. Vector code of the machine's width with a scalar remainder; no
/// allocation.</summary>
public static class DetailSums
{
    /// <summary>Tallest block whose sums are sure to fit, in pixels.</summary>
    public const int MostBlockHeight = 32;

    /// <summary>
    /// Sum of the absolute second differences, across and down, of the pixels of every block. The outermost pixels of the plane count as 0,
    /// and so do differences up to <paramref name="floor"/>, which 8-bit rounding alone makes. O(width x height).
    /// </summary>
    /// <param name="plane">Rows without padding.</param>
    /// <param name="width">Pixels across, 3 to 4096.</param>
    /// <param name="height">Pixels down, 3 or more.</param>
    /// <param name="blockWidth">Pixels across a block; what is left at the right edge belongs to no block.</param>
    /// <param name="blockHeight">Pixels down a block, 1 to <see cref="MostBlockHeight"/>; likewise at the lower edge.</param>
    /// <param name="floor">Second differences up to this count as nothing, 0 to 510.</param>
    /// <param name="sums">Receives one sum per block, row by row.</param>
    public static void Blocks(ReadOnlySpan<byte> plane, int width, int height, int blockWidth, int blockHeight, int floor, Span<int> sums)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(width, height), 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 4096);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width * height, plane.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockHeight, MostBlockHeight);
        int across = width / blockWidth,
            down = height / blockHeight;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(across * down, sums.Length);
        Span<ushort> columns = stackalloc ushort[width];
        for (int blockY = 0; blockY < down; blockY++)
        {
            columns.Clear();
            for (int y = Math.Max(1, blockY * blockHeight); y < Math.Min(height - 1, (blockY + 1) * blockHeight); y++)
            {
                AddRow(plane.Slice((y - 1) * width, 3 * width), width, floor, columns);
            }

            for (int blockX = 0; blockX < across; blockX++)
            {
                int sum = 0;
                foreach (ushort column in columns.Slice(blockX * blockWidth, blockWidth))
                {
                    sum += column;
                }

                sums[(blockY * across) + blockX] = sum;
            }
        }
    }

    // Adds, for the middle one of three rows, what every inner pixel differs from the mean of its neighbours.
    private static void AddRow(ReadOnlySpan<byte> rows, int width, int floor, Span<ushort> columns)
    {
        Vector<short> least = new((short)floor);
        int x = 1;
        for (; x + Vector<byte>.Count <= width - 1; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(rows[(width + x)..]), out Vector<ushort> m0, out Vector<ushort> m1);
            Vector.Widen(new Vector<byte>(rows[(width + x - 1)..]), out Vector<ushort> l0, out Vector<ushort> l1);
            Vector.Widen(new Vector<byte>(rows[(width + x + 1)..]), out Vector<ushort> r0, out Vector<ushort> r1);
            Vector.Widen(new Vector<byte>(rows[x..]), out Vector<ushort> u0, out Vector<ushort> u1);
            Vector.Widen(new Vector<byte>(rows[((2 * width) + x)..]), out Vector<ushort> d0, out Vector<ushort> d1);
            Store(columns.Slice(x, Vector<ushort>.Count), m0, l0, r0, u0, d0, least);
            Store(columns.Slice(x + Vector<ushort>.Count, Vector<ushort>.Count), m1, l1, r1, u1, d1, least);
        }

        for (; x < width - 1; x++)
        {
            int twice = 2 * rows[width + x];
            int across = Math.Abs(twice - rows[width + x - 1] - rows[width + x + 1]),
                down = Math.Abs(twice - rows[x] - rows[(2 * width) + x]);
            columns[x] += (ushort)((across > floor ? across : 0) + (down > floor ? down : 0));
        }
    }

    private static void Store(
        Span<ushort> columns,
        Vector<ushort> middle,
        Vector<ushort> left,
        Vector<ushort> right,
        Vector<ushort> up,
        Vector<ushort> down,
        Vector<short> least
    )
    {
        Vector<short> twice = Vector.AsVectorInt16(middle + middle);
        Vector<short> across = Vector.Abs(twice - Vector.AsVectorInt16(left + right)),
            along = Vector.Abs(twice - Vector.AsVectorInt16(up + down));
        across &= Vector.GreaterThan(across, least);
        along &= Vector.GreaterThan(along, least);
        Span<Vector<ushort>> target = MemoryMarshal.Cast<ushort, Vector<ushort>>(columns);
        target[0] += Vector.AsVectorUInt16(across + along);
    }
}
