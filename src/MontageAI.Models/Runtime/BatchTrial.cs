using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace MontageAI.Models.Runtime;

/// <summary>Tries whether a model computes the same for several items at once as for each alone, and whether that is faster.</summary>
internal static class BatchTrial
{
    private const int Runs = 3;

    // On a card the order of sums depends on the size; what is decided by the numbers rounds them to no finer than this share.
    private const float Rounding = 0.001f;

    // A larger size must gain this much to be worth its memory.
    private const double WorthIt = 1.1;
    private const int Largest = 32;

    /// <summary>Tries two items at once, made free, against each alone, as the file came.</summary>
    /// <returns>Why it must be one by one; null where it need not.</returns>
    public static string? Problem(byte[] file, byte[] free, InferencePlace place, TrialInput trial)
    {
        try
        {
            using IModelRunner alone = place.Open(file, place.Device);
            using IModelRunner both = place.Open(free, place.Device);
            float[][] first = Run(alone, trial, 0, 1);
            float[][] second = Run(alone, trial, 1, 1);
            float[][] found = Run(both, trial, 0, 2);
            for (int i = 0; i < found.Length; i++)
            {
                if (found[i].Length != first[i].Length + second[i].Length)
                {
                    return $"its output '{alone.Outputs[i]}' does not grow with the number of items";
                }

                float[] expected = [.. first[i], .. second[i]];
                if (!IsSame(expected, found[i], place.Device))
                {
                    return $"its output '{alone.Outputs[i]}' is another for two items at once than for each alone";
                }
            }

            return null;
        }
        catch (OnnxRuntimeException e)
        {
            return $"it cannot take two items at once ({RuntimeLog.Short(e.Message)})";
        }
        catch (NotSupportedException e)
        {
            return $"it cannot be tried ({e.Message})";
        }
    }

    /// <summary>The size at which most items are done in a second: the smallest of those that are about as good. Changes nothing that is
    /// computed, so that it may be measured.</summary>
    public static int FastestSize(IModelRunner runner, TrialInput trial)
    {
        int best = 1;
        double fastest = 0;
        for (int size = 1; size <= Largest; size *= 2)
        {
            double perSecond = ItemsPerSecond(runner, trial, size);
            if (perSecond > fastest * WorthIt)
            {
                (best, fastest) = (size, perSecond);
            }
        }

        return best;
    }

    /// <summary>How many items are done in a second, at best, in batches of a size.</summary>
    public static double ItemsPerSecond(IModelRunner runner, TrialInput trial, int size)
    {
        IReadOnlyList<OrtValue> values = trial.Make(runner, 0, size);
        try
        {
            double best = double.MaxValue;
            for (int i = 0; i <= Runs; i++)
            {
                long started = Stopwatch.GetTimestamp();
                runner.Run(runner.Inputs, values, runner.Outputs).Dispose();
                best = i == 0 ? best : Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
            }

            return size / best;
        }
        finally
        {
            Free(values);
        }
    }

    /// <summary>Runs a trial.</summary>
    /// <returns>All numbers of every output that has some.</returns>
    internal static float[][] Run(IModelRunner runner, TrialInput trial, int first, int count)
    {
        IReadOnlyList<OrtValue> values = trial.Make(runner, first, count);
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> outputs = runner.Run(runner.Inputs, values, runner.Outputs);
            return
            [
                .. outputs.Select(o =>
                    o.GetTensorTypeAndShape().ElementDataType is Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float
                        ? o.GetTensorDataAsSpan<float>().ToArray()
                        : []
                ),
            ];
        }
        finally
        {
            Free(values);
        }
    }

    // To the bit on the processor, where size changes nothing that is not a fault of the graph.
    private static bool IsSame(float[] expected, float[] found, ModelDevice device)
    {
        if (device is ModelDevice.Cpu)
        {
            return MemoryMarshal.AsBytes<float>(expected).SequenceEqual(MemoryMarshal.AsBytes<float>(found));
        }

        float scale = Math.Max(1, expected.Max(MathF.Abs));
        return expected.Zip(found, (a, b) => MathF.Abs(a - b)).All(d => d < Rounding / 2 * scale);
    }

    private static void Free(IReadOnlyList<OrtValue> values)
    {
        foreach (OrtValue value in values)
        {
            value.Dispose();
        }
    }
}
