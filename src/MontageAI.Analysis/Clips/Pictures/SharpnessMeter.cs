using MontageAI.Dsp.Image;

namespace MontageAI.Analysis.Clips.Pictures;

/// <summary>
/// How sharp the sharpest parts of a picture are. The second differences of a perfectly sharp edge sum to the same whether the picture is
/// taken as it is or halved once, twice or three times, since the edge gets shorter by what the halving is weighted with; blur takes them
/// away at all scales finer than itself. So in each block fine detail over the largest of the coarser ones tells the width of its edges,
/// and the blocks that are best count for half: what is out of focus on purpose costs little, and smooth shading has no edges to judge.
/// Pictures are measured at 320 pixels, so the resolution of the source does not matter. After Crete et al., "The blur effect" (2007), and
/// the pooling of sharpest blocks of Vu and Chandler, "S3" (2012).
/// </summary>
internal sealed class SharpnessMeter
{
    private const int BlockWidth = 32;
    private const int BlockHeight = 24;
    private const int Levels = 4;

    // Coarse detail from which on a block has an edge: some 10 pixels of one that is 20 of 219 levels high.
    private const int LeastEdge = 400;

    // Second differences up to so many levels are noise, grain and rounding; halving averages them.
    private static ReadOnlySpan<int> Floors => [4, 3, 2, 2];

    // The best of the blocks with edges, so large a share and three at least, count as much as all of them together.
    private const double BestShare = 0.15;
    private const int LeastBlocks = 3;

    // Sum of all levels per block below which there is nothing to judge: about half a level of luma per pixel.
    private const double LeastDetail = 400;

    private readonly byte[][] _planes =
    [
        [],
        [],
        [],
        [],
    ];
    private readonly int[][] _sums =
    [
        [],
        [],
        [],
        [],
    ];
    private float[] _ratios = [];

    /// <summary>
    /// How coarse the detail of the last picture is: the mean level at which it lies, 0 (single pixels) to 3 (8 pixels), all levels of a
    /// natural picture weighing alike. Large things before a soft background have coarse detail, distant things fine. Null where the
    /// picture has hardly any.
    /// </summary>
    public float? Scale { get; private set; }

    /// <summary>Measures. O(pixels); allocates only for a picture larger than those before.</summary>
    /// <param name="luma">Rows without padding.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <returns>0 to 1; null when fewer than three blocks of the picture have an edge.</returns>
    public float? Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        int across = width / BlockWidth,
            down = height / BlockHeight,
            levels = 0;
        if (_ratios.Length < across * down)
        {
            _ratios = new float[across * down];
        }

        ReadOnlySpan<byte> plane = luma;
        for (int level = 0; level < Levels && width >= 3 && height >= 3 && across * down > 0; level++, levels++)
        {
            if (_sums[level].Length < across * down)
            {
                _sums[level] = new int[across * down];
            }

            // Halving rounds sizes down, and so does the number of blocks: it is the same at every level.
            DetailSums.Blocks(plane, width, height, BlockWidth >> level, BlockHeight >> level, Floors[level], _sums[level]);
            (int halfWidth, int halfHeight) = (width / 2, height / 2);
            if (_planes[level].Length < halfWidth * halfHeight)
            {
                _planes[level] = new byte[halfWidth * halfHeight];
            }

            Downscale.Halve(plane, width, height, _planes[level]);
            plane = _planes[level].AsSpan(0, halfWidth * halfHeight);
            (width, height) = (halfWidth, halfHeight);
        }

        Scale = ScaleOf(across * down, levels);
        return Pool(across * down, levels);
    }

    // A pixel of a level stands for four of the level before, so sums are compared per pixel of their own level.
    private float? ScaleOf(int blocks, int levels)
    {
        double all = 0,
            weighted = 0;
        for (int level = 0; level < levels; level++)
        {
            double sum = 0;
            foreach (int block in _sums[level].AsSpan(0, blocks))
            {
                sum += block;
            }

            sum *= 1 << (2 * level);
            all += sum;
            weighted += level * sum;
        }

        return levels == Levels && all > LeastDetail * blocks ? (float)(weighted / all) : null;
    }

    private float? Pool(int blocks, int levels)
    {
        int structured = 0;
        for (int i = 0; i < blocks; i++)
        {
            int coarse = 0;
            for (int level = 1; level < levels; level++)
            {
                coarse = Math.Max(coarse, _sums[level][i] << level);
            }

            if (coarse >= LeastEdge)
            {
                _ratios[structured++] = Math.Min(1, (float)_sums[0][i] / coarse);
            }
        }

        if (structured < LeastBlocks)
        {
            return null;
        }

        Span<float> ratios = _ratios.AsSpan(0, structured);
        ratios.Sort();
        int best = Math.Max(LeastBlocks, (int)Math.Ceiling(BestShare * structured));
        return (Mean(ratios[^best..]) + Mean(ratios)) / 2;
    }

    private static float Mean(ReadOnlySpan<float> values)
    {
        float sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
