using System.CommandLine;
using MontageAI.Cli.Output;
using MontageAI.Engine.Maintenance;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Runtime;

namespace MontageAI.Cli.Commands;

/// <summary>A build of the library that runs learned models, for graphics cards.</summary>
internal static class InstallRuntimeCommand
{
    private const string Terms = "ONNX Runtime for NVIDIA's cards (MIT, Microsoft; it reports nothing from here): 245 MB, 318 MB unpacked.";

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        RuntimePackage cuda = RuntimePackage.Cuda;
        Argument<string> name = new("name") { Description = $"cuda: for NVIDIA's cards on Linux, with {cuda.Needs}." };
        name.AcceptOnlyFromAmong(cuda.Name);
        Option<string?> from = new("--from")
        {
            Description = $"Take the package {cuda.File}, or the one in this folder, instead of fetching it.",
            HelpName = "FILE|DIR",
        };
        Option<bool> yes = new("--yes") { Description = "Do not ask: licence and size are agreed to." };
        return new Command("install-runtime", "Install the library that runs models on graphics cards (245 MB), and try it.")
        {
            name,
            from,
            yes,
        }.Does(
            async (parsed, host, cancellationToken) =>
            {
                string? package = parsed.GetValue(from);
                if (package is null && !parsed.GetValue(yes))
                {
                    throw new ConfigurationException(
                        ErrorCode.Conflict,
                        $"{Terms} If that is agreed to: montage-ai models install-runtime {parsed.GetRequiredValue(name)} --yes"
                    );
                }

                string folder = await host.RunAsync(
                        new InstallRuntimeRequest(parsed.GetRequiredValue(name), package, new Arrival(cuda.Bytes)),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                Console.Out.WriteLine($"ONNX Runtime for {cuda.Name} lies in '{Printable.Of(folder)}'.");

                // It is first used now: what it lacks is said at once, in its own words.
                ProviderTrial trial = ProviderTrial.Of(ModelDevice.Cuda, ModelRuntime.Instance);
                string? problem = ModelRuntime.Instance.LibraryProblem ?? trial.Problem;
                Console.Out.WriteLine(
                    problem is null
                        ? $"Its trial worked, {ModelOptions.Milliseconds(trial)}; it is used from now on (--device cpu does without)."
                        : $"It cannot be used yet: {problem}. It needs {cuda.Needs} and NVIDIA's driver. Until then models run on the "
                            + "processor; 'montage-ai doctor' tries again."
                );
                return ExitCode.Done;
            }
        );
    }

    // A line for each tenth.
    private sealed class Arrival(long bytes) : IProgress<long>
    {
        private long _tenths;

        public void Report(long value)
        {
            long tenths = value * 10 / bytes;
            if (tenths > _tenths)
            {
                _tenths = tenths;
                Console.Error.WriteLine($"{ModelText.Size(value)} of {ModelText.Size(bytes)}");
            }
        }
    }
}
