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

    // Pictures are measured small; larger ones are none of ours, and get their own memory.
    private const int LargestUsual = 1024;

    /// <summary>The bars of a picture; null where it has none.</summary>
    public static PictureBars? Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        bool usual = Math.Max(width, height) <= LargestUsual;
        Span<int> rows = usual ? stackalloc int[height] : new int[height],
            columns = usual ? stackalloc int[width] : new int[width];
        Span<byte> rowMost = usual ? stackalloc byte[height] : new byte[height],
            columnMost = usual ? stackalloc byte[width] : new byte[width];
        rows.Clear();
        columns.Clear();
        rowMost.Clear();
        columnMost.Clear();
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = luma.Slice(y * width, width);
            int sum = 0;
            byte most = 0;
            for (int x = 0; x < row.Length; x++)
            {
                byte value = row[x];
                sum += value;
                most = Math.Max(most, value);
                columns[x] += value;
                columnMost[x] = Math.Max(columnMost[x], value);
            }

            (rows[y], rowMost[y]) = (sum, most);
        }

        (double top, double bottom) = Sides(rows, rowMost, width);
        (double left, double right) = Sides(columns, columnMost, height);
        return top + left <= 0 ? null : new PictureBars((float)left, (float)top, (float)right, (float)bottom);
    }

    private static (double First, double Last) Sides(ReadOnlySpan<int> sums, ReadOnlySpan<byte> most, int across)
    {
        int length = sums.Length,
            first = 0,
            last = 0;
        while (first < length && IsBlack(sums[first], most[first], across))
        {
            first++;
        }

        while (last < length - first && IsBlack(sums[length - 1 - last], most[length - 1 - last], across))
        {
            last++;
        }

        double a = (double)first / length,
            b = (double)last / length;
        return
            Math.Min(a, b) < Least
            || Math.Max(a, b) > Most
            || Math.Abs(a - b) > Unequal
            || Beside(sums, first, 1) < (BlackMean + Step) * across
            || Beside(sums, length - 1 - last, -1) < (BlackMean + Step) * across
            ? (0, 0)
            : (a, b);
    }

    // The row at the bar's edge is partly bar where the edge lies between rows; then the next one tells.
    private static int Beside(ReadOnlySpan<int> sums, int at, int inwards) =>
        Math.Max(sums[at], sums[Math.Clamp(at + inwards, 0, sums.Length - 1)]);

    private static bool IsBlack(int sum, byte most, int across) => most <= BlackLimit && (double)sum / across <= BlackMean;
}
