using MontageAI.Results;

namespace MontageAI.Analysis.Clips.Pictures;

/// <summary>
/// Finds black bars that belong to the picture: rows or columns at two opposite sides, about equally many, black from end to end, beside a
/// picture that is not. A dark picture alone has none. Limits chosen by hand.
/// </summary>
internal static class BarMeter
{
    // Limited range, black 16. Bars that were encoded with the picture ring a little at its edge.
    private const byte BlackLimit = 40;
    private const double BlackMean = 24;

    // What the picture beside a bar has more than the bar.
    private const double Step = 6;

    // Least and most of a side, and by how much two opposite ones may differ, as shares of the picture.
    private const double Least = 0.015;
    private const double Most = 0.4;
    private const double Unequal = 0.015;

    /// <summary>The bars of a picture; null where it has none.</summary>
    public static PictureBars? Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        double[] rows = new double[height],
            columns = new double[width];
        byte[] rowMost = new byte[height],
            columnMost = new byte[width];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = luma.Slice(y * width, width);
            for (int x = 0; x < width; x++)
            {
                byte value = row[x];
                rows[y] += value;
                columns[x] += value;
                rowMost[y] = Math.Max(rowMost[y], value);
                columnMost[x] = Math.Max(columnMost[x], value);
            }
        }

        (double top, double bottom) = Sides(rows, rowMost, width);
        (double left, double right) = Sides(columns, columnMost, height);
        return top + left <= 0 ? null : new PictureBars((float)left, (float)top, (float)right, (float)bottom);
    }

    private static (double First, double Last) Sides(double[] sums, byte[] most, int across)
    {
        int length = sums.Length,
            first = 0,
            last = 0;
        while (first < length && IsBlack(first))
        {
            first++;
        }

        while (last < length - first && IsBlack(length - 1 - last))
        {
            last++;
        }

        double a = (double)first / length,
            b = (double)last / length;
        return
            Math.Min(a, b) < Least
            || Math.Max(a, b) > Most
            || Math.Abs(a - b) > Unequal
            || sums[first] / across < BlackMean + Step
            || sums[length - 1 - last] / across < BlackMean + Step
            ? (0, 0)
            : (a, b);

        bool IsBlack(int i) => most[i] <= BlackLimit && sums[i] / across <= BlackMean;
    }
}
