using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>
/// Reads the key frames of several clips with one FFmpeg process, since starting one takes as long as decoding half a dozen pictures. What comes out for a clip is
/// what it would give alone, to the byte. Where anything at all goes wrong, or FFmpeg complains about anything, nothing is kept, and every clip is read
/// alone when it is asked for: a damaged clip costs the others time, never a result.
/// </summary>
public static class KeyFrameBatch
{
    // Pictures of all clips wait in memory until they are asked for.
    private const long MostBytes = 48 << 20;

    /// <summary>Reads ahead.</summary>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="clips">Clips; all are given back, in this order.</param>
    /// <param name="request">A request for key frames of whole streams, as it will be made of each clip.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>
    /// Sources that answer this request once from memory, and hand on every other. A clip alone, or with a picture so large that decoders side by side would take
    /// too much memory, is given back as it is.
    /// </returns>
    public static async Task<IReadOnlyList<IClipFrameSource>> ReadAsync(
        FFmpegTools tools, IReadOnlyList<FFmpegClipFrames> clips, FrameRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(request);
        if (clips.Count < 2 || request is not { Selection: FrameSelection.KeyFrames, Step: 1, From: null, Until: null }
            || clips.Sum(c => (long)c.Stream.Width * c.Stream.Height) > FFmpegClipFrames.PixelsPerRun)
        {
            return clips;
        }

        FrameCommand[] commands = [.. clips.Select(c => new FrameCommand(tools, c.Info, c.Stream, request))];
        List<SmallFrame>[] frames = [.. clips.Select(_ => new List<SmallFrame>())];
        return await TryReadAsync(FrameCommand.Together(tools, commands), clips, commands, frames, cancellationToken).ConfigureAwait(false)
            ? [.. clips.Select((clip, i) => new ReadAhead(clip, request, frames[i]))]
            : clips;
    }

    private static async Task<bool> TryReadAsync(
        ToolCommand command, IReadOnlyList<FFmpegClipFrames> clips, FrameCommand[] commands, List<SmallFrame>[] frames, CancellationToken cancellationToken)
    {
        long bytes = 0;
        await using ToolProcess process = await ToolProcess.StartAsync(command, pipeOutput: true).ConfigureAwait(false);
        try
        {
            NutReader nut = new(process.Output);
            while (await nut.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                FrameCommand layout = commands[nut.Packet.Stream];
                SmallFrame frame = new(layout.Width, layout.Height);
                bytes += frame.Pixels.Length;
                if (nut.Packet.Size != frame.Pixels.Length || bytes > MostBytes)
                {
                    return false;
                }

                VideoStreamInfo stream = clips[nut.Packet.Stream].Stream;
                frame.Time = new Time.MediaTime(FFmpegFrameReader.ToTicks(nut.Packet.Time, stream.TimeBase) - layout.Offset, stream.TimeBase);
                if (!await nut.ReadPayloadAsync(frame.Pixels, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }

                frames[nut.Packet.Stream].Add(frame);
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return await process.WaitAsync(cancellationToken).ConfigureAwait(false) == 0 && process.ErrorTail.Trim().Length == 0 && Array.TrueForAll(frames, f => f.Count > 0);
    }

    // Gives its frames away once, so that they do not stay in memory.
    private sealed class ReadAhead(FFmpegClipFrames clip, FrameRequest request, List<SmallFrame> frames) : IClipFrameSource
    {
        private List<SmallFrame>? _frames = frames;

        public MediaInfo Info => clip.Info;

        public VideoStreamInfo Stream => clip.Stream;

        public Task<IReadOnlyList<PacketInfo>?> ListPacketsAsync(CancellationToken cancellationToken) => clip.ListPacketsAsync(cancellationToken);

        // How many threads decode changes nothing.
        public Task<IFrameReader> OpenAsync(FrameRequest asked, CancellationToken cancellationToken) =>
            asked with { DecoderThreads = request.DecoderThreads } == request && Interlocked.Exchange(ref _frames, null) is { } kept
                ? Task.FromResult<IFrameReader>(new Reader(kept))
                : clip.OpenAsync(asked, cancellationToken);
    }

    private sealed class Reader(List<SmallFrame> frames) : IFrameReader
    {
        private int _next;

        public SmallFrame Current => frames[_next - 1];

        public string? Problem => null;

        public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(_next < frames.Count && ++_next > 0);
        }

        public ValueTask DisposeAsync()
        {
            frames.Clear();
            return ValueTask.CompletedTask;
        }
    }
}
