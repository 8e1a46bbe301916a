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
        List<long> ticks = [];
        bool otherShape = false;
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
                ticks.Add(frame.Time.Ticks);
                otherShape |= frame.HasOtherShape;
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

        // Damaged streams give frames out of order.
        ticks.Sort();
        MediaTime last = detector.Last with { Ticks = ticks[^1] };
        long step =
            detector.LastStep > 0 ? detector.LastStep : MediaTime.FromSeconds(ClipEnd.FrameSeconds(source.Stream), last.TimeBase).Ticks;
        PlayedTime played = PlayedTime
            .Of(ticks, samples, last with { Ticks = last.Ticks + Math.Max(1, step) })
            .WithRaised(ticks, ClipEnd.FrameSeconds(source.Stream));
        IReadOnlyList<PictureShape>? shapes =
            otherShape && await source.ListShapesAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } found ? found : null;
        List<ShotBoundary> boundaries = Counted(played.Part(detector.Finish(), shapes), ticks);
        return Result(samples, boundaries, detector.Count, played, shapes, problem);
    }

    // Boundaries that times tell of have no numbers yet.
    private static List<ShotBoundary> Counted(List<ShotBoundary> boundaries, List<long> ticks) =>
        [
            .. boundaries.Select(b =>
                b.StartFrame == 0 && b.EndFrame == 0 && ticks.BinarySearch(b.End.Ticks) is var at and > 0
                    ? b with
                    {
                        StartFrame = at,
                        EndFrame = at,
                    }
                    : b
            ),
        ];

    private ClipAnalysis Result(
        List<KeyFrame> samples,
        List<ShotBoundary> boundaries,
        int frames,
        PlayedTime played,
        IReadOnlyList<PictureShape>? shapes,
        string? problem
    )
    {
        MediaTime end = played.End;
        List<RejectedStretch> rejected = RejectedStretches.Find([.. samples.Select(k => (k.Time, k.Features))], boundaries, end);
        rejected.AddRange(ClipAnalyzer.Transitions(boundaries));
        rejected.AddRange(played.Pauses);
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
            Shapes = shapes,
            SecondsBehindJump = played.Behind,
            Rejected = [.. rejected.OrderBy(r => r.Start.Ticks).ThenBy(r => r.Reason)],
            Problem = problem,
            Work = new AnalysisWork(AllFrames: frames),
        };
    }
}
