using MontageAI.Analysis.Clips.Motion;
using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Montages;

/// <summary>Measures every frame of what a montage shows without a cut inside: motion as analysis measures it, and how each picture looks.
/// One thread at a time.</summary>
public sealed class ShownMeter
{
    /// <summary>Longer side of the frames that are measured, pixels: sharpness then means the same as everywhere else.</summary>
    public const int FrameSize = 320;

    /// <summary>Sharpness below which a picture counts as blurred.</summary>
    public const float BlurLimit = 0.28f;

    /// <summary>Shake in picture widths per second above which a picture counts as shaken: selection then gives no points for
    /// steadiness.</summary>
    public const float ShakeLimit = 0.3f;

    /// <summary>Speed of the camera in picture widths per second above which a picture is smeared: the eye does not follow.</summary>
    public const float SmearSpeed = WindowMeter.SmearSpeed;

    /// <summary>How much a picture looks like a card at the least to count as one.</summary>
    public const float CardShare = CardMeter.CardShare;

    private const double WindowSeconds = 1;

    private readonly PictureMeter _meter = new();
    private readonly List<double> _seconds = [];
    private readonly List<float> _amount = [];
    private readonly List<float> _camera = [];
    private readonly List<float> _objects = [];
    private readonly FrameShrinker _shrinker = new();
    private DenseShotDetector _cuts = new();
    private FreezeTrack _freezes = new();
    private readonly List<PictureFeatures> _pictures = [];
    private readonly List<ShakeWindow> _windows = [];
    private MotionMeter _motion = new(cuts: false);
    private MediaTime _from;

    /// <summary>Takes the next frame.</summary>
    public void Add(SmallFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (_seconds.Count == 0)
        {
            _from = frame.Time;
        }
        else if (frame.Time.Seconds - _from.Seconds >= WindowSeconds)
        {
            // The frame that opens the next window also closes this one, so that the step between them is measured.
            _motion.Add(frame);
            Close(frame.Time, _seconds.Count + 1);
            _motion = new MotionMeter(cuts: false);
            _from = frame.Time;
        }

        _motion.Add(frame);
        SmallFrame small = _shrinker.Shrink(frame);
        _cuts.Add(small);
        _freezes.Add(small);
        _seconds.Add(Math.Round(frame.Time.Seconds, 7));
        _pictures.Add(_meter.Measure(frame));
    }

    /// <summary>What was measured; the meter starts anew.</summary>
    /// <param name="end">PTS after the last frame.</param>
    public ShownStretch Finish(MediaTime end)
    {
        Close(end, _seconds.Count);
        IReadOnlyList<ShotBoundary> cuts = _cuts.Finish();
        ShownStretch stretch = new()
        {
            Seconds = [.. _seconds],
            Amount = [.. _amount],
            Luma = [.. _pictures.Select(p => Round(p.Luma))],
            Contrast = [.. _pictures.Select(p => Round(p.Contrast))],
            Saturation = [.. _pictures.Select(p => Round(p.Saturation))],
            Black = [.. _pictures.Select(p => Round(p.BlackShare))],
            White = [.. _pictures.Select(p => Round(p.WhiteShare))],
            Sharpness = [.. _pictures.Select(p => p.Sharpness is { } s ? Round(s) : (float?)null)],
            Fingerprint = [.. _pictures.Select(p => p.Fingerprint)],
            Camera = [.. _camera],
            Objects = [.. _objects],
            Card = [.. _pictures.Select(p => Round(p.Card ?? 0))],
            Lettering = [.. _pictures.Select(p => Round(p.Lettering ?? 0))],
            Bars = [.. _pictures.Select(p => Round(p.Bars?.Share ?? 0))],
            Cuts = [.. cuts.Select(b => Math.Round((b.Start.Seconds + b.End.Seconds) / 2, 7))],
            Frozen =
            [
                .. _freezes
                    .Find(end.Seconds, [.. cuts.SelectMany(b => new[] { b.Start.Seconds, b.End.Seconds })])
                    .Select(f => new FrozenSpan(Math.Round(f.Start, 7), Math.Round(f.End, 7))),
            ],
            Windows = [.. _windows],
        };
        _seconds.Clear();
        _amount.Clear();
        _camera.Clear();
        _objects.Clear();
        _cuts = new DenseShotDetector();
        _freezes = new FreezeTrack();
        _pictures.Clear();
        _windows.Clear();
        _motion = new MotionMeter(cuts: false);
        return stretch;
    }

    // Of a window's first frame the change from the one before was measured by the window before; of the stretch's first frame there is
    // none.
    private void Close(MediaTime end, int frames)
    {
        if (_motion.Finish(_from, end) is { } window)
        {
            int known = _amount.Count == 0 ? 0 : 1;
            _amount.AddRange(window.Curves!.Amount.Skip(known));
            _camera.AddRange(window.Curves.Camera.Skip(known));
            _objects.AddRange(window.Curves.Objects.Skip(known));
            _windows.Add(new ShakeWindow(Math.Round(_from.Seconds, 7), Math.Round(end.Seconds, 7), Round(window.Shake)));
        }

        // A single frame has no motion.
        while (_amount.Count < frames)
        {
            _amount.Add(0);
            _camera.Add(0);
            _objects.Add(0);
        }
    }

    private static float Round(float value) => (float)Math.Round(value, 4);
}
