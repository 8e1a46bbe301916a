using Microsoft.ML.OnnxRuntime;

namespace MontageAI.Models.Runtime;

/// <summary>Tries whether a model in halves gives about what it gives in 32 bits.</summary>
internal static class HalfTrial
{
    // Share of an output's largest number. Halves have three digits; a network of some depth loses one of them.
    private const float Tolerance = 0.02f;

    /// <summary>Tries.</summary>
    /// <returns>Why 32 bits are needed; null where they are not.</returns>
    public static string? Problem(byte[] full, byte[] half, InferencePlace place, TrialInput trial)
    {
        try
        {
            using IModelRunner one = place.Open(full, place.Device);
            using IModelRunner other = place.Open(half, place.Device);
            float worst = LargestDifference(BatchTrial.Run(one, trial, 0, 1), BatchTrial.Run(other, trial, 0, 1));
            return worst <= Tolerance ? null : FormattableString.Invariant($"its results differ by {worst:P1} in 16 bits");
        }
        catch (OnnxRuntimeException e)
        {
            return $"it cannot be run in 16 bits ({RuntimeLog.Short(e.Message)})";
        }
        catch (NotSupportedException e)
        {
            return $"it cannot be tried ({e.Message})";
        }
    }

    /// <summary>The largest difference, as a share of the largest number of its output, at least of 1.</summary>
    internal static float LargestDifference(float[][] expected, float[][] found)
    {
        float worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i].Length != found[i].Length)
            {
                return float.PositiveInfinity;
            }

            float scale = expected[i].Aggregate(1f, (most, v) => Math.Max(most, MathF.Abs(v)));
            for (int k = 0; k < expected[i].Length; k++)
            {
                float difference = MathF.Abs(expected[i][k] - found[i][k]) / scale;
                worst = float.IsNaN(difference) ? float.PositiveInfinity : Math.Max(worst, difference);
            }
        }

        return worst;
    }
}
