using System.Globalization;
using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>Measures windows of a clip in as few decoder runs as the source needs, and rejects those that cannot be watched.</summary>
internal sealed class WindowMeasurement(
    IClipFrameSource source, IReadOnlyList<(MediaTime Start, MediaTime End)> windows, IReadOnlyList<MediaTime> seekPoints, int decoderThreads)
{
    /// <summary>Shake in picture widths per second above which nobody can watch. The test media's wildest real move, a whip pan, has 0.30.</summary>
    public const double ShakeLimit = 0.45;

    // Sharpness needs it; motion is measured at half of it.
    private const int FrameSize = 320;

    private readonly MotionMeter?[] _meters = new MotionMeter?[windows.Count];
    private readonly List<(MediaTime Time, PictureFeatures Features)>[] _pictures = [.. windows.Select(_ => new List<(MediaTime, PictureFeatures)>())];

    /// <summary>Frames looked at.</summary>
    public int Frames { get; private set; }

    /// <summary>Decodes and measures. Windows in which fewer than two frames could be decoded yield nothing.</summary>
    /// <param name="usualSharpness">Median sharpness of the clip; null when unknown.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(List<MotionFeatures> Motion, List<RejectedStretch> Rejected)> RunAsync(float? usualSharpness, CancellationToken cancellationToken)
    {
        PictureMeter pictures = new();
        FrameRequest request = new()
        {
            Selection = FrameSelection.Windows,
            Windows = windows,
            SeekPoints = seekPoints,
            LongSide = FrameSize,
            DecoderThreads = decoderThreads,
        };
        IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                SmallFrame frame = reader.Current;
                MotionMeter meter = _meters[frame.Window] ??= new MotionMeter();
                if (meter.Frames % 8 == 0)
                {
                    _pictures[frame.Window].Add((frame.Time, pictures.Measure(frame)));
                }

                meter.Add(frame);
                Frames++;
            }
        }

        List<MotionFeatures> motion = [.. _meters.Select((m, i) => m?.Finish(windows[i].Start, windows[i].End)).OfType<MotionFeatures>()];
        List<RejectedStretch> rejected = [];
        foreach (MotionFeatures window in motion)
        {
            if (Judge(window) is { } stretch)
            {
                rejected.Add(stretch);
            }
        }

        for (int i = 0; i < windows.Count; i++)
        {
            rejected.AddRange(StretchFinder.FindWithin(_pictures[i], windows[i].Start, windows[i].End, usualSharpness));
        }

        return (motion, rejected);
    }

    private static RejectedStretch? Judge(MotionFeatures window)
    {
        if (window.Frozen)
        {
            return new RejectedStretch(window.Start, window.End, RejectReason.Frozen, "the same picture over and over");
        }

        return window.Shake > ShakeLimit
            ? new RejectedStretch(window.Start, window.End, RejectReason.Shaking, string.Create(
                CultureInfo.InvariantCulture, $"the camera shakes by {window.Shake:0.00} picture widths per second (limit {ShakeLimit:0.00})"))
            : null;
    }
}
