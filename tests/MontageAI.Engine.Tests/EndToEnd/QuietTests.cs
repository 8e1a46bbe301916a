using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>What models run on tells nobody of its use, and leaves nothing of its own on the machine (it would, if not told).</summary>
public sealed class QuietTests
{
    [Fact]
    public void Preview_WithLearnedModels_LeavesNothingInTemporaryFolderAndHome()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The places are those of Unix.");
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 3, 4, "30");
        Directory.CreateDirectory(folder.File("tmp"));
        Directory.CreateDirectory(folder.File("home"));
        Dictionary<string, string> environment = new()
        {
            ["TMPDIR"] = folder.File("tmp"),
            ["HOME"] = folder.File("home"),
            ["DOTNET_EnableDiagnostics"] = "0",
            ["MONTAGE_CACHE"] = folder.File("store"),
        };

        // Another shape than the footage's, so that faces are looked for.
        string[] arguments =
        [
            "preview",
            "--clips",
            folder.File("clips"),
            "--duration",
            "4",
            "--aspect",
            "9:16",
            "--output",
            folder.File("look.mp4"),
        ];
        ProgramRun.Succeed(environment, arguments);

        Assert.Empty(Directory.GetFileSystemEntries(folder.File("tmp"), "*", new EnumerationOptions { AttributesToSkip = 0 }));
        Assert.Empty(Directory.GetFiles(folder.File("home"), "*", SearchOption.AllDirectories));
    }
}
