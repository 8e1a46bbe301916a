namespace MontageAI.Reports.Sheets;

/// <summary>A colour.</summary>
internal readonly record struct Ink(byte R, byte G, byte B)
{
    /// <summary>Of 0xRRGGBB.</summary>
    public static Ink Of(int hex) => new((byte)(hex >> 16), (byte)(hex >> 8), (byte)hex);

    /// <summary>In the order of subtitle scripts.</summary>
    public string Script => $"&H{B:X2}{G:X2}{R:X2}&";
}

/// <summary>A picture that is painted on: 8-bit RGB, edges anti-aliased by how much of a pixel they cover.</summary>
internal sealed class Raster
{
    /// <summary>Makes one, in one colour.</summary>
    public Raster(int width, int height, Ink ground)
    {
        (Width, Height) = (width, height);
        Pixels = new byte[width * height * 3];
        for (int i = 0; i < Pixels.Length; i += 3)
        {
            (Pixels[i], Pixels[i + 1], Pixels[i + 2]) = (ground.R, ground.G, ground.B);
        }
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Rows packed, red first.</summary>
    public byte[] Pixels { get; }

    /// <summary>Fills a rectangle; its corners may lie between pixels.</summary>
    public void Fill(double left, double top, double right, double bottom, Ink ink, double alpha = 1)
    {
        for (int y = Math.Max(0, (int)Math.Floor(top)); y < Math.Min(Height, bottom); y++)
        {
            double high = Math.Min(bottom, y + 1) - Math.Max(top, y);
            for (int x = Math.Max(0, (int)Math.Floor(left)); x < Math.Min(Width, right); x++)
            {
                Blend(x, y, ink, alpha * high * (Math.Min(right, x + 1) - Math.Max(left, x)));
            }
        }
    }

    /// <summary>Puts a picture on it.</summary>
    /// <param name="tile">8-bit RGB.</param>
    /// <param name="tileWidth">Its width.</param>
    /// <param name="tileHeight">Its height.</param>
    /// <param name="left">Where its left edge goes.</param>
    /// <param name="top">Where its upper edge goes.</param>
    /// <param name="from">Nothing is painted left of here ...</param>
    /// <param name="to">... nor from here on.</param>
    public void Put(byte[] tile, int tileWidth, int tileHeight, int left, int top, double from, double to)
    {
        for (int y = 0; y < tileHeight && top + y < Height; y++)
        {
            for (int x = Math.Max(0, (int)Math.Floor(from) - left); x < tileWidth && left + x < Math.Min(Width, to); x++)
            {
                double cover = Math.Min(to, left + x + 1) - Math.Max(from, left + x);
                int i = ((y * tileWidth) + x) * 3;
                Blend(left + x, top + y, new Ink(tile[i], tile[i + 1], tile[i + 2]), Math.Clamp(cover, 0, 1));
            }
        }
    }

    /// <summary>Fills what lies under a curve, pixel column by pixel column.</summary>
    /// <param name="left">First column.</param>
    /// <param name="tops">y of the curve in each column; NaN leaves it out.</param>
    /// <param name="bottom">Lower edge.</param>
    /// <param name="ink">Colour.</param>
    /// <param name="alpha">0 to 1.</param>
    public void Area(int left, IReadOnlyList<double> tops, double bottom, Ink ink, double alpha)
    {
        for (int i = 0; i < tops.Count; i++)
        {
            if (double.IsFinite(tops[i]))
            {
                Fill(left + i, tops[i], left + i + 1, bottom, ink, alpha);
            }
        }
    }

    /// <summary>Draws a curve.</summary>
    /// <param name="left">First column.</param>
    /// <param name="tops">y of the curve in each column; NaN leaves it out.</param>
    /// <param name="thickness">Pixels.</param>
    /// <param name="ink">Colour.</param>
    public void Curve(int left, IReadOnlyList<double> tops, double thickness, Ink ink)
    {
        for (int i = 0; i < tops.Count; i++)
        {
            if (!double.IsFinite(tops[i]))
            {
                continue;
            }

            // As high as it climbs within the column, so that steep parts do not fall to pieces.
            double next = i + 1 < tops.Count && double.IsFinite(tops[i + 1]) ? tops[i + 1] : tops[i];
            double low = Math.Min(tops[i], next),
                high = Math.Max(tops[i], next);
            Fill(left + i, low - (thickness / 2), left + i + 1, high + (thickness / 2), ink);
        }
    }

    /// <summary>Rounds the corners of a rectangle by painting the ground over them.</summary>
    public void Round(double left, double top, double right, double bottom, double radius, Ink ground)
    {
        foreach (
            (double cx, double cy, int dx, int dy) in new[]
            {
                (left, top, 1, 1),
                (right, top, -1, 1),
                (left, bottom, 1, -1),
                (right, bottom, -1, -1),
            }
        )
        {
            for (int j = 0; j < radius; j++)
            {
                for (int i = 0; i < radius; i++)
                {
                    double away = Math.Sqrt(((radius - i - 0.5) * (radius - i - 0.5)) + ((radius - j - 0.5) * (radius - j - 0.5))) - radius;
                    Blend(
                        (int)Math.Floor(cx) + (dx > 0 ? i : -i - 1),
                        (int)Math.Floor(cy) + (dy > 0 ? j : -j - 1),
                        ground,
                        Math.Clamp(away + 0.5, 0, 1)
                    );
                }
            }
        }
    }

    private void Blend(int x, int y, Ink ink, double alpha)
    {
        if (alpha <= 0 || x < 0 || y < 0 || x >= Width || y >= Height)
        {
            return;
        }

        int i = ((y * Width) + x) * 3;
        Pixels[i] = Mix(Pixels[i], ink.R, alpha);
        Pixels[i + 1] = Mix(Pixels[i + 1], ink.G, alpha);
        Pixels[i + 2] = Mix(Pixels[i + 2], ink.B, alpha);
    }

    private static byte Mix(byte from, byte to, double alpha) => (byte)Math.Round(from + ((to - from) * Math.Min(1, alpha)));
}
