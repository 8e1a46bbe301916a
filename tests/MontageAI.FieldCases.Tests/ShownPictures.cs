using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>The frames of a film as its viewer sees them, decoded to RGB and measured.</summary>
public sealed class ShownPictures
{
    private readonly byte[] _pixels;

    /// <summary>Decodes a film.</summary>
    /// <param name="film">The file.</param>
    /// <param name="width">Width to scale to; 0 keeps the film's own size.</param>
    /// <param name="height">Height to scale to.</param>
    public ShownPictures(string film, int width = 0, int height = 0)
    {
        if (width == 0)
        {
            int[] size =
            [
                .. TestTools
                    .FFprobe("-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0", film)
                    .Trim()
                    .Split(',')
                    .Select(n => int.Parse(n, CultureInfo.InvariantCulture)),
            ];
            (width, height) = (size[0], size[1]);
        }

        (Width, Height) = (width, height);
        _pixels = DecodedPictures.Of(film, width, height, "rgb24");
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Number of frames.</summary>
    public int Count => _pixels.Length / (Width * Height * 3);

    /// <summary>Mean colour over a part of a frame.</summary>
    /// <param name="frame">Which frame.</param>
    /// <param name="left">Left edge of the part, 0 to 1.</param>
    /// <param name="top">Top edge, 0 to 1.</param>
    /// <param name="size">Width and height of it, 0 to 1.</param>
    public (double R, double G, double B) Mean(int frame, double left, double top, double size)
    {
        double[] sums = new double[3];
        int count = 0;
        for (int y = (int)(top * Height); y < (int)((top + size) * Height); y++)
        {
            for (int x = (int)(left * Width); x < (int)((left + size) * Width); x++, count++)
            {
                for (int c = 0; c < 3; c++)
                {
                    sums[c] += _pixels[(((((long)frame * Height) + y) * Width) + x) * 3 + c];
                }
            }
        }

        return (sums[0] / count, sums[1] / count, sums[2] / count);
    }

    /// <summary>
    /// How much neighbouring rows differ more than rows two apart do, mean over all frames, in levels of 0 to 255. In pictures of one
    /// moment that is 0 or little; where two moments lie in the rows by turns, their edges are teeth.
    /// </summary>
    /// <param name="top">Where the part that is measured begins, 0 to 1.</param>
    /// <param name="bottom">Where it ends.</param>
    public double Teeth(double top, double bottom) => Enumerable.Range(0, Count).Average(f => Teeth(f, top, bottom));

    private double Teeth(int frame, double top, double bottom)
    {
        double sum = 0;
        long count = 0;
        for (int y = (int)(top * Height) + 1; y < (int)(bottom * Height) - 1; y++)
        {
            for (int x = 0; x < Width; x++, count++)
            {
                int above = Green(frame, x, y - 1),
                    here = Green(frame, x, y),
                    below = Green(frame, x, y + 1);
                // A tooth sticks out from both rows beside it, in the same direction.
                int out1 = here - above,
                    out2 = here - below;
                sum +=
                    Math.Sign(out1) == Math.Sign(out2)
                        ? Math.Max(0, Math.Min(Math.Abs(out1), Math.Abs(out2)) - Math.Abs(above - below))
                        : 0;
            }
        }

        return sum / count;
    }

    private int Green(int frame, int x, int y) => _pixels[(((((long)frame * Height) + y) * Width) + x) * 3 + 1];
}
