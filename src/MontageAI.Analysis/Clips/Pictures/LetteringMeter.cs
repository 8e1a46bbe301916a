namespace MontageAI.Analysis.Clips.Pictures;

/// <summary>
/// Finds bright letters laid over a picture: titles, subtitles, a counter, the name of a channel. Along a row letters are narrow strokes of
/// one brightness with a steep edge on either side; a line of them is many such strokes in rows one below the other, all equally bright,
/// and half of them go on from row to row. Foliage, windows, lights and noise have edges as steep, but not strokes like that. Dark letters
/// are not looked for: railings and crowds against the light look like them. Limits chosen by hand on the test media with and without
/// planted titles: letters of 11 % of the picture's height and more are found, of 8 % mostly, smaller ones seldom.
/// </summary>
internal static class LetteringMeter
{
    // Strokes in all rows of a line from which on nothing else can be meant.
    private const float Plenty = 64;

    // Least step of luma at a stroke's edge, over two pixels; the widest stroke, pixels of a picture 320 long; the least luma of letters
    // (limited range), and what those of one line differ by.
    private const int StrokeStep = 32;
    private const int WidestStroke = 15;
    private const int LeastLuma = 212;
    private const int SameLuma = 9;

    private const int LeastStrokes = 5;
    private const int LeastRows = 5;

    // A row may be missing: the bar of an "e", or the gap below the dot of an "i".
    private const int MostMissing = 1;

    /// <summary>How much of a line of letters there is, 0 (none) to 1. O(pixels).</summary>
    public static float Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        Span<(byte Level, int At)> strokes = stackalloc (byte, int)[Math.Max(1, width / 2)];
        int most = 0,
            rows = 0,
            sum = 0,
            missing = 0,
            level = 0;
        for (int y = 0; y < height; y++)
        {
            int count = Strokes(luma.Slice(y * width, width), strokes);
            (int equal, int at) = count < LeastStrokes ? (0, 0) : Equal(strokes[..count]);
            bool goesOn =
                rows == 0
                || (
                    Math.Abs(at - level) <= SameLuma && 2 * FromAbove(strokes[..count], luma.Slice((y - 1) * width, width), level) >= equal
                );
            if (equal >= LeastStrokes && goesOn)
            {
                level = rows == 0 ? at : level;
                rows++;
                sum += equal;
                missing = 0;
                most = rows >= LeastRows ? Math.Max(most, sum) : most;
            }
            else if (++missing > MostMissing)
            {
                (rows, sum) = (0, 0);
            }
        }

        return Math.Min(1, most / Plenty);
    }

    // How many strokes of a level lie below a pixel of the same.
    private static int FromAbove(ReadOnlySpan<(byte Level, int At)> strokes, ReadOnlySpan<byte> above, int level)
    {
        int count = 0;
        foreach ((byte of, int at) in strokes)
        {
            count += Math.Abs(of - level) <= SameLuma && Math.Abs(above[at] - level) <= SameLuma ? 1 : 0;
        }

        return count;
    }

    // The brightest pixel of every bright narrow stroke of a row.
    private static int Strokes(ReadOnlySpan<byte> row, Span<(byte Level, int At)> strokes)
    {
        int count = 0;
        for (int x = 2; x < row.Length && count < strokes.Length; x++)
        {
            if (row[x] - row[x - 2] < StrokeStep)
            {
                continue;
            }

            int begin = x;
            while (x + 1 < row.Length && row[x + 1] - row[x - 1] >= StrokeStep)
            {
                x++;
            }

            int end = x + 1;
            while (end < row.Length && end - begin <= WidestStroke && Math.Abs(row[end] - row[end - 2]) < StrokeStep)
            {
                end++;
            }

            if (end < row.Length && end - begin <= WidestStroke && row[end] - row[end - 2] <= -StrokeStep)
            {
                int brightest = begin - 1;
                for (int i = begin; i < end; i++)
                {
                    brightest = row[i] > row[brightest] ? i : brightest;
                }

                if (row[brightest] >= LeastLuma)
                {
                    strokes[count++] = (row[brightest], brightest);
                }

                x = end;
            }
        }

        return count;
    }

    // How many are as bright as each other, at most, and how bright.
    private static (int Count, int Level) Equal(ReadOnlySpan<(byte Level, int At)> strokes)
    {
        (int Count, int Level) best = (0, 0);
        foreach ((byte level, _) in strokes)
        {
            int count = 0;
            foreach ((byte other, _) in strokes)
            {
                count += Math.Abs(other - level) <= SameLuma ? 1 : 0;
            }

            best = count > best.Count ? (count, level) : best;
        }

        return best;
    }
}
