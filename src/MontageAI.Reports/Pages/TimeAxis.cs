namespace MontageAI.Reports.Pages;

/// <summary>Seconds across a chart's width.</summary>
/// <param name="seconds">Length shown, above 0.</param>
/// <param name="pixelsPerSecond">What is wished for; long material gets less, short material more.</param>
internal sealed class TimeAxis(double seconds, double pixelsPerSecond)
{
    private const double LeastWidth = 1000;
    private const double MostWidth = 24_000;

    private static readonly double[] s_steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

    /// <summary>Width in pixels.</summary>
    public int Width { get; } = (int)Math.Ceiling(Math.Clamp(seconds * pixelsPerSecond, LeastWidth, MostWidth));

    /// <summary>Pixels of one second.</summary>
    public double Scale => Width / seconds;

    /// <summary>Where a moment lies.</summary>
    public double X(double time) => time * Scale;

    /// <summary>Draws ticks and times, some 80 pixels apart, into 18 pixels of height.</summary>
    public void Draw(SvgBuilder svg, double y)
    {
        double step = s_steps.FirstOrDefault(s => s * Scale >= 80, s_steps[^1]);
        for (int i = 0; i * step <= seconds; i++)
        {
            double time = i * step;
            svg.Add(
                $"<line class=\"tick\" x1=\"{X(time):0.#}\" x2=\"{X(time):0.#}\" y1=\"{y}\" y2=\"{y + 4}\"/><text class=\"time\" ",
                $"x=\"{X(time) + 3:0.#}\" y=\"{y + 13}\">{Clock(time)}</text>"
            );
        }
    }

    /// <summary>Minutes and seconds.</summary>
    public static string Clock(double time) =>
        time < 60 && time != Math.Floor(time)
            ? FormattableString.Invariant($"{time:0.0#}")
            : FormattableString.Invariant($"{(int)(time / 60)}:{time % 60:00.##}");

    /// <summary>The largest of the values that fall on each pixel.</summary>
    /// <param name="values">Values, evenly spaced from 0.</param>
    /// <param name="hop">Seconds from one to the next.</param>
    /// <param name="pick">What stands for several, for example the largest.</param>
    public double[] PerPixel(IReadOnlyList<float> values, double hop, Func<double, double, double> pick)
    {
        int pixels = Math.Min(Width, (int)Math.Ceiling(values.Count * hop * Scale));
        double[] result = new double[pixels];
        for (int x = 0; x < pixels; x++)
        {
            int from = Math.Clamp((int)(x / Scale / hop), 0, values.Count - 1);
            int to = Math.Clamp((int)Math.Ceiling((x + 1) / Scale / hop), from + 1, values.Count);
            double found = values[from];
            for (int i = from + 1; i < to; i++)
            {
                found = pick(found, values[i]);
            }

            result[x] = found;
        }

        return result;
    }
}
