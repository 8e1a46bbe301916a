namespace MontageAI.Rendering.Looks;

/// <summary>A colour as three numbers: code values 0 to 1, or linear light, as its user says.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
internal readonly record struct Rgb(double R, double G, double B)
{
    // What a screen makes of code values (BT.1886). Exposure and white balance act on light, and with a pure power they stay exact between
    // the points of a table.
    private const double Gamma = 2.4;

    /// <summary>Each component through a function.</summary>
    public Rgb Each(Func<double, double> function) => new(function(R), function(G), function(B));

    /// <summary>Code values as linear light.</summary>
    public Rgb ToLight() => Each(v => Math.Pow(Math.Max(v, 0), Gamma));

    /// <summary>Linear light as code values.</summary>
    public Rgb ToCode() => Each(Code);

    /// <summary>One amount of light as a code value.</summary>
    public static double Code(double light) => Math.Pow(Math.Max(light, 0), 1 / Gamma);

    /// <summary>The part of the way to another colour.</summary>
    public Rgb Toward(Rgb other, double part) => new(R + ((other.R - R) * part), G + ((other.G - G) * part), B + ((other.B - B) * part));

    /// <summary>Lightness and the two colour axes (green to red, blue to yellow) of linear light in OkLab, in which equal steps look about
    /// equal.</summary>
    public (double L, double A, double B) ToLab()
    {
        double l = Math.Cbrt((0.4122214708 * R) + (0.5363325363 * G) + (0.0514459929 * B));
        double m = Math.Cbrt((0.2119034982 * R) + (0.6806995451 * G) + (0.1073969566 * B));
        double s = Math.Cbrt((0.0883024619 * R) + (0.2817188376 * G) + (0.6299787005 * B));
        return (
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s)
        );
    }

    /// <summary>Linear light of a colour in OkLab; components may lie outside 0 to 1.</summary>
    public static Rgb FromLab(double lightness, double a, double b)
    {
        double l = lightness + (0.3963377774 * a) + (0.2158037573 * b);
        double m = lightness - (0.1055613458 * a) - (0.0638541728 * b);
        double s = lightness - (0.0894841775 * a) - (1.2914855480 * b);
        (l, m, s) = (l * l * l, m * m * m, s * s * s);
        return new(
            (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s),
            (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s),
            (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s)
        );
    }
}
