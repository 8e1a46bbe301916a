using System.CommandLine;
using MontageAI.Cli.Hosting;
using MontageAI.Cli.Output;
using MontageAI.Engine.Maintenance;
using MontageAI.Models.Runtime;

namespace MontageAI.Cli.Commands;

/// <summary>A build of the library that runs learned models, for graphics cards.</summary>
internal static class InstallRuntimeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        Argument<string> name = new("name") { Description = "cuda: for NVIDIA's cards on Linux, with CUDA 13 and cuDNN 9." };
        name.AcceptOnlyFromAmong(RuntimePackage.Cuda.Name);
        Option<string> from = new("--from")
        {
            Description = $"The package {RuntimePackage.Cuda.File} of NuGet, or the folder that holds it.",
            HelpName = "FILE|DIR",
            Required = true,
        };
        return new Command("install-runtime", "Install ONNX Runtime for graphics cards: 245 MB, 318 MB unpacked.") { name, from }.Does(
            async (parsed, host, cancellationToken) =>
            {
                string folder = await host.RunAsync(
                        new InstallRuntimeRequest(parsed.GetRequiredValue(name), parsed.GetRequiredValue(from)),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                Console.Out.WriteLine($"ONNX Runtime for cuda lies in {folder}.");
                // It is first used now: what it lacks is said at once, in its own words.
                ProviderTrial trial = ProviderTrial.Of(ModelDevice.Cuda, ModelRuntime.Instance);
                Console.Out.WriteLine(
                    trial.Problem is { } problem
                        ? $"It cannot be used yet: {ModelRuntime.Instance.LibraryProblem ?? problem}. It needs {RuntimePackage.Cuda.Needs} and NVIDIA's driver. "
                            + "Until then models run on the processor; 'montage-ai doctor' tries again."
                        : $"Its trial worked, {ModelOptions.Milliseconds(trial)}; it is used from now on (--device cpu does without)."
                );
                return ExitCode.Done;
            }
        );
    }
}
