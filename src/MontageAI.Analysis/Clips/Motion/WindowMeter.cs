using System.Globalization;
using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>Measures one window from its frames, in order, and judges whether it can be watched. Not for several threads.</summary>
/// <param name="start">PTS of the window's first frame.</param>
/// <param name="end">PTS after its last frame.</param>
/// <param name="usualSharpness">Median sharpness of the clip; null when unknown.</param>
internal sealed class WindowMeter(MediaTime start, MediaTime end, float? usualSharpness)
{
    /// <summary>Shake in picture widths per second above which nobody can watch. The test media's wildest real move, a whip pan, has
    /// 0.30.</summary>
    public const double ShakeLimit = 0.45;

    private readonly MotionMeter _motion = new();
    private readonly PictureMeter _meter = new();
    private readonly List<(MediaTime Time, PictureFeatures Features)> _pictures = [];

    /// <summary>Takes the next frame.</summary>
    public void Add(SmallFrame frame)
    {
        if (_motion.Frames % 8 == 0)
        {
            _pictures.Add((frame.Time, _meter.Measure(frame)));
        }

        _motion.Add(frame);
    }

    /// <summary>What was measured. Of a window with fewer than two frames motion is not known.</summary>
    public MeasuredWindow Finish()
    {
        MotionFeatures? motion = _motion.Finish(start, end);
        List<RejectedStretch> rejected = [];
        if (motion is not null && Judge(motion) is { } stretch)
        {
            rejected.Add(stretch);
        }

        rejected.AddRange(RejectedStretches.FindWithin(_pictures, start, end, usualSharpness));
        return new MeasuredWindow(start, end, motion, rejected);
    }

    private static RejectedStretch? Judge(MotionFeatures window)
    {
        if (window.Frozen)
        {
            return new RejectedStretch(window.Start, window.End, RejectReason.Frozen, "the same picture over and over");
        }

        return window.Shake > ShakeLimit
            ? new RejectedStretch(
                window.Start,
                window.End,
                RejectReason.Shaking,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the camera shakes by {window.Shake:0.00} picture widths per second (limit {ShakeLimit:0.00})"
                )
            )
            : null;
    }
}
