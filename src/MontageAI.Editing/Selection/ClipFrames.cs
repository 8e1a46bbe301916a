using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>
/// Where the frames of a clip lie, as far as it is known without decoding: key frames exactly, frames between them by the stream's rate
/// counted from the key frame before. For streams of variable or unknown rate only key frames are known, and a moment is the nearest tick.
/// </summary>
internal sealed class ClipFrames
{
    /// <summary>Taken as the length of a frame where the container tells no rate: long enough for 10 frames per second.</summary>
    private const double UnknownFrameSeconds = 0.1;

    private readonly Rational _timeBase;
    private readonly double? _ticksPerFrame;
    private readonly MediaTime _first;
    private readonly IReadOnlyList<KeyFrame> _keys;

    /// <summary>Reads what the container and the scan say.</summary>
    public ClipFrames(VideoStreamInfo stream, ClipAnalysis analysis)
    {
        _timeBase = stream.TimeBase;
        _first = analysis.FirstFrame;
        _keys = analysis.KeyFrames;
        FrameRate? rate = stream.IsVariableRate ? null : stream.BaseRate ?? stream.AverageRate;
        _ticksPerFrame = rate is { } r ? 1 / (r.Value * _timeBase.Value) : null;
        FrameSeconds =
            rate is { } steady ? 1 / steady.Value
            : stream.OwnRate is { } average ? Math.Max(2 / average.Value, 1.0 / 30)
            : UnknownFrameSeconds;
    }

    /// <summary>Length of one frame in seconds; for variable rates twice the usual one, where unknown 0.1 s.</summary>
    public double FrameSeconds { get; }

    /// <summary>The index of the last key frame at or before a moment, or -1.</summary>
    public int KeyFrameBefore(double seconds)
    {
        int low = 0;
        int high = _keys.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_keys[middle].Time.Seconds <= seconds + 1e-9)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    /// <summary>The first frame at or after a moment.</summary>
    public MediaTime FrameAtOrAfter(double seconds)
    {
        int key = KeyFrameBefore(seconds);
        MediaTime origin = key >= 0 ? _keys[key].Time : _first;
        if (_ticksPerFrame is not { } step)
        {
            MediaTime nearest = MediaTime.FromSeconds(seconds, _timeBase);
            return nearest.Seconds + 1e-9 >= seconds ? nearest : nearest with { Ticks = nearest.Ticks + 1 };
        }

        double frames = Math.Max(0, Math.Ceiling(((seconds - origin.Seconds) / (step * _timeBase.Value)) - 1e-6));
        MediaTime frame = new(origin.Ticks + TicksAfter(frames, step), _timeBase);

        // A key frame that comes sooner than the counted frame is that frame's true place.
        return key + 1 < _keys.Count && _keys[key + 1].Time.Seconds < frame.Seconds ? _keys[key + 1].Time : frame;
    }

    /// <summary>
    /// Ticks from a key frame to the frame that many frames later. Exact where a frame is a whole number of ticks; elsewhere timestamps are
    /// rounded, and the result is up to three ticks early rather than ever late, so that the frame itself is never missed.
    /// </summary>
    private static long TicksAfter(double frames, double step)
    {
        double ticks = frames * step;
        bool whole = Math.Abs(step - Math.Round(step)) < 1e-6;
        return whole || frames == 0 ? (long)Math.Round(ticks) : (long)Math.Floor(ticks) - 1;
    }

    /// <summary>Frames to decode before a moment can be shown: 0 on a key frame; null where no key frame before it is known.</summary>
    public double? FramesAfterKey(double seconds)
    {
        int key = KeyFrameBefore(seconds);
        return key < 0 ? null : Math.Max(0, Math.Round((seconds - _keys[key].Time.Seconds) / FrameSeconds));
    }
}
