using MontageAI.Media;

namespace MontageAI.Models.Faces;

/// <summary>A part of a picture in pixels; may reach beyond it.</summary>
internal readonly record struct PictureWindow(double Left, double Top, double Width, double Height);

/// <summary>Turns pictures into the numbers that networks take. Colours by BT.601, limited range.</summary>
internal static class PictureTensor
{
    /// <summary>The whole picture at its own size in the upper left corner, as planes blue, green, red from 0 to 255; what lies beyond is
    /// black.</summary>
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

    /// <summary>A window of the picture scaled to a square, as pixels red, green, blue from -1 to 1; what lies beyond the picture is
    /// black.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="window">Which part of it.</param>
    /// <param name="pixels">Three numbers for each pixel.</param>
    /// <param name="side">Side of the square.</param>
    public static void FillSquare(SmallFrame picture, PictureWindow window, float[] pixels, int side)
    {
        // Where the picture is made smaller, several samples are averaged, else every second of them would be lost.
        int dense = Math.Max(1, (int)Math.Round(Math.Max(window.Width, window.Height) / side));
        Tap[] across = Taps(window.Left, window.Width, side * dense, picture.Width),
            down = Taps(window.Top, window.Height, side * dense, picture.Height);
        ReadOnlySpan<byte> luma = picture.Luma,
            blues = picture.ChromaBlue,
            reds = picture.ChromaRed;
        int width = picture.Width;
        float part = 1f / (dense * dense);
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                float r = 0,
                    g = 0,
                    b = 0;
                for (int i = 0; i < dense * dense; i++)
                {
                    Tap column = across[(x * dense) + (i % dense)],
                        row = down[(y * dense) + (i / dense)];
                    if (!column.IsInside || !row.IsInside)
                    {
                        continue;
                    }

                    // Luma between four pixels; colour of the nearest, since networks like eyes see shapes by luma.
                    int above = row.First * width,
                        below = row.Second * width,
                        chroma = (row.Nearest / 2 * (width / 2)) + (column.Nearest / 2);
                    float high = luma[above + column.First] + (column.Part * (luma[above + column.Second] - luma[above + column.First])),
                        low = luma[below + column.First] + (column.Part * (luma[below + column.Second] - luma[below + column.First]));
                    (float sr, float sg, float sb) = Colour(high + (row.Part * (low - high)), blues[chroma], reds[chroma]);
                    (r, g, b) = (r + sr, g + sg, b + sb);
                }

                int at = 3 * ((y * side) + x);
                pixels[at] = (r * part / 127.5f) - 1;
                pixels[at + 1] = (g * part / 127.5f) - 1;
                pixels[at + 2] = (b * part / 127.5f) - 1;
            }
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
