using MontageAI.Analysis.Clips.Shots;
using MontageAI.Dsp.Image;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// Measures the motion in consecutive frames of one window (rung L3). Camera motion is the shift of the whole picture from frame to
/// frame; what it leaves is the motion of things. Frames that repeat the one before are passed over, so that doubled frames do not
/// look like stops. No allocation per frame.
/// </summary>
internal sealed class MotionMeter(MediaTime start, MediaTime end)
{
    private const int PlaneWidth = 80;
    private const int PlaneHeight = 45;
    private const double FrameSeconds = 1.0 / 30;

    // Mean difference per pixel (of 255) below which two pictures are the same one.
    private const double SamePicture = 0.05;

    // A mean difference of so much of the luma range per 1/30 s reads as an amount of 0.63; the scale then saturates.
    private const double AmountScale = 0.05;

    // A shift must take away at least 15 % of the difference to be believed.
    private const double LeastGain = 0.85;

    // Standard deviation of luma below which there is nothing whose motion could be seen.
    private const double LeastStructure = 4;

    private readonly DenseShotDetector _cuts = new();
    private byte[] _now = new byte[PlaneWidth * PlaneHeight];
    private byte[] _before = new byte[PlaneWidth * PlaneHeight];
    private int _width;
    private int _height;
    private int _frames;
    private int _repeated;
    private int _pairs;
    private int _changes;
    private double _beforeSeconds;
    private double _plain;
    private double _residual;
    private double _panX;
    private double _panY;
    private double _shake;
    private (double X, double Y)? _velocity;
    private double _seconds;

    /// <summary>Frames seen.</summary>
    public int Frames => _frames;

    /// <summary>Takes the next frame of the window.</summary>
    public void Add(SmallFrame frame)
    {
        _cuts.Add(frame);
        bool upright = frame.Width >= frame.Height;
        _width = Math.Min(frame.Width, upright ? PlaneWidth : PlaneHeight);
        _height = Math.Min(frame.Height, upright ? PlaneHeight : PlaneWidth);
        Downscale.Average(frame.Luma, frame.Width, frame.Height, _now, _width, _height);
        double seconds = frame.Time.Seconds;
        if (_frames++ == 0)
        {
            Keep(seconds);
            return;
        }

        int pixels = _width * _height;
        if (BytePlanes.AbsoluteDifference(_now.AsSpan(0, pixels), _before.AsSpan(0, pixels)) < SamePicture * pixels)
        {
            _repeated++;
            return;
        }

        Measure(seconds);
        Keep(seconds);
    }

    /// <summary>What was measured; null with fewer than two frames.</summary>
    public MotionFeatures? Finish()
    {
        if (_frames < 2)
        {
            return null;
        }

        MediaTime? cut = _cuts.Finish().Where(b => b.Kind == BoundaryKind.Cut).Select(b => (MediaTime?)b.Start).FirstOrDefault();
        return new MotionFeatures
        {
            Start = start,
            End = end,
            Amount = Saturate(_plain),
            PanX = _seconds == 0 ? 0 : (float)(_panX / _seconds),
            PanY = _seconds == 0 ? 0 : (float)(_panY / _seconds),
            Shake = _changes == 0 ? 0 : (float)(_shake / _changes),
            ObjectMotion = Saturate(_residual),
            InnerCut = cut,
            Frozen = _repeated >= 0.9 * (_frames - 1) && _frames > 5,
        };
    }

    private void Measure(double seconds)
    {
        double elapsed = Math.Max(seconds - _beforeSeconds, 1e-3);
        ShiftSearch.Shift shift = ShiftSearch.Find(_before, _now, _width, _height, Math.Max(1, _width / 8), Math.Max(1, _height / 8));
        _plain += shift.Plain / 255 * FrameSeconds / elapsed;
        _residual += shift.Residual / 255 * FrameSeconds / elapsed;
        _pairs++;
        bool blank = BytePlanes.Sum(_now.AsSpan(0, _width * _height), 0, 255).Deviation < LeastStructure;
        bool still = Math.Abs(shift.X) <= 0.5 && Math.Abs(shift.Y) <= 0.5;
        if (blank || (!still && shift.Residual > LeastGain * shift.Plain))
        {
            // A cut, a flash, or nothing to see: no shift explains the change.
            _velocity = null;
            return;
        }

        double x = -shift.X / _width, y = -shift.Y / _height;
        (double X, double Y) velocity = (x / elapsed, y / elapsed);
        if (_velocity is { } before)
        {
            double aspect = (double)_height / _width;
            double dx = velocity.X - before.X, dy = (velocity.Y - before.Y) * aspect;
            _shake += Math.Sqrt((dx * dx) + (dy * dy));
            _changes++;
        }

        _velocity = velocity;
        _panX += x;
        _panY += y;
        _seconds += elapsed;
    }

    private void Keep(double seconds)
    {
        (_before, _now) = (_now, _before);
        _beforeSeconds = seconds;
    }

    private float Saturate(double sum) => (float)(1 - Math.Exp(-sum / Math.Max(1, _pairs) / AmountScale));
}
