using System.Runtime.InteropServices;
using MontageAI.Models.Speech;

namespace MontageAI.Bench.Songs;

/// <summary>Fits the weights by which a voice is found in a song: logistic regression, both classes alike heavy, by small steps on batches
/// drawn with one seed.</summary>
internal static class VoiceFit
{
    private const int Steps = 3000;
    private const int Batch = 64;
    private const double Decay = 2e-3;
    private const double Rate = 0.02;

    // So near to a line that it may be sung or not.
    private const double Before = 0.3;
    private const double After = 0.4;

    /// <summary>What is known of a song's windows: their features, and whether somebody sings; doubtful ones are left out.</summary>
    public static (List<double[]> Features, List<bool> Sung) Windows(SileroNetwork network, float[] samples, IReadOnlyList<SungLine> lines)
    {
        float[] states = SungVoiceDetector.States(network, samples);
        List<double[]> features = [];
        List<bool> sung = [];
        for (int w = 0; w < states.Length / SileroNetwork.HiddenSize; w += 2)
        {
            double at = (w + 0.5) * SileroNetwork.Window / SileroNetwork.SampleRate;
            bool sings = lines.Any(l => at >= l.Start && at < l.End);
            if (sings || !lines.Any(l => at >= l.Start - Before && at < l.End + After))
            {
                double[] one = new double[SungVoiceDetector.WeightCount];
                SungVoiceDetector.Features(states, w, one);
                features.Add(one);
                sung.Add(sings);
            }
        }

        return (features, sung);
    }

    /// <summary>Fits.</summary>
    public static float[] Fit(IReadOnlyList<double[]> features, IReadOnlyList<bool> sung)
    {
        int count = SungVoiceDetector.WeightCount;
        double[] weights = new double[count],
            mean = new double[count],
            square = new double[count],
            slope = new double[count];
        double share = sung.Count(s => s) / (double)sung.Count;
        Random random = new(1);
        for (int step = 0; step < Steps; step++)
        {
            Array.Clear(slope);
            for (int b = 0; b < Batch; b++)
            {
                int i = random.Next(features.Count);
                double chance = 1 / (1 + Math.Exp(-Dot(weights, features[i])));
                double error = (chance - (sung[i] ? 1 : 0)) * 0.5 / (sung[i] ? share : 1 - share) / Batch;
                for (int k = 0; k < count; k++)
                {
                    slope[k] += error * features[i][k];
                }
            }

            for (int k = 0; k < count; k++)
            {
                slope[k] += Decay * weights[k];
                mean[k] = (0.9 * mean[k]) + (0.1 * slope[k]);
                square[k] = (0.999 * square[k]) + (0.001 * slope[k] * slope[k]);
                weights[k] -= Rate * mean[k] / (Math.Sqrt(square[k]) + 1e-6);
            }
        }

        return Array.ConvertAll(weights, w => (float)w);
    }

    /// <summary>Writes weights as the detector reads them.</summary>
    public static void Write(string path, float[] weights) => File.WriteAllBytes(path, MemoryMarshal.AsBytes(weights.AsSpan()).ToArray());

    /// <summary>Share of pairs of a sung and an unsung window in which the sung one scores higher.</summary>
    public static double Area(float[] weights, IReadOnlyList<double[]> features, IReadOnlyList<bool> sung)
    {
        double[] scores = [.. features.Select(f => Dot(Array.ConvertAll(weights, w => (double)w), f))];
        double[] off = [.. scores.Where((_, i) => !sung[i]).Order()];
        double wins = 0;
        int count = 0;
        foreach (double on in scores.Where((_, i) => sung[i]))
        {
            int below = Array.BinarySearch(off, on);
            wins += below < 0 ? ~below : below;
            count++;
        }

        return wins / ((double)off.Length * count);
    }

    private static double Dot(double[] weights, double[] features)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            sum += weights[k] * features[k];
        }

        return sum;
    }
}
