using MontageAI.Testing;

namespace MontageAI.Cli.Tests.Rules;

/// <summary>What is published is for one machine: libraries for others are tens of megabytes that nobody there can load.</summary>
public sealed class PublishedFilesTests
{
    private static readonly string[] s_systems = ["win", "linux", "osx", "android", "ios", "browser", "maccatalyst"];

    [Fact]
    public void Program_Folder_HoldsLibrariesOfThisSystemAlone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names of other systems' libraries are told by those of Linux.");
        string folder = Path.GetDirectoryName(Checkout.Program)!;
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);

        Assert.Contains(files, f => Path.GetFileName(f) == "libonnxruntime.so");
        Assert.DoesNotContain(
            files,
            f =>
                Path.GetFileName(f) is "onnxruntime.dll" or "onnxruntime_providers_shared.dll" or "DirectML.dll"
                || Path.GetExtension(f) is ".dylib" or ".aar" or ".lib" or ".a"
        );
        string runtimes = Path.Combine(folder, "runtimes");
        string[] others = Directory.Exists(runtimes) ? [.. Directory.GetDirectories(runtimes).Select(d => Path.GetFileName(d)!)] : [];
        Assert.DoesNotContain(others, o => s_systems.Except(["linux"]).Any(s => o.StartsWith(s, StringComparison.Ordinal)));
        Assert.True(others.Length <= 1, string.Join(' ', others));
    }
}
