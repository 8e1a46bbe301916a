using MontageAI.Media;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>
/// The ground on which pictures are drawn that have another size than their container states: FFmpeg tells of a size only by what its
/// filters do with it, so these lie on a colour that no camera fills a frame's edge with. Once seen, it is made black.
/// </summary>
internal static class ShapeGround
{
    /// <summary>Its colour, as FFmpeg names it.</summary>
    public const string Color = "magenta";

    /// <summary>Pixels of it on every side at least.</summary>
    public const int Margin = 4;

    private const byte Black = 16;
    private const byte Neutral = 128;

    /// <summary>Marks a frame that lies on the ground, and makes the ground black.</summary>
    public static void Settle(SmallFrame frame)
    {
        frame.HasOtherShape = IsOn(frame);
        if (!frame.HasOtherShape)
        {
            return;
        }

        (int width, int height) = (frame.Width / 2, frame.Height / 2);
        Span<byte> pixels = frame.Pixels.Span;
        Span<byte> luma = pixels[..(4 * width * height)],
            blue = pixels.Slice(4 * width * height, width * height),
            red = pixels.Slice(5 * width * height, width * height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = (y * width) + x;
                if (IsGround(blue[at], red[at]))
                {
                    (blue[at], red[at]) = (Neutral, Neutral);
                    luma.Slice(4 * y * width + (2 * x), 2).Fill(Black);
                    luma.Slice((4 * y * width) + (2 * width) + (2 * x), 2).Fill(Black);
                }
            }
        }
    }

    private static bool IsOn(SmallFrame frame)
    {
        (int width, int height) = (frame.Width / 2, frame.Height / 2);
        ReadOnlySpan<byte> blue = frame.ChromaBlue,
            red = frame.ChromaRed;
        int last = width * (height - 1);
        for (int x = 0; x < width; x++)
        {
            if (!IsGround(blue[x], red[x]) || !IsGround(blue[last + x], red[last + x]))
            {
                return false;
            }
        }

        for (int y = 0; y < height; y++)
        {
            int at = y * width;
            if (!IsGround(blue[at], red[at]) || !IsGround(blue[at + width - 1], red[at + width - 1]))
            {
                return false;
            }
        }

        return true;
    }

    // 202 and 222 as FFmpeg draws it.
    private static bool IsGround(byte blue, byte red) => blue is > 196 and < 208 && red is > 216 and < 228;
}
