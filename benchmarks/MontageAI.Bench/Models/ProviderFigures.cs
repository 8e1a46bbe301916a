using System.Globalization;
using MontageAI.Models.Graphs;
using MontageAI.Models.Runtime;

namespace MontageAI.Bench.Models;

/// <summary>Which devices models run on here, by trials, and how fast the models for pictures are on those that work.</summary>
internal static class ProviderFigures
{
    /// <summary>Measures and prints. "--runtime DIR" uses the library of a folder.</summary>
    public static async Task RunAsync(ModelsBenchContext context)
    {
        if (context.Arguments is ["--runtime", var folder])
        {
            AppContext.SetData(ModelRuntime.FolderSetting, folder);
        }

        ModelRuntime runtime = ModelRuntime.Instance;
        Console.WriteLine(
            $"ONNX Runtime {runtime.Version ?? runtime.Problem} ({runtime.Library ?? "of the program"}) {runtime.LibraryProblem}"
        );
        foreach (ModelDevice device in Enum.GetValues<ModelDevice>().Where(d => d is not ModelDevice.Auto))
        {
            ProviderTrial trial = ProviderTrial.Of(device, runtime);
            string took = string.Create(CultureInfo.InvariantCulture, $"{trial.Milliseconds:0.00} ms");
            Console.WriteLine($"{ProviderTrial.NameOf(device), -10} {trial.Problem ?? took}");
            foreach ((string name, string file, TrialInput input) in trial.Problem is null ? BatchFigures.Models : [])
            {
                byte[] model = await BatchFigures.ReadAsync(file).ConfigureAwait(false);
                byte[] prepared = PreparedModel.Change(model, g => g.FixInitialisers() > 0 | BatchRepair.Apply(g)) ?? model;
                using IModelRunner runner = OnnxRunner.Open(prepared, device);
                int size = device is ModelDevice.Cpu ? 1 : BatchTrial.FastestSize(runner, input);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"    {name, -18} {BatchTrial.ItemsPerSecond(runner, input, size):0.0} a second, {size} at once"
                    )
                );
            }
        }
    }
}
