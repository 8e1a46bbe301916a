using System.Diagnostics;
using System.Text;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Timelines as hands leave them, and documents that are none. (Broken by the thousand in MontageAI.Engine.Tests.)</summary>
public sealed class TimelineCases
{
    /// <summary>A timeline of two shots of a file that need not be there.</summary>
    internal const string Plain = """
        {
          "rate": "25", "frames": 50, "aspect": "16/9", "style": "dynamic", "seed": 1,
          "sources": [{"id": "c01", "path": "/nowhere/a.mp4", "fingerprint": "ab", "videoStream": 0,
            "availableStart": {"ticks": 0, "timeBase": "1/25"}, "availableEnd": {"ticks": 100, "timeBase": "1/25"}}],
          "shots": [
            {"record": {"start": 0, "end": 25}, "source": "c01", "in": {"ticks": 10, "timeBase": "1/25"}},
            {"record": {"start": 25, "end": 50}, "source": "c01", "in": {"ticks": 50, "timeBase": "1/25"}}
          ]
        }
        """;

    [TableTheory]
    [InlineData("\"seed\": 1", "\"seed\": 1, \"seed\": 2", "seed", "render")]
    [InlineData("\"shots\": [", "\"shots\": null, \"x\": [", "shots", "preview")]
    [InlineData("\"sources\": [", "\"sources\": [null, ", "sources[0]", "edit")]
    [InlineData("\"aspect\": \"16/9\"", "\"aspect\": \"0/1\"", "aspect", "judge")]
    [InlineData("\"aspect\": \"16/9\"", "\"aspect\": -25", "aspect", "render")]
    [InlineData("\"ticks\": 50, \"timeBase\": \"1/25\"", "\"ticks\": 50, \"timeBase\": \"1/-9223372036854775808\"", "shots[1].in", "edit")]
    [InlineData("\"ticks\": 50, \"timeBase\": \"1/25\"", "\"ticks\": 9223372036854775807, \"timeBase\": \"1/25\"", "shots[1].in", "judge")]
    [InlineData("\"frames\": 50", "\"frames\": 1e999", "frames", "preview")]
    [InlineData("\"style\"", "\"beats\": null, \"style\"", "beats", "render")]
    [InlineData("\"style\"", "\"titles\": [null], \"style\"", "titles[0]", "preview")]
    [InlineData("}}],", "}}]", "no JSON", "edit")]
    public void Timeline_BrokenInOnePlace_IsRefusedWithLineAndField(string right, string wrong, string field, string command)
    {
        using FieldFolder folder = new();
        string text = Plain.Replace(right, wrong, StringComparison.Ordinal);
        int line = 1 + text[..text.IndexOf(wrong, StringComparison.Ordinal)].Count(c => c == '\n');

        ProgramRun run = Use(folder, command, Write(folder, "t.montage.json", text));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(field, run.Error, StringComparison.Ordinal);
        Assert.Matches($"line ({line}|{line + 1}|{line + 2})\\b", run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("folder", "render")]
    [InlineData("pipe", "preview")]
    [InlineData("/dev/zero", "edit")]
    [InlineData("/dev/null", "judge")]
    [InlineData("secret", "render")]
    [InlineData("missing", "preview")]
    [InlineData("large", "edit")]
    [InlineData("deep", "judge")]
    public void Timeline_ThatIsAnotherThing_IsRefusedSoonAndUnquoted(string kind, string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes and devices are those of Linux.");
        using FieldFolder folder = new();

        ProgramRun run = Use(folder, command, Make(folder, kind));

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("--from", "pipe")]
    [InlineData("--from", "secret")]
    [InlineData("--beats", "pipe")]
    [InlineData("--beats", "/dev/zero")]
    [InlineData("--beats", "secret")]
    [InlineData("--captions", "pipe")]
    [InlineData("--captions", "folder")]
    [InlineData("--captions", "/dev/zero")]
    [InlineData("--style", "pipe")]
    [InlineData("--style", "secret")]
    [InlineData("--look", "pipe")]
    [InlineData("--look", "secret")]
    [InlineData("--look", "/dev/zero")]
    [InlineData("--music", "pipe")]
    [InlineData("--music", "/dev/zero")]
    [InlineData("--clips", "pipe")]
    public void Document_ThatIsAnotherThing_IsRefusedSoonAndUnquoted(string option, string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes and devices are those of Linux.");
        using FieldFolder folder = new FieldFolder().WithCompanions(2);
        string made = Make(
            folder,
            kind,
            option == "--look" ? ".cube"
                : option == "--style" ? ".json"
                : ""
        );
        string[] clips = option == "--clips" ? [] : ["--clips", folder.Clips];
        string[] song = option == "--beats" ? ["--music", folder.WithSong(4).File("song.wav")] : [];

        ProgramRun run = folder.Run(["plan", .. clips, .. song, option, made, "--output", folder.File("p.json")]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.True(run.ExitCode is 1 or 2, run.Error);
        Assert.DoesNotContain("hunter2", run.Error + run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody foresaw", run.Error, StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("missing")]
    [InlineData("folder")]
    [InlineData("pipe")]
    [InlineData("/dev/zero")]
    [InlineData("secret")]
    public void Table_ThatATimelineNames_IsRefusedSoonAndUnquoted(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes and devices are those of Linux.");
        using FieldFolder folder = new FieldFolder().WithCompanions(2).WithSong(4);
        folder.Run("plan", "--clips", folder.Clips, "--music", folder.File("song.wav"), "--output", folder.File("p.montage.json"));
        string plan = File.ReadAllText(folder.File("p.montage.json"));
        string table = Make(folder, kind, ".cube");
        Write(folder, "p.montage.json", "{ \"look\": { \"lut\": \"" + table + "\", \"lutStrength\": 1 }," + plan.TrimStart()[1..]);

        ProgramRun run = folder.Run("render", folder.File("p.montage.json"), "--output", folder.File("film.mp4"));

        Assert.True(run.ExitCode is 1 or 2, $"{run.ExitCode}: {run.Error}");
        Assert.Contains(Path.GetFileName(table), run.Error + run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", run.Error + run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody foresaw", run.Error + run.Output, StringComparison.Ordinal);
    }

    private static ProgramRun Use(FieldFolder folder, string command, string timeline) =>
        command switch
        {
            "edit" => folder.Run("edit", timeline, "drop=1", "--output", folder.File("o.montage.json")),
            "judge" => folder.Run("judge", timeline.EndsWith(".json", StringComparison.Ordinal) ? timeline : Linked(folder, timeline)),
            _ => folder.Run(command, timeline, "--output", folder.File("film.mp4")),
        };

    // What is judged is a timeline by its ending.
    private static string Linked(FieldFolder folder, string target)
    {
        File.CreateSymbolicLink(folder.File("link.json"), target);
        return folder.File("link.json");
    }

    private static string Make(FieldFolder folder, string kind, string ending = "")
    {
        string path = folder.File(kind.TrimStart('/').Replace('/', '-') + ending);
        switch (kind)
        {
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "pipe":
                using (Process make = Process.Start("mkfifo", [path]))
                {
                    make.WaitForExit();
                }

                break;
            case "secret":
                File.WriteAllText(path, "hunter2: my password\nhunter2\n");
                break;
            case "large":
                using (FileStream sparse = File.Create(path))
                {
                    sparse.SetLength(200L << 20);
                }

                break;
            case "deep":
                File.WriteAllText(path, new StringBuilder().Append('[', 100_000).ToString());
                break;
            case "/dev/zero" or "/dev/null" when ending.Length > 0:
                File.CreateSymbolicLink(path, kind);
                break;
            case "/dev/zero" or "/dev/null":
                return kind;
            default:
                break;
        }

        return path;
    }

    private static string Write(FieldFolder folder, string name, string text)
    {
        File.WriteAllText(folder.File(name), text);
        return folder.File(name);
    }
}
