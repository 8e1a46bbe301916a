using MontageAI.Analysis.Clips.Motion;
using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips;

/// <summary>
/// Looks at clips, as far up the ladder of cost as it is asked to: key frames (L1), every frame of doubtful intervals (L2), windows
/// (L3), or every frame of the clip. Pictures come from a source that it is given. The same source and options give the same result
/// every time. It keeps nothing between calls and may be used from several threads.
/// </summary>
public sealed class ClipAnalyzer
{
    /// <summary>Name of the algorithms, stated in results; what is stored goes by the versions of rungs.</summary>
    internal const string Algorithm = "clips/5";

    internal const int KeyFrameSize = 320;

    /// <summary>What a scan first asks of a clip, for those who read ahead.</summary>
    public static FrameRequest KeyFrameRequest { get; } = new() { Selection = FrameSelection.KeyFrames, LongSide = KeyFrameSize };

    /// <summary>Scans key frames and settles doubtful intervals.</summary>
    /// <param name="source">The clip.</param>
    /// <param name="options">How far to go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MediaException">No picture of the clip can be decoded.</exception>
    public Task<ClipAnalysis> ScanAsync(IClipFrameSource source, ClipScanOptions options, CancellationToken cancellationToken) =>
        ScanFromAsync(source, null, options, cancellationToken);

    /// <summary>Goes on with a scan that stopped early; key frames seen are not decoded again. Ends with what a scan in one go finds.
    /// Returns it unchanged when it is complete.</summary>
    /// <param name="source">The same clip.</param>
    /// <param name="earlier">What <see cref="ScanAsync"/> or this returned.</param>
    /// <param name="options">How far to go, counted from the clip's start.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<ClipAnalysis> ContinueAsync(
        IClipFrameSource source,
        ClipAnalysis earlier,
        ClipScanOptions options,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return earlier.IsComplete ? Task.FromResult(earlier) : ScanFromAsync(source, earlier, options, cancellationToken);
    }

    /// <summary>Looks at every frame: exact cuts, fades and dissolves, with frame numbers.</summary>
    /// <param name="source">The clip.</param>
    /// <param name="decoderThreads">Threads of the decoder, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MediaException">No picture of the clip can be decoded.</exception>
    public Task<ClipAnalysis> DetectExactAsync(IClipFrameSource source, int decoderThreads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ExactDetection(source, decoderThreads).RunAsync(cancellationToken);
    }

    /// <summary>Measures motion in windows and adds it, and what is wrong with them, to an analysis. Windows measured before are not
    /// measured again.</summary>
    /// <param name="source">The same clip.</param>
    /// <param name="earlier">What is known of it.</param>
    /// <param name="windows">Half-open stretches in ascending order that do not overlap; some 0.5 to 3 seconds each.</param>
    /// <param name="decoderThreads">Threads of the decoder, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ClipAnalysis> MeasureAsync(
        IClipFrameSource source,
        ClipAnalysis earlier,
        IReadOnlyList<MediaRange> windows,
        int decoderThreads,
        CancellationToken cancellationToken
    )
    {
        (IReadOnlyList<MeasuredWindow> measured, int frames) = await MeasureWindowsAsync(
                source,
                earlier,
                Unmeasured(earlier, windows),
                decoderThreads,
                cancellationToken
            )
            .ConfigureAwait(false);
        ClipAnalysis more = With(earlier, measured);
        return more with { Work = more.Work with { MotionFrames = more.Work.MotionFrames + frames } };
    }

    /// <summary>Measures windows, each by itself.</summary>
    /// <param name="source">The same clip.</param>
    /// <param name="earlier">What is known of it: where decoding may start, and how sharp its pictures usually are.</param>
    /// <param name="windows">As for <see cref="MeasureAsync"/>.</param>
    /// <param name="decoderThreads">Threads of the decoder, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One per window, and the frames that were looked at.</returns>
    public async Task<(IReadOnlyList<MeasuredWindow> Windows, int Frames)> MeasureWindowsAsync(
        IClipFrameSource source,
        ClipAnalysis earlier,
        IReadOnlyList<MediaRange> windows,
        int decoderThreads,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Count == 0)
        {
            return ([], 0);
        }

        WindowMeasurement measurement = new(source, windows, SeekPoints(earlier), decoderThreads);
        return (await measurement.RunAsync(UsualSharpness(earlier), cancellationToken).ConfigureAwait(false), measurement.Frames);
    }

    /// <summary>What <see cref="MeasureWindowsAsync"/> asks of a clip, for those who read ahead.</summary>
    /// <param name="earlier">What is known of it.</param>
    /// <param name="windows">The same windows.</param>
    public static FrameRequest WindowRequest(ClipAnalysis earlier, IReadOnlyList<MediaRange> windows)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return WindowMeasurement.Request(windows, SeekPoints(earlier));
    }

    /// <summary>Median sharpness of a clip's key frames, on which the judgement of its windows depends; null when unknown.</summary>
    public static float? UsualSharpness(ClipAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return PictureLimits.UsualSharpness(analysis.KeyFrames.Select(k => k.Features));
    }

    /// <summary>Adds measured windows to what is known of a clip.</summary>
    public static ClipAnalysis With(ClipAnalysis earlier, IReadOnlyList<MeasuredWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return windows.Count == 0
            ? earlier
            : earlier with
            {
                Motion =
                [
                    .. earlier
                        .Motion.Concat(windows.Select(w => w.Motion).OfType<MotionFeatures>())
                        .OrderBy(m => m.Start.Ticks)
                        .ThenBy(m => m.End.Ticks),
                ],
                Rejected =
                [
                    .. earlier
                        .Rejected.Concat(windows.SelectMany(w => w.Rejected))
                        .Distinct()
                        .OrderBy(r => r.Start.Ticks)
                        .ThenBy(r => r.Reason),
                ],
            };
    }

    /// <summary>Those of some windows that an analysis does not hold yet.</summary>
    public static IReadOnlyList<MediaRange> Unmeasured(ClipAnalysis analysis, IReadOnlyList<MediaRange> windows) =>
        [.. windows.Where(w => !analysis.Motion.Any(m => w == new MediaRange(m.Start, m.End)))];

    /// <summary>
    /// Measures every frame of a clip: motion, sharpness, brightness and what draws the eye over time. Decodes all of it; for a report.
    /// Hard cuts are not looked for; give <see cref="ClipCurves.Cuts"/> those of <see cref="DetectExactAsync"/> or of a scan.
    /// </summary>
    /// <param name="source">The clip.</param>
    /// <param name="frameSize">Longer side at which it is measured, pixels: 320 also measures sharpness as everywhere else, 160 is cheaper
    /// and finds pictures sharper than they are.</param>
    /// <param name="decoderThreads">Threads of the decoder, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MediaException">No picture of the clip can be decoded.</exception>
    public Task<ClipCurves> MeasureCurvesAsync(
        IClipFrameSource source,
        int frameSize,
        int decoderThreads,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameSize, 160);
        return new CurveMeasurement(source, frameSize, decoderThreads).RunAsync(cancellationToken);
    }

    /// <summary>The curves of the windows that an analysis has measured so far; decodes nothing.</summary>
    public static ClipCurves CurvesOf(ClipAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new ClipCurves
        {
            Algorithm = analysis.Algorithm,
            IsWhole = false,
            Stretches = [.. analysis.Motion.Select(m => m.Curves).OfType<WindowCurves>()],
            Cuts = [.. analysis.Motion.Select(m => m.InnerCut).OfType<MediaTime>().Distinct()],
            Windows = [.. analysis.Motion.Select(m => m with { Curves = null })],
        };
    }

    private static async Task<ClipAnalysis> ScanFromAsync(
        IClipFrameSource source,
        ClipAnalysis? earlier,
        ClipScanOptions options,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        List<KeyFrame> keyFrames = earlier is null ? [] : [.. earlier.KeyFrames];
        KeyFrameReading reading = new(source, keyFrames, options);
        await reading.RunAsync(cancellationToken).ConfigureAwait(false);
        (bool complete, string? problem) = (reading.Complete, reading.Problem);
        if (keyFrames.Count == 0)
        {
            throw NothingDecoded(source, problem);
        }

        ClipEnd end = await ClipEnd.FindAsync(source, keyFrames[^1].Time, complete, problem, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<PacketInfo>? packets = options.UsePackets
            ? await source.ListPacketsAsync(cancellationToken).ConfigureAwait(false)
            : null;
        PlayedTime played = await PlayedTime
            .FindAsync(source, packets, keyFrames, end.Time, reading.SawStepBack, cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<PictureShape>? shapes = earlier?.Shapes;
        if (reading.SawOtherShape && await source.ListShapesAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } found)
        {
            shapes = found;
        }

        PacketJumps? jumps = PacketJumps.SpeakFor(source.Stream) ? PacketJumps.Find(packets, keyFrames) : null;
        Refinement refinement = new(source, keyFrames, jumps, played.End, complete, options);
        // All intervals are judged again, so that a scan in several goes ends with the result of one go: what is usual in a clip is known
        // only at its end.
        List<ShotBoundary> boundaries = await refinement.SettleAsync(cancellationToken).ConfigureAwait(false);
        boundaries = played.Part(boundaries, shapes);

        ClipActivity? activity = PacketActivity.Measure(source.Stream, packets, keyFrames[0].Time, played.End);

        // Possible cuts do not tell where black ends.
        List<RejectedStretch> rejected = RejectedStretches.Find(
            [.. keyFrames.Select(k => (k.Time, k.Features))],
            options.ForPlanning ? [] : boundaries,
            played.End,
            activity
        );
        rejected.AddRange(Transitions(boundaries));
        rejected.AddRange(refinement.Unsettled);
        rejected.AddRange(end.Rejected);
        rejected.AddRange(played.Pauses);
        AnalysisWork work = earlier?.Work ?? new AnalysisWork();
        return new ClipAnalysis
        {
            Algorithm = Algorithm,
            FirstFrame = keyFrames[0].Time,
            End = played.End,
            KeyFrames = keyFrames,
            Shots = new ShotList
            {
                Algorithm = Algorithm + "/key-frames",
                Shots = ShotBuilder.Build(keyFrames[0].Time, played.End, boundaries, null),
            },
            Shapes = shapes,
            SecondsBehindJump = played.Behind ?? earlier?.SecondsBehindJump,
            Rejected = [.. rejected.Distinct().OrderBy(r => r.Start.Ticks).ThenBy(r => r.Reason)],
            Activity = activity,
            Motion = earlier?.Motion ?? [],
            IsComplete = complete,
            Problem = problem,
            Work = work with
            {
                KeyFrames = work.KeyFrames + reading.Decoded,
                RefinedFrames = work.RefinedFrames + refinement.Frames + end.Frames,
            },
        };
    }

    // Samples of an exact detection are no key frames.
    private static IReadOnlyList<MediaTime> SeekPoints(ClipAnalysis analysis) =>
        analysis.Work.KeyFrames > 0 ? [.. analysis.KeyFrames.Select(k => k.Time)] : [];

    /// <summary>Fades and dissolves, as stretches that are not shown.</summary>
    internal static IEnumerable<RejectedStretch> Transitions(IEnumerable<ShotBoundary> boundaries) =>
        boundaries
            .Where(b => b.End.Ticks > b.Start.Ticks && b.Kind != BoundaryKind.Cut)
            .Select(b => new RejectedStretch(
                b.Start,
                b.End,
                RejectReason.Transition,
                b.Kind == BoundaryKind.Fade ? "a fade" : "a dissolve"
            ));

    /// <summary>The error for clips without any picture.</summary>
    internal static MediaException NothingDecoded(IClipFrameSource source, string? problem) =>
        new(
            ErrorCode.NoPicture,
            source.Info.Path,
            problem is null ? "it holds no picture." : $"no picture could be decoded ({problem}).",
            "Check that the file plays in a video player; if it does not, copy it again from its source."
        );
}
