using MontageAI.Media;

namespace MontageAI.Analysis.Clips.Pictures;

/// <summary>
/// How much of a picture is skin in patches that could be faces: blocks of 8 x 8 pixels whose chroma lies where human skin of all tones
/// lies (narrower than the classic range of Chai and Ngan, "Face segmentation using skin-color map", 1999, which takes in most wood and
/// sand), neither flat nor rough, joined to patches that are about as tall as wide, mostly filled, and not at the bottom of the picture.
/// Colour and texture only: light of a strange colour hides people, and warm things that are smooth may pass for them. No allocation after
/// the first picture.
/// </summary>
internal sealed class SkinMeter
{
    // Chroma samples across and down a block; twice as many pixels of luma.
    private const int Block = 4;

    // Share of a block's chroma samples that must have the colour of skin.
    private const double LeastShare = 0.7;

    // Standard deviation of luma in a block of skin.
    private const double Flat = 1;
    private const double Rough = 28;

    // Patches smaller or larger than these shares of the picture are no faces.
    private const double Smallest = 0.008;
    private const double Largest = 0.45;

    // Mean distance of chroma from neutral below which a picture counts as black and white.
    private const double Colourless = 2;

    private bool[] _skin = [];
    private int[] _queue = [];

    /// <summary>Measures. O(pixels).</summary>
    /// <returns>Share of the picture, 0 to 1; null for a picture without colour.</returns>
    public float? Measure(SmallFrame frame)
    {
        int chromaWidth = (frame.Width + 1) / 2,
            chromaHeight = (frame.Height + 1) / 2;
        int across = chromaWidth / Block,
            down = chromaHeight / Block;
        if (across == 0 || down == 0 || !HasColour(frame))
        {
            return null;
        }

        if (_skin.Length < across * down)
        {
            (_skin, _queue) = (new bool[across * down], new int[across * down]);
        }

        for (int y = 0; y < down; y++)
        {
            for (int x = 0; x < across; x++)
            {
                _skin[(y * across) + x] = IsSkin(frame, chromaWidth, x * Block, y * Block);
            }
        }

        int faces = 0;
        for (int i = 0; i < across * down; i++)
        {
            faces += _skin[i] ? PatchAt(i, across, down) : 0;
        }

        return (float)faces / (across * down);
    }

    private static bool HasColour(SmallFrame frame)
    {
        long sum = 0;
        ReadOnlySpan<byte> blue = frame.ChromaBlue,
            red = frame.ChromaRed;
        for (int i = 0; i < blue.Length; i++)
        {
            sum += Math.Abs(blue[i] - 128) + Math.Abs(red[i] - 128);
        }

        return sum > Colourless * blue.Length;
    }

    private static bool IsSkin(SmallFrame frame, int chromaWidth, int left, int top)
    {
        int skin = 0;
        for (int y = top; y < top + Block; y++)
        {
            for (int x = left; x < left + Block; x++)
            {
                int blue = frame.ChromaBlue[(y * chromaWidth) + x] - 128,
                    red = frame.ChromaRed[(y * chromaWidth) + x] - 128;
                skin += red is >= 7 and <= 32 && blue is >= -22 and <= -3 && 2 * red >= -blue && red <= 8 - (2.2 * blue) ? 1 : 0;
            }
        }

        if (skin < LeastShare * Block * Block)
        {
            return false;
        }

        int sum = 0,
            squares = 0,
            count = 0;
        for (int y = 2 * top; y < Math.Min(frame.Height, 2 * (top + Block)); y++)
        {
            for (int x = 2 * left; x < Math.Min(frame.Width, 2 * (left + Block)); x++, count++)
            {
                int luma = frame.Luma[(y * frame.Width) + x];
                sum += luma;
                squares += luma * luma;
            }
        }

        double mean = (double)sum / count,
            deviation = Math.Sqrt(Math.Max(0, ((double)squares / count) - (mean * mean)));
        return mean is > 45 and < 230 && deviation is > Flat and < Rough;
    }

    // Takes out the patch that a block belongs to. Returns its blocks if it could be a face, else 0.
    private int PatchAt(int start, int across, int down)
    {
        int blocks = 0,
            left = across,
            right = 0,
            top = down,
            bottom = 0;
        _queue[0] = start;
        _skin[start] = false;
        for (int queued = 1; blocks < queued; blocks++)
        {
            int x = _queue[blocks] % across,
                y = _queue[blocks] / across;
            (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
            foreach ((int dx, int dy) in ((int, int)[])[(1, 0), (-1, 0), (0, 1), (0, -1)])
            {
                (int nextX, int nextY) = (x + dx, y + dy);
                int next = (nextY * across) + nextX;
                if (nextX >= 0 && nextX < across && nextY >= 0 && nextY < down && _skin[next])
                {
                    _skin[next] = false;
                    _queue[queued++] = next;
                }
            }
        }

        double width = right - left + 1,
            height = bottom - top + 1,
            all = across * down;
        bool face =
            blocks >= 4
            && blocks >= Smallest * all
            && blocks <= Largest * all
            && height >= 0.85 * width
            && height <= 2.2 * width
            && blocks >= 0.45 * width * height
            && (top + bottom) / 2.0 <= 0.7 * down;
        return face ? blocks : 0;
    }
}
