namespace MontageAI.Rendering.Audio;

/// <summary>Loudness over time: momentary loudness by ITU-R BS.1770-4, windows of 0.4 s, one every 0.1 s.</summary>
/// <param name="Values">LUFS of each window in order; the first ends 0.1 s after the start.</param>
internal sealed record MomentaryLoudness(IReadOnlyList<double> Values)
{
    private const double Step = 0.1;
    private const double Window = 0.4;

    private const double AbsoluteGate = -70;
    private const double RelativeGate = -10;

    // Windows so much below the loudest are pauses between words.
    private const double PauseLu = 10;

    /// <summary>Mean power of a stretch; null where nothing was measured or all is silent.</summary>
    public double? Mean(double start, double end) => MeanOf(Within(start, end));

    /// <summary>Mean power of a stretch without its pauses.</summary>
    public double? Loud(double start, double end)
    {
        double[] values = Within(start, end);
        return values.Length == 0 ? null : MeanOf([.. values.Where(v => v >= values.Max() - PauseLu)]);
    }

    /// <summary>The same sound with a gain.</summary>
    public MomentaryLoudness With(GainCurve gain) => new([.. Values.Select((v, i) => v + gain.At(MiddleOf(i)))]);

    /// <summary>Power of each window, so that those of several sounds can be added.</summary>
    public double[] Powers() => [.. Values.Select(v => double.IsFinite(v) ? Math.Pow(10, v / 10) : 0)];

    /// <summary>The middle of a window, in seconds.</summary>
    public static double MiddleOf(int window) => ((window + 1) * Step) - (Window / 2);

    /// <summary>Gated integrated loudness by BS.1770-4 of windows with these powers; null where all are silent.</summary>
    public static double? Integrated(double[] powers)
    {
        double absolute = Math.Pow(10, AbsoluteGate / 10);
        double[] heard = [.. powers.Where(p => p > absolute)];
        if (heard.Length == 0)
        {
            return null;
        }

        double relative = heard.Average() * Math.Pow(10, RelativeGate / 10);
        return 10 * Math.Log10(heard.Where(p => p > relative).Average());
    }

    private static double? MeanOf(double[] values)
    {
        double power = values.Length == 0 ? 0 : values.Average(v => Math.Pow(10, v / 10));
        return power > 0 ? 10 * Math.Log10(power) : null;
    }

    // Windows whose middle lies in the stretch; of a stretch shorter than a step the nearest one.
    private double[] Within(double start, double end)
    {
        int first = (int)Math.Ceiling((start + (Window / 2)) / Step) - 1;
        int last = (int)Math.Floor((end + (Window / 2)) / Step) - 1;
        first = Math.Clamp(first, 0, Math.Max(0, Values.Count - 1));
        return [.. Values.Skip(first).Take(Math.Max(1, last - first + 1))];
    }
}
