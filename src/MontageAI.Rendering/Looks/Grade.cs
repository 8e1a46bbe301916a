using System.Globalization;
using System.Text;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Looks;

/// <summary>
/// All colour changes of a shot, its correction and the montage's look, as one function from colour to colour, and that as one table:
/// whatever is asked for costs one
/// filter. Exposure and white balance act on light, saturation and casts in OkLab, contrast on code values around middle grey.
/// </summary>
internal sealed class Grade
{
    /// <summary>Raised whenever the same amounts give other colours.</summary>
    public const int Version = 1;

    private const int Points = 33;

    // 18 % of the light of white, as a code value.
    private const double MiddleGrey = 0.4895;

    private readonly ShotCorrection _correction;
    private readonly PictureLook _look;
    private readonly LogCurve? _log;
    private readonly TableLookup? _table;

    /// <summary>Creates the function.</summary>
    /// <param name="correction">The shot's; null for none.</param>
    /// <param name="look">The montage's; null for none. A table that it names is read.</param>
    public Grade(ShotCorrection? correction, PictureLook? look)
    {
        _correction = correction ?? new ShotCorrection();
        _look = look ?? new PictureLook();
        _log = _correction.LogCurve is { } name ? LogCurve.ByName(name) : null;
        _table = _look is { Lut: { } path, LutStrength: > 0 } ? new TableLookup(CubeFile.Read(path)) : null;
    }

    /// <summary>Whether a shot's colours stay as they are.</summary>
    public static bool IsNeutral(ShotCorrection? correction, PictureLook? look) => Identity(correction, look) == Identity(null, null);

    /// <summary>All that decides the colours, as text.</summary>
    public static string Identity(ShotCorrection? correction, PictureLook? look)
    {
        (ShotCorrection c, PictureLook l) = (correction ?? new(), look ?? new());
        string table = l is { Lut: not null, LutStrength: > 0 }
            ? $"{l.LutFingerprint ?? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(CubeFile.ReadBytes(l.Lut)))} "
                + $"{N(l.LutStrength)}"
            : "none";
        string log = c.LogCurve is { } name && LogCurve.ByName(name) is not null ? name.ToLowerInvariant() : "none";
        return $"grade {Version} log {log} correct {N(c.Exposure)} {N(c.Red)} {N(c.Blue)} {N(c.Contrast)} {N(c.Saturation)} look "
            + $"{N(l.Exposure)} {N(l.Contrast)} {N(l.Saturation)} "
            + $"{N(l.Temperature)} {N(l.Tint)} {N(l.Shadows)} {N(l.Highlights)} {N(l.SplitTone)} table {table}";
    }

    /// <summary>What a colour becomes; code values 0 to 1 of BT.709.</summary>
    public Rgb At(Rgb code)
    {
        Rgb corrected = Corrected(code);
        Rgb graded = Graded(corrected);
        return (_table is null ? graded : graded.Toward(_table.At(graded), Math.Clamp(_look.LutStrength, 0, 1))).Each(v =>
            Math.Clamp(v, 0, 1)
        );
    }

    /// <summary>The function as the text of a .cube file.</summary>
    public string Cube()
    {
        StringBuilder text = new(Points * Points * Points * 27);
        text.Append(CultureInfo.InvariantCulture, $"LUT_3D_SIZE {Points}\n");
        for (int b = 0; b < Points; b++)
        {
            for (int g = 0; g < Points; g++)
            {
                for (int r = 0; r < Points; r++)
                {
                    Rgb colour = At(new Rgb(r, g, b).Each(v => v / (Points - 1)));
                    text.Append(CultureInfo.InvariantCulture, $"{colour.R:0.000000} {colour.G:0.000000} {colour.B:0.000000}\n");
                }
            }
        }

        return text.ToString();
    }

    private Rgb Corrected(Rgb code)
    {
        ShotCorrection c = _correction;
        Rgb gains = new(Math.Pow(2, c.Exposure + c.Red), Math.Pow(2, c.Exposure), Math.Pow(2, c.Exposure + c.Blue));
        code = _log is null ? Lit(code, gains) : Times(_log.ToLight(code), gains).Each(LogCurve.Show);
        return Coloured(code.Each(v => Contrast(v, c.Contrast)), c.Saturation, 0);
    }

    private Rgb Graded(Rgb code)
    {
        PictureLook l = _look;
        (double r, double g, double b) = (Math.Pow(2, 0.8 * l.Temperature), Math.Pow(2, -0.5 * l.Tint), Math.Pow(2, -0.8 * l.Temperature));
        double level = Math.Pow(2, l.Exposure) / ((0.2126 * r) + (0.7152 * g) + (0.0722 * b));
        code = Lit(code, new(r * level, g * level, b * level));
        return Coloured(code.Each(v => Tone(Contrast(v, l.Contrast))), l.Saturation, l.SplitTone);
    }

    // Gains on light. What they push beyond white is bent back, so bright parts keep their drawing.
    private static Rgb Lit(Rgb code, Rgb gains)
    {
        const double Knee = 0.85;
        return gains == new Rgb(1, 1, 1) ? code : new(One(code.R, gains.R), One(code.G, gains.G), One(code.B, gains.B));

        static double One(double v, double gain) => LogCurve.Shoulder(v * Rgb.Code(gain), Knee, Rgb.Code(gain));
    }

    private static Rgb Times(Rgb light, Rgb gains) => new(light.R * gains.R, light.G * gains.G, light.B * gains.B);

    // Slope 1 + amount at middle grey; black and white stay when it grows.
    private static double Contrast(double v, double amount)
    {
        if (amount <= 0)
        {
            return MiddleGrey + ((v - MiddleGrey) * (1 + amount));
        }

        double power = 1 + amount;
        v = Math.Clamp(v, 0, 1);
        return v <= MiddleGrey
            ? MiddleGrey * Math.Pow(v / MiddleGrey, power)
            : 1 - ((1 - MiddleGrey) * Math.Pow((1 - v) / (1 - MiddleGrey), power));
    }

    private double Tone(double v)
    {
        double dark = Math.Pow(1 - Math.Clamp(v, 0, 1), 3),
            bright = Math.Pow(Math.Clamp(v, 0, 1), 3);
        double shadows = _look.Shadows > 0 ? 0.16 * _look.Shadows * dark : 0.7 * _look.Shadows * dark * v;
        double highlights = _look.Highlights < 0 ? 0.2 * _look.Highlights * bright : 0.6 * _look.Highlights * bright * (1 - v);
        return v + shadows + highlights;
    }

    private static Rgb Coloured(Rgb code, double saturation, double split)
    {
        if (saturation == 0 && split == 0)
        {
            return code;
        }

        (double l, double a, double b) = code.Each(v => Math.Clamp(v, 0, 1)).ToLight().ToLab();
        double dark = Math.Pow(1 - Math.Clamp(l, 0, 1), 1.5) * Math.Min(1, l / 0.2),
            bright = l * l * Math.Max(0, 1 - Math.Pow(l, 8));
        a = (a * (1 + saturation)) + (split * ((-0.05 * dark) + (0.03 * bright)));
        b = (b * (1 + saturation)) + (split * ((-0.035 * dark) + (0.06 * bright)));
        return Rgb.FromLab(l, a, b).ToCode();
    }

    private static string N(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
