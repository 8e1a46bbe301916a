namespace MontageAI.Dsp.Image;

/// <summary>
/// A colour in OKLab, where equal distances look about equally far apart (Ottosson, "A perceptual color space for image processing", 2020).
/// </summary>
/// <param name="L">Lightness, 0 (black) to 1 (white).</param>
/// <param name="A">Green to red, about -0.3 to 0.3.</param>
/// <param name="B">Blue to yellow, about -0.3 to 0.3.</param>
public readonly record struct OkLab(float L, float A, float B)
{
    /// <summary>Of a limited-range BT.709 pixel (luma 16 to 235, chroma 16 to 240, neutral 128); values beyond are clamped.</summary>
    public static OkLab FromVideo(float luma, float blue, float red)
    {
        float y = (luma - 16) / 219,
            b = (blue - 128) / 224,
            r = (red - 128) / 224;
        return FromLinear(Linear(y + (1.5748f * r)), Linear(y - (0.1873f * b) - (0.4681f * r)), Linear(y + (1.8556f * b)));
    }

    /// <summary>The nearest sRGB colour.</summary>
    public (byte Red, byte Green, byte Blue) ToRgb()
    {
        float l = Cube(L + (0.3963377774f * A) + (0.2158037573f * B));
        float m = Cube(L - (0.1055613458f * A) - (0.0638541728f * B));
        float s = Cube(L - (0.0894841775f * A) - (1.2914855480f * B));
        return (
            Encode((4.0767416621f * l) - (3.3077115913f * m) + (0.2309699292f * s)),
            Encode((-1.2684380046f * l) + (2.6097574011f * m) - (0.3413193965f * s)),
            Encode((-0.0041960863f * l) - (0.7034186147f * m) + (1.7076147010f * s))
        );
    }

    /// <summary>Squared distance to another colour.</summary>
    public float DistanceSquared(OkLab other)
    {
        float l = L - other.L,
            a = A - other.A,
            b = B - other.B;
        return (l * l) + (a * a) + (b * b);
    }

    private static OkLab FromLinear(float red, float green, float blue)
    {
        float l = MathF.Cbrt((0.4122214708f * red) + (0.5363325363f * green) + (0.0514459929f * blue));
        float m = MathF.Cbrt((0.2119034982f * red) + (0.6806995451f * green) + (0.1073969566f * blue));
        float s = MathF.Cbrt((0.0883024619f * red) + (0.2817188376f * green) + (0.6299787005f * blue));
        return new OkLab(
            (0.2104542553f * l) + (0.7936177850f * m) - (0.0040720468f * s),
            (1.9779984951f * l) - (2.4285922050f * m) + (0.4505937099f * s),
            (0.0259040371f * l) + (0.7827717662f * m) - (0.8086757660f * s)
        );
    }

    private static float Linear(float value)
    {
        float v = Math.Clamp(value, 0, 1);
        return v <= 0.04045f ? v / 12.92f : MathF.Pow((v + 0.055f) / 1.055f, 2.4f);
    }

    private static byte Encode(float linear)
    {
        float v = Math.Clamp(linear, 0, 1);
        float encoded = v <= 0.0031308f ? 12.92f * v : (1.055f * MathF.Pow(v, 1 / 2.4f)) - 0.055f;
        return (byte)MathF.Round(255 * encoded);
    }

    private static float Cube(float value) => value * value * value;
}
