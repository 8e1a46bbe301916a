using MontageAI.Media;

namespace MontageAI.Models.Pictures;

/// <summary>Small frames as the numbers that networks take: planes of red, green and blue.</summary>
internal static class PictureTensor
{
    /// <summary>Draws a part of a frame, scaled, into planes; what lies outside the frame stays as it is.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="side">Width and height of the planes.</param>
    /// <param name="left">x in the frame of the planes' left edge.</param>
    /// <param name="top">y in the frame of the planes' upper edge.</param>
    /// <param name="scale">Pixels of the frame per pixel of the planes.</param>
    /// <param name="norm">What is taken off and divided by, for values of 0 to 1.</param>
    /// <param name="isBlueFirst">Whether blue comes first.</param>
    /// <param name="planes">Receives three planes.</param>
    public static void Draw(
        SmallFrame frame,
        int side,
        double left,
        double top,
        double scale,
        in PictureNorm norm,
        bool isBlueFirst,
        Span<float> planes
    )
    {
        Span<float> red = planes.Slice(isBlueFirst ? 2 * side * side : 0, side * side),
            green = planes.Slice(side * side, side * side),
            blue = planes.Slice(isBlueFirst ? 0 : 2 * side * side, side * side);
        for (int y = 0; y < side; y++)
        {
            double sourceY = top + ((y + 0.5) * scale);
            for (int x = 0; x < side; x++)
            {
                double sourceX = left + ((x + 0.5) * scale);
                if (sourceX < 0 || sourceY < 0 || sourceX >= frame.Width || sourceY >= frame.Height)
                {
                    continue;
                }

                float luma = (Sample(frame.Luma, frame.Width, frame.Height, sourceX, sourceY) - 16) / 219,
                    b = (Sample(frame.ChromaBlue, frame.Width / 2, frame.Height / 2, sourceX / 2, sourceY / 2) - 128) / 224,
                    r = (Sample(frame.ChromaRed, frame.Width / 2, frame.Height / 2, sourceX / 2, sourceY / 2) - 128) / 224;
                int i = (y * side) + x;

                // BT.709, as nearly all footage.
                red[i] = (Math.Clamp(luma + (1.5748f * r), 0, 1) - norm.Red.Mean) / norm.Red.Deviation;
                green[i] = (Math.Clamp(luma - (0.1873f * b) - (0.4681f * r), 0, 1) - norm.Green.Mean) / norm.Green.Deviation;
                blue[i] = (Math.Clamp(luma + (1.8556f * b), 0, 1) - norm.Blue.Mean) / norm.Blue.Deviation;
            }
        }
    }

    // Between the centres of four pixels.
    private static float Sample(ReadOnlySpan<byte> plane, int width, int height, double x, double y)
    {
        float left = (float)Math.Clamp(x - 0.5, 0, width - 1),
            top = (float)Math.Clamp(y - 0.5, 0, height - 1);
        int x0 = (int)left,
            y0 = (int)top;
        int x1 = Math.Min(x0 + 1, width - 1),
            y1 = Math.Min(y0 + 1, height - 1);
        float right = left - x0,
            down = top - y0;
        float upper = plane[(y0 * width) + x0] + (right * (plane[(y0 * width) + x1] - plane[(y0 * width) + x0])),
            lower = plane[(y1 * width) + x0] + (right * (plane[(y1 * width) + x1] - plane[(y1 * width) + x0]));
        return upper + (down * (lower - upper));
    }
}

/// <summary>How a network wants its colours, for values of 0 to 1.</summary>
internal readonly record struct PictureNorm(
    (float Mean, float Deviation) Red,
    (float Mean, float Deviation) Green,
    (float Mean, float Deviation) Blue
);
