using MontageAI.Containers.Nut;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>
/// Reads key frames or windows of several clips with one FFmpeg process, since starting one takes as long as decoding half a dozen
/// pictures. What comes out for a clip is what it would give alone, to the byte; frames of different windows come window by window. Where
/// anything at all goes wrong, or FFmpeg complains about anything, nothing of that process is kept, and every clip is read alone when it is
/// asked for: a damaged clip costs the others time, never a result.
/// </summary>
public static class FrameBatch
{
    // Pictures of all clips wait in memory until they are asked for.
    private const long MostBytes = 48 << 20;

    /// <summary>Reads ahead.</summary>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="clips">Clips, and what each will be asked for: key frames of the whole stream, or windows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns> Sources in the same order, which answer that request once from memory and hand on every other. Clips that nothing is
    /// gained for are given back as they are. </returns>
    public static async Task<IReadOnlyList<IClipFrameSource>> ReadAsync(
        FFmpegTools tools,
        IReadOnlyList<(FFmpegClipFrames Clip, FrameRequest Request)> clips,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(clips);
        IClipFrameSource[] sources = [.. clips.Select(c => c.Clip)];
        List<Member> run = [];
        for (int i = 0; i <= clips.Count; i++)
        {
            Member? next = i < clips.Count ? Member.Of(tools, clips[i].Clip, clips[i].Request, i) : null;
            if (i == clips.Count || (next is not null && !Fits(run, next)))
            {
                await FlushAsync().ConfigureAwait(false);
            }

            if (next is not null && Fits(run, next))
            {
                run.Add(next);
            }
        }

        return sources;

        async Task FlushAsync()
        {
            if (run.Count > 1 && await TryReadAsync(tools, run, cancellationToken).ConfigureAwait(false))
            {
                foreach (Member member in run)
                {
                    sources[member.Number] = new ReadAhead(member.Clip, member.Request, member.Frames);
                }
            }

            run.Clear();
        }
    }

    private static bool Fits(List<Member> run, Member next) =>
        run.Append(next).Sum(m => m.Streams.Count) <= FFmpegClipFrames.StreamsPerRun
        && run.Append(next).Sum(m => m.Streams.Count * (long)m.Clip.Stream.Width * m.Clip.Stream.Height) <= FFmpegClipFrames.PixelsPerRun;

    private static async Task<bool> TryReadAsync(FFmpegTools tools, List<Member> run, CancellationToken cancellationToken)
    {
        (Member Member, FrameStream Stream)[] streams = [.. run.SelectMany(m => m.Streams.Select(s => (m, s)))];
        long bytes = 0;
        await using ToolProcess process = await ToolProcess
            .StartAsync(FrameCommand.Together(tools, [.. streams.Select(s => (s.Member.Command, s.Stream))]), pipeOutput: true)
            .ConfigureAwait(false);
        try
        {
            NutReader nut = new(process.Output);
            while (await nut.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                if (nut.Packet.Stream >= streams.Length)
                {
                    return false;
                }

                (Member member, FrameStream stream) = streams[nut.Packet.Stream];
                SmallFrame frame = new(member.Command.Width, member.Command.Height);
                bytes += frame.Pixels.Length;
                Rational timeBase = member.Clip.Stream.TimeBase;
                frame.Time = new MediaTime(FFmpegFrameReader.ToTicks(nut.Packet.Time, timeBase) - member.Command.Offset, timeBase);
                frame.Window = stream.WindowOf(frame.Time.Ticks);
                if (
                    nut.Packet.Size != frame.Pixels.Length
                    || bytes > MostBytes
                    || !await nut.ReadPayloadAsync(frame.Pixels, cancellationToken).ConfigureAwait(false)
                )
                {
                    return false;
                }

                ShapeGround.Settle(frame);
                member.Frames.Add(frame);
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return await process.WaitAsync(cancellationToken).ConfigureAwait(false) == 0
            && process.ErrorTail.Trim().Length == 0
            && run.TrueForAll(m => m.Frames.Count > 0);
    }

    // A clip in a run.
    private sealed record Member(
        FFmpegClipFrames Clip,
        FrameRequest Request,
        int Number,
        FrameCommand Command,
        IReadOnlyList<FrameStream> Streams
    )
    {
        public List<SmallFrame> Frames { get; } = [];

        public static Member? Of(FFmpegTools tools, FFmpegClipFrames clip, FrameRequest request, int number)
        {
            bool keys = request is { Selection: FrameSelection.KeyFrames, Step: 1, From: null, Until: null };
            if (!keys && request is not { Selection: FrameSelection.Windows, Windows.Count: > 0, Step: 1 })
            {
                return null;
            }

            FrameCommand command = new(tools, clip.Info, clip.Stream, request);
            return new Member(
                clip,
                request,
                number,
                command,
                keys ? [command.KeyFrames()] : [.. WindowRun.Groups(request).Select(g => command.Group(request, g))]
            );
        }
    }

    // Gives its frames away once, so that they do not stay in memory.
    private sealed class ReadAhead(FFmpegClipFrames clip, FrameRequest request, List<SmallFrame> frames) : IClipFrameSource
    {
        private List<SmallFrame>? _frames = frames;

        public MediaInfo Info => clip.Info;

        public VideoStreamInfo Stream => clip.Stream;

        public Task<IReadOnlyList<PacketInfo>?> ListPacketsAsync(CancellationToken cancellationToken) =>
            clip.ListPacketsAsync(cancellationToken);

        public Task<IReadOnlyList<long>?> CollectTimesAsync(CancellationToken cancellationToken) =>
            clip.CollectTimesAsync(cancellationToken);

        public Task<IReadOnlyList<PictureShape>> ListShapesAsync(CancellationToken cancellationToken) =>
            clip.ListShapesAsync(cancellationToken);

        public Task<IFrameReader> OpenAsync(FrameRequest asked, CancellationToken cancellationToken) =>
            IsSame(asked) && Interlocked.Exchange(ref _frames, null) is { } kept
                ? Task.FromResult<IFrameReader>(new Reader([.. kept.OrderBy(f => f.Window)]))
                : clip.OpenAsync(asked, cancellationToken);

        // How many threads decode, and where decoding starts, changes nothing.
        private bool IsSame(FrameRequest asked) =>
            asked with { DecoderThreads = request.DecoderThreads, SeekPoints = request.SeekPoints, Windows = request.Windows } == request
            && asked.Windows.SequenceEqual(request.Windows);
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
