using MontageAI.Testing;

namespace MontageAI.Host.Tests;

/// <summary>The packages, as somebody else uses them: from a feed, without this repository.</summary>
public sealed class PackageTests
{
    [Fact]
    public void MiniPreview_BuiltFromThePackages_MakesAPreviewAndTellsWhatHappens()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The packages are made by a shell script.");
        using Footage footage = new(4);
        TestTools.Run(Path.Combine(Checkout.Root, "eng", "pack"), footage.File("feed"), "--no-build");
        string sample = Directory.CreateDirectory(footage.File("sample")).FullName;
        foreach (string file in new[] { "MiniPreview.csproj", "Program.cs" })
        {
            File.Copy(Path.Combine(Checkout.Root, "samples", "MiniPreview", file), Path.Combine(sample, file));
        }

        File.WriteAllText(
            Path.Combine(sample, "nuget.config"),
            $"""<configuration><packageSources><clear/><add key="feed" value="{footage.File("feed")}"/></packageSources></configuration>"""
        );
        // Ours come from the feed, into a folder of their own; what others made has been fetched for this repository already.
        string fetched =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        TestTools.Run(
            "dotnet",
            "build",
            sample,
            "-c",
            "Release",
            "-o",
            footage.File("built"),
            "-v",
            "quiet",
            "-p:RestorePackagesPath=" + footage.File("packages"),
            "-p:RestoreFallbackFolders=" + fetched
        );

        string said = TestTools.Run(
            footage.File("built/MiniPreview"),
            footage.File("clips"),
            footage.File("song.wav"),
            footage.File("look.mp4")
        );

        Assert.Contains("clip00.mp4: ", said, StringComparison.Ordinal);
        Assert.Contains(" beats", said, StringComparison.Ordinal);
        Assert.Contains($"FirstPicture, ", said, StringComparison.Ordinal);
        Assert.Contains(footage.File("look.preview/index.m3u8"), said, StringComparison.Ordinal);
        Assert.EndsWith("s  Done", said.TrimEnd(), StringComparison.Ordinal);
        Assert.True(File.Exists(footage.File("look.mp4")));
    }
}
