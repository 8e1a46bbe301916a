using MontageAI.Containers.Mp4;
using MontageAI.Detection;
using MontageAI.Engine.Dispatching;
using MontageAI.Engine.Jobs;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Tasks;

namespace MontageAI.Engine.Intake;

/// <summary>Turns looks at clips into tasks.</summary>
internal static class LookSpecs
{
    /// <summary>What a machine must be able to do.</summary>
    private const string Need = "cpu";

    // 16 MiB hold the tables of some 10 hours at 30 frames per second.
    private const int LargestTables = 16 << 20;

    // About what comes of a file at once.
    private const int PieceBits = 20;

    /// <summary>The task of looking at a clip.</summary>
    /// <param name="context">The job.</param>
    /// <param name="file">The clip.</param>
    /// <param name="info">Its container's facts.</param>
    /// <param name="video">Its picture stream.</param>
    /// <param name="detector">What finds faces; null where nothing does.</param>
    /// <param name="seconds">Seconds of it from its start; null for all of it.</param>
    /// <param name="key">What the look is kept under.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<TaskSpec> OfAsync(
        JobContext context,
        SourceFile file,
        MediaInfo info,
        VideoStreamInfo video,
        IFaceDetector? detector,
        double? seconds,
        ContentKey key,
        CancellationToken cancellationToken
    )
    {
        Mp4KeyFrames? keys = await KeyFramesAsync(info, video.Index, seconds, cancellationToken).ConfigureAwait(false);
        double length = video.DurationSeconds ?? info.DurationSeconds ?? ClipScan.LongSeconds;
        // Most cameras make about one each second.
        double pictures = keys?.Count ?? Math.Max(1, Math.Min(length, seconds ?? length));
        return new TaskSpec
        {
            Version = TaskSpec.SchemaVersion,
            Kind = TaskSpec.LookKind,
            Key = ContentKey.For("task", "1").With("look", key.Hash).Build().Hash,
            Inputs = [new TaskInput(file.Fingerprint, file.SizeBytes)],
            Body = new ClipLook
            {
                Fingerprint = file.Fingerprint,
                Path = file.Path,
                Stream = video.Index,
                Seconds = seconds,
                Faces = FaceFinding.AlgorithmOf(detector),
                Key = key.Hash,
            },
            Needs = [Need],
            Cost = Math.Round(pictures * video.Width * video.Height / 1e6, 3),
            ReadBytes =
                keys is not null && SkipsFrames(info, video) ? Math.Min(file.SizeBytes, PiecesOf(keys.Samples) << PieceBits)
                : seconds is { } part && length > part ? (long)(file.SizeBytes * part / length)
                : file.SizeBytes,
            Footage = $"{video.Codec} {video.Width}x{video.Height}",
            Build = TaskBuild.Of(context),
        };
    }

    /// <summary>What of a clip a look reads, as far as tables tell.</summary>
    /// <param name="info">Its container's facts.</param>
    /// <param name="video">Its picture stream.</param>
    /// <param name="seconds">Seconds of it from its start; null for all of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where its tables and what is decoded lie; null where all of it is read.</returns>
    public static async Task<(IReadOnlyList<ByteRange> Tables, IReadOnlyList<ByteRange> Shown)?> ReachAsync(
        MediaInfo info,
        VideoStreamInfo video,
        double? seconds,
        CancellationToken cancellationToken
    )
    {
        if (await KeyFramesAsync(info, video.Index, seconds, cancellationToken).ConfigureAwait(false) is not { } keys)
        {
            return null;
        }

        if (SkipsFrames(info, video))
        {
            return (keys.Tables, keys.Samples);
        }

        // FFmpeg reads on from picture to picture, and decodes the key frames among them.
        return seconds is { } part
            ? (
                keys.Tables,
                await Mp4Reach.OfAsync(info.Path, video.Index, [(0, part)], LargestTables, cancellationToken).ConfigureAwait(false)
            )
            : null;
    }

    private static bool SkipsFrames(MediaInfo info, VideoStreamInfo video) => KeyFrameScan.InputOptions(info, video).Contains("-discard");

    private static async Task<Mp4KeyFrames?> KeyFramesAsync(
        MediaInfo info,
        int stream,
        double? seconds,
        CancellationToken cancellationToken
    )
    {
        if (info.IsStill || !info.Container.Contains("mp4", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return await Mp4Reach.KeyFramesAsync(info.Path, stream, seconds, LargestTables, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // In fragments, or damaged.
            return null;
        }
    }

    private static long PiecesOf(IReadOnlyList<ByteRange> ranges)
    {
        long pieces = 0;
        long last = -1;
        foreach (ByteRange range in ranges)
        {
            long first = Math.Max(last + 1, range.Start >> PieceBits);
            last = Math.Max(last, (range.End - 1) >> PieceBits);
            pieces += Math.Max(0, last - first + 1);
        }

        return pieces;
    }
}
