using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music;

/// <summary>How likely each frame is to hold a beat, from the flux of several bands of frequency.</summary>
internal static class BeatActivation
{
    /// <summary>
    /// Each group less its mean over a second around, cut off below 0, divided by its own root mean square; then the weighted sum, divided
    /// by a local peak level and compressed to 0..1.
    /// </summary>
    /// <param name="flux">One series per group, equally long.</param>
    /// <param name="tuning">Weights.</param>
    /// <returns>One value in [0, 1) per frame.</returns>
    public static float[] Compute(FloatSeries[] flux, TrackerTuning tuning)
    {
        int n = flux[0].Count;
        float[] sum = new float[n];
        float[] centred = new float[n];
        int reach = (int)Math.Round(tuning.LocalMeanSeconds / 2 * SpectralFrontEnd.FrameRate);
        for (int g = 0; g < flux.Length; g++)
        {
            Rectify(flux[g].Span, reach, centred);
            double power = 0;
            foreach (float v in centred)
            {
                power += v * v;
            }

            double rms = Math.Sqrt(power / Math.Max(1, n));
            if (rms < 1e-9)
            {
                continue;
            }

            float weight = (float)(tuning.GroupWeights[g] / rms);
            for (int i = 0; i < n; i++)
            {
                sum[i] += weight * centred[i];
            }
        }

        Normalise(sum, tuning);
        return sum;
    }

    /// <summary>max(0, x - mean of x over 2 * reach + 1 values around), shorter windows at the ends.</summary>
    internal static void Rectify(ReadOnlySpan<float> x, int reach, Span<float> result)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < Math.Min(reach, x.Length); i++)
        {
            sum += x[i];
            count++;
        }

        for (int i = 0; i < x.Length; i++)
        {
            if (i + reach < x.Length)
            {
                sum += x[i + reach];
                count++;
            }

            if (i - reach - 1 >= 0)
            {
                sum -= x[i - reach - 1];
                count--;
            }

            result[i] = (float)Math.Max(0, x[i] - (sum / count));
        }
    }

    // v / (v + k * local rms): 0 for silence, near 1 for a clear onset, the same for a quiet and for a loud passage.
    private static void Normalise(float[] v, TrackerTuning tuning)
    {
        double global = 0;
        foreach (float x in v)
        {
            global += x * x;
        }

        global = Math.Sqrt(global / Math.Max(1, v.Length));
        if (global < 1e-9)
        {
            return;
        }

        int reach = (int)(tuning.LevelSeconds / 2 * SpectralFrontEnd.FrameRate);
        double[] prefix = new double[v.Length + 1];
        for (int i = 0; i < v.Length; i++)
        {
            prefix[i + 1] = prefix[i] + (v[i] * v[i]);
        }

        for (int i = 0; i < v.Length; i++)
        {
            int from = Math.Max(0, i - reach),
                to = Math.Min(v.Length, i + reach + 1);
            double local = Math.Sqrt((prefix[to] - prefix[from]) / (to - from));
            double level = (tuning.LocalLevel * local) + ((1 - tuning.LocalLevel) * global);
            v[i] = (float)(v[i] / (v[i] + (tuning.Knee * level) + 1e-12));
        }
    }
}
