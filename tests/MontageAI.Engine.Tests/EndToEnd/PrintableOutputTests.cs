using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>What the program writes never holds a command to the terminal that a file name brought along.</summary>
public sealed class PrintableOutputTests
{
    private const string Evil = "clip\u001b[31m\nDone: fake\u202e4pm.mp4";

    [Fact]
    public void Probe_NameThatCommands_IsWrittenHarmlessly()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems refuse such names.");
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 1, 1, "30");
        File.Copy(Directory.GetFiles(folder.File("clips")).Single(), folder.File(Evil));
        File.WriteAllText(folder.File("empty" + Evil), "nothing");

        ProgramRun run = ProgramRun.Of("probe", folder.File(Evil), folder.File("empty" + Evil), "--cache-dir", folder.File("store"));
        ProgramRun json = ProgramRun.Of("probe", folder.File(Evil), "--json", "--cache-dir", folder.File("store"));

        Harmless(run);
        Assert.Contains(@"clip\u001b[31m\nDone: fake\u202e4pm.mp4", run.Output, StringComparison.Ordinal);
        Assert.Contains(@"empty", run.Error, StringComparison.Ordinal);
        Harmless(json);
        Assert.Contains(Strings(json.Json), s => s == folder.File(Evil));
    }

    [Fact]
    public void Plan_NameThatCommands_IsWrittenHarmlessly()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems refuse such names.");
        using TempFolder folder = new();
        string clips = folder.File("clips");
        TestClips.Make(clips, 3, 3, "30");
        File.Move(Directory.GetFiles(clips).Order(StringComparer.Ordinal).First(), Path.Combine(clips, Evil));
        File.WriteAllText(Path.Combine(clips, "empty" + Evil), "nothing");
        TestSong.Write(folder.File("song.wav"), 120, 12);

        ProgramRun run = ProgramRun.Succeed(
            "plan",
            "--clips",
            clips,
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("plan.json"),
            "--cache-dir",
            folder.File("store")
        );
        ProgramRun none = ProgramRun.Of("analyze", Path.Combine(clips, "empty" + Evil), "--cache-dir", folder.File("store"));

        Harmless(run);
        Assert.Contains(@"empty", run.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, none.ExitCode);
        Harmless(none);
    }

    private static void Harmless(ProgramRun run)
    {
        string all = run.Output + run.Error;
        Assert.DoesNotContain('\u001b', all);
        Assert.DoesNotContain('\u202e', all);
        Assert.DoesNotContain(all.Split('\n'), l => l.StartsWith("Done: fake", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Strings(JsonElement e) =>
        e.ValueKind switch
        {
            JsonValueKind.String => [e.GetString()!],
            JsonValueKind.Array => e.EnumerateArray().SelectMany(Strings),
            JsonValueKind.Object => e.EnumerateObject().SelectMany(p => Strings(p.Value)),
            _ => [],
        };
}
