using System.Text.Json.Serialization;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Detection;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Engine.Analysing;

/// <summary>Looks at whole clips, by key frames or by every frame, and remembers what it saw.</summary>
public sealed class ClipStage(JobContext context)
{
    /// <summary>Kind of the result of looking at every frame.</summary>
    internal const string Exact = "clip-exact";

    private readonly ClipAnalyzer _analyzer = new();
    private readonly SteadySources _steady = new(context);
    private readonly FaceFinding _faces = new(context);

    // Windows of a clip that is looked at by its key frames: each begins on one, so that hardly anything is decoded that is not measured.
    private const int MostWindows = 40;
    private const double WindowSeconds = 0.5;

    /// <summary>Looks at one clip.</summary>
    /// <param name="file">The file.</param>
    /// <param name="info">Its container's facts.</param>
    /// <param name="exact">Whether every frame is looked at.</param>
    /// <param name="alone">Whether nothing else is being looked at: the decoder then takes all cores. Idle cores help with long clips
    /// either way.</param>
    /// <param name="faces">Whether faces are looked for at key frames; not where every frame is looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MediaException">The file holds no moving picture that can be decoded.</exception>
    public async Task<AnalyzedClip> LookAsync(
        SourceFile file,
        MediaInfo info,
        bool exact,
        bool alone,
        bool faces,
        CancellationToken cancellationToken
    )
    {
        IFaceDetector? detector = faces && !exact ? _faces.Detector : null;
        int threads = alone ? context.Budget.ThreadsWhenAlone : 1;
        VideoStreamInfo video = ClipFitness.Require(info);
        using RunRecorder.Phase? phase = alone
            ? context.Recorder.Begin(exact ? "look at every frame" : "look at key frames", "seconds of footage")
            : null;
        ClipAnalysis analysis;
        try
        {
            analysis = await context
                .Store.Results.GetOrAddAsync(
                    detector is null
                        ? KeyOf(context, exact ? Exact : "clip", file, video)
                        : Begin(context, "clip-faces", file, video).With("faces", detector.Algorithm).Build(),
                    StoreJson.ClipAnalysis,
                    async ct =>
                    {
                        using IDisposable slot = await context.Budget.EnterAsync(ct).ConfigureAwait(false);
                        long total = (long)Math.Ceiling(video.DurationSeconds ?? info.DurationSeconds ?? 0);
                        IClipFrameSource frames = phase is null
                            ? Frames(info, video)
                            : new WatchedFrames(Frames(info, video), seconds => phase.Advance(Math.Min(seconds, total), total));
                        return await _steady
                            .MakeAsync(
                                file,
                                () =>
                                    exact
                                        ? _analyzer.DetectExactAsync(frames, threads, ct)
                                        : _analyzer.ScanAsync(
                                            frames,
                                            new ClipScanOptions { DecoderThreads = threads, Faces = detector },
                                            ct
                                        ),
                                ct
                            )
                            .ConfigureAwait(false);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (MontageException e) when (_faces.HasLost(e, detector))
        {
            return await LookAsync(file, info, exact, alone, faces, cancellationToken).ConfigureAwait(false);
        }

        return new AnalyzedClip(file.Path, info, video, analysis, null);
    }

    /// <summary>Measures motion, sharpness and brightness over time: of every frame, or in windows that begin at key frames all over the
    /// clip.</summary>
    /// <param name="file">The file.</param>
    /// <param name="clip">What <see cref="LookAsync"/> gave.</param>
    /// <param name="whole">Whether every frame is measured.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MediaException">No picture can be decoded.</exception>
    public async Task<AnalyzedClip> MeasureAsync(SourceFile file, AnalyzedClip clip, bool whole, CancellationToken cancellationToken)
    {
        ClipView view = await context
            .Store.Results.GetOrAddAsync(
                KeyOf(context, whole ? "clip-curves" : "clip-windows", file, clip.Video, Rung.Windows),
                ClipViewJson.Default.ClipView,
                ct => _steady.MakeAsync(file, () => ViewAsync(ct), ct),
                cancellationToken
            )
            .ConfigureAwait(false);
        return clip with { Analysis = clip.Analysis with { Rejected = view.Rejected }, Curves = view.Curves };

        async Task<ClipView> ViewAsync(CancellationToken ct)
        {
            using IDisposable slot = await context.Budget.EnterAsync(ct).ConfigureAwait(false);
            if (whole)
            {
                return new ClipView(
                    clip.Analysis.Rejected,
                    await _analyzer.MeasureCurvesAsync(Frames(clip.Media, clip.Video), 320, 1, ct).ConfigureAwait(false)
                );
            }

            ClipAnalysis measured = await _analyzer
                .MeasureAsync(Frames(clip.Media, clip.Video), clip.Analysis, Windows(clip.Analysis), 1, ct)
                .ConfigureAwait(false);
            return new ClipView(measured.Rejected, ClipAnalyzer.CurvesOf(measured));
        }
    }

    private static List<MediaRange> Windows(ClipAnalysis analysis)
    {
        MediaTime[] starts = [.. analysis.KeyFrames.Select(k => k.Time)];
        double apart = Math.Max(2 * WindowSeconds, (analysis.End.Seconds - analysis.FirstFrame.Seconds) / MostWindows);
        List<MediaRange> windows = [];
        foreach (MediaTime start in starts)
        {
            long end = Math.Min(analysis.End.Ticks, start.Ticks + MediaTime.FromSeconds(WindowSeconds, start.TimeBase).Ticks);
            if (end > start.Ticks && (windows.Count == 0 || start.Seconds - windows[^1].Start.Seconds >= apart))
            {
                windows.Add(new MediaRange(start, start with { Ticks = end }));
            }
        }

        return windows;
    }

    private RangedFrames Frames(MediaInfo info, VideoStreamInfo video) =>
        new(new FFmpegClipFrames(context.Tools, info, video), context.Budget);

    /// <summary>The key of what is remembered of a clip. What was seen at key frames and boundaries decides where windows lie,
    /// too.</summary>
    internal static ContentKey KeyOf(
        JobContext context,
        string kind,
        SourceFile file,
        VideoStreamInfo video,
        params ReadOnlySpan<Rung> more
    ) => Begin(context, kind, file, video, more).Build();

    private static ContentKeyBuilder Begin(
        JobContext context,
        string kind,
        SourceFile file,
        VideoStreamInfo video,
        params ReadOnlySpan<Rung> more
    ) =>
        ContentKey
            .For(kind, context.Rungs, [Rung.KeyFrames, Rung.Boundaries, .. more])
            .With("source", file.Fingerprint)
            .With("stream", video.Index)
            .With("tool", context.ToolVersion.Pictures);
}

/// <summary>What is remembered of a clip's course beside its shots.</summary>
/// <param name="Rejected">Stretches to avoid, those found by motion included.</param>
/// <param name="Curves">Features over time.</param>
internal sealed record ClipView(IReadOnlyList<RejectedStretch> Rejected, ClipCurves Curves);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ClipView))]
internal sealed partial class ClipViewJson : JsonSerializerContext;
