namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// Fits where a dissolve begins and ends: the share of the second picture in each frame, by projection, is level before, rises along a
/// line, and is level after; the two corners with the least squared error are taken.
/// </summary>
internal static class DissolveExtent
{
    private const int Shortest = 6;
    private const int Longest = 240;

    /// <summary>Frames before and after a span of so many frames that are looked at.</summary>
    public static int Margin(int span) => (span / 2) + 4;

    /// <summary>Fits it.</summary>
    /// <param name="ring">Frames up to some after the span.</param>
    /// <param name="first">First frame of a span that fits well.</param>
    /// <param name="end">Last frame of that span.</param>
    /// <param name="largestStep">A change from frame to frame of more than this share of the whole ends the look.</param>
    /// <returns>First frame that shows something of the second picture, and first one that shows nothing of the first; null when nothing
    /// rises.</returns>
    public static (int First, int End)? Fit(CoarseRing ring, int first, int end, double largestStep)
    {
        int from = Walk(ring, first, end, first, Math.Max(ring.Oldest, first - Margin(end - first)), -1, largestStep);
        int to = Walk(ring, first, end, end, Math.Min(ring.Count - 1, end + Margin(end - first)), 1, largestStep);
        int count = to - from + 1;
        Span<double> shares = count <= 512 ? stackalloc double[count] : new double[count];
        double product = ring.Product(first, end),
            squares = ring.Squares(first);
        double distance = squares + ring.Squares(end) - (2 * product);
        for (int i = 0; i < count; i++)
        {
            shares[i] = (ring.Product(from + i, end) - ring.Product(from + i, first) - product + squares) / distance;
        }

        double least = double.MaxValue;
        (int, int)? best = null;
        int half = (end - first) / 2;
        for (int start = from; start < first + half; start++)
        {
            for (int stop = Math.Max(start + Shortest, end - half); stop <= Math.Min(to, start + Longest); stop++)
            {
                double error = Error(shares, start - from, stop - from);
                if (error < least)
                {
                    (least, best) = (error, (start + 1, stop));
                }
            }
        }

        return best;
    }

    private static int Walk(CoarseRing ring, int first, int end, int at, int limit, int step, double largestStep)
    {
        double whole = Dsp.Image.BytePlanes.AbsoluteDifference(ring.Luma(first), ring.Luma(end)) * largestStep / ring.Cells;
        while (at != limit && ring.Step(step > 0 ? at + 1 : at) <= whole)
        {
            at += step;
        }

        return at;
    }

    // What is left after the best line through (0 before the start, 1 after the stop, a ramp between).
    private static double Error(ReadOnlySpan<double> shares, int start, int stop)
    {
        double n = shares.Length,
            sx = 0,
            sxx = 0,
            sy = 0,
            sxy = 0,
            syy = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            double x = Math.Clamp((double)(i - start) / (stop - start), 0, 1),
                y = shares[i];
            sx += x;
            sxx += x * x;
            sy += y;
            sxy += x * y;
            syy += y * y;
        }

        double vx = sxx - (sx * sx / n),
            vy = syy - (sy * sy / n),
            cov = sxy - (sx * sy / n);
        return vx <= 0 || cov <= 0 ? vy : vy - (cov * cov / vx);
    }
}
