using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using MontageAI.Models.Graphs;

namespace MontageAI.Models.Runtime;

/// <summary>What came of trying a device: not whether its name is known, but whether a model runs there and computes what the processor
/// computes.</summary>
/// <param name="Device">The device.</param>
/// <param name="Problem">Why it cannot be used, in the library's own words where it has some; null where it can.</param>
/// <param name="Milliseconds">Time of one run of the trial's model, once it is loaded; null where it did not run.</param>
public sealed record ProviderTrial(ModelDevice Device, string? Problem, double? Milliseconds)
{
    private const int Runs = 5;

    // Cards compute 32 bits with 19 of them where nobody forbids it.
    private const float Tolerance = 0.01f;

    /// <summary>Name of a device, as users write it.</summary>
    public static string NameOf(ModelDevice device) => device.ToString().ToLowerInvariant();

    /// <summary>Tries a device, always afresh.</summary>
    /// <param name="device">The device.</param>
    /// <param name="runtime">The library.</param>
    public static ProviderTrial Of(ModelDevice device, ModelRuntime runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        if (runtime.Version is null)
        {
            return new ProviderTrial(device, runtime.Problem, null);
        }

        runtime.Log.Clear();
        try
        {
            byte[] model = TrialModel.Make();
            using IModelRunner here = OnnxRunner.Open(model, ModelDevice.Cpu);
            using IModelRunner there = OnnxRunner.Open(model, device, isAlone: true);
            float[] expected = Run(here);
            float[] found = Run(there);
            if (expected.Zip(found, (a, b) => MathF.Abs(a - b)).Any(d => !(d <= Tolerance)))
            {
                return new ProviderTrial(device, "it computes something else than the processor", null);
            }

            double best = double.MaxValue;
            for (int i = 0; i < Runs; i++)
            {
                long started = Stopwatch.GetTimestamp();
                Run(there);
                best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return new ProviderTrial(device, null, Math.Round(best, 3));
        }
        catch (Exception e) when (e is EntryPointNotFoundException or NotSupportedException)
        {
            return new ProviderTrial(device, "the library that is loaded was built without it", null);
        }
        catch (Exception e) when (e is OnnxRuntimeException or DllNotFoundException)
        {
            return new ProviderTrial(device, runtime.Log.Reason(e), null);
        }
    }

    private static float[] Run(IModelRunner runner)
    {
        float[] picture = TrialModel.Input();
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(picture, [.. TrialModel.Shape]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = runner.Run(runner.Inputs, [value], runner.Outputs);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
