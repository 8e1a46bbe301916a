using MontageAI.Media;

namespace MontageAI.Analysis.Clips;

/// <summary>Knows small frames of pictures that have another size than their container states: whoever draws them puts them, in their own
/// shape, on a ground of one colour that no camera fills a frame's edge with (<see cref="SmallFrame.GroundColor"/>).</summary>
internal static class ShapeMark
{
    /// <summary>Whether a frame's edge has the mark all around.</summary>
    public static bool IsOn(SmallFrame frame)
    {
        int width = frame.Width / 2,
            height = frame.Height / 2;
        ReadOnlySpan<byte> blue = frame.ChromaBlue,
            red = frame.ChromaRed;
        for (int x = 0; x < width; x++)
        {
            if (!IsGround(blue[x], red[x]) || !IsGround(blue[((height - 1) * width) + x], red[((height - 1) * width) + x]))
            {
                return false;
            }
        }

        for (int y = 0; y < height; y++)
        {
            if (!IsGround(blue[y * width], red[y * width]) || !IsGround(blue[(y * width) + width - 1], red[(y * width) + width - 1]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsGround(byte blue, byte red) => blue > 190 && red > 205;
}
