using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music;

/// <summary>
/// What is known about each beat that may tell a downbeat from the others: how strongly bass, middle and treble set in, and how much
/// harmony and timbre change there. Each feature is standardised over the track (mean 0, deviation 1).
/// </summary>
internal static class BeatFeatures
{
    /// <summary>Features per beat: flux of four groups, change of harmony over one and over two beats, change of timbre, bass level, and
    /// what the network says.</summary>
    public const int Count = 9;

    // The last one is log odds of a downbeat over 4, not standardised: a network that is unsure says little.
    private const int Standardised = 8;

    /// <summary>Features of all beats, <see cref="Count"/> values each.</summary>
    /// <param name="beats">Seconds, ascending.</param>
    /// <param name="evidence">Measurements of the track.</param>
    /// <param name="activations">For the network's word on downbeats; it is 0 where there is none.</param>
    public static float[] Compute(IReadOnlyList<double> beats, TrackEvidence evidence, Activations activations)
    {
        int n = beats.Count;
        float[] result = new float[n * Count];
        float[] means = Means(beats, evidence);
        const int Width = HarmonyFrontEnd.Width,
            Classes = HarmonyFrontEnd.PitchClasses;
        for (int i = 0; i < n; i++)
        {
            Span<float> features = result.AsSpan(i * Count, Count);
            for (int g = 0; g < SpectralFrontEnd.Groups; g++)
            {
                features[g] = Peak(evidence.Flux[g].Span, beats[i]);
            }

            if (i > 0)
            {
                features[4] = Distance(means.AsSpan(i * Width, Classes), means.AsSpan((i - 1) * Width, Classes));
                features[6] = Spread(
                    means.AsSpan((i * Width) + Classes, HarmonyFrontEnd.TimbreBands),
                    means.AsSpan(((i - 1) * Width) + Classes, HarmonyFrontEnd.TimbreBands)
                );
            }

            if (i > 1 && i + 1 < n)
            {
                features[5] = Pair(means, i, Width, Classes);
            }

            features[7] = means[(i * Width) + Classes] + means[(i * Width) + Classes + 1];
            if (activations.Downbeat.Length > 0)
            {
                double share = Math.Clamp(
                    Peak(activations.Downbeat, beats[i]) / Math.Max(1e-3, Peak(activations.Beat, beats[i])),
                    0.02,
                    0.98
                );
                features[8] = (float)(Math.Log(share / (1 - share)) / 4);
            }
        }

        Standardise(result, n);
        return result;
    }

    // Mean harmony frame of each beat's interval.
    private static float[] Means(IReadOnlyList<double> beats, TrackEvidence evidence)
    {
        const int Width = HarmonyFrontEnd.Width;
        const double Rate = SpectralFrontEnd.SampleRate / (double)HarmonyFrontEnd.Hop;
        int frames = evidence.Harmony.Count / Width;
        ReadOnlySpan<float> all = evidence.Harmony.Span;
        float[] means = new float[beats.Count * Width];
        for (int i = 0; i < beats.Count; i++)
        {
            double end = i + 1 < beats.Count ? beats[i + 1] : evidence.Seconds;
            // A window of 186 ms reaches over the beat's edges; frames centred at least 40 ms inside keep most of it within.
            int from = Math.Clamp((int)Math.Ceiling((beats[i] + 0.04) * Rate), 0, frames - 1);
            int to = Math.Clamp((int)Math.Floor((end - 0.04) * Rate) + 1, from + 1, frames);
            Span<float> mean = means.AsSpan(i * Width, Width);
            for (int f = from; f < to; f++)
            {
                for (int v = 0; v < Width; v++)
                {
                    mean[v] += all[(f * Width) + v] / (to - from);
                }
            }
        }

        return means;
    }

    private static float Peak(ReadOnlySpan<float> flux, double time)
    {
        int at = (int)Math.Round(time * SpectralFrontEnd.FrameRate);
        float peak = 0;
        for (int j = Math.Max(0, at - 4); j <= Math.Min(flux.Length - 1, at + 4); j++)
        {
            peak = Math.Max(peak, flux[j]);
        }

        return peak;
    }

    // Cosine distance, 0 for the same mixture of pitch classes, at most 1.
    private static float Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0,
            aa = 0,
            bb = 0,
            ma = 0,
            mb = 0;
        for (int v = 0; v < a.Length; v++)
        {
            ma += a[v] / a.Length;
            mb += b[v] / b.Length;
        }

        for (int v = 0; v < a.Length; v++)
        {
            dot += (a[v] - ma) * (b[v] - mb);
            aa += (a[v] - ma) * (a[v] - ma);
            bb += (b[v] - mb) * (b[v] - mb);
        }

        return aa * bb < 1e-12 ? 0 : (float)(1 - (dot / Math.Sqrt(aa * bb)));
    }

    private static float Spread(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int v = 0; v < a.Length; v++)
        {
            sum += Math.Abs(a[v] - b[v]);
        }

        return (float)(sum / a.Length);
    }

    private static float Pair(float[] means, int i, int width, int classes)
    {
        Span<float> before = stackalloc float[classes];
        Span<float> after = stackalloc float[classes];
        for (int v = 0; v < classes; v++)
        {
            before[v] = means[((i - 2) * width) + v] + means[((i - 1) * width) + v];
            after[v] = means[(i * width) + v] + means[((i + 1) * width) + v];
        }

        return Distance(after, before);
    }

    private static void Standardise(float[] features, int n)
    {
        for (int f = 0; f < Standardised; f++)
        {
            double sum = 0,
                squares = 0;
            for (int i = 0; i < n; i++)
            {
                sum += features[(i * Count) + f];
                squares += features[(i * Count) + f] * features[(i * Count) + f];
            }

            double mean = sum / Math.Max(1, n);
            double deviation = Math.Sqrt(Math.Max(0, (squares / Math.Max(1, n)) - (mean * mean)));
            for (int i = 0; i < n; i++)
            {
                features[(i * Count) + f] = deviation < 1e-6 ? 0 : (float)Math.Clamp((features[(i * Count) + f] - mean) / deviation, -3, 3);
            }
        }
    }
}
