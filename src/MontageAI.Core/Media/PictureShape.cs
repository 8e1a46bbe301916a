using MontageAI.Time;

namespace MontageAI.Media;

/// <summary>The size of a stream's pictures from a moment on, where it changes in mid-stream: a telephone that was turned, a broadcast or a
/// call that adapted to the line.</summary>
/// <param name="Start">PTS of the first picture of that size.</param>
/// <param name="Width">Coded width in pixels, before rotation.</param>
/// <param name="Height">Coded height in pixels, before rotation.</param>
public sealed record PictureShape(MediaTime Start, int Width, int Height)
{
    /// <summary>A stream as it is at a moment.</summary>
    /// <param name="stream">The stream as its container states it.</param>
    /// <param name="shapes">Its sizes, in order; null or empty where there is only the one that is stated.</param>
    /// <param name="at">The moment.</param>
    public static VideoStreamInfo At(VideoStreamInfo stream, IReadOnlyList<PictureShape>? shapes, MediaTime at)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (shapes is not { Count: > 0 })
        {
            return stream;
        }

        PictureShape shape = shapes.LastOrDefault(s => s.Start.Seconds <= at.Seconds + 1e-6) ?? shapes[0];
        return stream with { Width = shape.Width, Height = shape.Height, ChangesSize = true };
    }
}
