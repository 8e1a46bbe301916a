using MontageAI.Analysis.Clips.Motion;
using MontageAI.Detection;
using MontageAI.Dsp.Image;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Subjects;

/// <summary>
/// Measures where the eye is drawn in consecutive frames: blocks that move against the camera (as <see cref="SaliencyMeter"/> finds them),
/// and beside them what stands out of the picture in brightness and colour (Achanta et al. 2009), in detail, and by the colour of skin.
/// Frames are those at which motion is measured, 160 pixels long; larger ones are made smaller. Faces are followed beside all this.
/// </summary>
internal sealed class SubjectMeter(MediaTime start, MediaTime end, IFaceDetector? faces = null)
{
    private const int Bins = SubjectTrack.Bins;
    private const int Rows = 18;

    // Mean squared misfit, in squared levels, at which motion counts as much as everything else.
    private const double MotionScale = 2;
    private const double Conspicuous = 1.5;
    private const double LeastLevels = 1.5;

    // Spread of the preference for the centre, as a share of the picture's sides: viewers and camera operators put things there.
    private const double CentreSpread = 0.35;

    // What the colour of skin adds, in units of a cell that stands out fully; nothing where so much of the picture has it that it must be
    // wood, sand or light.
    private const double SkinWeight = 1.5;
    private const double MostSkin = 0.4;

    private readonly FaceFollower? _faces = faces is null ? null : new FaceFollower(faces);
    private readonly FrameShrinker _shrinker = new();
    private readonly FlowField _field = new();
    private readonly List<double> _seconds = [];
    private readonly List<float> _across = [];
    private readonly List<float> _down = [];
    private readonly List<float> _moving = [];
    private readonly byte[] _luma = new byte[Bins * Rows];
    private readonly byte[] _blue = new byte[Bins * Rows];
    private readonly byte[] _red = new byte[Bins * Rows];
    private readonly double[] _columns = new double[Bins];
    private readonly double[] _rows = new double[Bins];
    private FlowPlanes _now = new();
    private FlowPlanes _before = new();

    /// <summary>Takes the next frame.</summary>
    public void Add(SmallFrame frame)
    {
        _faces?.Add(frame);
        frame = _shrinker.Shrink(frame);
        _now.Set(frame);
        Array.Clear(_columns);
        Array.Clear(_rows);
        double motion = _seconds.Count > 0 ? Motion(frame.Width, frame.Height) : 0;
        double share = motion / (motion + MotionScale);
        Scale(share);
        Still(frame, 1 - share);
        double across = Math.Max(1e-9, _columns.Sum()),
            down = Math.Max(1e-9, _rows.Sum());
        _across.AddRange(_columns.Select(v => (float)Math.Round(v / across, 4)));
        _down.AddRange(_rows.Select(v => (float)Math.Round(v / down, 4)));
        _moving.Add((float)Math.Round(share, 3));
        _seconds.Add(Math.Round(frame.Time.Seconds, 7));
        (_before, _now) = (_now, _before);
    }

    /// <summary>What was measured.</summary>
    public SubjectTrack Finish() =>
        new()
        {
            Start = start,
            End = end,
            Seconds = _seconds,
            Across = _across,
            Down = _down,
            Moving = _moving,
            Faces = _faces?.Finish(),
        };

    // Fills the profiles with what moves; returns how much that is, in squared levels per block.
    private double Motion(int width, int height)
    {
        _field.Measure(_before, _now, 0.125);
        CameraStep step = CameraFit.Fit(_field.Blocks, _field.All, _field.HalfWidth);
        double[] misfits = new double[_field.Count];
        List<double> known = [];
        for (int i = 0; i < misfits.Length; i++)
        {
            FlowBlock block = _field.Blocks[i];
            (double x, double y) = step.At(block.X, block.Y);
            misfits[i] = _field.Misfit(block, x, y) ?? -1;
            if (misfits[i] >= 0)
            {
                known.Add(misfits[i]);
            }
        }

        if (known.Count == 0)
        {
            return 0;
        }

        known.Sort();
        double usual = known[known.Count / 2],
            least = Math.Max(Conspicuous * usual, usual + LeastLevels),
            sum = 0;
        for (int i = 0; i < misfits.Length; i++)
        {
            double above = misfits[i] - least;
            if (above <= 0)
            {
                continue;
            }

            FlowBlock block = _field.Blocks[i];
            double mass = above * above / known.Count;
            sum += mass;
            Spread(_columns, ((block.X + block.OffsetX) / width) + 0.5, (double)BlockFlow.Width / width, mass);
            Spread(_rows, ((block.Y + block.OffsetY) / height) + 0.5, 10.0 / height, mass);
        }

        return sum;
    }

    // A block's mass over the bins that it covers.
    private static void Spread(double[] bins, double centre, double size, double mass)
    {
        double from = (centre - (size / 2)) * Bins,
            to = (centre + (size / 2)) * Bins;
        for (int b = Math.Max(0, (int)from); b < Math.Min(Bins, to); b++)
        {
            bins[b] += mass * Math.Max(0, Math.Min(to, b + 1) - Math.Max(from, b)) / (to - from);
        }
    }

    private void Scale(double share)
    {
        double across = _columns.Sum(),
            down = _rows.Sum();
        for (int b = 0; b < Bins; b++)
        {
            _columns[b] *= across > 0 ? share / across : 0;
            _rows[b] *= down > 0 ? share / down : 0;
        }
    }

    private void Still(SmallFrame frame, double share)
    {
        int width = Math.Min(Bins, frame.Width / 2),
            height = Math.Min(Rows, frame.Height / 2),
            cells = width * height;
        Downscale.Average(frame.Luma, frame.Width, frame.Height, _luma, width, height);
        Downscale.Average(frame.ChromaBlue, frame.Width / 2, frame.Height / 2, _blue, width, height);
        Downscale.Average(frame.ChromaRed, frame.Width / 2, frame.Height / 2, _red, width, height);
        double y = Mean(_luma, cells),
            b = Mean(_blue, cells),
            r = Mean(_red, cells);
        Span<double> weight = stackalloc double[cells];
        double most = 1;
        for (int i = 0; i < cells; i++)
        {
            double dy = _luma[i] - y,
                db = _blue[i] - b,
                dr = _red[i] - r;
            weight[i] = (dy * dy) + (4 * ((db * db) + (dr * dr))) + Detail(frame, i % width, i / width, width, height);
            most = Math.Max(most, weight[i]);
        }

        double sum = 0,
            skin = 0;
        for (int i = 0; i < cells; i++)
        {
            skin += Skin(_luma[i], _blue[i], _red[i]) / cells;
        }

        skin = SkinWeight * Math.Max(0, 1 - (skin / MostSkin));
        for (int i = 0; i < cells; i++)
        {
            double x = ((i % width) + 0.5) / width,
                at = ((i / width) + 0.5) / height;
            double off = ((x - 0.5) * (x - 0.5)) + ((at - 0.5) * (at - 0.5));
            weight[i] =
                ((weight[i] / most) + (skin * Skin(_luma[i], _blue[i], _red[i]))) * Math.Exp(-off / (2 * CentreSpread * CentreSpread));
            sum += weight[i];
        }

        for (int i = 0; i < cells && sum > 0; i++)
        {
            Spread(_columns, ((i % width) + 0.5) / width, 1.0 / width, share * weight[i] / sum);
            Spread(_rows, ((i / width) + 0.5) / height, 1.0 / height, share * weight[i] / sum);
        }
    }

    private static double Mean(byte[] cells, int count)
    {
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += cells[i];
        }

        return (double)sum / count;
    }

    // Mean squared step between neighbours inside a cell: what is in focus has it, what is out of focus has not.
    private static double Detail(SmallFrame frame, int column, int row, int width, int height)
    {
        int left = column * frame.Width / width,
            right = Math.Min(frame.Width - 1, (column + 1) * frame.Width / width);
        int top = row * frame.Height / height,
            bottom = Math.Min(frame.Height - 1, (row + 1) * frame.Height / height);
        ReadOnlySpan<byte> luma = frame.Luma;
        long sum = 0;
        int count = 0;
        for (int py = top; py < bottom; py++)
        {
            for (int px = left; px < right; px++)
            {
                int at = (py * frame.Width) + px;
                int dx = luma[at + 1] - luma[at],
                    dy = luma[at + frame.Width] - luma[at];
                sum += (dx * dx) + (dy * dy);
                count++;
            }
        }

        return count == 0 ? 0 : (double)sum / count;
    }

    // Chai and Ngan, "Face segmentation using skin-color map in videophone applications" (1999): a box in chroma; the dark and the burnt
    // are left out. Wood and sand fall into it too, so it only adds.
    private static double Skin(byte luma, byte blue, byte red) =>
        luma is > 50 and < 230 && blue is >= 85 and <= 127 && red is >= 137 and <= 173 ? 1 : 0;
}
