using System.Numerics;
using System.Runtime.InteropServices;

namespace MontageAI.Dsp.Image;

/// <summary>
/// Kernels over 8-bit planes. Vector code of the machine's width with a scalar remainder; results are integers and therefore the
/// same at every width. No allocation.
/// </summary>
public static class BytePlanes
{
    /// <summary>Sums, squares and the number of very dark and very bright pixels. One pass, O(n).</summary>
    /// <param name="plane">Pixels; at most 2^31 / 65025 per vector lane are summed between spills, so any size is safe.</param>
    /// <param name="low">Values at or below this count as low.</param>
    /// <param name="high">Values at or above this count as high.</param>
    public static PlaneSums Sum(ReadOnlySpan<byte> plane, byte low, byte high)
    {
        ReadOnlySpan<Vector<byte>> vectors = MemoryMarshal.Cast<byte, Vector<byte>>(plane);
        Vector<byte> lowLimit = new(low),
            highLimit = new(high);
        long sum = 0,
            squares = 0;
        int lows = 0,
            highs = 0;
        for (int i = 0; i < vectors.Length; )
        {
            // 255 steps keep the byte counters, and 16384 the 32-bit square sums, within range.
            int end = Math.Min(vectors.Length, i + 255);
            Vector<uint> sums = default,
                squareSums = default;
            Vector<byte> lowCount = default,
                highCount = default;
            for (; i < end; i++)
            {
                Vector<byte> v = vectors[i];
                Vector.Widen(v, out Vector<ushort> a, out Vector<ushort> b);
                Vector.Widen(a + b, out Vector<uint> s0, out Vector<uint> s1);
                sums += s0 + s1;
                Vector.Widen(a * a, out Vector<uint> q0, out Vector<uint> q1);
                Vector.Widen(b * b, out Vector<uint> q2, out Vector<uint> q3);
                squareSums += q0 + q1 + q2 + q3;
                lowCount -= Vector.LessThanOrEqual(v, lowLimit);
                highCount -= Vector.GreaterThanOrEqual(v, highLimit);
            }

            sum += Vector.Sum(sums);
            squares += SumWide(squareSums);
            lows += SumBytes(lowCount);
            highs += SumBytes(highCount);
        }

        foreach (byte value in plane[(vectors.Length * Vector<byte>.Count)..])
        {
            sum += value;
            squares += value * value;
            lows += value <= low ? 1 : 0;
            highs += value >= high ? 1 : 0;
        }

        return new PlaneSums(plane.Length, sum, squares, lows, highs);
    }

    /// <summary>Sum of absolute differences (SAD) of two planes of equal length. O(n).</summary>
    public static long AbsoluteDifference(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, left.Length);
        ReadOnlySpan<Vector<byte>> a = MemoryMarshal.Cast<byte, Vector<byte>>(left);
        ReadOnlySpan<Vector<byte>> b = MemoryMarshal.Cast<byte, Vector<byte>>(right);
        long total = 0;
        for (int i = 0; i < a.Length; )
        {
            // 128 steps of at most 2 x 255 fit a 16-bit lane.
            int end = Math.Min(a.Length, i + 128);
            Vector<ushort> sums = default;
            for (; i < end; i++)
            {
                Vector.Widen(Vector.Max(a[i], b[i]) - Vector.Min(a[i], b[i]), out Vector<ushort> low, out Vector<ushort> high);
                sums += low + high;
            }

            Vector.Widen(sums, out Vector<uint> s0, out Vector<uint> s1);
            total += Vector.Sum(s0 + s1);
        }

        for (int i = a.Length * Vector<byte>.Count; i < left.Length; i++)
        {
            total += Math.Abs(left[i] - right[i]);
        }

        return total;
    }

    /// <summary>Number of pixels that differ by at least so much between two planes of equal length. O(n).</summary>
    /// <param name="left">A plane.</param>
    /// <param name="right">Another one.</param>
    /// <param name="by">Least difference, 1 to 255.</param>
    public static int Differing(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, byte by)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, left.Length);
        ReadOnlySpan<Vector<byte>> a = MemoryMarshal.Cast<byte, Vector<byte>>(left);
        ReadOnlySpan<Vector<byte>> b = MemoryMarshal.Cast<byte, Vector<byte>>(right);
        Vector<byte> least = new(by);
        int total = 0;
        for (int i = 0; i < a.Length; )
        {
            // 255 steps keep the counters within a byte.
            int end = Math.Min(a.Length, i + 255);
            Vector<byte> counts = default;
            for (; i < end; i++)
            {
                counts -= Vector.GreaterThanOrEqual(Vector.Max(a[i], b[i]) - Vector.Min(a[i], b[i]), least);
            }

            total += SumBytes(counts);
        }

        for (int i = a.Length * Vector<byte>.Count; i < left.Length; i++)
        {
            total += Math.Abs(left[i] - right[i]) >= by ? 1 : 0;
        }

        return total;
    }

    /// <summary>
    /// Sum of absolute differences between a block and the same-sized block of another plane. O(width x height).
    /// </summary>
    /// <param name="left">Plane that starts at the block's first pixel.</param>
    /// <param name="leftStride">Pixels from row to row in it.</param>
    /// <param name="right">Other plane, likewise.</param>
    /// <param name="rightStride">Pixels from row to row in it.</param>
    /// <param name="width">Width of the block.</param>
    /// <param name="height">Height of the block.</param>
    public static long BlockDifference(
        ReadOnlySpan<byte> left,
        int leftStride,
        ReadOnlySpan<byte> right,
        int rightStride,
        int width,
        int height
    )
    {
        long total = 0;
        for (int y = 0; y < height; y++)
        {
            total += RowDifference(left.Slice(y * leftStride, width), right.Slice(y * rightStride, width));
        }

        return total;
    }

    private static int RowDifference(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        // 128 steps of at most 2 x 255 fit a 16-bit lane.
        int lanes = Vector<byte>.Count,
            total = 0,
            i = 0;
        while (i <= left.Length - lanes)
        {
            int end = (int)Math.Min(left.Length - lanes, i + (127L * lanes));
            Vector<ushort> sums = default;
            for (; i <= end; i += lanes)
            {
                Vector<byte> a = new(left[i..]),
                    b = new(right[i..]);
                Vector.Widen(Vector.Max(a, b) - Vector.Min(a, b), out Vector<ushort> low, out Vector<ushort> high);
                sums += low + high;
            }

            Vector.Widen(sums, out Vector<uint> s0, out Vector<uint> s1);
            total += (int)Vector.Sum(s0 + s1);
        }

        for (; i < left.Length; i++)
        {
            total += Math.Abs(left[i] - right[i]);
        }

        return total;
    }

    private static long SumWide(Vector<uint> sums)
    {
        Vector.Widen(sums, out Vector<ulong> low, out Vector<ulong> high);
        return (long)Vector.Sum(low + high);
    }

    private static int SumBytes(Vector<byte> counts)
    {
        Vector.Widen(counts, out Vector<ushort> low, out Vector<ushort> high);
        return Vector.Sum(low + high);
    }
}
