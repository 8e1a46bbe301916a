using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Dsp.Image;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// Measures consecutive frames of one window (rung L3), each looked at once. Camera motion is the similarity (shift, zoom, roll) that most
/// of the picture follows from frame to frame; what it leaves is the motion of things. Frames that repeat the one before are passed over,
/// so that doubled frames do not look like stops. No allocation per frame but for lists that grow.
/// </summary>
/// <param name="cuts">Whether hard cuts inside are looked for, and pictures that stand still between moving ones.</param>
internal sealed class MotionMeter(bool cuts = true)
{
    private const double FrameSeconds = 1.0 / 30;

    // Mean difference per pixel (of 255) below which two pictures are the same one.
    private const double SamePicture = 0.05;

    private const double FrozenShare = 0.9;

    // A window that begins inside of a standing picture has it settle for some frames, by less than what moves differs.
    private const double SettlingShare = 0.75;
    private const double LeastMotion = 0.4;

    // A mean difference of so much of the luma range per 1/30 s reads as an amount of 0.63; the scale then saturates.
    private const double AmountScale = 0.05;

    // Camera motion is believed when half of the picture's texture follows it, or a quarter and it takes away at least 15 % of the
    // difference.
    private const double GoodSupport = 0.5;
    private const double LeastSupport = 0.25;
    private const double LeastGain = 0.85;

    // Standard deviation of luma below which there is nothing whose motion could be seen.
    private const double LeastStructure = 4;

    // How far the whole picture may jump from frame to frame, as a share of its sides; farther only where the usual reach explains nothing.
    private const double UsualReach = 0.125;
    private const double WideReach = 0.32;

    // Limited range, as in PictureMeter.
    private const byte BlackLimit = 34;
    private const byte WhiteLimit = 229;

    private const int PaletteStep = 8;

    // Mean absolute of root mean square, for misfits spread about normally.
    private const double MeanOfRoot = 0.8;

    private readonly DenseShotDetector? _cuts = cuts ? new() : null;
    private readonly FreezeTrack? _freezes = cuts ? new() : null;
    private readonly FrameShrinker _shrinker = new();
    private readonly FlowField _field = new();
    private readonly CameraTrack _path = new();
    private readonly SaliencyMeter _saliency = new();
    private readonly SharpnessMeter _sharpness = new();
    private readonly PaletteMeter _palette = new();
    private readonly List<FrameSample> _samples = new(64);
    private FlowPlanes _now = new();
    private FlowPlanes _before = new();
    private double[] _misfits = [];
    private int _repeated;
    private double _most;
    private int _pairs;
    private double _beforeSeconds;
    private double _plain;
    private double _residual;
    private double _panX;
    private double _panY;
    private double _zoom;
    private double _roll;
    private double _way;
    private double _seconds;
    private bool _broken = true;
    private double _luma;
    private double _black;
    private double _white;
    private double _aspect = 1;

    /// <summary>Frames seen.</summary>
    public int Frames => _samples.Count;

    /// <summary>Cuts, fades and dissolves found inside, in order; known after <see cref="Finish"/>.</summary>
    public IReadOnlyList<ShotBoundary> Boundaries { get; private set; } = [];

    /// <summary>Where the picture stands still between moving ones, in seconds and in order; known after <see cref="Finish"/>.</summary>
    public IReadOnlyList<(double Start, double End)> Freezes { get; private set; } = [];

    /// <summary>Takes the next frame of the window.</summary>
    public void Add(SmallFrame frame)
    {
        SmallFrame small = _shrinker.Shrink(frame);
        _cuts?.Add(small);
        _freezes?.Add(small);
        _now.Set(small);
        _aspect = (double)small.Height / small.Width;
        double seconds = frame.Time.Seconds;
        PlaneSums luma = BytePlanes.Sum(small.Luma, BlackLimit, WhiteLimit);
        _luma += luma.Mean;
        _black += (double)luma.Low / luma.Count;
        _white += (double)luma.High / luma.Count;
        if (_samples.Count % PaletteStep == 0)
        {
            _palette.Add(small);
        }

        (float Amount, float Camera, float Objects) motion = (0, 0, 0);
        int known = 0;
        bool keep = true;
        if (_samples.Count > 0)
        {
            double plain = (double)BytePlanes.AbsoluteDifference(_now.Full, _before.Full) / _now.Full.Length;
            keep = plain >= SamePicture;
            _most = Math.Max(_most, plain);
            if (keep)
            {
                motion = Measure(seconds, plain, luma.Deviation);
                known = _field.Count;
            }
            else
            {
                _repeated++;
            }
        }

        _saliency.Add(small, _field.Blocks[..known], _misfits.AsSpan(0, known));
        _samples.Add(
            new FrameSample(
                seconds,
                motion.Amount,
                motion.Camera,
                motion.Objects,
                _sharpness.Measure(frame.Luma, frame.Width, frame.Height),
                Level(luma.Mean),
                _saliency.Now.X,
                _saliency.Now.Y
            )
        );
        if (keep)
        {
            (_before, _now) = (_now, _before);
            _beforeSeconds = seconds;
        }
    }

    /// <summary>What was measured; null with fewer than two frames. Call once, after the last frame.</summary>
    /// <param name="start">PTS of the window's start.</param>
    /// <param name="end">PTS after it.</param>
    public MotionFeatures? Finish(MediaTime start, MediaTime end)
    {
        int frames = _samples.Count;
        if (frames < 2)
        {
            return null;
        }

        Boundaries = _cuts?.Finish() ?? [];
        Freezes = _freezes?.Find(end.Seconds, [.. Boundaries.SelectMany(b => new[] { b.Start.Seconds, b.End.Seconds })]) ?? [];
        double per = _seconds == 0 ? 0 : 1 / _seconds;
        return new MotionFeatures
        {
            Start = start,
            End = end,
            Amount = Saturate(_plain / Math.Max(1, _pairs)),
            PanX = (float)(_panX * per),
            PanY = (float)(_panY * per),
            Shake = (float)_path.Shake(),
            ObjectMotion = Saturate(_residual / Math.Max(1, _pairs)),
            Zoom = (float)(_zoom * per),
            Roll = (float)(_roll * per),
            CameraSpeed = (float)(_way * per),
            InnerCut = Boundaries.Where(b => b.Kind == BoundaryKind.Cut).Select(b => (MediaTime?)b.Start).FirstOrDefault(),
            Frozen = frames > 5 && _repeated >= (_most < LeastMotion ? SettlingShare : FrozenShare) * (frames - 1),
            Look = Look(),
            Curves = CurveBuilder.Build(start, end, _samples),
        };
    }

    private WindowPictures Look()
    {
        int frames = _samples.Count;
        (float x, float y, float spread) = _saliency.Mean(_aspect);
        float[] sharpness = [.. _samples.Select(s => s.Sharpness).OfType<float>().Order()];
        return new WindowPictures
        {
            Sharpness = sharpness.Length == 0 ? null : sharpness[sharpness.Length / 2],
            Luma = Level(_luma / frames),
            BlackShare = (float)(_black / frames),
            WhiteShare = (float)(_white / frames),
            Palette = _palette.Take(),
            SaliencyX = x,
            SaliencyY = y,
            SaliencySpread = spread,
        };
    }

    private (float Amount, float Camera, float Objects) Measure(double seconds, double plain, double deviation)
    {
        double elapsed = Math.Max(seconds - _beforeSeconds, 1e-3),
            pace = FrameSeconds / elapsed / 255;
        (CameraStep step, double residual, bool told) = Follow(plain, UsualReach);
        if (!told && deviation >= LeastStructure)
        {
            (step, residual, told) = Follow(plain, WideReach);
        }

        _pairs++;
        _plain += plain * pace;
        if (!told || deviation < LeastStructure)
        {
            // A cut, a flash, or nothing to see: no motion of the camera explains the change, so all of it is motion of things.
            residual = _field.Count == 0 ? plain : Math.Min(plain, MeanOfRoot * Misfits(default));
            _residual += residual * pace;
            _broken = true;
            return (Saturate(plain * pace), 0, Saturate(residual * pace));
        }

        _residual += residual * pace;
        int width = _now.Width,
            height = _now.Height;
        double x = -step.X / width,
            y = -step.Y / height,
            way = Math.Sqrt((step.X * step.X) + (step.Y * step.Y)) / width;
        _path.Add((seconds + _beforeSeconds) / 2, x / elapsed, -step.Y / width / elapsed, _broken);
        _broken = false;
        _panX += x;
        _panY += y;
        _zoom += Math.Log(Math.Max(0.1, 1 + step.Zoom));
        _roll += step.Roll * 180 / Math.PI;
        _way += way;
        _seconds += elapsed;
        return (Saturate(plain * pace), (float)(way / elapsed), Saturate(residual * pace));
    }

    // The camera's step, the mean difference that it leaves, and whether it explains the change.
    private (CameraStep Step, double Residual, bool Told) Follow(double plain, double reach)
    {
        _field.Measure(_before, _now, reach);
        CameraStep step = CameraFit.Fit(_field.Blocks, _field.All, _field.HalfWidth);
        double residual = _field.Count == 0 ? plain : Math.Min(plain, MeanOfRoot * Misfits(step));
        bool still = Math.Abs(step.X) <= 0.5 && Math.Abs(step.Y) <= 0.5;
        return (step, residual, step.Support >= GoodSupport || (step.Support >= LeastSupport && (still || residual <= LeastGain * plain)));
    }

    // Mean over the blocks, which are kept for the saliency.
    private double Misfits(in CameraStep step)
    {
        if (_misfits.Length < _field.Count)
        {
            _misfits = new double[_field.Count];
        }

        double sum = 0;
        int known = 0;
        for (int i = 0; i < _field.Count; i++)
        {
            FlowBlock block = _field.Blocks[i];
            (double x, double y) = step.At(block.X, block.Y);
            double? misfit = _field.Misfit(block, x, y);
            _misfits[i] = misfit ?? -1;
            sum += misfit ?? 0;
            known += misfit is null ? 0 : 1;
        }

        return known == 0 ? 0 : sum / known;
    }

    private static float Level(double mean) => (float)Math.Clamp((mean - 16) / 219, 0, 1);

    private static float Saturate(double mean) => (float)(1 - Math.Exp(-mean / AmountScale));
}
