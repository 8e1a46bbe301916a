using System.Globalization;
using MontageAI.Rendering.Tests;
using MontageAI.Testing;

namespace MontageAI.Rendering.Tests.BadInput;

/// <summary>
/// A picture whose four quarters have four colours, so that turning, mirroring, wrong matrices and wrong ranges all show:
/// red, green above blue, grey.
/// </summary>
internal static class Card
{
    public static readonly (int R, int G, int B)[] Colors = [(200, 40, 40), (40, 170, 40), (40, 40, 200), (128, 128, 128)];

    /// <summary>FFmpeg's source of the card in RGB, upright.</summary>
    public static string Input(int width, int height, string rate = "30") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"color=black:size={width}x{height}:rate={rate},format=gbrp,geq=r='if(lt(Y,H/2),if(lt(X,W/2),200,40),if(lt(X,W/2),40,"
                + $"128))':g='if(lt(Y,H/2),if(lt(X,W/2),40,170),if(lt(X,W/2),40,128))':b='if(lt(Y,H/2),40,if(lt(X,W/2),200,128))'"
        );

    /// <summary>Colour in the middle of each quarter of a rendered frame, in the order of <see cref="Colors"/>.</summary>
    public static (int R, int G, int B)[] Quarters(string path, int frame, int width, int height)
    {
        byte[] rgb = Measure.Picture(path, frame);
        Assert.Equal(width * height * 3, rgb.Length);
        return [.. new[] { (1, 1), (3, 1), (1, 3), (3, 3) }.Select(q => At(rgb, width, q.Item1 * width / 4, q.Item2 * height / 4))];
    }

    /// <summary>Fails unless the quarters have the card's colours.</summary>
    public static void AssertUpright((int R, int G, int B)[] quarters, int tolerance = 10) =>
        Assert.All(
            quarters,
            (c, i) =>
            {
                Assert.InRange(c.R, Colors[i].R - tolerance, Colors[i].R + tolerance);
                Assert.InRange(c.G, Colors[i].G - tolerance, Colors[i].G + tolerance);
                Assert.InRange(c.B, Colors[i].B - tolerance, Colors[i].B + tolerance);
            }
        );

    public static (int R, int G, int B) At(byte[] rgb, int width, int x, int y)
    {
        int at = 3 * ((y * width) + x);
        return (rgb[at], rgb[at + 1], rgb[at + 2]);
    }
}
