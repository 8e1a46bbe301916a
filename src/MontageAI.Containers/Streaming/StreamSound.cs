using MontageAI.Containers.Joining;
using MontageAI.Time;

namespace MontageAI.Containers.Streaming;

/// <summary>Packets of sound that belong to a segment.</summary>
/// <param name="First">Number of the first.</param>
/// <param name="Count">How many; may be 0.</param>
/// <param name="DecodeTime">Ticks of all packets before.</param>
internal readonly record struct SoundSpan(int First, int Count, long DecodeTime);

/// <summary>Shares out the packets of a sound track among segments in order: each goes to the one in whose time it begins.</summary>
internal sealed class StreamSound(SoundSamples samples, FrameRate rate)
{
    private int _next;
    private long _decodeTime;

    /// <summary>The packets.</summary>
    public SoundSamples Samples => samples;

    /// <summary>The packets from where the last span ended up to a frame.</summary>
    public SoundSpan Until(long frame) => Take(samples.EndAt(_next, frame, rate));

    /// <summary>All packets that are left.</summary>
    public SoundSpan Rest() => Take(samples.Track.Count);

    /// <summary>Puts back a span that was not written.</summary>
    public void Return(SoundSpan span) => (_next, _decodeTime) = (span.First, span.DecodeTime);

    private SoundSpan Take(int end)
    {
        SoundSpan span = new(_next, end - _next, _decodeTime);
        for (; _next < end; _next++)
        {
            _decodeTime += samples.Track.DurationTicks[_next];
        }

        return span;
    }
}
