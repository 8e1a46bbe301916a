using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Detection;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Engine.Intake;

/// <summary>The look at the key frames of a clip that planning begins with: what it is kept under, and how it is made.</summary>
internal sealed class ClipScan(JobContext context)
{
    /// <summary>Of a clip longer than this only the beginning is looked at before the opening is planned.</summary>
    public const double LongSeconds = 90;

    // So much of it.
    private const double BeginSeconds = 60;

    // A few seconds per clip, and only where packet sizes are not known.
    private static readonly ClipScanOptions s_options = new() { ForPlanning = true, RefinementSeconds = 10 };

    private readonly ClipAnalyzer _analyzer = new();

    /// <summary>Seconds of a clip that are looked at; null for all of it.</summary>
    /// <param name="info">Its container's facts.</param>
    /// <param name="begin">Whether the beginning of long clips will do.</param>
    public static double? SecondsOf(MediaInfo info, bool begin) =>
        begin && !info.IsStill && (info.DurationSeconds is not { } seconds || seconds > LongSeconds) ? BeginSeconds : null;

    /// <summary>What the look is kept under.</summary>
    /// <param name="file">The clip.</param>
    /// <param name="video">Its picture stream.</param>
    /// <param name="detector">What finds faces; null where nothing does.</param>
    /// <param name="seconds">Seconds of it from its start; null for all of it.</param>
    public ContentKey KeyOf(SourceFile file, VideoStreamInfo video, IFaceDetector? detector, double? seconds) =>
        ContentKey
            .For("clip-planning", context.Rungs, Rung.KeyFrames, Rung.Boundaries)
            .With("source", file.Fingerprint)
            .With("stream", video.Index)
            .With("tool", context.ToolVersion.Pictures)
            .With("faces", FaceFinding.AlgorithmOf(detector))
            .With("seconds", seconds ?? -1)
            .Build();

    /// <summary>Looks; the caller holds a core.</summary>
    /// <param name="file">The clip.</param>
    /// <param name="frames">Its frames.</param>
    /// <param name="detector">What finds faces; null where nothing does.</param>
    /// <param name="seconds">Seconds of it from its start; null for all of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.MediaException">No picture of it can be decoded.</exception>
    public async Task<ClipAnalysis> MakeAsync(
        SourceFile file,
        IClipFrameSource frames,
        IFaceDetector? detector,
        double? seconds,
        CancellationToken cancellationToken
    )
    {
        ClipScanOptions options = s_options with { Faces = detector };
        if (seconds is not null)
        {
            return await _analyzer.ScanAsync(frames, options with { StopAfterSeconds = seconds }, cancellationToken).ConfigureAwait(false);
        }

        // Ends as a scan in one go does.
        RangedFrames shared = new(frames, context.Budget);
        ClipAnalysis? begun = SecondsOf(frames.Info, begin: true) is { } beginning
            ? await context
                .Store.Results.TryGetAsync(KeyOf(file, frames.Stream, detector, beginning), StoreJson.ClipAnalysis, cancellationToken)
                .ConfigureAwait(false)
            : null;
        return begun is not null
            ? await _analyzer.ContinueAsync(shared, begun, options, cancellationToken).ConfigureAwait(false)
            : await _analyzer.ScanAsync(shared, options, cancellationToken).ConfigureAwait(false);
    }
}
