using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Rendering.Sprites;

/// <summary>
/// Makes sprite sheets of a clip that is not decoded for anything else: from its key frames where they come often enough, else from all
/// frames. One process.
/// </summary>
/// <param name="tools">Where FFmpeg is.</param>
public sealed class SpriteMaker(FFmpegTools tools)
{
    // Further apart, key frames would leave holes that someone who scrubs notices.
    private const double LongestGap = 2.5;

    /// <summary>Whether a clip's key frames are enough for its sprites, as far as its container lists them in one place. Decodes
    /// nothing.</summary>
    public async Task<bool> KeyFramesSufficeAsync(MediaInfo info, VideoStreamInfo video, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(video);
        if (
            KeyFrameScan.InputOptions(info, video).Count == 0
            || await PacketList.ReadAsync(info, video, cancellationToken).ConfigureAwait(false) is not { Count: > 0 } packets
        )
        {
            return false;
        }

        double before = double.NaN,
            last = packets.Max(p => p.Time.Seconds);
        foreach (double key in packets.Where(p => p.IsKey).Select(p => p.Time.Seconds).Order().Append(last))
        {
            if (key - before > LongestGap)
            {
                return false;
            }

            before = key;
        }

        return true;
    }

    /// <summary>Makes the sheets.</summary>
    /// <param name="info">The clip.</param>
    /// <param name="video">The stream to show.</param>
    /// <param name="layout">What goes onto the sheets.</param>
    /// <param name="outputPath">File of JPEG pictures one after the other; see <see cref="SpriteSheets.Split"/>. Appears whole.</param>
    /// <param name="decoderThreads">Threads of the decoder, 1 or more.</param>
    /// <param name="cancellationToken">Ends the process and removes the unfinished file.</param>
    /// <exception cref="MediaException">No picture can be decoded.</exception>
    public async Task<SpriteSheets> MakeAsync(
        MediaInfo info,
        VideoStreamInfo video,
        SpriteLayout layout,
        string outputPath,
        int decoderThreads,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(layout);
        string part = outputPath + ".part";
        FrameSelection selection = layout.OnlyKeyFrames ? FrameSelection.KeyFrames : FrameSelection.All;
        SharedFrames frames = new(tools, info, video, decoderThreads, selection, [Output(layout, video, part)]);
        try
        {
            await frames.DrainAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<PacketInfo>? packets = layout.OnlyKeyFrames
                ? await PacketList.ReadAsync(info, video, cancellationToken).ConfigureAwait(false)
                : null;
            return Accept(frames, layout, part, outputPath, packets?.Max(p => p.Time.Ticks));
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>The output of a decode that makes sheets.</summary>
    internal static (string Filters, IReadOnlyList<string> Output) Output(SpriteLayout layout, VideoStreamInfo video, string part) =>
        (layout.Filters(video), [.. SpriteLayout.Encoding(video), InputFile.Url(part)]);

    /// <summary>Checks finished sheets and gives them their name.</summary>
    internal static SpriteSheets Accept(SharedFrames frames, SpriteLayout layout, string part, string outputPath, long? lastTick = null)
    {
        FileInfo file = new(part);
        if (frames.Ticks.Count == 0 || !file.Exists || file.Length == 0)
        {
            throw new MediaException(
                ErrorCode.MediaUnreadable,
                frames.Info.Path,
                $"no picture could be decoded ({frames.Problem ?? "the file holds none"}).",
                "Check that it plays elsewhere."
            );
        }

        // Players count from the beginning of the file, whatever its first timestamp.
        Rational timeBase = frames.Stream.TimeBase;
        double start = frames.Info.StartSeconds ?? new MediaTime(frames.Ticks[0], timeBase).Seconds;
        double end = new MediaTime(lastTick ?? frames.Ticks[^1], timeBase).Seconds - start + (1 / (frames.Stream.OwnRate?.Value ?? 25));
        File.Move(part, outputPath, overwrite: true);
        return new SpriteSheets(
            layout,
            [.. layout.Choose(frames.Ticks).Select(t => Math.Round(new MediaTime(t, timeBase).Seconds - start, 6))],
            Math.Round(end, 6)
        );
    }
}
