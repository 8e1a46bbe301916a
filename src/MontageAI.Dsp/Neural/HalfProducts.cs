using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MontageAI.Dsp.Neural;

/// <summary>
/// Products of vectors kept as half floats with one of floats. Sixteen running sums whatever the machine's vectors are, added in a fixed
/// order and never fused, so that every machine gets the same bits. No allocation.
/// </summary>
public static class HalfProducts
{
    private const int Lanes = 16;

    // A half's exponent and fraction, moved to a float's place, are too small by this power of two; the product is exact, subnormal
    // halves included.
    private const float Rebias = 5.192296858534828e33f;

    /// <summary>Sum of products of two vectors of equal length. O(n).</summary>
    /// <param name="halves">Finite half floats.</param>
    /// <param name="singles">Floats.</param>
    public static float Dot(ReadOnlySpan<Half> halves, ReadOnlySpan<float> singles)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(singles.Length, halves.Length);
        ref short left = ref Unsafe.As<Half, short>(ref MemoryMarshal.GetReference(halves));
        ref float right = ref MemoryMarshal.GetReference(singles);
        Vector128<float> sum0 = default,
            sum1 = default,
            sum2 = default,
            sum3 = default;
        int i = 0;
        for (; i <= halves.Length - Lanes; i += Lanes)
        {
            (Vector128<int> a, Vector128<int> b) = Vector128.Widen(Vector128.LoadUnsafe(ref left, (nuint)i));
            (Vector128<int> c, Vector128<int> d) = Vector128.Widen(Vector128.LoadUnsafe(ref left, (nuint)i + 8));
            sum0 += Single(a) * Vector128.LoadUnsafe(ref right, (nuint)i);
            sum1 += Single(b) * Vector128.LoadUnsafe(ref right, (nuint)i + 4);
            sum2 += Single(c) * Vector128.LoadUnsafe(ref right, (nuint)i + 8);
            sum3 += Single(d) * Vector128.LoadUnsafe(ref right, (nuint)i + 12);
        }

        Vector128<float> sums = (sum0 + sum1) + (sum2 + sum3);
        float total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        for (; i < halves.Length; i++)
        {
            total += (float)halves[i] * singles[i];
        }

        return total;
    }

    // Sign-extended halves as floats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Single(Vector128<int> half)
    {
        Vector128<int> magnitude = (half & Vector128.Create(0x7FFF)) << 13;
        Vector128<int> sign = half & Vector128.Create(int.MinValue);
        return ((magnitude | sign).AsSingle()) * Vector128.Create(Rebias);
    }
}
