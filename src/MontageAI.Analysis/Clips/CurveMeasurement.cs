using MontageAI.Analysis.Clips.Motion;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips;

/// <summary>Measures every frame of a clip, window by window of about a second, whose curves are then one.</summary>
internal sealed class CurveMeasurement(IClipFrameSource source, int frameSize, int decoderThreads)
{
    private const double WindowSeconds = 1;

    /// <summary>Runs it. Memory grows by some 60 bytes per frame.</summary>
    public async Task<ClipCurves> RunAsync(CancellationToken cancellationToken)
    {
        List<MotionFeatures> windows = [];
        MotionMeter? meter = null;
        MediaTime from = default,
            last = default,
            step = default;
        string? problem;
        FrameRequest request = new()
        {
            Selection = FrameSelection.All,
            LongSide = frameSize,
            DecoderThreads = decoderThreads,
        };
        IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                SmallFrame frame = reader.Current;
                step = meter is null ? frame.Time : step with { Ticks = frame.Time.Ticks - last.Ticks };
                if (meter is not null && frame.Time.Seconds - from.Seconds >= WindowSeconds)
                {
                    // The frame that opens the next window also closes this one, so that the step between them is measured.
                    meter.Add(frame);
                    Close(windows, meter, from, frame.Time);
                    meter = null;
                }

                if (meter is null)
                {
                    from = frame.Time;
                    meter = new MotionMeter(cuts: false);
                }

                meter.Add(frame);
                last = frame.Time;
            }

            problem = reader.Problem;
        }

        if (meter is null)
        {
            throw ClipAnalyzer.NothingDecoded(source, problem);
        }

        MediaTime end = last with { Ticks = last.Ticks + Math.Max(1, windows.Count == 0 && meter.Frames < 2 ? 1 : step.Ticks) };
        Close(windows, meter, from, end);
        return new ClipCurves
        {
            Algorithm = ClipAnalyzer.Algorithm,
            IsWhole = true,
            Stretches = windows.Count == 0 ? [] : [Join(windows)],
            Windows = [.. windows.Select(w => w with { Curves = null })],
        };
    }

    private static void Close(List<MotionFeatures> windows, MotionMeter meter, MediaTime from, MediaTime to)
    {
        if (meter.Finish(from, to) is { } window)
        {
            windows.Add(window);
        }
    }

    // Of two windows' values for the frame between them, the first one's is measured against the frame before; the second one's is 0.
    private static WindowCurves Join(List<MotionFeatures> windows)
    {
        List<FrameSample> samples = [];
        foreach (WindowCurves curves in windows.Select(w => w.Curves!))
        {
            for (int i = samples.Count == 0 ? 0 : 1; i < curves.Seconds.Count; i++)
            {
                samples.Add(
                    new FrameSample(
                        curves.Seconds[i],
                        curves.Amount[i],
                        curves.Camera[i],
                        curves.Objects[i],
                        curves.Sharpness[i],
                        curves.Luma[i],
                        curves.SaliencyX[i],
                        curves.SaliencyY[i]
                    )
                );
            }
        }

        return CurveBuilder.Build(windows[0].Start, windows[^1].End, samples);
    }
}
