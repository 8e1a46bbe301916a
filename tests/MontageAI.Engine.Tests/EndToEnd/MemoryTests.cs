using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>What a user decides in one montage is remembered for the next, and can be looked at, left out and forgotten.</summary>
public sealed class MemoryTests
{
    [Fact]
    public void Edit_Swap_TipsTheNextPlanUnlessMemoryIsLeftOut()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 6, 6, "25");
        string[] Plan(string output, params string[] more) =>
            [
                "plan",
                "--clips",
                folder.File("clips"),
                "--output",
                folder.File(output),
                "--duration",
                "6",
                "--cache-dir",
                folder.File("store"),
                "--overwrite",
                .. more,
            ];
        ProgramRun.Succeed(Plan("fresh.json"));
        ProgramRun.Succeed(
            "edit",
            folder.File("fresh.json"),
            "swap=2",
            "--output",
            folder.File("changed.json"),
            "--cache-dir",
            folder.File("store")
        );

        string shown = ProgramRun.Succeed("memory", "show", "--cache-dir", folder.File("store")).Output;
        Assert.Contains("swapped away (last in changed.json", shown, StringComparison.Ordinal);
        Assert.Contains("chosen (last in changed.json", shown, StringComparison.Ordinal);
        Assert.Equal(2, ProgramRun.Succeed("memory", "show", "--json", "--cache-dir", folder.File("store")).Json.GetArrayLength());

        ProgramRun.Succeed(Plan("without.json", "--no-memory"));
        Assert.Equal(File.ReadAllText(folder.File("fresh.json")), File.ReadAllText(folder.File("without.json")));

        ProgramRun.Succeed("memory", "forget", "--all", "--cache-dir", folder.File("store"));
        ProgramRun.Succeed(Plan("forgotten.json"));
        Assert.Equal(File.ReadAllText(folder.File("fresh.json")), File.ReadAllText(folder.File("forgotten.json")));
    }

    [Fact]
    public void Edit_NoMemory_RemembersNothing()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 6, 6, "25");
        ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("plan.json"),
            "--duration",
            "6",
            "--cache-dir",
            folder.File("store")
        );

        ProgramRun.Succeed(
            "edit",
            folder.File("plan.json"),
            "swap=2",
            "--output",
            folder.File("changed.json"),
            "--no-memory",
            "--cache-dir",
            folder.File("store")
        );

        Assert.False(File.Exists(Path.Combine(folder.File("store"), "memory.json")));
    }

    [Theory]
    [InlineData("memory", "forget")]
    [InlineData("memory", "forget", "a.mp4", "--all")]
    [InlineData("plan", "--clips", "x", "--output", "x.json", "--order", "backwards")]
    public void Program_BadUsage_EndsWithTwo(params string[] arguments) => Assert.Equal(2, ProgramRun.Of(arguments).ExitCode);
}
