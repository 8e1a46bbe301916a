using System.Globalization;
using MontageAI.Rendering.Profiles;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// What lies behind a picture of another shape than the canvas: its own middle, enlarged until the canvas is full, blurred and darkened. It
/// is blurred where it is a hundred pixels long, whatever the size of the canvas, so it looks alike in previews and finals and costs little
/// more than one enlargement.
/// </summary>
internal static class Backdrop
{
    private const int LongSide = 96;

    // Standard deviation of the blur in pixels of the small picture; what the backdrop keeps of brightness, and of colour.
    private const double Blur = 2.2;
    private const double Brightness = 0.5;
    private const double Colour = 0.75;

    /// <summary>Filters with a leading comma from the upright picture to the canvas with the picture in its middle.</summary>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="canvas">The canvas, as wide and as high as the picture at least.</param>
    /// <param name="label">Name that no other part of the graph has.</param>
    public static string Filters(int width, int height, Canvas canvas, string label)
    {
        double shape = (double)canvas.Width / canvas.Height;
        int cutWidth = Math.Clamp(Even(height * shape), 2, width),
            cutHeight = Math.Clamp(Even(width / shape), 2, height);
        (int smallWidth, int smallHeight) =
            shape >= 1 ? (LongSide, Math.Max(2, Even(LongSide / shape))) : (Math.Max(2, Even(LongSide * shape)), LongSide);
        int left = (canvas.Width - width) / 4 * 2,
            top = (canvas.Height - height) / 4 * 2;
        return string.Create(
            CultureInfo.InvariantCulture,
            $",split=2[{label}p][{label}q];[{label}q]crop={cutWidth}:{cutHeight},scale={smallWidth}:{smallHeight}:flags=area,"
                + $"gblur=sigma={Blur}:steps=2,lutyuv=y=16+(val-16)*{Brightness}:u=128+(val-128)*{Colour}:v=128+(val-128)*{Colour},"
                + $"scale={canvas.Width}:{canvas.Height}:flags=bicubic[{label}r];[{label}r][{label}p]overlay={left}:{top}"
        );
    }

    private static int Even(double pixels) => (int)Math.Round(pixels / 2) * 2;
}
