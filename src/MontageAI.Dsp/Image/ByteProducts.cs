using System.Numerics;
using System.Runtime.InteropServices;

namespace MontageAI.Dsp.Image;

/// <summary>Products of 8-bit planes. Integers, hence the same at every vector width. No allocation.</summary>
public static class ByteProducts
{
    /// <summary>Sum of products of two planes of equal length. O(n).</summary>
    public static long Dot(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, left.Length);
        ReadOnlySpan<Vector<byte>> a = MemoryMarshal.Cast<byte, Vector<byte>>(left);
        ReadOnlySpan<Vector<byte>> b = MemoryMarshal.Cast<byte, Vector<byte>>(right);
        long total = 0;
        for (int i = 0; i < a.Length; )
        {
            // A step adds at most 4 x 65025 to a lane: 4096 steps stay below 2^31.
            int end = Math.Min(a.Length, i + 4096);
            Vector<uint> sums = default;
            for (; i < end; i++)
            {
                Vector.Widen(a[i], out Vector<ushort> a0, out Vector<ushort> a1);
                Vector.Widen(b[i], out Vector<ushort> b0, out Vector<ushort> b1);
                Vector.Widen(a0 * b0, out Vector<uint> p0, out Vector<uint> p1);
                Vector.Widen(a1 * b1, out Vector<uint> p2, out Vector<uint> p3);
                sums += p0 + p1 + p2 + p3;
            }

            Vector.Widen(sums, out Vector<ulong> s0, out Vector<ulong> s1);
            total += (long)Vector.Sum(s0 + s1);
        }

        for (int i = a.Length * Vector<byte>.Count; i < left.Length; i++)
        {
            total += left[i] * right[i];
        }

        return total;
    }
}
