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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<Half> halves, ReadOnlySpan<float> singles)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(singles.Length, halves.Length);
        return Vector256.IsHardwareAccelerated ? DotWide(halves, singles) : DotNarrow(halves, singles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float DotWide(ReadOnlySpan<Half> halves, ReadOnlySpan<float> singles)
    {
        ref short left = ref Unsafe.As<Half, short>(ref MemoryMarshal.GetReference(halves));
        ref float right = ref MemoryMarshal.GetReference(singles);
        Vector256<float> low = default,
            high = default;
        int i = 0;
        for (; i <= halves.Length - Lanes; i += Lanes)
        {
            (Vector256<int> a, Vector256<int> b) = Vector256.Widen(Vector256.LoadUnsafe(ref left, (nuint)i));
            low += Single(a) * Vector256.LoadUnsafe(ref right, (nuint)i);
            high += Single(b) * Vector256.LoadUnsafe(ref right, (nuint)i + 8);
        }

        return Total((low.GetLower() + low.GetUpper()) + (high.GetLower() + high.GetUpper()), halves, singles, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float DotNarrow(ReadOnlySpan<Half> halves, ReadOnlySpan<float> singles)
    {
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

        return Total((sum0 + sum1) + (sum2 + sum3), halves, singles, i);
    }

    // With what is left over behind the last full step.
    private static float Total(Vector128<float> sums, ReadOnlySpan<Half> halves, ReadOnlySpan<float> singles, int from)
    {
        float total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        for (int i = from; i < halves.Length; i++)
        {
            total += (float)halves[i] * singles[i];
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Single(Vector256<int> half)
    {
        Vector256<int> magnitude = (half & Vector256.Create(0x7FFF)) << 13;
        Vector256<int> sign = half & Vector256.Create(int.MinValue);
        return ((magnitude | sign).AsSingle()) * Vector256.Create(Rebias);
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
