using System.Diagnostics;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Cli.Tests.Rules;

/// <summary>Learned models cost nothing where they are not needed, and nothing is ever fetched unasked.</summary>
public sealed class ModelRuleTests
{
    [Theory]
    [InlineData("--version")]
    [InlineData("create", "--help")]
    [InlineData("models", "list")]
    [InlineData("models", "verify")]
    [InlineData("styles", "list")]
    [InlineData("cache", "stats")]
    public void Program_CommandWithoutModels_LoadsNothingOfThem(params string[] arguments)
    {
        using TempFolder folder = new();

        string[] loaded = Loaded(folder, arguments);

        // That the list is one of the program's.
        Assert.Contains("System.CommandLine", loaded);
        Assert.DoesNotContain(loaded, l => l.Contains("onnx", StringComparison.OrdinalIgnoreCase));
    }

    // The same look sees it where it is loaded.
    [Fact]
    public void Program_Doctor_LoadsThem()
    {
        using TempFolder folder = new();

        Assert.Contains(Loaded(folder, ["doctor"]), l => l.Contains("onnx", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Plan_WithoutANetwork_IsTheSame()
    {
        using TempFolder folder = new();
        Assert.SkipUnless(CanUnshare(), "Network namespaces need Linux, unshare and the right to make one.");
        string clips = Clips(folder);

        ProgramRun here = ProgramRun.Succeed("plan", "--clips", clips, "-o", folder.File("here.json"), "--cache-dir", folder.File("s1"));
        using Process apart = Process.Start(
            new ProcessStartInfo(
                "unshare",
                ["-rn", Checkout.Program, "plan", "--clips", clips, "-o", folder.File("apart.json"), "--cache-dir", folder.File("s2")]
            )
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        apart.StandardOutput.ReadToEnd();
        apart.WaitForExit();

        Assert.Equal((0, 0), (here.ExitCode, apart.ExitCode));
        Assert.Equal(File.ReadAllText(folder.File("here.json")), File.ReadAllText(folder.File("apart.json")));
    }

    // What a model does that passed its trial elsewhere, or was put there by hand.
    [MediaTheory]
    [InlineData("unknown_op", "Frobnicate")]
    [InlineData("external_up", "outside of it")]
    [InlineData("trunc", "only a part")]
    public void Preview_OwnModelThatCannotBeUsed_IsTheFilmWithoutItAndTold(string name, string why)
    {
        using TempFolder folder = new();
        string clips = Clips(folder);
        byte[] model = File.ReadAllBytes(TestMedia.File($"models/hostile/{name}.onnx"));
        string place = Directory.CreateDirectory(folder.File("models/mine")).FullName;
        File.WriteAllBytes(Path.Combine(place, "model.onnx"), model);
        string sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(model));
        File.WriteAllText(
            Path.Combine(place, "model.json"),
            $"{{\"kind\":\"faces\",\"files\":[{{\"name\":\"model.onnx\",\"bytes\":{model.Length},\"sha256\":\"{sum}\"}}]}}"
        );

        string without = Preview(folder, clips, "without", folder.File("none"));
        string with = Preview(folder, clips, "with", folder.File("models"));

        Assert.DoesNotContain("user's own", without, StringComparison.Ordinal);
        Assert.Contains("faces were found by another model than the user's own", with, StringComparison.Ordinal);
        Assert.Contains(why, with, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(File.ReadAllBytes(folder.File("without.mp4")), File.ReadAllBytes(folder.File("with.mp4")));
    }

    private static string Preview(TempFolder folder, string clips, string name, string models)
    {
        ProgramRun.Succeed(
            new Dictionary<string, string> { ["MONTAGE_MODELS"] = models },
            "preview",
            "--clips",
            clips,
            "--duration",
            "2",
            "-o",
            folder.File(name + ".mp4"),
            "--cache-dir",
            folder.File("store-" + name)
        );
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(folder.File(name + ".report.json")));
        return string.Join(
            '\n',
            report.RootElement.GetProperty("degradations").EnumerateArray().Select(d => $"{d.GetProperty("what")}: {d.GetProperty("why")}")
        );
    }

    private static string Clips(TempFolder folder)
    {
        string clips = Directory.CreateDirectory(folder.File("clips")).FullName;
        for (int i = 0; i < 3; i++)
        {
            TestTools.FFmpeg(
                "-f",
                "lavfi",
                "-i",
                $"testsrc2=s=320x180:r=25:d=4,hue=h={i * 90}",
                "-f",
                "lavfi",
                "-i",
                $"sine=f={300 + (200 * i)}:d=4",
                "-shortest",
                Path.Combine(clips, $"{i}.mp4")
            );
        }

        return clips;
    }

    private static bool CanUnshare()
    {
        try
        {
            using Process trial = Process.Start(
                new ProcessStartInfo("unshare", ["-rn", "true"]) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string[] Loaded(TempFolder folder, string[] arguments)
    {
        string list = folder.File("loaded.txt");
        ProgramRun.Of(
            new Dictionary<string, string>
            {
                ["DOTNET_STARTUP_HOOKS"] = typeof(ModelRuleTests).Assembly.Location,
                ["MONTAGE_TEST_LOADED"] = list,
                ["MONTAGE_MODELS"] = folder.File("models"),
                ["MONTAGE_CACHE"] = folder.File("store"),
            },
            arguments
        );
        return File.ReadAllLines(list);
    }
}
