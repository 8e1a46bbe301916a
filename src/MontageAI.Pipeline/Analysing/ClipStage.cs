using MontageAI.Analysis.Clips;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Media;
using MontageAI.Pipeline.Intake;
using MontageAI.Pipeline.Jobs;
using MontageAI.Results;
using MontageAI.Storage.Keys;

namespace MontageAI.Pipeline.Analysing;

/// <summary>Looks at whole clips, by key frames or by every frame, and remembers what it saw.</summary>
internal sealed class ClipStage(JobContext context)
{
    /// <summary>Looks at one clip.</summary>
    /// <param name="file">The file.</param>
    /// <param name="info">Its container's facts.</param>
    /// <param name="exact">Whether every frame is looked at.</param>
    /// <param name="decoderThreads">Threads of the decoder, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MediaException">The file holds no moving picture that can be decoded.</exception>
    public async Task<AnalyzedClip> LookAsync(SourceFile file, MediaInfo info, bool exact, int decoderThreads, CancellationToken cancellationToken)
    {
        VideoStreamInfo video = ClipFitness.Require(info);
        FFmpegClipFrames frames = new(context.Tools, info, video);
        ContentKey key = ContentKey.For(exact ? "clip-exact" : "clip", ClipAnalyzer.Algorithm)
            .With("source", file.Fingerprint).With("stream", video.Index).With("tool", context.ToolVersion).Build();
        ClipAnalysis analysis = await context.Store.Results.GetOrAddAsync(
            key,
            StoreJson.Default.ClipAnalysis,
            async ct =>
            {
                using IDisposable slot = await context.Budget.EnterAsync(ct).ConfigureAwait(false);
                return exact
                    ? await new ClipAnalyzer().DetectExactAsync(frames, decoderThreads, ct).ConfigureAwait(false)
                    : await new ClipAnalyzer().ScanAsync(frames, new ClipScanOptions { DecoderThreads = decoderThreads }, ct).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return new AnalyzedClip(file.Path, info, video, analysis);
    }
}
