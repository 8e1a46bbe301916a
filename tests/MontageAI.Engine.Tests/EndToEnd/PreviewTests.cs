using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using MontageAI.Engine.Intake;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'montage-ai preview': it can be watched before it is done, and what was shown stays.</summary>
public sealed class PreviewTests
{
    [Fact]
    public async Task Preview_CanBeWatchedWhileItIsMade_AndWhatWasShownStays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is stopped by a POSIX signal.");
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 20, 6, "30");
        TestSong.Write(folder.File("song.wav"), 128, 60);
        using Process process = ProgramRun.Start([.. Arguments(folder, "look.mp4", "store"), "--duration", "40"]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        List<string> said = [];
        while (process.StandardError.ReadLine() is { } line)
        {
            said.Add(line);
            if (line.Contains("first pictures can be played", StringComparison.Ordinal))
            {
                break;
            }
        }

        // The program stands still while we look.
        Assert.Equal(0, Kill(process.Id, 19));
        string playlist = folder.File("look.preview/index.m3u8");
        Assert.EndsWith(playlist, said[^1], StringComparison.Ordinal);
        string list = File.ReadAllText(playlist);
        bool done = File.Exists(folder.File("look.mp4"));
        double seconds = list.Split('\n')
            .Where(l => l.StartsWith("#EXTINF:", StringComparison.Ordinal))
            .Sum(l => double.Parse(l[8..^1], System.Globalization.CultureInfo.InvariantCulture));
        // What is there now, without a player's waiting for more.
        string[] files = ["init.mp4", .. list.Split('\n').Where(l => l.EndsWith(".m4s", StringComparison.Ordinal))];
        File.WriteAllBytes(folder.File("shown.mp4"), [.. files.SelectMany(f => File.ReadAllBytes(folder.File("look.preview/" + f)))]);
        string[] shown = FrameHashes(folder.File("shown.mp4"));
        Assert.Equal(0, Kill(process.Id, 18));
        string rest = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, rest);
        Assert.False(done);
        Assert.DoesNotContain("#EXT-X-ENDLIST", list, StringComparison.Ordinal);
        Assert.Contains("#EXT-X-PLAYLIST-TYPE:EVENT", list, StringComparison.Ordinal);
        Assert.Equal((int)Math.Round(seconds * 30), shown.Length);
        string[] film = FrameHashes(folder.File("look.mp4"));
        Assert.Equal(film.Take(shown.Length), shown);
        Assert.Contains("#EXT-X-ENDLIST", File.ReadAllText(playlist), StringComparison.Ordinal);
        Assert.Equal(film, FrameHashes(playlist));
        Timeline timeline = Read(folder.File("look.montage.json"));
        Assert.Equal(timeline.Frames, film.Length);

        JsonElement report = JsonDocument.Parse(File.ReadAllText(folder.File("look.report.json"))).RootElement;
        double[] moments =
        [
            .. new[] { "firstPictureSeconds", "openingSeconds", "wholeSeconds" }.Select(n =>
                report.GetProperty("playable").GetProperty(n).GetDouble()
            ),
        ];
        Assert.Equal(moments.Order(), moments);
        Assert.True(moments[2] > moments[0]);
        Assert.Equal(moments[1], report.GetProperty("timeToFirstPreviewSeconds").GetDouble());
        Assert.Equal(playlist, report.GetProperty("stream").GetString());

        // The first segment is the first shot alone, so that it is there as soon as that is.
        Assert.StartsWith(
            FormattableString.Invariant($"#EXTINF:{timeline.Rate.SecondsAt(timeline.Shots[0].Record.Length):0.00}"),
            list.Split('\n').First(l => l.StartsWith("#EXTINF:", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Preview_OpeningComesFromSomeClips_TheRestFromAll_WhateverTheCores()
    {
        using TempFolder folder = new();
        string[] clips = TestClips.Make(folder.File("clips"), 14, 6, "30");
        TestSong.Write(folder.File("song.wav"), 128, 50);

        ProgramRun.Succeed([.. Arguments(folder, "one.mp4", "one"), "--duration", "28", "--cores", "1"]);
        ProgramRun.Succeed([.. Arguments(folder, "two.mp4", "two"), "--duration", "28", "--cores", "3"]);
        ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("plan.json"),
            "--cache-dir",
            folder.File("three"),
            "--duration",
            "28"
        );

        string one = File.ReadAllText(folder.File("one.montage.json"));
        Assert.Equal(one, File.ReadAllText(folder.File("two.montage.json")));
        Assert.Equal(one, File.ReadAllText(folder.File("plan.json")));
        Timeline timeline = Read(folder.File("one.montage.json"));
        HashSet<string> sample = [.. Footage.SpreadOrder(clips.Length).Take(8).Select(i => clips[i])];
        Dictionary<string, string> paths = timeline.Sources.ToDictionary(s => s.Id, s => s.Path);
        long opening = timeline.Rate.FrameAt(10);
        Assert.All(timeline.Shots.Where(s => s.Record.Start < opening), s => Assert.Contains(paths[s.Source], sample));
        Assert.True(timeline.Shots.Select(s => s.Source).Distinct().Count() > 10, "the rest does not use the other clips");
        Assert.Equal(File.ReadAllBytes(folder.File("one.mp4")), File.ReadAllBytes(folder.File("two.mp4")));
    }

    [Fact]
    public void Preview_OfAPlan_ShowsItAndRendersOnlyWhatChanged()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 8, 6, "25");
        TestSong.Write(folder.File("song.wav"), 120, 30);
        ProgramRun.Succeed([.. Arguments(folder, "a.mp4", "store"), "--duration", "12"]);
        ProgramRun.Succeed(
            "edit",
            folder.File("a.montage.json"),
            "swap=2",
            "drop=4",
            "--output",
            folder.File("b.json"),
            "--cache-dir",
            folder.File("store")
        );

        JsonElement report = ProgramRun
            .Succeed("preview", folder.File("b.json"), "--output", folder.File("b.mp4"), "--json", "--cache-dir", folder.File("store"))
            .Json;

        Timeline before = Read(folder.File("a.montage.json")),
            after = Read(folder.File("b.json"));
        HashSet<(string, Time.MediaTime, long)> known = [.. before.Shots.Select(s => (s.Source, s.In, s.Record.Length))];
        long changed = after.Shots.Where(s => !known.Contains((s.Source, s.In, s.Record.Length))).Sum(s => s.Record.Length);
        Assert.InRange(changed, 1, after.Frames / 2);
        JsonElement phase = report.GetProperty("phases").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "render shots");
        Assert.Equal(after.Frames - changed, phase.GetProperty("fromCache").GetInt64());
        Assert.Equal(after.Frames, FrameHashes(folder.File("b.preview/index.m3u8")).Length);
        Assert.Equal(FrameHashes(folder.File("b.preview/index.m3u8")), FrameHashes(folder.File("b.mp4")));
    }

    [Fact]
    public void Preview_Refined_IsTheSameFilmInFullSize_AlsoInTheStream()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 4, 4, "25");
        TestSong.Write(folder.File("song.wav"), 120, 20);

        JsonElement report = ProgramRun
            .Succeed([.. Arguments(folder, "a.mp4", "store"), "--duration", "5", "--refine", "standard", "--json"])
            .Json;
        ProgramRun.Succeed(
            "preview",
            folder.File("a.montage.json"),
            "--output",
            folder.File("small.mp4"),
            "--cache-dir",
            folder.File("store")
        );

        JsonElement moments = report.GetProperty("playable");
        Assert.True(moments.GetProperty("refinedSeconds").GetDouble() > moments.GetProperty("wholeSeconds").GetDouble());
        JsonElement picture = new RenderedFilm(folder.File("a.mp4"))
            .Probe()
            .GetProperty("streams")
            .EnumerateArray()
            .Single(x => x.GetProperty("codec_type").GetString() == "video");
        Assert.Equal((1920, 1080), (picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32()));
        string list = File.ReadAllText(folder.File("a.preview/index.m3u8"));
        string[] segments = [.. list.Split('\n').Where(l => l.EndsWith(".m4s", StringComparison.Ordinal))];
        Assert.All(segments, name => Assert.Matches("^segment-[0-9]{5}-[0-9]+[.]m4s$", name));
        byte[][] small = Pictures(folder.File("small.mp4")),
            film = Pictures(folder.File("a.mp4")),
            stream = Pictures(folder.File("a.preview/index.m3u8"));
        Assert.Equal(small.Length, film.Length);
        Assert.Equal(small.Length, stream.Length);
        Assert.All(
            Enumerable.Range(0, small.Length),
            i => Assert.True(Distance(small[i], film[i]) < 8 && Distance(film[i], stream[i]) < 0.5, $"frame {i}")
        );
    }

    [Fact]
    public void Preview_WrongRequests_SayWhatToDo()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 3, 3, "25");
        Directory.CreateDirectory(folder.File("mine.preview"));
        File.WriteAllText(folder.File("mine.preview/diary.txt"), "dear diary");

        ProgramRun neither = ProgramRun.Of("preview", "--output", folder.File("x.mp4"));
        ProgramRun both = ProgramRun.Of(
            "preview",
            folder.File("t.json"),
            "--clips",
            folder.File("clips"),
            "--style",
            "mtv",
            "--output",
            folder.File("x.mp4")
        );
        ProgramRun taken = ProgramRun.Of(
            "preview",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("mine.mp4"),
            "--duration",
            "3",
            "--cache-dir",
            folder.File("store")
        );
        ProgramRun foreign = ProgramRun.Of(
            "preview",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("mine.mp4"),
            "--duration",
            "3",
            "--overwrite",
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal(2, neither.ExitCode);
        Assert.Contains("--clips", neither.Error, StringComparison.Ordinal);
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("--style", both.Error, StringComparison.Ordinal);
        Assert.Equal(2, taken.ExitCode);
        Assert.Contains("--overwrite", taken.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, foreign.ExitCode);
        Assert.Contains("mine.preview", foreign.Error + foreign.Output, StringComparison.Ordinal);
        Assert.Equal("dear diary", File.ReadAllText(folder.File("mine.preview/diary.txt")));
        Assert.False(File.Exists(folder.File("mine.mp4")));
    }

    [LongFact(NeedsMedia = true)]
    public void PreviewAndFinal_OfRealClips_ShowTheSameFrames()
    {
        using TempFolder folder = new();
        string[] clips =
        [
            "video/city_bikes.mp4",
            "video/drone_kohlipe1_hevc.mp4",
            "video/goldeneye_rotate90.mp4",
            "video/sam2_01_dog.mp4",
            "video/cat_phone_vfr.mp4",
            "video/basketball_gym.mp4",
        ];
        string[] store = ["--cache-dir", folder.File("store")];
        ProgramRun.Succeed([
            "preview",
            "--clips",
            .. clips.Select(TestMedia.File),
            "--music",
            TestMedia.File("music/electropop_fairy_bot.ogg"),
            "--output",
            folder.File("look.mp4"),
            "--duration",
            "11",
            .. store,
        ]);
        ProgramRun.Succeed([
            "render",
            folder.File("look.montage.json"),
            "--profile",
            "standard",
            "--output",
            folder.File("film.mp4"),
            .. store,
        ]);

        byte[][] small = Pictures(folder.File("look.mp4")),
            large = Pictures(folder.File("film.mp4"));

        Assert.Equal(small.Length, large.Length);
        Timeline timeline = Read(folder.File("look.montage.json"));
        int told = 0;
        for (int i = 1; i < small.Length - 1; i += 7)
        {
            // The same picture differs by coding and scaling alone: less than from any other that really differs.
            double same = Distance(small[i], large[i]);
            Assert.True(same < 6, $"frame {i}: {same:0.0} levels apart");
            foreach (int other in new[] { i - 1, i + 1 })
            {
                if (Distance(large[i], large[other]) > 3)
                {
                    told++;
                    Assert.True(
                        same < Distance(small[i], large[other]),
                        $"frame {i} of the preview looks more like frame {other} of the film"
                    );
                }
            }
        }

        Assert.True(told >= 10, $"only {told} neighbours differ enough to tell");
        Assert.Equal(timeline.Frames, small.Length);
    }

    private static string[] Arguments(TempFolder folder, string output, string store) =>
        [
            "preview",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File(output),
            "--cache-dir",
            folder.File(store),
        ];

    private static Timeline Read(string path) => TimelineJson.Read(File.ReadAllText(path), path);

    private static string[] FrameHashes(string film) =>
        [
            .. TestTools
                .Run("ffmpeg", ["-v", "error", "-i", film, "-map", "0:v", "-f", "framemd5", "-"])
                .Split('\n')
                .Where(l => l.Length > 0 && l[0] != '#')
                .Select(l => l.Split(',')[^1].Trim()),
        ];

    private static byte[][] Pictures(string film) => [.. DecodedPictures.Of(film, 64, 36, "gray").Chunk(64 * 36)];

    private static double Distance(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
