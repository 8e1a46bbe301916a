using MontageAI.Dsp.Image;
using MontageAI.Media;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>Brings frames to the size at which motion is measured. Allocates once per size.</summary>
internal sealed class FrameShrinker
{
    /// <summary>Longer side at which motion is measured; frames less than twice as long stay as they are.</summary>
    public const int LongSide = 160;

    private SmallFrame? _small;

    /// <summary>The frame itself, or a smaller copy that the next call overwrites.</summary>
    public SmallFrame Shrink(SmallFrame frame)
    {
        int by = Math.Max(frame.Width, frame.Height) / LongSide;
        if (by < 2)
        {
            return frame;
        }

        int width = Math.Max(2, frame.Width / by & ~1),
            height = Math.Max(2, frame.Height / by & ~1);
        if (_small is null || _small.Width != width || _small.Height != height)
        {
            _small = new SmallFrame(width, height);
        }

        _small.Time = frame.Time;
        _small.Window = frame.Window;
        Span<byte> pixels = _small.Pixels.Span;
        Plane(frame.Luma, frame.Width, frame.Height, pixels[..(width * height)], width, height);
        int chroma = width * height / 4;
        Plane(frame.ChromaBlue, frame.Width / 2, frame.Height / 2, pixels.Slice(width * height, chroma), width / 2, height / 2);
        Plane(frame.ChromaRed, frame.Width / 2, frame.Height / 2, pixels.Slice((width * height) + chroma, chroma), width / 2, height / 2);
        return _small;
    }

    private static void Plane(ReadOnlySpan<byte> source, int width, int height, Span<byte> target, int targetWidth, int targetHeight)
    {
        if (width == 2 * targetWidth && height >= 2 * targetHeight)
        {
            Downscale.Halve(source, width, 2 * targetHeight, target);
        }
        else
        {
            Downscale.Average(source, width, height, target, targetWidth, targetHeight);
        }
    }
}
