using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>A real Slurm of four nodes on loopback, started and ended by the scripts beside the test media.</summary>
internal sealed class SlurmCluster : IAsyncDisposable
{
    private const string Settings = "SLURM_CONF";

    private readonly TempFolder _folder = new();

    /// <summary>Starts it; programs that are started from now on find it.</summary>
    public SlurmCluster()
    {
        TestTools.Run(Path.Combine(Scripts, "start.sh"), _folder.Path);
        Environment.SetEnvironmentVariable(Settings, Path.Combine(_folder.Path, "etc", "slurm.conf"));
    }

    /// <summary>Folder of the scripts.</summary>
    public static string Scripts => Path.GetFullPath(Path.Combine(TestMedia.File("README.md"), "..", "..", "farm", "slurm"));

    /// <summary>Waits until no job is left.</summary>
    public static async Task IdleAsync()
    {
        string left = "";
        await Patience.UntilAsync(
            "a cluster without jobs",
            () => (left = TestTools.Run("squeue", "--noheader").Trim()).Length == 0,
            () => left
        );
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        TestTools.Run("scancel", "--name=montage-farm");
        Environment.SetEnvironmentVariable(Settings, null);
        string[] processes = [.. Directory.GetFiles(Path.Combine(_folder.Path, "run"), "*.pid").Select(f => File.ReadAllText(f).Trim())];
        TestTools.Run(Path.Combine(Scripts, "stop.sh"), _folder.Path);
        // They write into the folder to their end.
        await Patience.UntilAsync("the end of Slurm", () => !processes.Any(Processes.Runs));

        _folder.Dispose();
    }
}
