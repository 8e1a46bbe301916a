using System.Collections.Concurrent;
using System.Threading.Channels;
using MontageAI.Errors;
using MontageAI.Media;

namespace MontageAI.Engine.Resources;

/// <summary>A range of a clip that is decoded ahead of its turn: its frames wait in a bounded queue, and their buffers are used
/// again.</summary>
internal sealed class DecodedRange
{
    // The range was cut so that all of it fits; a longer one waits for its reader.
    private const int MostFrames = 1024;

    private readonly Channel<SmallFrame> _frames = Channel.CreateBounded<SmallFrame>(
        new BoundedChannelOptions(MostFrames) { SingleReader = true, SingleWriter = true }
    );
    private readonly ConcurrentBag<SmallFrame> _spare;

    /// <summary>Starts to decode.</summary>
    /// <param name="source">The clip.</param>
    /// <param name="request">The range.</param>
    /// <param name="spare">Frames of the same size to use again, shared by all ranges of a clip.</param>
    /// <param name="done">Called once when decoding has ended, however it did.</param>
    /// <param name="stop">Ends it early.</param>
    public DecodedRange(IClipFrameSource source, FrameRequest request, ConcurrentBag<SmallFrame> spare, Action done, CancellationToken stop)
    {
        _spare = spare;
        Work = Task.Run(() => DecodeAsync(source, request, done, stop), CancellationToken.None);
    }

    /// <summary>Ends when decoding has.</summary>
    public Task Work { get; }

    /// <summary>What the decoder complained about; known after the last frame.</summary>
    public string? Problem { get; private set; }

    /// <summary>Why nothing could be decoded; known when there is no frame.</summary>
    public MediaException? Failure { get; private set; }

    /// <summary>The next frame, or null after the last. It is the caller's until given back.</summary>
    public async ValueTask<SmallFrame?> NextAsync(CancellationToken cancellationToken)
    {
        if (await _frames.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _frames.Reader.TryRead(out SmallFrame? frame))
        {
            return frame;
        }

        await Work.ConfigureAwait(false);
        return null;
    }

    /// <summary>Takes a frame back whose pixels are no longer needed.</summary>
    public void GiveBack(SmallFrame frame) => _spare.Add(frame);

    private async Task DecodeAsync(IClipFrameSource source, FrameRequest request, Action done, CancellationToken stop)
    {
        try
        {
            IFrameReader reader = await source.OpenAsync(request, stop).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(stop).ConfigureAwait(false))
                {
                    await _frames.Writer.WriteAsync(Copy(reader.Current), stop).ConfigureAwait(false);
                }

                Problem = reader.Problem;
            }
        }
        catch (MediaException e)
        {
            Failure = e;
        }
        finally
        {
            _frames.Writer.Complete();
            done();
        }
    }

    private SmallFrame Copy(SmallFrame frame)
    {
        SmallFrame copy = _spare.TryTake(out SmallFrame? spare) ? spare : new SmallFrame(frame.Width, frame.Height);
        frame.Pixels.CopyTo(copy.Pixels);
        copy.Time = frame.Time;
        copy.Window = frame.Window;
        copy.HasOtherShape = frame.HasOtherShape;
        return copy;
    }
}
