using System.Globalization;
using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'montage-ai styles' and the options that change a style, as a user types them; schema and handbook agree with the
/// program.</summary>
public sealed class StyleCommandTests
{
    [Fact]
    public void List_PrintsEveryStyleWithItsPromise()
    {
        string[] lines = ProgramRun.Succeed("styles", "list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(lines.Length >= 14, $"{lines.Length} styles");
        Assert.All(lines, l => Assert.True(l.Split('\t') is [{ Length: > 0 }, { Length: > 10 }], l));
        Assert.Equal(lines.Length, ProgramRun.Succeed("styles", "list", "--json").Json.GetArrayLength());
        Assert.True(ProgramRun.Succeed("styles", "looks", "--json").Json.GetArrayLength() >= 10);
    }

    [Fact]
    public void Show_AsJson_IsAStyleFileThatIsSound()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("mine.json"), ProgramRun.Succeed("styles", "show", "hitchcock", "--json").Output);

        Assert.Contains("hitchcock", ProgramRun.Succeed("styles", "validate", folder.File("mine.json")).Output, StringComparison.Ordinal);
        Assert.Contains("vignette", ProgramRun.Succeed("styles", "show", folder.File("mine.json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_FolderOfMistakes_TellsThemAllAndEndsWithTwo()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("a.json"), """{ "name": "a", "pacing": { "chorusBeats": 100 } }""");
        File.WriteAllText(folder.File("b.json"), """{ "name": "b", "look": { "lut": "b.cube" } }""");
        File.WriteAllText(folder.File("b.cube"), "LUT_3D_SIZE 2\n0 0 0\n0 0 nothing\n");
        File.WriteAllText(folder.File("c.json"), """{ "name": "c", "extends": "d" }""");
        File.WriteAllText(folder.File("d.json"), """{ "name": "d", "extends": "c" }""");

        ProgramRun run = ProgramRun.Of("styles", "validate", folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.All(
            (string[])["a.json", "pacing.chorusBeats is 100", "b.cube', line 3", "extends itself"],
            part => Assert.Contains(part, run.Error, StringComparison.Ordinal)
        );
        Assert.Equal(2, ProgramRun.Of("styles", "validate", folder.File("nothing.json")).ExitCode);
        Assert.Contains("hitchcock", ProgramRun.Of("styles", "show", "baroque").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_OwnStyleWithSettings_ShowsThemAll()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 4, 6, "25");
        TestSong.Write(folder.File("song.wav"), 120, 30);
        Directory.CreateDirectory(folder.File("styles"));
        File.WriteAllText(
            folder.File("styles/sunday.json"),
            """{ "name": "sunday", "extends": "calm", "transitions": { "openSeconds": 0.4 } }"""
        );
        File.WriteAllText(folder.File("film.cube"), "LUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n");

        Timeline Plan(params string[] more)
        {
            ProgramRun.Succeed([
                "plan",
                "--clips",
                folder.File("clips"),
                "--music",
                folder.File("song.wav"),
                "--duration",
                "12",
                "--output",
                folder.File("p.json"),
                "--overwrite",
                "--cache-dir",
                folder.File("store"),
                .. more,
            ]);
            return TimelineJson.Read(File.ReadAllText(folder.File("p.json")), "p.json");
        }

        Timeline own = Plan(
            "--styles",
            folder.File("styles"),
            "--style",
            "sunday",
            "--set",
            "transitions.closeSeconds=0.8",
            "--set",
            "pacing.maxShotSeconds=3",
            "--look",
            "noir"
        );
        Assert.Equal("sunday", own.Style);
        Assert.Equal((10, 20), (own.Shots[0].Entry!.Half, own.Ending!.Half));
        Assert.Equal(("noir", -1.0), (own.Look!.Name, own.Look.Saturation));
        Assert.All(own.Shots, s => Assert.True(own.Rate.SecondsAt(s.Record.Length) <= 3.05));

        Timeline table = Plan("--style", Path.Combine(folder.File("styles"), "sunday"), "--look", folder.File("film.cube"));
        Assert.Equal((folder.File("film.cube"), 1.0, 64), (table.Look!.Lut, table.Look.LutStrength, table.Look.LutFingerprint!.Length));

        Timeline plain = Plan(),
            slow = Plan("--arc", "slow_burn", "--set", "pacing.arcStrength=1");
        Assert.NotEqual(plain.Shots.Select(s => s.Record), slow.Shots.Select(s => s.Record));
        Assert.Null(plain.Look);
    }

    [Theory]
    [InlineData("LUT_3D_SIZE 130\n", "2 to 129")]
    [InlineData("LUT_1D_SIZE 2\nDOMAIN_MIN 2 2 2\n0 0 0\n1 1 1\n", "DOMAIN_MIN is not below DOMAIN_MAX")]
    public void PlanAndRender_TableThatCannotBeUsed_SayTheSame(string table, string expected)
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 2, 2, "25");
        string[] plan = ["plan", "--clips", folder.File("clips"), "--output", folder.File("p.json"), "--cache-dir", folder.File("store")];
        File.WriteAllText(folder.File("a.cube"), "LUT_1D_SIZE 2\n0 0 0\n1 1 1\n");
        ProgramRun.Succeed([.. plan, "--look", folder.File("a.cube")]);
        File.WriteAllText(folder.File("a.cube"), table);

        ProgramRun planned = ProgramRun.Of([.. plan, "--look", folder.File("a.cube"), "--overwrite"]);
        ProgramRun rendered = ProgramRun.Of(
            "render",
            folder.File("p.json"),
            "-o",
            folder.File("f.mp4"),
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal((2, 1), (planned.ExitCode, rendered.ExitCode));
        Assert.Contains(expected, planned.Error, StringComparison.Ordinal);
        Assert.Contains(expected, rendered.Error + rendered.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--set", "pacing.tempo=3", "pacing has minShotSeconds")]
    [InlineData("--look", "sepia", "There are: bleach")]
    [InlineData("--look", "missing.cube", "missing.cube")]
    [InlineData("--styles", "no-such-folder", "does not exist")]
    [InlineData("--arc", "spiral", "hero_journey")]
    public void Plan_WrongWish_EndsWithTwoAndSaysWhatThereIs(string option, string value, string expected)
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 1, 2, "25");

        ProgramRun run = ProgramRun.Of(
            "plan",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("p.json"),
            option,
            value,
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_OfTheProgram_IsTheOneInTheHandbook() =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(Checkout.Root, "docs", "styles.schema.json")).ReplaceLineEndings("\n"),
            ProgramRun.Succeed("styles", "schema").Output.ReplaceLineEndings("\n")
        );

    /// <summary>The handbook has a row for every parameter, with its range and default, and one for every style.</summary>
    [Fact]
    public void Handbook_HasEveryParameterAndStyle()
    {
        string handbook = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "styles.md"));
        JsonElement groups = ProgramRun.Succeed("styles", "schema").Json.GetProperty("properties");

        foreach (JsonProperty group in groups.EnumerateObject().Where(g => g.Value.GetProperty("type").GetString() == "object"))
        {
            foreach (
                JsonProperty parameter in group
                    .Value.GetProperty("properties")
                    .EnumerateObject()
                    .Where(p => p.Value.GetProperty("type").GetString() == "number")
            )
            {
                JsonElement p = parameter.Value;
                string row = string.Create(
                    CultureInfo.InvariantCulture,
                    $"| `{parameter.Name}` | {p.GetProperty("minimum").GetDouble()} to {p.GetProperty("maximum").GetDouble()} | "
                        + $"{p.GetProperty("default").GetDouble()} | {p.GetProperty("description").GetString()} |"
                );
                Assert.Contains(row, handbook, StringComparison.Ordinal);
            }
        }

        foreach (JsonElement style in ProgramRun.Succeed("styles", "list", "--json").Json.EnumerateArray())
        {
            Assert.Contains(
                $"| `{style.GetProperty("name").GetString()}` | {style.GetProperty("description").GetString()} |",
                handbook,
                StringComparison.Ordinal
            );
        }
    }
}
