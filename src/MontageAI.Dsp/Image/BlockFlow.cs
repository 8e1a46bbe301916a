using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MontageAI.Dsp.Image;

/// <summary>
/// Kernels over blocks of 16 pixels' width of two 8-bit planes of equal size: how well they match and what their gradients say. Results are
/// integers and
/// the same on every machine. No allocation.
/// </summary>
public static class BlockFlow
{
    /// <summary>Width of a block in pixels.</summary>
    public const int Width = 16;

    /// <summary>Highest block whose sums are sure to fit, in pixels.</summary>
    public const int MostHeight = 32;

    /// <summary>Sum of absolute differences of two blocks. O(16 x height).</summary>
    /// <param name="first">Plane of the first block, whose upper left pixel is at <paramref name="at"/>.</param>
    /// <param name="at">Index of that pixel.</param>
    /// <param name="second">Plane of the second block.</param>
    /// <param name="atSecond">Index of its upper left pixel.</param>
    /// <param name="stride">Pixels from row to row in both planes.</param>
    /// <param name="height">Rows, 1 to <see cref="MostHeight"/>.</param>
    internal static int Difference(ReadOnlySpan<byte> first, int at, ReadOnlySpan<byte> second, int atSecond, int stride, int height)
    {
        Check(first, at, stride, height, 0);
        Check(second, atSecond, stride, height, 0);
        ref byte a = ref Unsafe.Add(ref MemoryMarshal.GetReference(first), at);
        ref byte b = ref Unsafe.Add(ref MemoryMarshal.GetReference(second), atSecond);
        return Sad(ref a, ref b, stride, height);
    }

    /// <summary>
    /// Finds where a block of the first plane lies in the second: the place of least difference within reach, where every pixel of distance
    /// from the
    /// expected place costs <paramref name="penalty"/>. Places outside the plane are not tried. O((2 reach + 1)^2 x 16 x height).
    /// </summary>
    /// <param name="first">Plane of the block.</param>
    /// <param name="second">Plane to search, of the same size.</param>
    /// <param name="stride">Pixels across both planes.</param>
    /// <param name="rows">Pixels down both planes.</param>
    /// <param name="x">Column of the block's first pixel.</param>
    /// <param name="y">Row of it.</param>
    /// <param name="height">Rows of the block.</param>
    /// <param name="expectedX">Expected displacement to the right.</param>
    /// <param name="expectedY">Expected displacement downwards.</param>
    /// <param name="reach">Pixels around the expected place, 0 or more.</param>
    /// <param name="penalty">Price of a pixel of distance.</param>
    /// <param name="border">Pixels that the found place keeps from the edges of the plane.</param>
    /// <returns>Displacement found; null when no place within reach lies in the plane.</returns>
    public static (int X, int Y)? Search(
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second,
        int stride,
        int rows,
        int x,
        int y,
        int height,
        int expectedX,
        int expectedY,
        int reach,
        int penalty,
        int border
    )
    {
        Check(first, (y * stride) + x, stride, height, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride * rows, second.Length);
        ref byte block = ref Unsafe.Add(ref MemoryMarshal.GetReference(first), (y * stride) + x);
        ref byte plane = ref MemoryMarshal.GetReference(second);
        int left = Math.Max(border - x, expectedX - reach),
            right = Math.Min(stride - border - Width - x, expectedX + reach);
        int top = Math.Max(border - y, expectedY - reach),
            bottom = Math.Min(rows - border - height - y, expectedY + reach);
        (int X, int Y)? found = null;
        int least = int.MaxValue;
        for (int dy = top; dy <= bottom; dy++)
        {
            for (int dx = left; dx <= right; dx++)
            {
                int away = Math.Abs(dx - expectedX) + Math.Abs(dy - expectedY);
                int cost = Sad(ref block, ref Unsafe.Add(ref plane, ((y + dy) * stride) + x + dx), stride, height) + (penalty * away);
                if (cost < least)
                {
                    (least, found) = (cost, (dx, dy));
                }
            }
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sad(ref byte a, ref byte b, int stride, int height)
    {
        // 32 rows of 8 x 255 at most in a lane: 16 bits are enough.
        Vector128<ushort> total = default;
        for (int y = 0; y < height; y++)
        {
            Vector128<byte> p = Vector128.LoadUnsafe(ref a, (nuint)(y * stride)),
                q = Vector128.LoadUnsafe(ref b, (nuint)(y * stride));
            if (Sse2.IsSupported)
            {
                total += Sse2.SumAbsoluteDifferences(p, q);
            }
            else
            {
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Max(p, q) - Vector128.Min(p, q));
                total += low + high;
            }
        }

        (Vector128<uint> l, Vector128<uint> h) = Vector128.Widen(total);
        return (int)Vector128.Sum(l + h);
    }

    /// <summary>Gradient sums of a block and its match. O(16 x height). A border of one pixel around both blocks must lie in the
    /// planes.</summary>
    /// <param name="first">Plane of the first block.</param>
    /// <param name="at">Index of its upper left pixel.</param>
    /// <param name="second">Plane of the second block.</param>
    /// <param name="atSecond">Index of its upper left pixel.</param>
    /// <param name="stride">Pixels from row to row in both planes.</param>
    /// <param name="height">Rows, 1 to <see cref="MostHeight"/>.</param>
    public static GradientSums Gradients(ReadOnlySpan<byte> first, int at, ReadOnlySpan<byte> second, int atSecond, int stride, int height)
    {
        Check(first, at, stride, height, 1);
        Check(second, atSecond, stride, height, 1);
        ref byte a = ref Unsafe.Add(ref MemoryMarshal.GetReference(first), at);
        ref byte b = ref Unsafe.Add(ref MemoryMarshal.GetReference(second), atSecond);
        Vector256<int> xx = default,
            xy = default,
            yy = default,
            xt = default,
            yt = default,
            tt = default,
            xs = default,
            ys = default,
            ts = default;
        Vector256<short> one = Vector256.Create((short)1);
        for (int y = 0; y < height; y++)
        {
            int row = y * stride;
            Vector256<short> gx = Wide(ref a, row + 1) - Wide(ref a, row - 1) + Wide(ref b, row + 1) - Wide(ref b, row - 1);
            Vector256<short> gy =
                Wide(ref a, row + stride) - Wide(ref a, row - stride) + Wide(ref b, row + stride) - Wide(ref b, row - stride);
            Vector256<short> gt = Wide(ref b, row) - Wide(ref a, row);
            xx += Products(gx, gx);
            xy += Products(gx, gy);
            yy += Products(gy, gy);
            xt += Products(gx, gt);
            yt += Products(gy, gt);
            tt += Products(gt, gt);
            xs += Products(gx, one);
            ys += Products(gy, one);
            ts += Products(gt, one);
        }

        return new GradientSums(
            Vector256.Sum(xs),
            Vector256.Sum(ys),
            Vector256.Sum(ts),
            Vector256.Sum(xx),
            Vector256.Sum(xy),
            Vector256.Sum(yy),
            Vector256.Sum(xt),
            Vector256.Sum(yt),
            Vector256.Sum(tt)
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Wide(ref byte start, int offset) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.Add(ref start, offset)).ToVector256Unsafe()).AsInt16();

    // Sums of neighbouring products: which lanes are added does not matter for the total.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Products(Vector256<short> left, Vector256<short> right)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.MultiplyAddAdjacent(left, right);
        }

        (Vector256<int> l0, Vector256<int> l1) = Vector256.Widen(left);
        (Vector256<int> r0, Vector256<int> r1) = Vector256.Widen(right);
        return (l0 * r0) + (l1 * r1);
    }

    private static void Check(ReadOnlySpan<byte> plane, int at, int stride, int height, int border)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MostHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfLessThan(at, border * (stride + 1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at + ((height - 1 + border) * stride) + Width + border, plane.Length);
    }
}
