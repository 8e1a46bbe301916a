using MontageAI.Dsp.Image;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// Finds the shift of the whole picture between two small luma planes by trying all whole-pixel shifts within reach and
/// interpolating between the best and its neighbours.
/// </summary>
internal static class ShiftSearch
{
    /// <summary>Result of a search.</summary>
    /// <param name="X">Pixels by which the content moved right.</param>
    /// <param name="Y">Pixels by which it moved down.</param>
    /// <param name="Residual">Mean absolute difference left after the best whole-pixel shift, 0 to 255.</param>
    /// <param name="Plain">Mean absolute difference without a shift, 0 to 255.</param>
    public readonly record struct Shift(double X, double Y, double Residual, double Plain);

    /// <summary>Searches. (2 reachX + 1) x (2 reachY + 1) comparisons of the overlapping area; no allocation.</summary>
    public static Shift Find(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now, int width, int height, int reachX, int reachY)
    {
        Span<double> costs = stackalloc double[((2 * reachX) + 1) * ((2 * reachY) + 1)];
        int columns = (2 * reachX) + 1,
            best = 0;
        for (int i = 0; i < costs.Length; i++)
        {
            int dx = (i % columns) - reachX,
                dy = (i / columns) - reachY;
            costs[i] = Cost(before, now, width, height, dx, dy);
            // Of equal costs the smallest shift wins, so that flat pictures stand still.
            bool nearer = Distance(i, columns, reachX, reachY) < Distance(best, columns, reachX, reachY);
            best = costs[i] < costs[best] || (costs[i] == costs[best] && nearer) ? i : best;
        }

        int x = best % columns,
            y = best / columns;
        double subX = x > 0 && x < columns - 1 ? Vertex(costs[best - 1], costs[best], costs[best + 1]) : 0;
        double subY = y > 0 && y < (2 * reachY) ? Vertex(costs[best - columns], costs[best], costs[best + columns]) : 0;
        return new Shift(x - reachX + subX, y - reachY + subY, costs[best], costs[(reachY * columns) + reachX]);
    }

    private static double Cost(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now, int width, int height, int dx, int dy)
    {
        int w = width - Math.Abs(dx),
            h = height - Math.Abs(dy);
        int atNow = (Math.Max(0, dy) * width) + Math.Max(0, dx),
            atBefore = (Math.Max(0, -dy) * width) + Math.Max(0, -dx);
        return (double)BytePlanes.BlockDifference(now[atNow..], width, before[atBefore..], width, w, h) / (w * h);
    }

    private static int Distance(int index, int columns, int reachX, int reachY) =>
        Math.Abs((index % columns) - reachX) + Math.Abs((index / columns) - reachY);

    // Where a symmetric "V" through the three costs has its tip, -0.5 to 0.5: sums of absolute differences are closer to a V
    // than to a parabola.
    private static double Vertex(double left, double middle, double right)
    {
        double slope = Math.Max(left, right) - middle;
        return slope <= 0 ? 0 : Math.Clamp((left - right) / (2 * slope), -0.5, 0.5);
    }
}
