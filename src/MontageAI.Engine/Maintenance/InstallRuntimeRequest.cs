using System.Runtime.InteropServices;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;

namespace MontageAI.Engine.Maintenance;

/// <summary>Puts a build of the library that runs learned models, one for graphics cards, where the program finds it.</summary>
/// <param name="Name">Its name: "cuda".</param>
/// <param name="From">Its package, or a folder that holds it; null fetches it, as the user agreed.</param>
/// <param name="Arrived">Told how many bytes were fetched.</param>
public sealed record InstallRuntimeRequest(string Name, string? From, IProgress<long>? Arrived = null) : JobRequest<string>
{
    /// <inheritdoc/>
    public override string Kind => "install-runtime";

    /// <inheritdoc/>
    public override bool NeedsFFmpeg => false;

    /// <inheritdoc/>
    protected internal override async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (Name != RuntimePackage.Cuda.Name)
        {
            throw new ConfigurationException(ErrorCode.Unknown, $"there is no runtime '{Name}'; there is '{RuntimePackage.Cuda.Name}'.");
        }

        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new ConfigurationException(ErrorCode.Unsupported, $"'{Name}' is for Linux on x64 only.");
        }

        string models =
            context.Settings.ModelsFolder ?? throw new ConfigurationException(ErrorCode.Conflict, $"no folder for models was named.");
        return await RuntimePackage.Cuda.InstallAsync(From, models, Arrived, cancellationToken).ConfigureAwait(false);
    }
}
