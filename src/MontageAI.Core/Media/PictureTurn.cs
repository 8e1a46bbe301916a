namespace MontageAI.Media;

/// <summary>
/// How a stored picture is shown: turned clockwise in quarters, then mirrored left to right or not. These eight are all that display
/// matrices of recordings and EXIF orientations mean; what is sheared or turned by odd angles is taken as the nearest of them.
/// </summary>
/// <param name="Degrees">Degrees clockwise: 0, 90, 180 or 270.</param>
/// <param name="IsMirrored">Whether the turned picture is then mirrored, left to right.</param>
public readonly record struct PictureTurn(int Degrees, bool IsMirrored)
{
    /// <summary>Whether width and height change places.</summary>
    public bool IsSideways => Degrees is 90 or 270;

    /// <summary>The turn of a display matrix, without its scale. One that would show nothing (all zero, or flat) means none.</summary>
    /// <param name="a">Its first number: of x, what goes into the shown x.</param>
    /// <param name="b">Its second: of x, what goes into the shown y.</param>
    /// <param name="c">Its fourth: of y, what goes into the shown x.</param>
    /// <param name="d">Its fifth: of y, what goes into the shown y.</param>
    public static PictureTurn OfMatrix(int a, int b, int c, int d)
    {
        double area = ((double)a * d) - ((double)b * c);
        if (area == 0)
        {
            return default;
        }

        // Mirroring turns the signs of what goes into the shown x; without it the rest is a turn.
        bool mirrored = area < 0;
        double across = Math.Atan2(b, mirrored ? -(double)a : a);
        double down = Math.Atan2(mirrored ? c : -(double)c, d);
        // The two axes agree but in sheared pictures; there the one in the middle between them.
        double difference = Math.IEEERemainder(down - across, 2 * Math.PI);
        int quarter = (int)Math.Round((across + (difference / 2)) / (Math.PI / 2), MidpointRounding.AwayFromZero);
        return new PictureTurn(((quarter % 4) + 4) % 4 * 90, mirrored);
    }

    /// <summary>The turn of an EXIF orientation, 1 to 8; none for any other number.</summary>
    public static PictureTurn OfExif(int orientation) =>
        orientation switch
        {
            2 => new(0, true),
            3 => new(180, false),
            4 => new(180, true),
            5 => new(90, true),
            6 => new(90, false),
            7 => new(270, true),
            8 => new(270, false),
            _ => default,
        };

    /// <summary>A part of the shown picture as a part of the stored one.</summary>
    /// <param name="part">Left, top, width and height in pixels of the shown picture.</param>
    /// <param name="storedWidth">Width of the stored picture.</param>
    /// <param name="storedHeight">Its height.</param>
    public (int X, int Y, int Width, int Height) Stored((int X, int Y, int Width, int Height) part, int storedWidth, int storedHeight)
    {
        (int x, int y, int width, int height) = part;
        x = IsMirrored ? (IsSideways ? storedHeight : storedWidth) - x - width : x;
        return Degrees switch
        {
            90 => (y, storedHeight - x - width, height, width),
            180 => (storedWidth - x - width, storedHeight - y - height, width, height),
            270 => (storedWidth - y - height, x, height, width),
            _ => (x, y, width, height),
        };
    }
}
