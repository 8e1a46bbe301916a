using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>What is made of clips ahead of any montage.</summary>
public sealed class ProxyTests
{
    [Fact]
    public void Proxies_SecondRun_MakesNothingAndExactShotsAreKnown()
    {
        using TempFolder folder = new();
        string[] clips = TestClips.Make(folder.File("clips"), 3, 3, "30000/1001");
        File.WriteAllText(folder.File("clips/broken.mp4"), "no film");

        ProgramRun first = ProgramRun.Succeed(Proxies(folder, "store"));
        JsonElement second = ProgramRun.Succeed(Proxies(folder, "store")).Json;

        Assert.All(Clips(first.Json), c => Assert.False(c.GetProperty("fromStore").GetBoolean()));
        Assert.Equal(3, Clips(first.Json).Length);
        Assert.All(Clips(first.Json), c => Assert.Equal(90, c.GetProperty("frames").GetInt32()));
        Assert.Contains("broken.mp4", first.Error, StringComparison.Ordinal);
        Assert.All(Clips(second), c => Assert.True(c.GetProperty("fromStore").GetBoolean()));
        Assert.Equal(
            (640, 360, "30000/1001"),
            (second.GetProperty("width").GetInt32(), second.GetProperty("height").GetInt32(), second.GetProperty("rate").GetString())
        );

        // What the proxy's decode saw is what looking at every frame sees, and nobody looks again.
        string alone = ProgramRun.Succeed("shots", clips[1], "--json", "--cache-dir", folder.File("other")).Output;
        // A file is remembered by its path once it lies unchanged for two seconds; by then this is done with.
        SpinWait.SpinUntil(() => DateTime.UtcNow - File.GetLastWriteTimeUtc(clips[1]) > TimeSpan.FromSeconds(3));
        ProgramRun.Succeed("probe", clips[1], "--json", "--cache-dir", folder.File("store"));
        string results = Results(folder);
        Assert.Equal(alone, ProgramRun.Succeed("shots", clips[1], "--json", "--cache-dir", folder.File("store")).Output);
        Assert.Equal(results, Results(folder));
    }

    [Fact]
    public void Proxies_AnotherCanvas_AreOthersAndBothStay()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 1, 2, "25");

        JsonElement wide = ProgramRun.Succeed(Proxies(folder, "store")).Json;
        JsonElement tall = ProgramRun.Succeed([.. Proxies(folder, "store"), "--aspect", "9:16", "--fps", "30"]).Json;

        Assert.Equal((640, "25"), (wide.GetProperty("width").GetInt32(), wide.GetProperty("rate").GetString()));
        Assert.Equal((360, "30"), (tall.GetProperty("width").GetInt32(), tall.GetProperty("rate").GetString()));
        Assert.False(Clips(tall)[0].GetProperty("fromStore").GetBoolean());
        Assert.True(Clips(ProgramRun.Succeed(Proxies(folder, "store")).Json)[0].GetProperty("fromStore").GetBoolean());
    }

    [Fact]
    public void Proxies_OneCoreOrTwo_SameBytes()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 3, 2, "25");
        ProgramRun.Succeed([.. Proxies(folder, "one"), "--cores", "1"]);
        ProgramRun.Succeed([.. Proxies(folder, "two"), "--cores", "2"]);

        string[] made = Artifacts(folder.File("one"));
        Assert.Equal(6, made.Length);
        Assert.Equal(made.Select(Path.GetFileName), Artifacts(folder.File("two")).Select(Path.GetFileName));
        Assert.All(
            made.Zip(Artifacts(folder.File("two"))),
            pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second))
        );
    }

    [TableTheory]
    [InlineData(2, 130)]
    [InlineData(9, 137)]
    public async Task Proxies_StoppedHalfWay_FinishedOnesStayAndNothingHalfMade(int signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Interrupts are POSIX signals.");
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 4, 10, "30");
        using Process process = ProgramRun.Start([.. Proxies(folder, "store"), "--cores", "1"]);

        // A line with the name of a clip says that its proxy is finished.
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync();
        } while (line is not null && !line.StartsWith("'clip", StringComparison.Ordinal));
        Assert.NotNull(line);
        Assert.Equal(0, Kill(process.Id, signal));
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(exitCode, process.ExitCode);
        // Who is interrupted says so in the document that was asked for; who is killed says nothing.
        Assert.Equal(
            signal == 2 ? "cancelled" : null,
            await output is { Length: > 0 } said
                ? JsonDocument.Parse(said).RootElement.GetProperty("error").GetProperty("code").GetString()
                : null
        );

        JsonElement again = ProgramRun.Succeed(Proxies(folder, "store")).Json;

        int kept = Clips(again).Count(c => c.GetProperty("fromStore").GetBoolean());
        Assert.InRange(kept, 1, 3);
        Assert.Equal(4, Clips(again).Length);
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("store/jobs")));
        ProgramRun.Succeed(Proxies(folder, "fresh"));
        Assert.All(
            Artifacts(folder.File("store")).Zip(Artifacts(folder.File("fresh"))),
            pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second))
        );
    }

    [MediaFact]
    public void Plan_WithProxiesOrWithout_SameBytes()
    {
        using TempFolder folder = new();
        string[] clips =
        [
            TestMedia.File("video/city_bikes.mp4"),
            TestMedia.File("video/sam2_01_dog.mp4"),
            TestMedia.File("video/cat_phone_vfr.mp4"),
        ];
        ProgramRun.Succeed(["proxies", "--clips", .. clips, "--cache-dir", folder.File("with"), "--json"]);

        foreach (string store in (string[])["with", "without"])
        {
            ProgramRun.Succeed([
                "plan",
                "--clips",
                .. clips,
                "--music",
                TestMedia.File("music/electropop_fairy_bot.ogg"),
                "--duration",
                "12",
                "--output",
                folder.File(store + ".json"),
                "--cache-dir",
                folder.File(store),
            ]);
        }

        Assert.Equal(File.ReadAllText(folder.File("without.json")), File.ReadAllText(folder.File("with.json")));
    }

    [Fact]
    public void Sprites_OddAndEqualNames_GiveSafeAndDifferentOnes()
    {
        using TempFolder folder = new();
        string[] clips = TestClips.Make(folder.File("made"), 3, 3, "25");
        string[] wanted =
        [
            folder.File("clips/a/beach #1 100%.mp4"),
            folder.File("clips/b/beach #1 100%.mp4"),
            folder.File("clips/nul.mp4"),
        ];
        foreach ((string clip, string target) in clips.Zip(wanted))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(clip, target);
        }

        string[] command =
        [
            "sprites",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("out"),
            "--cache-dir",
            folder.File("store"),
            "--json",
        ];
        JsonElement made = ProgramRun.Succeed(command).Json;
        ProgramRun again = ProgramRun.Of(command);

        Assert.Equal(
            ["beach__1_100_-01.jpg", "beach__1_100_.2-01.jpg", "beach__1_100_.2.vtt", "beach__1_100_.vtt", "clipnul-01.jpg", "clipnul.vtt"],
            Directory.GetFiles(folder.File("out")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)
        );
        Assert.Equal(wanted, Clips(made).Select(c => c.GetProperty("path").GetString()));
        // A key frame every second, so nothing else is decoded.
        Assert.All(
            Clips(made),
            c => Assert.Equal((3, true), (c.GetProperty("pictures").GetInt32(), c.GetProperty("onlyKeyFrames").GetBoolean()))
        );
        Assert.Contains(
            "\nbeach__1_100_.2-01.jpg#xywh=160,0,160,90\n",
            File.ReadAllText(folder.File("out/beach__1_100_.2.vtt")),
            StringComparison.Ordinal
        );
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("exists already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sprites_AfterProxies_AreTheirs()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 1, 3, "25");
        ProgramRun.Succeed(Proxies(folder, "store"));

        JsonElement made = ProgramRun
            .Succeed(
                "sprites",
                "--clips",
                folder.File("clips"),
                "--output",
                folder.File("out"),
                "--cache-dir",
                folder.File("store"),
                "--json"
            )
            .Json;

        Assert.False(Clips(made)[0].GetProperty("onlyKeyFrames").GetBoolean());
        Assert.Equal(2, Artifacts(folder.File("store")).Length);
    }

    [Fact]
    public void Proxies_NothingUsable_SaysWhyAndFails()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        File.WriteAllText(folder.File("clips/broken.mp4"), "no film");

        ProgramRun proxies = ProgramRun.Of(Proxies(folder, "store"));
        ProgramRun sprites = ProgramRun.Of(
            "sprites",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("out"),
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal((1, 1), (proxies.ExitCode, sprites.ExitCode));
        Assert.Contains("broken.mp4", proxies.Error, StringComparison.Ordinal);
        Assert.Contains("broken.mp4", sprites.Error, StringComparison.Ordinal);
    }

    private static string[] Proxies(TempFolder folder, string store) =>
        ["proxies", "--clips", folder.File("clips"), "--cache-dir", folder.File(store), "--json"];

    private static JsonElement[] Clips(JsonElement outcome) => [.. outcome.GetProperty("clips").EnumerateArray()];

    private static string Results(TempFolder folder) =>
        ProgramRun.Succeed("cache", "stats", "--json", "--cache-dir", folder.File("store")).Json.GetProperty("results").ToString();

    private static string[] Artifacts(string store) =>
        [
            .. Directory
                .GetFiles(Path.Combine(store, "artifacts"), "*", SearchOption.AllDirectories)
                .OrderBy(Path.GetFileName, StringComparer.Ordinal),
        ];

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
