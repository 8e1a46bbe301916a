namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// Fits a similarity to the displacements of the blocks so that what most of the picture does counts, and what moves by itself does not:
/// weighted least squares again and again, each block weighted by what it can tell and, ever more strictly, by how well it agrees (Geman
/// and McClure 1987; graduated as by Blake and Zisserman 1987). No allocation.
/// </summary>
internal static class CameraFit
{
    // Displacement in pixels at which a block's say is quartered, from the first to the last round.
    private static ReadOnlySpan<double> Tolerances => [1.5, 0.7, 0.35, 0.2, 0.12, 0.12];

    // Off by that much a block still counts as one that follows the camera: things at other depths do so roughly.
    private const double Follows = 0.5;

    // With less of the picture's texture found again, what was found says nothing.
    private const double LeastMatch = 0.02;

    // A camera is seen by what is all over the picture; before a plain ground a thing that moves would be taken for it.
    private const double LeastArea = 0.12;
    private const double VisibleTexture = 1;

    // Blocks from which on zoom and roll are fitted as well.
    private const int LeastBlocks = 8;

    // Squared levels: what noise and rounding leave of a perfect match.
    private const double MatchNoise = 16;

    // Texture from which on a block gains no more say, so that a small thing full of detail does not outvote a plain background.
    private const double EnoughTexture = 20;

    /// <summary>Fits.</summary>
    /// <param name="blocks">Blocks of a field.</param>
    /// <param name="all">Blocks of the whole picture, followed or not.</param>
    /// <param name="halfWidth">Half the width of the picture in pixels.</param>
    /// <returns>The step; its support is 0 when no block can tell anything.</returns>
    public static CameraStep Fit(ReadOnlySpan<FlowBlock> blocks, int all, double halfWidth)
    {
        Span<double> trust = stackalloc double[blocks.Length],
            x = stackalloc double[blocks.Length],
            y = stackalloc double[blocks.Length];
        double texture = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            (x[i], y[i]) = blocks[i].Best();
            trust[i] = MatchNoise / (MatchNoise + blocks[i].Error(x[i], y[i])) * EnoughTexture / (EnoughTexture + blocks[i].Texture);
            texture += Said(blocks[i]);
        }

        if (texture < 1e-3 * Math.Max(1, blocks.Length))
        {
            return default;
        }

        // From the displacement in the middle of all: the mean would start between the picture and a thing that moves in it.
        CameraStep step = new(Median(x, blocks), Median(y, blocks), 0, 0, 0);
        foreach (double tolerance in Tolerances)
        {
            step = Round(blocks, trust, halfWidth, step, tolerance, texture);
        }

        double following = 0,
            followed = 0;
        int area = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            double say = trust[i] * blocks[i].Texture;
            followed += say;
            double agreement = Agreement(blocks[i], step, Follows);
            following += say * agreement;
            area += agreement > 0.25 && blocks[i].Texture >= VisibleTexture ? 1 : 0;
        }

        return step with
        {
            Support = followed < LeastMatch * texture || area < LeastArea * all ? 0 : following / followed,
        };
    }

    // Sorts the values. Weighted by what each block can say.
    private static double Median(Span<double> values, ReadOnlySpan<FlowBlock> blocks)
    {
        Span<double> weights = stackalloc double[blocks.Length];
        double half = 0,
            sum = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            weights[i] = Said(blocks[i]);
            half += weights[i] / 2;
        }

        values.Sort(weights);
        for (int i = 0; i < values.Length; i++)
        {
            sum += weights[i];
            if (sum >= half)
            {
                return values[i];
            }
        }

        return 0;
    }

    private static CameraStep Round(
        ReadOnlySpan<FlowBlock> blocks,
        ReadOnlySpan<double> trust,
        double half,
        in CameraStep before,
        double tolerance,
        double texture
    )
    {
        int size = blocks.Length >= LeastBlocks ? 4 : 2;
        Span<double> matrix = stackalloc double[16],
            right = stackalloc double[4];
        for (int i = 0; i < blocks.Length; i++)
        {
            FlowBlock b = blocks[i];
            double weight = trust[i] * Agreement(b, before, tolerance);

            // T (J m - o) = -b for each block: T its tensor, J the similarity at its centre, o its match, b its gradient term.
            double tx = (b.XX * b.OffsetX) + (b.XY * b.OffsetY) - b.XT,
                ty = (b.XY * b.OffsetX) + (b.YY * b.OffsetY) - b.YT;
            double x = b.X / half,
                y = b.Y / half;
            ReadOnlySpan<double> jx = [1, 0, x, -y],
                jy = [0, 1, y, x];
            for (int r = 0; r < size; r++)
            {
                double ux = weight * ((jx[r] * b.XX) + (jy[r] * b.XY)),
                    uy = weight * ((jx[r] * b.XY) + (jy[r] * b.YY));
                right[r] += weight * ((jx[r] * tx) + (jy[r] * ty));
                for (int c = 0; c <= r; c++)
                {
                    matrix[(r * 4) + c] += (ux * jx[c]) + (uy * jy[c]);
                }
            }
        }

        Solve(matrix, right, size, texture * 1e-5);
        return new CameraStep(right[0], right[1], size == 4 ? right[2] / half : 0, size == 4 ? right[3] / half : 0, 0);
    }

    // What a block would say at full trust.
    private static double Said(in FlowBlock block) => block.Texture * EnoughTexture / (EnoughTexture + block.Texture);

    // 1 where the block moved as the step says, a quarter where it is off by the tolerance.
    private static double Agreement(in FlowBlock block, in CameraStep step, double tolerance)
    {
        (double bx, double by) = block.Best();
        (double x, double y) = step.At(block.X, block.Y);
        double dx = x - bx,
            dy = y - by;
        double excess = (block.XX * dx * dx) + (2 * block.XY * dx * dy) + (block.YY * dy * dy);
        double off = excess / ((block.Texture + 1e-3) * tolerance * tolerance);
        return 1 / ((1 + off) * (1 + off));
    }

    // Cholesky on the lower triangle; the ridge keeps directions that nothing tells at zero.
    private static void Solve(Span<double> matrix, Span<double> right, int size, double ridge)
    {
        for (int r = 0; r < size; r++)
        {
            matrix[(r * 4) + r] += ridge;
            for (int c = 0; c <= r; c++)
            {
                double sum = matrix[(r * 4) + c];
                for (int k = 0; k < c; k++)
                {
                    sum -= matrix[(r * 4) + k] * matrix[(c * 4) + k];
                }

                matrix[(r * 4) + c] = r == c ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / matrix[(c * 4) + c];
            }
        }

        for (int r = 0; r < size; r++)
        {
            for (int k = 0; k < r; k++)
            {
                right[r] -= matrix[(r * 4) + k] * right[k];
            }

            right[r] /= matrix[(r * 4) + r];
        }

        for (int r = size - 1; r >= 0; r--)
        {
            for (int k = r + 1; k < size; k++)
            {
                right[r] -= matrix[(k * 4) + r] * right[k];
            }

            right[r] /= matrix[(r * 4) + r];
        }
    }
}
