using MontageAI.Dsp.Image;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Analysis.Clips.Pictures;

/// <summary>Measures what a small picture shows. One meter per thread: it keeps scratch planes and allocates only its results.</summary>
internal sealed class PictureMeter
{
    // Limited range: black 16, white 235. A pixel counts as black up to 8 % and as white from 97 % of that range.
    private const byte BlackLimit = 34;
    private const byte WhiteLimit = 229;
    private const double LumaRange = 219;
    private const double ChromaRange = 224;

    // Scale of detail of the widest and the closest pictures of the test media, as the quick scaling of the key-frame scan shows them.
    private const float WideScale = 1.45f;
    private const float CloseScale = 2.45f;

    private readonly byte[] _hash = new byte[PerceptualHash.Side * PerceptualHash.Side];
    private readonly SharpnessMeter _sharpness = new();
    private readonly SkinMeter _skin = new();

    /// <summary>Measures a picture. O(pixels).</summary>
    public PictureFeatures Measure(SmallFrame frame)
    {
        PlaneSums luma = BytePlanes.Sum(frame.Luma, BlackLimit, WhiteLimit);
        PlaneSums blue = BytePlanes.Sum(frame.ChromaBlue, 0, 255);
        PlaneSums red = BytePlanes.Sum(frame.ChromaRed, 0, 255);
        return new PictureFeatures
        {
            Luma = (float)Math.Clamp((luma.Mean - 16) / LumaRange, 0, 1),
            Contrast = (float)Math.Min(luma.Deviation / LumaRange, 0.5),
            Sharpness = _sharpness.Measure(frame.Luma, frame.Width, frame.Height),
            BlackShare = (float)luma.Low / luma.Count,
            WhiteShare = (float)luma.High / luma.Count,
            Saturation = Saturation(frame),
            ChromaBlue = (float)Math.Clamp((blue.Mean - 128) / ChromaRange, -0.5, 0.5),
            ChromaRed = (float)Math.Clamp((red.Mean - 128) / ChromaRange, -0.5, 0.5),
            Fingerprint = Fingerprint(frame),
            Closeness = _sharpness.Scale is { } scale ? Math.Clamp((scale - WideScale) / (CloseScale - WideScale), 0, 1) : null,
            People = _skin.Measure(frame),
            Card = CardMeter.Measure(frame.Luma, frame.Width, frame.Height),
            Lettering = LetteringMeter.Measure(frame.Luma, frame.Width, frame.Height),
            Bars = BarMeter.Measure(frame.Luma, frame.Width, frame.Height),
            Light = LightMeter.Measure(frame),
        };
    }

    // Mean distance from neutral, over half the chroma range.
    private static float Saturation(SmallFrame frame)
    {
        ReadOnlySpan<byte> blue = frame.ChromaBlue,
            red = frame.ChromaRed;
        double sum = 0;
        for (int i = 0; i < blue.Length; i++)
        {
            int b = blue[i] - 128,
                r = red[i] - 128;
            sum += Math.Sqrt((b * b) + (r * r));
        }

        return (float)Math.Min(1, sum / blue.Length / (ChromaRange / 2));
    }

    private ulong Fingerprint(SmallFrame frame)
    {
        int side = PerceptualHash.Side;
        if (frame.Width >= side && frame.Height >= side)
        {
            Downscale.Average(frame.Luma, frame.Width, frame.Height, _hash, side, side);
        }
        else
        {
            for (int i = 0; i < _hash.Length; i++)
            {
                _hash[i] = frame.Luma[(i / side * frame.Height / side * frame.Width) + (i % side * frame.Width / side)];
            }
        }

        return PerceptualHash.Compute(_hash);
    }
}
