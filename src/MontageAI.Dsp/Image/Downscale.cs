namespace MontageAI.Dsp.Image;

/// <summary>Smaller pictures by averaging all pixels under each target pixel.</summary>
public static class Downscale
{
    /// <summary>
    /// Averages the source under each cell of a grid. Cells cover whole source pixels; their borders are
    /// <c>i x size / cells</c>, so sizes need not divide. O(source), no allocation.
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
            int top = cellY * height / targetHeight, bottom = (cellY + 1) * height / targetHeight;
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
