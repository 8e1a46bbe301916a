using MontageAI.Media;

namespace MontageAI.Models.Pictures;

/// <summary>Small frames, limited range, as the numbers that networks take. Each network is given its pictures as its figures were measured
/// with: which matrix makes colours of them, and how they are scaled, are part of it.</summary>
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

    /// <summary>The whole picture at its own size in the upper left corner, as planes blue, green, red from 0 to 255 by BT.601; what lies
    /// beyond is black.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="planes">Three planes.</param>
    /// <param name="width">Width of a plane, at least the picture's.</param>
    public static void FillPlanes(SmallFrame picture, float[] planes, int width)
    {
        int plane = planes.Length / 3;
        Array.Clear(planes);
        ReadOnlySpan<byte> luma = picture.Luma,
            blues = picture.ChromaBlue,
            reds = picture.ChromaRed;
        for (int y = 0; y < picture.Height; y++)
        {
            int chroma = (y >> 1) * (picture.Width >> 1),
                from = y * picture.Width,
                to = y * width;
            for (int x = 0; x < picture.Width; x++)
            {
                (float r, float g, float b) = Colour(luma[from + x], blues[chroma + (x >> 1)], reds[chroma + (x >> 1)]);
                planes[to + x] = b;
                planes[plane + to + x] = g;
                planes[plane + plane + to + x] = r;
            }
        }
    }

    /// <summary>A window of the picture scaled to a size, as pixels red, green, blue from -1 to 1 by BT.601; what lies beyond
    /// the picture is black.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="window">Which part of it.</param>
    /// <param name="pixels">Three numbers for each pixel.</param>
    /// <param name="width">Width of the result.</param>
    /// <param name="height">Height of the result.</param>
    public static void Fill(SmallFrame picture, PictureWindow window, float[] pixels, int width, int height)
    {
        // Where the picture is made smaller, several samples are averaged, else every second of them would be lost.
        int dense = Math.Max(1, (int)Math.Round(window.Width / width));
        Tap[] across = Taps(window.Left, window.Width, width * dense, picture.Width),
            down = Taps(window.Top, window.Height, height * dense, picture.Height);
        Array.Fill(pixels, -1f);
        float[] row = new float[picture.Width],
            sums = new float[3 * width];
        float part = 1f / (dense * dense);
        for (int y = 0; y < height; y++)
        {
            Array.Clear(sums);
            bool any = false;
            foreach (Tap tap in down.AsSpan(y * dense, dense))
            {
                if (tap.IsInside)
                {
                    Blend(picture, tap, row);
                    AddRow(picture, tap, row, across, dense, sums);
                    any = true;
                }
            }

            for (int x = 0, at = 3 * y * width; any && x < sums.Length; x++)
            {
                pixels[at + x] = (sums[x] * part / 127.5f) - 1;
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

    // Luma between two rows.
    private static void Blend(SmallFrame picture, Tap tap, float[] row)
    {
        ReadOnlySpan<byte> above = picture.Luma.Slice(tap.First * picture.Width, row.Length),
            below = picture.Luma.Slice(tap.Second * picture.Width, row.Length);
        for (int x = 0; x < row.Length; x++)
        {
            row[x] = above[x] + (tap.Part * (below[x] - above[x]));
        }
    }

    // Luma between two pixels; colour of the nearest, since networks like eyes see shapes by luma.
    private static void AddRow(SmallFrame picture, Tap tap, ReadOnlySpan<float> row, Tap[] across, int dense, float[] sums)
    {
        int half = picture.Width / 2;
        ReadOnlySpan<byte> blues = picture.ChromaBlue.Slice(tap.Nearest / 2 * half, half),
            reds = picture.ChromaRed.Slice(tap.Nearest / 2 * half, half);
        for (int i = 0; i < across.Length; i++)
        {
            Tap column = across[i];
            if (!column.IsInside)
            {
                continue;
            }

            float luma = row[column.First] + (column.Part * (row[column.Second] - row[column.First]));
            (float r, float g, float b) = Colour(luma, blues[column.Nearest / 2], reds[column.Nearest / 2]);
            int at = i / dense * 3;
            sums[at] += r;
            sums[at + 1] += g;
            sums[at + 2] += b;
        }
    }

    private static Tap[] Taps(double start, double length, int count, int size)
    {
        Tap[] taps = new Tap[count];
        for (int i = 0; i < count; i++)
        {
            double place = start + ((i + 0.5) * length / count) - 0.5;
            int first = Math.Clamp((int)Math.Floor(place), 0, size - 1);
            taps[i] = new Tap(first, Math.Min(first + 1, size - 1), (float)Math.Clamp(place - first, 0, 1), place > -1 && place < size);
        }

        return taps;
    }

    private static (float Red, float Green, float Blue) Colour(float luma, byte blue, byte red)
    {
        float y = 1.164383f * (luma - 16),
            b = blue - 128,
            r = red - 128;
        return (
            Math.Clamp(y + (1.596027f * r), 0, 255),
            Math.Clamp(y - (0.391762f * b) - (0.812968f * r), 0, 255),
            Math.Clamp(y + (2.017232f * b), 0, 255)
        );
    }

    // A place between two pixels of a row or column.
    private readonly record struct Tap(int First, int Second, float Part, bool IsInside)
    {
        public int Nearest => Part < 0.5f ? First : Second;
    }
}

/// <summary>A part of a picture in pixels; may reach beyond it.</summary>
internal readonly record struct PictureWindow(double Left, double Top, double Width, double Height);

/// <summary>How a network wants its colours, for values of 0 to 1.</summary>
internal readonly record struct PictureNorm(
    (float Mean, float Deviation) Red,
    (float Mean, float Deviation) Green,
    (float Mean, float Deviation) Blue
);
