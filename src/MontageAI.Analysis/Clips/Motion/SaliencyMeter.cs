using MontageAI.Dsp.Image;
using MontageAI.Media;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// Where the eye is drawn: first to what moves against the camera's motion, else to what differs from the rest in brightness and colour
/// (Achanta et al., "Frequency-tuned salient region detection", 2009, on a coarse grid), more so near the centre. No allocation after the
/// first frame.
/// </summary>
internal sealed class SaliencyMeter
{
    private const int GridLong = 16;
    private const int GridShort = 9;

    // Spread of the preference for the centre, in picture widths and heights.
    private const double CentreSpread = 0.3;

    // Mean squared misfit, in squared levels, at which motion counts as much as contrast.
    private const double MotionScale = 4;

    // A block moves by itself when its misfit is so many times the usual one, and at least so many levels above it.
    private const double Conspicuous = 1.5;
    private const double LeastLevels = 1.5;

    // Contrast changes slowly; it is measured in every so many frames.
    private const int ContrastStep = 4;

    private readonly byte[] _luma = new byte[GridLong * GridShort];
    private readonly byte[] _blue = new byte[GridLong * GridShort];
    private readonly byte[] _red = new byte[GridLong * GridShort];
    private Moments _contrast;
    private Moments _total;
    private int _frames;

    /// <summary>Where it is in the last frame, 0 to 1 of width and height.</summary>
    public (float X, float Y) Now { get; private set; } = (0.5f, 0.5f);

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">The frame, of the size at which motion is measured.</param>
    /// <param name="blocks">Blocks of its field; none for the first.</param>
    /// <param name="misfits">Their misfit to the camera's motion in levels; below 0 where unknown.</param>
    public void Add(SmallFrame frame, ReadOnlySpan<FlowBlock> blocks, ReadOnlySpan<double> misfits)
    {
        if (_frames++ % ContrastStep == 0)
        {
            _contrast = Contrast(frame);
        }

        Moments motion = Motion(blocks, misfits, frame.Width, frame.Height);
        double share = motion.Mass / (motion.Mass + MotionScale);
        Moments both = motion.Unit.Times(share).Plus(_contrast.Unit.Times(1 - share));
        Now = both.Mass == 0 ? (0.5f, 0.5f) : ((float)(both.X / both.Mass), (float)(both.Y / both.Mass));
        // Frames in which something moves tell more than those in which nothing does.
        _total = _total.Plus(both.Times(0.1 + share));
    }

    /// <summary>Where it was over all frames, and how far it spreads in picture widths.</summary>
    /// <param name="aspect">Height over width of the picture.</param>
    public (float X, float Y, float Spread) Mean(double aspect)
    {
        if (_total.Mass == 0)
        {
            return (0.5f, 0.5f, 0.5f);
        }

        double x = _total.X / _total.Mass,
            y = _total.Y / _total.Mass;
        double varianceX = (_total.XX / _total.Mass) - (x * x),
            varianceY = (_total.YY / _total.Mass) - (y * y);
        return ((float)x, (float)y, (float)Math.Sqrt(Math.Max(0, varianceX + (varianceY * aspect * aspect))));
    }

    private static Moments Motion(ReadOnlySpan<FlowBlock> blocks, ReadOnlySpan<double> misfits, double width, double height)
    {
        Span<double> sorted = stackalloc double[blocks.Length];
        int known = 0;
        foreach (double misfit in misfits)
        {
            if (misfit >= 0)
            {
                sorted[known++] = misfit;
            }
        }

        if (known == 0)
        {
            return default;
        }

        sorted = sorted[..known];
        sorted.Sort();
        double usual = sorted[known / 2],
            least = Math.Max(Conspicuous * usual, usual + LeastLevels);
        Moments sum = default;
        for (int i = 0; i < blocks.Length; i++)
        {
            double above = misfits[i] - least;
            if (above > 0)
            {
                // In the second frame the block is where it moved to.
                sum = sum.Plus(
                    Moments.At(
                        ((blocks[i].X + blocks[i].OffsetX) / width) + 0.5,
                        ((blocks[i].Y + blocks[i].OffsetY) / height) + 0.5,
                        above * above / known
                    )
                );
            }
        }

        return sum;
    }

    private Moments Contrast(SmallFrame frame)
    {
        bool upright = frame.Width >= frame.Height;
        int width = Math.Min(frame.Width / 2, upright ? GridLong : GridShort),
            height = Math.Min(frame.Height / 2, upright ? GridShort : GridLong),
            cells = width * height;
        Downscale.Average(frame.Luma, frame.Width, frame.Height, _luma, width, height);
        Downscale.Average(frame.ChromaBlue, frame.Width / 2, frame.Height / 2, _blue, width, height);
        Downscale.Average(frame.ChromaRed, frame.Width / 2, frame.Height / 2, _red, width, height);
        double y = BytePlanes.Sum(_luma.AsSpan(0, cells), 0, 255).Mean,
            b = BytePlanes.Sum(_blue.AsSpan(0, cells), 0, 255).Mean,
            r = BytePlanes.Sum(_red.AsSpan(0, cells), 0, 255).Mean;
        Moments sum = default;
        for (int i = 0; i < cells; i++)
        {
            double dy = _luma[i] - y,
                db = _blue[i] - b,
                dr = _red[i] - r;
            double atX = ((i % width) + 0.5) / width,
                atY = ((i / width) + 0.5) / height;
            double off = ((atX - 0.5) * (atX - 0.5)) + ((atY - 0.5) * (atY - 0.5));
            // Chroma spans a range of its own half as wide; both are squared so that a few outstanding cells beat many dull ones.
            double weight = ((dy * dy) + (4 * ((db * db) + (dr * dr)))) * Math.Exp(-off / (2 * CentreSpread * CentreSpread));
            sum = sum.Plus(Moments.At(atX, atY, weight));
        }

        return sum;
    }

    /// <summary>Weighted sums of places.</summary>
    private readonly record struct Moments(double Mass, double X, double Y, double XX, double YY)
    {
        public Moments Unit => Mass <= 0 ? default : Times(1 / Mass);

        public static Moments At(double x, double y, double mass) => new(mass, mass * x, mass * y, mass * x * x, mass * y * y);

        public Moments Plus(in Moments other) => new(Mass + other.Mass, X + other.X, Y + other.Y, XX + other.XX, YY + other.YY);

        public Moments Times(double factor) => new(Mass * factor, X * factor, Y * factor, XX * factor, YY * factor);
    }
}
