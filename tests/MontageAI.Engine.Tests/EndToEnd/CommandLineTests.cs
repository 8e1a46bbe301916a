using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>What scripts rely on: exit codes, clean standard output, messages that name what is wrong.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("create", "--clips", "x", "--output", "x.mp4", "--durations", "5")]
    [InlineData("create", "--clips", "x", "--output", "x.mp4", "--duration", "-5")]
    [InlineData("create", "--clips", "x", "--output", "x.mp4", "--fps", "fast")]
    [InlineData("create", "--clips", "x", "--output", "x.mp4", "--aspect", "7:3")]
    [InlineData("create", "--clips", "x", "--output", "x.mp4", "--tempo-scale", "3")]
    [InlineData("create", "--clips", "x", "--output", "x.avi")]
    [InlineData("create", "--clips", "no-such-folder", "--output", "x.mp4")]
    [InlineData("create", "--output", "x.mp4")]
    [InlineData("shots", "x.mp4", "--mode", "guess")]
    [InlineData("frobnicate")]
    public void Program_BadUsage_EndsWithTwoAndAMessage(params string[] arguments)
    {
        ProgramRun run = ProgramRun.Of(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.Empty(run.Output);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_UnknownStyle_NamesTheStylesThereAre()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 1, 2, "25");

        ProgramRun run = ProgramRun.Of(
            "create",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("x.mp4"),
            "--style",
            "baroque",
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("dynamic", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OutputExists_IsNotReplacedWithoutOverwrite()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("film.mp4"), "precious");
        Directory.CreateDirectory(folder.File("clips"));
        File.WriteAllText(folder.File("clips/a.mp4"), "a clip");

        ProgramRun run = ProgramRun.Of(
            "create",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("film.mp4"),
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--overwrite", run.Error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(folder.File("film.mp4")));
    }

    [Fact]
    public void Program_WithoutFFmpeg_EndsWithThreeAndSaysHowToGetIt()
    {
        using TempFolder folder = new();
        System.Diagnostics.ProcessStartInfo info = new(Checkout.Program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[] { "probe", "x.mp4", "--cache-dir", folder.File("store") })
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["MONTAGE_FFMPEG"] = folder.Path;
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(info)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(3, process.ExitCode);
        Assert.Contains("install", error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Beats_OfATestSong_PrintsSecondsTabPosition()
    {
        using TempFolder folder = new();
        double[] truth = TestSong.Write(folder.File("song.wav"), 120, 30);

        string[] lines = ProgramRun
            .Succeed("beats", folder.File("song.wav"), "--cache-dir", folder.File("store"))
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        double[] beats = [.. lines.Select(l => double.Parse(l.Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(beats.Length >= truth.Length - 3, $"{beats.Length} of {truth.Length}");
        // The grid goes on beyond the last kick, up to the end of the track.
        Assert.All(beats, b => Assert.InRange(Math.IEEERemainder(b - truth[0], 0.5), -0.02, 0.02));
        Assert.All(lines, l => Assert.InRange(int.Parse(l.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture), 1, 4));
    }

    [Fact]
    public void Beats_Corrected_ChangeAsAsked()
    {
        using TempFolder folder = new();
        TestSong.Write(folder.File("song.wav"), 120, 30);
        string[] Lines(params string[] options) =>
            ProgramRun
                .Succeed(["beats", folder.File("song.wav"), "--cache-dir", folder.File("store"), .. options])
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        double[] Beats(params string[] options) =>
            [.. Lines(options).Select(l => double.Parse(l.Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture))];

        double[] plain = Beats();
        double[] doubled = Beats("--tempo-scale", "2");
        double[] later = Beats("--beat-offset", "40");
        double[] between = Beats("--off-beat");
        string[] bars = [.. Lines().Select(l => l.Split('\t')[1])],
            shifted = [.. Lines("--bar-shift", "1").Select(l => l.Split('\t')[1])];

        Assert.InRange(doubled.Length, (plain.Length * 2) - 2, (plain.Length * 2) + 1);
        Assert.All(later.Zip(plain), p => Assert.InRange(p.First - p.Second, 0.0395, 0.0405));
        Assert.All(between.Zip(plain), p => Assert.InRange(p.First - p.Second, 0.22, 0.28));
        // The beat after the old first beat of a bar is the new first one.
        Assert.Equal(
            [.. bars.Select((b, i) => (b, i)).Where(b => b.b == "1").Select(b => b.i + 1).Where(i => i < bars.Length)],
            shifted.Select((b, i) => (b, i)).Where(b => b.b == "1").Select(b => b.i).Where(i => i > 0)
        );
    }

    [Theory]
    [InlineData("--beats", "taps.txt")]
    [InlineData("--bpm", "120")]
    [InlineData("--off-beat")]
    public void Plan_BeatsWithoutASong_AreRefusedAtOnce(params string[] beats)
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 1, 2, "25");
        File.WriteAllText(folder.File("taps.txt"), "0.5\n1.0\n1.5\n");

        ProgramRun run = ProgramRun.Of([
            "plan",
            "--clips",
            folder.File("clips"),
            .. beats.Select(b => b == "taps.txt" ? folder.File(b) : b),
            "--output",
            folder.File("plan.json"),
            "--cache-dir",
            folder.File("store"),
        ]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--music: is needed where beats are given", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("plan.json")));
    }

    [Fact]
    public void Create_WithABeatsFile_CutsOnItsBeats()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 4, 8, "25");
        TestSong.Write(folder.File("song.wav"), 120, 30);
        double[] taps = [.. Enumerable.Range(0, 34).Select(i => 0.37 + (i * 0.83))];
        File.WriteAllLines(
            folder.File("taps.txt"),
            taps.Select(t => t.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture))
        );

        ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--beats",
            folder.File("taps.txt"),
            "--duration",
            "12",
            "--output",
            folder.File("plan.json"),
            "--cache-dir",
            folder.File("store")
        );

        MontageAI.Timelines.Timeline plan = MontageAI.Timelines.TimelineJson.Read(File.ReadAllText(folder.File("plan.json")), "plan");
        Assert.All(
            plan.Shots.Skip(1),
            s =>
            {
                double song = plan.Music!.Start + plan.Rate.SecondsAt(s.Record.Start);
                Assert.True(taps.Min(t => Math.Abs(t - song)) <= (0.5 / plan.Rate.Value) + 0.001, $"cut at {song} s of the song");
            }
        );
    }

    [Fact]
    public void Beats_OfSilence_PrintsNothingAndSaysWhy()
    {
        using TempFolder folder = new();
        TestTools.FFmpeg("-f", "lavfi", "-i", "anullsrc=r=44100:cl=mono:d=12", folder.File("silence.wav"));

        ProgramRun run = ProgramRun.Succeed("beats", folder.File("silence.wav"), "--cache-dir", folder.File("store"));

        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public void Shots_OfAFilmWithKnownCuts_PrintsThemInBothModes()
    {
        using TempFolder folder = new();
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=2",
            "-f",
            "lavfi",
            "-i",
            "mandelbrot=s=320x180:r=25",
            "-f",
            "lavfi",
            "-i",
            "smptebars=s=320x180:r=25:d=2",
            "-filter_complex",
            "[1]trim=end_frame=75[m];[0][m][2]concat=n=3",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            folder.File("film.mp4")
        );

        string exact = ProgramRun.Succeed("shots", folder.File("film.mp4"), "--cache-dir", folder.File("store")).Output;
        string key = ProgramRun.Succeed("shots", folder.File("film.mp4"), "--mode", "keyframe", "--cache-dir", folder.File("store")).Output;

        Assert.Equal("0\t50\t0.0000\t2.0000\n50\t125\t2.0000\t5.0000\n125\t175\t5.0000\t7.0000\n", exact);
        Assert.Equal(["0.0000", "2.0000", "5.0000"], key.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')[2]));
    }

    [Fact]
    public void Probe_GoodAndBadFile_ListsBothAndPrintsOnlyJson()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 1, 1, "25");
        File.WriteAllText(folder.File("text.mp4"), "words");

        ProgramRun run = ProgramRun.Of(
            "probe",
            folder.File("clips/clip00.mp4"),
            folder.File("text.mp4"),
            "--json",
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal(0, run.ExitCode);
        JsonElement json = run.Json;
        Assert.Equal(320, json.GetProperty("files")[0].GetProperty("video")[0].GetProperty("width").GetInt32());
        Assert.Contains("text.mp4", json.GetProperty("setAside")[0].GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Contains("text.mp4", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_HereAndNow_FindsEverythingNeeded()
    {
        using TempFolder folder = new();

        JsonElement report = ProgramRun.Succeed("doctor", "--json", "--cache-dir", folder.File("store")).Json;

        Assert.True(report.GetProperty("usable").GetBoolean());
        Assert.Contains(
            report.GetProperty("findings").EnumerateArray(),
            f => f.GetProperty("subject").GetString() == "encoder libx264" && f.GetProperty("state").GetString() == "Good"
        );
    }

    [Fact]
    public void Cache_StatsPruneClear_EmptiesTheStore()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 2, 6, "25");
        ProgramRun.Succeed(
            "create",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("film.mp4"),
            "--duration",
            "5",
            "--profile",
            "preview",
            "--cache-dir",
            folder.File("store")
        );
        Assert.True(Stats(folder).GetProperty("artifacts").GetInt64() > 0);

        ProgramRun.Succeed("cache", "clear", "--cache-dir", folder.File("store"));

        Assert.Equal(0, Stats(folder).GetProperty("artifacts").GetInt64());
        Assert.Equal(0, Stats(folder).GetProperty("results").GetInt64());
    }

    private static JsonElement Stats(TempFolder folder) =>
        ProgramRun.Succeed("cache", "stats", "--json", "--cache-dir", folder.File("store")).Json;
}
