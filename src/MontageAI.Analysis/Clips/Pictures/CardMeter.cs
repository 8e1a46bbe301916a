namespace MontageAI.Analysis.Clips.Pictures;

/// <summary>
/// Tells cards (titles, credits, slates) from pictures: one even ground over most of the picture, and what stands out of it stands in rows
/// of strokes. Strokes are told by strong edges that alternate along a row, as those of letters do. Limits chosen by hand.
/// </summary>
internal static class CardMeter
{
    /// <summary>Share from which on a picture counts as a card.</summary>
    public const float CardShare = 0.6f;

    // Levels that the ground's may differ by, and the least part of the picture that it fills.
    private const int GroundReach = 5;
    private const double LeastGround = 0.6;

    // Least step of luma at a stroke's edge, edges along a row that strokes have, and rows of them, one below the other.
    private const int StrokeStep = 36;
    private const int LeastEdges = 8;
    private const int LeastRows = 4;

    // Rows of a picture have strokes in single lines only; less of them is no text.
    private const double LeastInk = 0.002;

    /// <summary>Share of what stands out of an even ground that lies in rows of strokes, 0 to 1; 0 without such a ground.</summary>
    public static float Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        Span<int> levels = stackalloc int[256];
        levels.Clear();
        foreach (byte level in luma)
        {
            levels[level]++;
        }

        (int ground, int most) = Ground(levels);
        if (most < LeastGround * luma.Length)
        {
            return 0;
        }

        int ink = 0,
            written = 0,
            row = 0,
            pending = 0;
        for (int y = 0; y < height; y++)
        {
            (int off, int edges) = Row(luma.Slice(y * width, width), ground);
            ink += off;
            if (edges < LeastEdges)
            {
                (row, pending) = (0, 0);
                continue;
            }

            row++;
            pending += off;
            if (row >= LeastRows)
            {
                written += pending;
                pending = 0;
            }
        }

        return written < LeastInk * luma.Length ? 0 : (float)written / ink;
    }

    // The level around which most of the picture lies.
    private static (int Level, int Pixels) Ground(ReadOnlySpan<int> levels)
    {
        int best = 0,
            most = 0,
            sum = 0;
        for (int level = 0; level < levels.Length + GroundReach; level++)
        {
            sum += level < levels.Length ? levels[level] : 0;
            int gone = level - (2 * GroundReach) - 1;
            sum -= gone >= 0 ? levels[gone] : 0;
            if (sum > most)
            {
                (best, most) = (Math.Max(0, level - GroundReach), sum);
            }
        }

        return (best, most);
    }

    // Pixels off the ground, and strong edges of alternating direction.
    private static (int Off, int Edges) Row(ReadOnlySpan<byte> row, int ground)
    {
        int off = 0,
            edges = 0,
            direction = 0;
        for (int x = 0; x < row.Length; x++)
        {
            off += Math.Abs(row[x] - ground) > GroundReach ? 1 : 0;
            int step = x < 2 ? 0 : row[x] - row[x - 2];
            if (Math.Abs(step) >= StrokeStep && Math.Sign(step) != direction)
            {
                direction = Math.Sign(step);
                edges++;
            }
        }

        return (off, edges);
    }
}
