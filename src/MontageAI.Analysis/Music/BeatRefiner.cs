using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music;

/// <summary>From frames of the tracker to moments in seconds, finer than a frame.</summary>
internal static class BeatRefiner
{
    /// <summary>
    /// Seconds added to every moment. <see cref="AttackMeter.Lag"/> sees synthetic attacks 2 ms early and those of the exact-grid songs of
    /// the
    /// test media, by the fold of their waveforms over the annotated beats, half a millisecond late; this lies between.
    /// </summary>
    public const double AttackOffset = 0.001;

    // Beats on either side that vote on a beat's place when the tempo is steady.
    private const int Reach = 8;

    /// <summary>Moments of the beats.</summary>
    /// <param name="path">Beats in frames.</param>
    /// <param name="activation">The activation that they were tracked on.</param>
    /// <param name="observationLambda">A beat's region is its interval divided by this.</param>
    public static (double[] Times, float[] Strengths) Refine(BarPath path, ReadOnlySpan<float> activation, double observationLambda)
    {
        int count = path.Frames.Length;
        double[] raw = new double[count];
        float[] strengths = new float[count];
        for (int i = 0; i < count; i++)
        {
            int region = (int)Math.Ceiling(path.Intervals[i] / observationLambda);
            int from = Math.Max(0, path.Frames[i] - 1),
                to = Math.Min(activation.Length, path.Frames[i] + region + 1);
            int peak = from;
            for (int j = from; j < to; j++)
            {
                peak = activation[j] > activation[peak] ? j : peak;
            }

            strengths[i] = activation[peak];
            double frame = activation[peak] > 0.05f ? Parabola(activation, peak) : path.Frames[i] + ((region - 1) / 2.0);
            raw[i] = frame / SpectralFrontEnd.FrameRate;
        }

        return (Steady(raw, strengths), strengths);
    }

    /// <summary>Place of the summit of a parabola through a peak and its neighbours, in frames.</summary>
    internal static double Parabola(ReadOnlySpan<float> x, int peak)
    {
        if (peak < 1 || peak >= x.Length - 1)
        {
            return peak;
        }

        double a = x[peak - 1],
            b = x[peak],
            c = x[peak + 1];
        double curve = a - (2 * b) + c;
        return curve >= -1e-9 ? peak : peak + Math.Clamp(0.5 * (a - c) / curve, -0.5, 0.5);
    }

    // Where the beats around lie on a line (a steady tempo), each beat moves onto it; where they do not, it stays.
    private static double[] Steady(double[] raw, float[] strengths)
    {
        double[] result = [.. raw];
        Span<double> residuals = stackalloc double[(2 * Reach) + 1];
        for (int i = 0; i < raw.Length; i++)
        {
            int from = Math.Max(0, Math.Min(i - Reach, raw.Length - (2 * Reach) - 1)),
                to = Math.Min(raw.Length, from + (2 * Reach) + 1);
            if (to - from < 6)
            {
                continue;
            }

            (double at, double slope) = Line(raw, strengths, from, to, i, double.PositiveInfinity, 0, 0);
            Span<double> used = residuals[..(to - from)];
            for (int j = from; j < to; j++)
            {
                used[j - from] = Math.Abs(raw[j] - at - (slope * (j - i)));
            }

            used.Sort();
            double spread = used[used.Length / 2];
            (at, slope) = Line(raw, strengths, from, to, i, Math.Max(0.004, 2.5 * spread), at, slope);
            if (spread < 0.012)
            {
                result[i] = at;
            }
        }

        for (int i = 1; i < result.Length; i++)
        {
            result[i] = Math.Max(result[i], result[i - 1] + 0.05);
        }

        return result;
    }

    // Weighted line through the beats [from, to) within 'reject' of an earlier line; its value at beat i and its slope.
    private static (double At, double Slope) Line(
        double[] raw,
        float[] weights,
        int from,
        int to,
        int i,
        double reject,
        double at,
        double slope
    )
    {
        double w = 0,
            x = 0,
            y = 0,
            xx = 0,
            xy = 0;
        for (int j = from; j < to; j++)
        {
            if (Math.Abs(raw[j] - at - (slope * (j - i))) > reject)
            {
                continue;
            }

            double weight = 0.05 + weights[j],
                dx = j - i,
                dy = raw[j] - raw[i];
            w += weight;
            x += weight * dx;
            y += weight * dy;
            xx += weight * dx * dx;
            xy += weight * dx * dy;
        }

        double determinant = (w * xx) - (x * x);
        if (determinant < 1e-9)
        {
            return (raw[i], slope);
        }

        double gradient = ((w * xy) - (x * y)) / determinant;
        return (raw[i] + ((y - (gradient * x)) / w), gradient);
    }
}
