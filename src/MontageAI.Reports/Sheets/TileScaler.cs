using MontageAI.Media;

namespace MontageAI.Reports.Sheets;

/// <summary>Makes RGB pictures of one size out of small frames.</summary>
internal static class TileScaler
{
    /// <summary>Scales, averaging all pixels under a target pixel; what does not fit is cropped around the wish's centre.</summary>
    /// <returns>8-bit RGB, rows packed.</returns>
    public static byte[] Scale(SmallFrame frame, TileWish wish, int width, int height)
    {
        double scale = Math.Min((double)frame.Width / width, (double)frame.Height / height) / wish.Zoom;
        double viewWidth = width * scale,
            viewHeight = height * scale;
        double left = Math.Clamp((wish.X * frame.Width) - (viewWidth / 2), 0, frame.Width - viewWidth),
            top = Math.Clamp((wish.Y * frame.Height) - (viewHeight / 2), 0, frame.Height - viewHeight);
        byte[] tile = new byte[width * height * 3];
        ReadOnlySpan<byte> luma = frame.Luma,
            blue = frame.ChromaBlue,
            red = frame.ChromaRed;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double l = Mean(luma, frame.Width, frame.Height, left + (x * scale), top + (y * scale), scale);
                double b =
                    Mean(blue, frame.Width / 2, frame.Height / 2, (left + (x * scale)) / 2, (top + (y * scale)) / 2, scale / 2) - 128;
                double r = Mean(red, frame.Width / 2, frame.Height / 2, (left + (x * scale)) / 2, (top + (y * scale)) / 2, scale / 2) - 128;
                double grey = (l - 16) * 255 / 219,
                    unit = 255.0 / 224;
                int i = ((y * width) + x) * 3;

                // BT.709, as nearly all footage.
                tile[i] = Byte(grey + (1.5748 * r * unit));
                tile[i + 1] = Byte(grey - (0.1873 * b * unit) - (0.4681 * r * unit));
                tile[i + 2] = Byte(grey + (1.8556 * b * unit));
            }
        }

        return tile;
    }

    private static double Mean(ReadOnlySpan<byte> plane, int width, int height, double left, double top, double side)
    {
        int x0 = Math.Clamp((int)left, 0, width - 1),
            y0 = Math.Clamp((int)top, 0, height - 1);
        int x1 = Math.Clamp((int)Math.Ceiling(left + side), x0 + 1, width),
            y1 = Math.Clamp((int)Math.Ceiling(top + side), y0 + 1, height);
        int sum = 0;
        for (int y = y0; y < y1; y++)
        {
            for (int x = x0; x < x1; x++)
            {
                sum += plane[(y * width) + x];
            }
        }

        return (double)sum / ((x1 - x0) * (y1 - y0));
    }

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
