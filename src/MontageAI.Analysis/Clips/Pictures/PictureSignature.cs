using MontageAI.Dsp.Image;
using MontageAI.Media;

namespace MontageAI.Analysis.Clips.Pictures;

/// <summary>
/// What is kept of a picture to compare it with another: its luma on a coarse grid and its histograms of brightness and colour.
/// The object is filled again and again; filling allocates nothing.
/// </summary>
internal sealed class PictureSignature
{
    public const int GridWidth = 64;
    public const int GridHeight = 36;
    private const int Bins = 32;

    private readonly byte[] _grid = new byte[GridWidth * GridHeight];
    private readonly float[] _luma = new float[Bins];
    private readonly float[] _blue = new float[Bins];
    private readonly float[] _red = new float[Bins];
    private readonly int[] _counts = new int[256];

    /// <summary>Time of the picture in seconds.</summary>
    public double Seconds { get; private set; }

    /// <summary>Width of the grid in cells; smaller than usual only for very narrow pictures.</summary>
    public int Width { get; private set; }

    /// <summary>Height of the grid in cells.</summary>
    public int Height { get; private set; }

    /// <summary>Mean luma per cell.</summary>
    public ReadOnlySpan<byte> Grid => _grid.AsSpan(0, Width * Height);

    /// <summary>Mean of the grid, 0 to 255 (limited range: black is 16).</summary>
    public double Mean { get; private set; }

    /// <summary>Standard deviation of the grid, 0 to 127.5.</summary>
    public double Deviation { get; private set; }

    /// <summary>Takes a picture's signature. O(pixels).</summary>
    public void Set(SmallFrame frame)
    {
        Seconds = frame.Time.Seconds;
        bool upright = frame.Width >= frame.Height;
        Width = Math.Min(frame.Width, upright ? GridWidth : GridHeight);
        Height = Math.Min(frame.Height, upright ? GridHeight : GridWidth);
        Downscale.Average(frame.Luma, frame.Width, frame.Height, _grid, Width, Height);
        PlaneSums sums = BytePlanes.Sum(Grid, 0, 255);
        Mean = sums.Mean;
        Deviation = sums.Deviation;

        // Luma in 32 bins of 8; chroma in 32 bins of 4 around neutral, where nearly all colours lie.
        Histogram(frame.Luma, 0, 3, _luma);
        Histogram(frame.ChromaBlue, 64, 2, _blue);
        Histogram(frame.ChromaRed, 64, 2, _red);
    }

    /// <summary>Mean absolute difference of the grids, 0 to 1.</summary>
    public double LayoutDifference(PictureSignature other) =>
        (double)BytePlanes.AbsoluteDifference(Grid, other.Grid) / (255.0 * Grid.Length);

    /// <summary>Share of pixels whose brightness lies elsewhere, 0 to 1.</summary>
    public double LumaDifference(PictureSignature other) => Distance(_luma, other._luma);

    /// <summary>Share of pixels whose colour lies elsewhere, 0 to 1; the larger of both axes.</summary>
    public double ColorDifference(PictureSignature other) => Math.Max(Distance(_blue, other._blue), Distance(_red, other._red));

    /// <summary>
    /// 1 minus the correlation of the grids, 0 (same structure) to 2 (negative picture). Blind to brightness and contrast, hence
    /// to fades and flashes. 1 where one of the two has no structure.
    /// </summary>
    public double StructureDifference(PictureSignature other)
    {
        if (Deviation < 1 || other.Deviation < 1)
        {
            return 1;
        }

        long product = 0;
        ReadOnlySpan<byte> a = Grid,
            b = other.Grid;
        for (int i = 0; i < a.Length; i++)
        {
            product += a[i] * b[i];
        }

        double covariance = ((double)product / a.Length) - (Mean * other.Mean);
        return 1 - (covariance / (Deviation * other.Deviation));
    }

    /// <summary>
    /// How likely two pictures are of different shots, 0 to 1: brightness and colour histograms and structure, weighted 0.3, 0.3
    /// and 0.4, the whole faded out where the grids differ by less than 5 % (black to almost black is no change of shot). Over the
    /// annotated clips hard cuts lie from 0.27 up.
    /// </summary>
    public double Difference(PictureSignature other)
    {
        double layout = LayoutDifference(other);
        double score = (0.3 * LumaDifference(other)) + (0.3 * ColorDifference(other)) + (0.4 * Math.Min(1, StructureDifference(other)));
        return score * Math.Min(1, layout / 0.05);
    }

    /// <summary>
    /// Share of the layout difference that is left after the best shift of the whole picture by up to a quarter of its grid, over
    /// the area that both then show. Some 800 block comparisons; for rare use.
    /// </summary>
    public double ShiftedShare(PictureSignature other)
    {
        double plain = LayoutDifference(other);
        if (plain == 0)
        {
            return 1;
        }

        int reachX = Width / 4,
            reachY = Height / 4;
        double best = double.MaxValue;
        for (int dy = -reachY; dy <= reachY; dy++)
        {
            for (int dx = -reachX; dx <= reachX; dx++)
            {
                int width = Width - Math.Abs(dx),
                    height = Height - Math.Abs(dy);
                int at = (Math.Max(0, dy) * Width) + Math.Max(0, dx),
                    atOther = (Math.Max(0, -dy) * Width) + Math.Max(0, -dx);
                long sum = BytePlanes.BlockDifference(Grid[at..], Width, other.Grid[atOther..], Width, width, height);
                best = Math.Min(best, sum / (255.0 * width * height));
            }
        }

        return best / plain;
    }

    private static double Distance(float[] left, float[] right)
    {
        float sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += Math.Abs(left[i] - right[i]);
        }

        return sum / 2;
    }

    private void Histogram(ReadOnlySpan<byte> plane, int origin, int shift, float[] target)
    {
        Array.Clear(_counts);
        foreach (byte value in plane)
        {
            _counts[value]++;
        }

        // Each count is shared between its two nearest bins, so that a small drift of brightness moves little.
        Array.Clear(target);
        int width = 1 << shift;
        float unit = 1f / (plane.Length * width);
        for (int value = 0; value < 256; value++)
        {
            int position = Math.Clamp(value - origin, 0, (Bins * width) - 1) - (width / 2);
            int bin = Math.Max(0, position) >> shift;
            int offset = position < 0 ? 0 : position & (width - 1);
            target[bin] += _counts[value] * (width - offset) * unit;
            target[Math.Min(bin + 1, Bins - 1)] += _counts[value] * offset * unit;
        }
    }
}
