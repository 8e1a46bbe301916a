using MontageAI.Engine.Tests.Prompting;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'--prompt': a wish in words changes the plan, says what it understood, and options win over it.</summary>
public sealed class PromptTests
{
    [Fact]
    public void Plan_AWish_ChangesThePlanAndSaysHow()
    {
        using TempFolder folder = new();
        Material(folder);

        Timeline plain = Plan(folder, "plain");
        Timeline fast = Plan(folder, "fast", "--prompt", "cut on every beat, black and white, with polka dots");
        Timeline again = Plan(folder, "again", "--prompt", "cut on every beat, black and white, with polka dots");

        Assert.True(fast.Shots.Count > 1.5 * plain.Shots.Count, $"{fast.Shots.Count} shots against {plain.Shots.Count}");
        Assert.Equal(-1, fast.Look!.Saturation);
        Assert.Null(plain.Look);
        Assert.Contains(fast.Notes, n => n.Contains("\"black and white\"", StringComparison.Ordinal));
        Assert.Contains(fast.Notes, n => n.Contains("not understood: \"polka dots\"", StringComparison.Ordinal));
        Assert.Equal(TimelineJson.Write(fast), TimelineJson.Write(again));
    }

    [Fact]
    public void Plan_OptionsBesideAWish_Win()
    {
        using TempFolder folder = new();
        Material(folder);

        Timeline plan = Plan(
            folder,
            "plan",
            "--prompt",
            "vertical mtv video of 20 seconds, very warm",
            "--style",
            "calm",
            "--aspect",
            "1:1",
            "--set",
            "look.temperature=-0.5"
        );

        Assert.Equal("calm", plan.Style);
        Assert.Equal(new Time.Rational(1, 1), plan.Aspect);
        Assert.Equal(-0.5, plan.Look!.Temperature);
    }

    [Fact]
    public async Task Plan_ModelThatAnswersNonsense_FallsBackToRulesAndReportsIt()
    {
        using TempFolder folder = new();
        Material(folder);
        await using FakeModel server = new("I would love to help!");

        ProgramRun run = ProgramRun.Succeed(
            new Dictionary<string, string> { ["MONTAGE_LLM_URL"] = server.Address.ToString(), ["MONTAGE_LLM_MODEL"] = "test-model" },
            [.. Arguments(folder, "plan"), "--prompt", "black and white", "--json"]
        );

        Assert.Single(server.Requests);
        Assert.Contains("read by fixed rules instead of test-model", run.Output, StringComparison.Ordinal);
        Assert.Equal(-1, Read(folder, "plan").Look!.Saturation);
    }

    [Fact]
    public void Plan_ModelHalfConfigured_IsBadUsage()
    {
        using TempFolder folder = new();
        Material(folder);

        ProgramRun run = ProgramRun.Of(
            new Dictionary<string, string> { ["MONTAGE_LLM_URL"] = "http://127.0.0.1:9/v1" },
            [.. Arguments(folder, "plan"), "--prompt", "warm"]
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("MONTAGE_LLM_MODEL", run.Error, StringComparison.Ordinal);
    }

    private static void Material(TempFolder folder)
    {
        TestClips.Make(folder.File("clips"), 8, 5, "30");
        TestSong.Write(folder.File("song.wav"), 120, 40);
    }

    private static string[] Arguments(TempFolder folder, string name) =>
        [
            "plan",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File(name + ".json"),
            "--duration",
            "16",
            "--cache-dir",
            folder.File("store"),
        ];

    private static Timeline Plan(TempFolder folder, string name, params string[] more)
    {
        string[] arguments = [.. Arguments(folder, name), .. more];
        ProgramRun.Succeed(arguments);
        return Read(folder, name);
    }

    private static Timeline Read(TempFolder folder, string name) => TimelineJson.Read(File.ReadAllText(folder.File(name + ".json")), name);
}
