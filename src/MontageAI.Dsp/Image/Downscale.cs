using System.Numerics;

namespace MontageAI.Dsp.Image;

/// <summary>Smaller pictures by averaging all pixels under each target pixel.</summary>
public static class Downscale
{
    /// <summary>
    /// Halves a plane: every target pixel is the rounded mean of two by two. An odd last row or column is left out. Vector code of the
    /// machine's width with a scalar remainder; results are the same at every width. O(source), no allocation.
    /// </summary>
    /// <param name="source">Rows without padding.</param>
    /// <param name="width">Source width, 2 or more.</param>
    /// <param name="height">Source height, 2 or more.</param>
    /// <param name="target">Receives (width / 2) x (height / 2) pixels.</param>
    public static void Halve(ReadOnlySpan<byte> source, int width, int height, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width * height, source.Length);
        int half = width / 2;
        Vector<ushort> low = new(0xFF),
            two = new(2);
        for (int y = 0; y < height / 2; y++)
        {
            ReadOnlySpan<byte> upper = source.Slice(2 * y * width, width),
                lower = source.Slice(((2 * y) + 1) * width, width);
            Span<byte> row = target.Slice(y * half, half);
            int x = 0;
            for (; x + Vector<byte>.Count <= half; x += Vector<byte>.Count)
            {
                Vector
                    .Narrow(Pairs(upper, lower, 2 * x, low, two), Pairs(upper, lower, (2 * x) + Vector<byte>.Count, low, two))
                    .CopyTo(row[x..]);
            }

            for (; x < half; x++)
            {
                row[x] = (byte)((upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1] + 2) >> 2);
            }
        }
    }

    // Means of neighbouring pairs of both rows, each in 16 bits: even bytes masked, odd ones shifted down.
    private static Vector<ushort> Pairs(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, int at, Vector<ushort> low, Vector<ushort> two)
    {
        Vector<ushort> a = Vector.AsVectorUInt16(new Vector<byte>(upper[at..])),
            b = Vector.AsVectorUInt16(new Vector<byte>(lower[at..]));
        return ((a & low) + (a >>> 8) + (b & low) + (b >>> 8) + two) >>> 2;
    }

    /// <summary>
    /// Averages the source under each cell of a grid. Cells cover whole source pixels; their borders are <c>i x size / cells</c>, so sizes
    /// need not divide. O(source), no allocation.
    /// </summary>
    /// <param name="source">Rows without padding.</param>
    /// <param name="width">Source width, at least <paramref name="targetWidth"/>.</param>
    /// <param name="height">Source height, at least <paramref name="targetHeight"/>.</param>
    /// <param name="target">Receives the cells, rows without padding.</param>
    /// <param name="targetWidth">Cells across, 1 to 1024.</param>
    /// <param name="targetHeight">Cells down.</param>
    public static void Average(ReadOnlySpan<byte> source, int width, int height, Span<byte> target, int targetWidth, int targetHeight)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width * height, source.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targetWidth * targetHeight, target.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targetWidth, Math.Min(width, 1024));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targetHeight, height);
        Span<int> sums = stackalloc int[targetWidth];
        for (int cellY = 0; cellY < targetHeight; cellY++)
        {
            int top = cellY * height / targetHeight,
                bottom = (cellY + 1) * height / targetHeight;
            sums.Clear();
            for (int y = top; y < bottom; y++)
            {
                ReadOnlySpan<byte> row = source.Slice(y * width, width);
                int x = 0;
                for (int cellX = 0; cellX < targetWidth; cellX++)
                {
                    int right = (cellX + 1) * width / targetWidth;
                    int sum = 0;
                    for (; x < right; x++)
                    {
                        sum += row[x];
                    }

                    sums[cellX] += sum;
                }
            }

            for (int cellX = 0; cellX < targetWidth; cellX++)
            {
                int area = (bottom - top) * (((cellX + 1) * width / targetWidth) - (cellX * width / targetWidth));
                target[(cellY * targetWidth) + cellX] = (byte)((sums[cellX] + (area / 2)) / area);
            }
        }
    }
}
