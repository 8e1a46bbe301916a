namespace MontageAI.Rendering.Looks;

/// <summary>
/// A camera's log recording: how code values stand for light, and in which primaries. The formulas and chromaticities are those that the
/// makers have published.
/// </summary>
internal sealed class LogCurve
{
    private static readonly Dictionary<string, LogCurve> s_curves = new(StringComparer.OrdinalIgnoreCase)
    {
        // Sony and Panasonic state code values of the 10-bit file, the others relative ones.
        ["slog3"] = new(v => SLog3(Legal(v)), (0.766, 0.275), (0.225, 0.800), (0.089, -0.087)),
        ["vlog"] = new(v => VLog(Legal(v)), (0.730, 0.280), (0.165, 0.840), (0.100, -0.030)),
        ["clog3"] = new(CLog3, (0.740, 0.270), (0.170, 1.140), (0.080, -0.100)),
        ["logc"] = new(LogC3, (0.6840, 0.3130), (0.2210, 0.8480), (0.0861, -0.1020)),
        ["dlog"] = new(DLog, (0.71, 0.31), (0.21, 0.88), (0.09, -0.08)),
    };

    private readonly Func<double, double> _light;
    private readonly double[,] _toBt709;

    private LogCurve(Func<double, double> light, (double X, double Y) red, (double X, double Y) green, (double X, double Y) blue)
    {
        _light = light;
        _toBt709 = Multiply(Inverse(ToXyz((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))), ToXyz(red, green, blue));
    }

    /// <summary>The curve of a name, in any case; null when it is not known.</summary>
    public static LogCurve? ByName(string name) => s_curves.GetValueOrDefault(name is "logc3" ? "logc" : name);

    /// <summary>Light in BT.709's primaries of a colour's code values; middle grey is 0.18.</summary>
    public Rgb ToLight(Rgb code)
    {
        Rgb light = code.Each(_light);
        return new(Row(0, light), Row(1, light), Row(2, light));
    }

    /// <summary>
    /// Light of a scene as code values for a screen: middle grey where a camera without log puts it, and what is brighter than white rolled
    /// off in place of cut off.
    /// </summary>
    public static double Show(double light)
    {
        // BT.709's own curve, then a shoulder from 70 % on that comes to white at six stops above middle grey.
        const double Knee = 0.7;
        double code = light < 0.018 ? 4.5 * Math.Max(light, 0) : (1.099 * Math.Pow(light, 0.45)) - 0.099;
        double most = (1.099 * Math.Pow(0.18 * 64, 0.45)) - 0.099;
        return Shoulder(code, Knee, most);
    }

    /// <summary>A value beyond a knee, bent so that the largest comes to 1; the bend begins with the slope of what lies below.</summary>
    public static double Shoulder(double value, double knee, double most)
    {
        if (value <= knee || most <= 1)
        {
            return value;
        }

        double t = Math.Min(1, (value - knee) / (most - knee)),
            bend = ((most - knee) / (1 - knee)) - 1;
        return knee + ((1 - knee) * t * (1 + bend) / (1 + (bend * t)));
    }

    private static double Legal(double v) => ((v * 876) + 64) / 1023;

    private static double SLog3(double v) =>
        v >= 171.2102946929 / 1023
            ? (Math.Pow(10, ((v * 1023) - 420) / 261.5) * 0.19) - 0.01
            : ((v * 1023) - 95) * 0.01125 / (171.2102946929 - 95);

    private static double VLog(double v) => v < 0.181 ? (v - 0.125) / 5.6 : Math.Pow(10, (v - 0.598206) / 0.241514) - 0.00873;

    private static double CLog3(double v) =>
        0.9
        * (
            v < 0.097465473 ? -(Math.Pow(10, (0.12783901 - v) / 0.36726845) - 1) / 14.98325
            : v <= 0.15277891 ? (v - 0.12512219) / 1.9754798
            : (Math.Pow(10, (v - 0.12240537) / 0.36726845) - 1) / 14.98325
        );

    private static double LogC3(double v) =>
        v > (5.367655 * 0.010591) + 0.092809 ? (Math.Pow(10, (v - 0.385537) / 0.247190) - 0.052272) / 5.555556 : (v - 0.092809) / 5.367655;

    private static double DLog(double v) => v <= 0.14 ? (v - 0.0929) / 6.025 : (Math.Pow(10, (3.89616 * v) - 2.27752) - 0.0108) / 0.9892;

    private double Row(int row, Rgb light) => (_toBt709[row, 0] * light.R) + (_toBt709[row, 1] * light.G) + (_toBt709[row, 2] * light.B);

    // White is D65 for all of them.
    private static double[,] ToXyz((double X, double Y) red, (double X, double Y) green, (double X, double Y) blue)
    {
        double[,] primaries =
        {
            { red.X / red.Y, green.X / green.Y, blue.X / blue.Y },
            { 1, 1, 1 },
            { (1 - red.X - red.Y) / red.Y, (1 - green.X - green.Y) / green.Y, (1 - blue.X - blue.Y) / blue.Y },
        };
        double[,] inverse = Inverse(primaries);
        double[] white = [0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290];
        for (int column = 0; column < 3; column++)
        {
            double amount = (inverse[column, 0] * white[0]) + (inverse[column, 1] * white[1]) + (inverse[column, 2] * white[2]);
            for (int row = 0; row < 3; row++)
            {
                primaries[row, column] *= amount;
            }
        }

        return primaries;
    }

    private static double[,] Inverse(double[,] m)
    {
        double[,] result = new double[3, 3];
        double determinant = 0;
        for (int i = 0; i < 3; i++)
        {
            determinant += m[0, i] * ((m[1, (i + 1) % 3] * m[2, (i + 2) % 3]) - (m[1, (i + 2) % 3] * m[2, (i + 1) % 3]));
        }

        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                result[j, i] =
                    (
                        (m[(i + 1) % 3, (j + 1) % 3] * m[(i + 2) % 3, (j + 2) % 3])
                        - (m[(i + 1) % 3, (j + 2) % 3] * m[(i + 2) % 3, (j + 1) % 3])
                    ) / determinant;
            }
        }

        return result;
    }

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        double[,] product = new double[3, 3];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                product[i, j] = (a[i, 0] * b[0, j]) + (a[i, 1] * b[1, j]) + (a[i, 2] * b[2, j]);
            }
        }

        return product;
    }
}
