using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips;

/// <summary>
/// Looks at every frame of a clip once: boundaries from all of them, picture features from about two per second, which then stand
/// where a scan has key frames.
/// </summary>
internal sealed class ExactDetection(IClipFrameSource source, int decoderThreads)
{
    private const double SampleSeconds = 0.5;

    /// <summary>Runs it.</summary>
    public async Task<ClipAnalysis> RunAsync(CancellationToken cancellationToken)
    {
        DenseShotDetector detector = new();
        PictureMeter meter = new();
        PictureSignature sampled = new(),
            now = new();
        List<KeyFrame> samples = [];
        FrameRequest request = new()
        {
            Selection = FrameSelection.All,
            LongSide = Refinement.FrameSize,
            Averaged = false,
            DecoderThreads = decoderThreads,
        };
        string? problem;
        IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                SmallFrame frame = reader.Current;
                detector.Add(frame);
                if (samples.Count == 0 || frame.Time.Seconds - samples[^1].Time.Seconds >= SampleSeconds)
                {
                    now.Set(frame);
                    samples.Add(new KeyFrame(frame.Time, meter.Measure(frame), samples.Count == 0 ? 0 : (float)now.Difference(sampled)));
                    (sampled, now) = (now, sampled);
                }
            }

            problem = reader.Problem;
        }

        if (detector.Count == 0)
        {
            throw ClipAnalyzer.NothingDecoded(source, problem);
        }

        MediaTime last = detector.Last;
        long step =
            detector.Count > 1 ? detector.LastStep : MediaTime.FromSeconds(ClipEnd.FrameSeconds(source.Stream), last.TimeBase).Ticks;
        MediaTime end = last with { Ticks = last.Ticks + Math.Max(1, step) };
        return Result(samples, detector.Finish(), detector.Count, end, problem);
    }

    private ClipAnalysis Result(List<KeyFrame> samples, List<ShotBoundary> boundaries, int frames, MediaTime end, string? problem)
    {
        List<RejectedStretch> rejected = StretchFinder.Find([.. samples.Select(k => (k.Time, k.Features))], boundaries, end);
        rejected.AddRange(ClipAnalyzer.Transitions(boundaries));
        rejected.AddRange(problem is null ? [] : ClipEnd.Missing(source.Info, source.Stream, end, problem));
        return new ClipAnalysis
        {
            Algorithm = ClipAnalyzer.Algorithm,
            FirstFrame = samples[0].Time,
            End = end,
            KeyFrames = samples,
            Shots = new ShotList
            {
                Algorithm = ClipAnalyzer.Algorithm + "/exact",
                Shots = ShotBuilder.Build(samples[0].Time, end, boundaries, frames),
            },
            Rejected = [.. rejected.OrderBy(r => r.Start.Ticks).ThenBy(r => r.Reason)],
            Problem = problem,
            Work = new AnalysisWork(AllFrames: frames),
        };
    }
}
