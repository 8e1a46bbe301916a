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

    /// <summary>Speed of the camera in picture widths per second from which on the eye does not follow.</summary>
    public const float SmearSpeed = 0.75f;

    // A picture that changes by so much and has so little of its clip's usual sharpness is smeared by a camera whose way cannot be told.
    private const float SmearChange = 0.25f;
    private const float SmearSharpness = 0.5f;

    // Smears last so long at least, and so much before and after belongs to them.
    private const double LeastSmear = 0.08;
    private const double SmearMargin = 0.12;

    // What broke a picture that stands is often seen some frames before it does.
    private const double FreezeMargin = 0.1;

    // A picture is looked at so often: black of some frames is seen.
    private const int PictureStep = 6;

    private readonly MotionMeter _motion = new();
    private readonly PictureMeter _meter = new();
    private readonly List<(MediaTime Time, PictureFeatures Features)> _pictures = [];

    /// <summary>Takes the next frame.</summary>
    public void Add(SmallFrame frame)
    {
        if (_motion.Frames % PictureStep == 0)
        {
            _pictures.Add((frame.Time, _meter.Measure(frame)));
        }

        _motion.Add(frame);
    }

    /// <summary>What was measured. Of a window with fewer than two frames motion is not known.</summary>
    public MeasuredWindow Finish()
    {
        MotionFeatures? motion = _motion.Finish(start, end);
        double[] lettering = [.. Lettering()];
        motion = motion is null || lettering.Length == 0 ? motion : motion with { Lettering = lettering };
        List<RejectedStretch> rejected = [];
        if (motion is not null && Judge(motion) is { } stretch)
        {
            rejected.Add(stretch);
        }

        if (motion?.Curves is { } curves)
        {
            rejected.AddRange(Smears(curves));
        }

        rejected.AddRange(motion is { Frozen: false } ? Freezes() : []);
        rejected.AddRange(Parts());
        rejected.AddRange(RejectedStretches.FindWithin(_pictures, start, end, usualSharpness));
        return new MeasuredWindow(start, end, motion, rejected);
    }

    // Letters stand: of a single picture it is sparks or debris.
    private IEnumerable<double> Lettering()
    {
        for (int i = 0; i < _pictures.Count; i++)
        {
            if (Has(i) && (Has(i - 1) || Has(i + 1) || _pictures.Count == 1))
            {
                yield return _pictures[i].Time.Seconds;
            }
        }

        bool Has(int i) => i >= 0 && i < _pictures.Count && _pictures[i].Features.Lettering >= PictureFeatures.LetteringLimit;
    }

    private IEnumerable<RejectedStretch> Freezes() =>
        _motion.Freezes.Select(f => new RejectedStretch(
            MediaTime.FromSeconds(Math.Max(start.Seconds, f.Start - FreezeMargin), start.TimeBase),
            MediaTime.FromSeconds(f.End, start.TimeBase),
            RejectReason.Frozen,
            string.Create(CultureInfo.InvariantCulture, $"the picture stands still for {f.End - f.Start:0.0} s while the take moves")
        ));

    // What is not one picture after the other: fades and dissolves, and the cuts after the first, which is told by itself.
    private IEnumerable<RejectedStretch> Parts()
    {
        bool first = true;
        foreach (ShotBoundary boundary in _motion.Boundaries)
        {
            if (boundary.Kind == BoundaryKind.Cut && first)
            {
                first = false;
                continue;
            }

            MediaTime to =
                boundary.End.Ticks > boundary.Start.Ticks ? boundary.End : boundary.Start with { Ticks = boundary.Start.Ticks + 1 };
            yield return new RejectedStretch(
                boundary.Start,
                to,
                RejectReason.Transition,
                boundary.Kind == BoundaryKind.Cut ? "a cut"
                    : boundary.Kind == BoundaryKind.Fade ? "a fade"
                    : "a dissolve"
            );
        }
    }

    private IEnumerable<RejectedStretch> Smears(WindowCurves curves)
    {
        bool[] smeared =
        [
            .. Enumerable
                .Range(0, curves.Seconds.Count)
                .Select(i =>
                    curves.Camera[i] > SmearSpeed
                    || (curves.Amount[i] > SmearChange && curves.Sharpness[i] < SmearSharpness * (usualSharpness ?? 0))
                ),
        ];
        for (int i = 0; i < smeared.Length; i++)
        {
            int last = i;
            while (smeared[i] && last + 1 < smeared.Length && smeared[last + 1])
            {
                last++;
            }

            if (smeared[i] && curves.Seconds[last] - curves.Seconds[Math.Max(0, i - 1)] >= LeastSmear)
            {
                MediaTime from = MediaTime.FromSeconds(curves.Seconds[i] - SmearMargin, start.TimeBase),
                    to = MediaTime.FromSeconds(curves.Seconds[last] + SmearMargin, start.TimeBase);
                yield return new RejectedStretch(
                    from.Ticks > start.Ticks ? from : start,
                    to.Ticks < end.Ticks ? to : end,
                    RejectReason.Smeared,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the camera passes by at up to {curves.Camera.Skip(i).Take(last - i + 1).Max():0.0} picture widths per second "
                            + $"(limit {SmearSpeed:0.00})"
                    )
                );
            }

            i = last;
        }
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
