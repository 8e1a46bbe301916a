using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>The same files and the same request give the same plan, whatever else is so.</summary>
public sealed class OneAnswerTests
{
    // Length of each clip such that a wrong sample, or seconds of another kind, tips the rate: 24000/1001, 25 and 30 lie close together.
    private static readonly (string Name, string Source, string Rate, string Seconds, string[] Arguments)[] s_containers =
    [
        ("a.mp4", "testsrc2=s=320x180", "24000/1001", "5", ["-c:v", "libx264", "-preset", "ultrafast", "-g", "24"]),
        ("b.mov", "mandelbrot=s=320x180", "24000/1001", "5", ["-c:v", "libx264", "-preset", "ultrafast", "-g", "24"]),
        ("c.mkv", "testsrc=s=320x180", "30", "6", ["-vf", "negate", "-c:v", "libx264", "-preset", "ultrafast", "-g", "30"]),
        (
            "d.webm",
            "rgbtestsrc=s=320x180",
            "30",
            "5",
            ["-vf", "hue=H=t", "-pix_fmt", "yuv420p", "-c:v", "libvpx", "-b:v", "400k", "-g", "30", "-deadline", "realtime"]
        ),
        ("e.avi", "testsrc2=s=320x180", "25", "4", ["-vf", "hflip,negate", "-c:v", "mpeg4", "-g", "15"]),
        ("f.ts", "smptebars=s=320x180", "25", "4", ["-vf", "hue=H=t", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25"]),
        ("g.mpg", "testsrc=s=320x180", "25", "4", ["-vf", "vflip", "-c:v", "mpeg2video", "-g", "12"]),
    ];

    [Fact]
    public void Plan_EveryContainer_SameBytesWhateverIsStoredOrRuns()
    {
        using TempFolder folder = new();
        string clips = Containers(folder);
        string cold = Plan(folder, "cold", clips);

        Assert.Equal(cold, Plan(folder, "cold", clips));
        foreach (string cores in (string[])["1", "2", "8"])
        {
            Assert.Equal(cold, Plan(folder, "cores" + cores, clips, ["--cores", cores]));
        }

        // Some files are known already, from looking at them in another way.
        foreach (string known in (string[])["c.mkv", "f.ts"])
        {
            ProgramRun.Succeed("probe", Path.Combine(clips, known), "--cache-dir", folder.File("half"));
            ProgramRun.Succeed("analyze", Path.Combine(clips, known), "--cache-dir", folder.File("half"));
        }

        Assert.Equal(cold, Plan(folder, "half", clips));

        // After other jobs on the same store, and with proxies.
        ProgramRun.Succeed([
            "preview",
            "--clips",
            Path.Combine(clips, "d.webm"),
            "--duration",
            "2",
            "-o",
            folder.File("p.mp4"),
            "--cache-dir",
            folder.File("jobs"),
        ]);
        ProgramRun.Succeed("plan", "--clips", clips, "--seed", "5", "-o", folder.File("other.json"), "--cache-dir", folder.File("jobs"));
        Assert.Equal(cold, Plan(folder, "jobs", clips));
        ProgramRun.Succeed("proxies", "--clips", clips, "--cache-dir", folder.File("proxies"));
        Assert.Equal(cold, Plan(folder, "proxies", clips));

        // After results were thrown away.
        ProgramRun.Succeed("cache", "prune", "--keep-gib", "0", "--cache-dir", folder.File("proxies"));
        Assert.Equal(cold, Plan(folder, "proxies", clips));
        foreach (string database in Directory.EnumerateFiles(folder.File("jobs"), "*.db*").ToArray())
        {
            File.Delete(database);
        }

        Assert.Equal(cold, Plan(folder, "jobs", clips));
    }

    [Fact]
    public void Plan_AnotherZoneLanguageOrClockOrBusyMachine_SameBytes()
    {
        using TempFolder folder = new();
        string clips = Containers(folder);
        string plan = Plan(folder, "store", clips);
        Dictionary<string, string> elsewhere = new()
        {
            ["TZ"] = "Pacific/Chatham",
            ["LANG"] = "de_DE.UTF-8",
            ["LC_ALL"] = "tr_TR.UTF-8",
        };

        Assert.Equal(plan, Plan(folder, "elsewhere", clips, [], elsewhere));

        // Files that seem to have been changed later than now, as on a machine whose clock is wrong.
        foreach (string clip in Directory.EnumerateFiles(clips))
        {
            File.SetLastWriteTimeUtc(clip, new DateTime(2090, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        Assert.Equal(plan, Plan(folder, "clock", clips));

        List<Process> busy = [];
        try
        {
            for (int i = 0; i < 2 * Environment.ProcessorCount; i++)
            {
                busy.Add(
                    Process.Start(
                        new ProcessStartInfo("ffmpeg", "-nostdin -loglevel quiet -f lavfi -i mandelbrot=s=1280x720 -t 3600 -f null -")
                        {
                            UseShellExecute = false,
                        }
                    )!
                );
            }

            Assert.Equal(plan, Plan(folder, "busy", clips));
        }
        finally
        {
            foreach (Process process in busy)
            {
                process.Kill();
                process.Dispose();
            }
        }
    }

    [TableTheory]
    [InlineData(80)]
    [InlineData(200)]
    public void Plan_FilesOfManyKinds_SameBytesColdAndWarm(int files)
    {
        using TempFolder folder = new();
        string few = Containers(folder),
            many = Directory.CreateDirectory(folder.File("many")).FullName;
        string[] sources = [.. Directory.EnumerateFiles(few).Order(StringComparer.Ordinal)];
        for (int i = 0; i < files; i++)
        {
            // More than are glanced at. A byte at the end makes another file of each; no container minds it.
            string source = sources[i * 7 % sources.Length];
            string path = Path.Combine(many, string.Create(CultureInfo.InvariantCulture, $"{i:000}{Path.GetExtension(source)}"));
            File.WriteAllBytes(path, [.. File.ReadAllBytes(source), .. new byte[1 + i]]);
        }

        string cold = Plan(folder, "store", many);

        Assert.Equal(cold, Plan(folder, "store", many));
        ProgramRun.Succeed(["probe", .. Directory.EnumerateFiles(many, "*.mkv"), "--cache-dir", folder.File("half")]);
        Assert.Equal(cold, Plan(folder, "half", many, ["--cores", "1"]));
    }

    [Fact]
    public void PreviewCreateAndPlan_OfOneRequest_AgreeAndTheReportNamesWhatTheProfileDecides()
    {
        using TempFolder folder = new();
        string clips = Containers(folder);
        string plan = Plan(folder, "store", clips);
        string[] request = ["--clips", clips, "--duration", "6", "--no-memory", "--cache-dir", folder.File("store"), "--json"];

        foreach (string command in (string[])["preview", "create"])
        {
            ProgramRun.Succeed([command, .. request, "--output", folder.File(command + ".mp4")]);
            Assert.Equal(plan, File.ReadAllText(folder.File(command + ".montage.json")));
        }

        JsonElement named = ProgramRun.Succeed(["create", .. request, "--profile", "standard", "--output", folder.File("named.mp4")]).Json;
        Assert.Contains(Notes(named), n => n.StartsWith("Profile:", StringComparison.Ordinal));
        Assert.DoesNotContain(
            Notes(JsonDocument.Parse(File.ReadAllText(folder.File("create.report.json"))).RootElement),
            n => n.StartsWith("Profile:", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Plan_NeitherSongNorClipsCanBeUsed_TheErrorIsTheSameEveryTime()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("song.mp3"), "no song");
        File.WriteAllText(folder.File("clip.mp4"), "no clip");
        HashSet<string> said = [];
        for (int i = 0; i < 4; i++)
        {
            ProgramRun run = ProgramRun.Of(
                "plan",
                "--clips",
                folder.File("clip.mp4"),
                "--music",
                folder.File("song.mp3"),
                "--output",
                folder.File($"{i}.json"),
                "--cache-dir",
                folder.File("store")
            );
            Assert.Equal(1, run.ExitCode);
            said.Add(JsonDocument.Parse(File.ReadAllText(folder.File($"{i}.report.json"))).RootElement.GetProperty("error").GetString()!);
        }

        Assert.Contains("song.mp3", Assert.Single(said), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Notes(JsonElement report) =>
        report.GetProperty("plan").GetProperty("notes").EnumerateArray().Select(n => n.GetString()!);

    private static string Plan(
        TempFolder folder,
        string store,
        string clips,
        string[]? more = null,
        Dictionary<string, string>? environment = null
    )
    {
        string output = folder.File("plan.json");
        ProgramRun.Succeed(
            environment ?? [],
            [
                "plan",
                "--clips",
                clips,
                "--duration",
                "6",
                "--output",
                output,
                "--overwrite",
                "--cache-dir",
                folder.File(store),
                .. more ?? [],
            ]
        );
        return File.ReadAllText(output);
    }

    private static string Containers(TempFolder folder)
    {
        string clips = Directory.CreateDirectory(folder.File("clips")).FullName;
        foreach ((string name, string source, string rate, string seconds, string[] arguments) in s_containers)
        {
            TestTools.FFmpeg(["-f", "lavfi", "-i", $"{source}:r={rate}", "-t", seconds, .. arguments, Path.Combine(clips, name)]);
        }

        TestTools.FFmpeg("-f", "lavfi", "-i", "mandelbrot=s=640x360:r=1:start_scale=0.1", "-frames:v", "1", Path.Combine(clips, "h.jpg"));
        TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc=s=640x360:r=1", "-frames:v", "1", Path.Combine(clips, "i.png"));
        return clips;
    }
}
