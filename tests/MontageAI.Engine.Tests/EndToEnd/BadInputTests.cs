using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>A folder as people really have it: good clips among every kind of unusable file. The job goes on and names each of
/// them.</summary>
public sealed class BadInputTests
{
    private static readonly string[] s_x264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];

    [Fact]
    public void Create_GoodAmongBad_UsesTheGoodAndNamesTheBad()
    {
        using TempFolder folder = new();
        string clips = folder.File("clips");
        TestClips.Make(clips, 4, 8, "30");
        string[] bad = MakeBad(folder, clips);
        TestSong.Write(folder.File("song.wav"), 120, 30);

        ProgramRun run = ProgramRun.Succeed(
            "create",
            "--clips",
            clips,
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("film.mp4"),
            "--duration",
            "15",
            "--profile",
            "preview",
            "--cache-dir",
            folder.File("store"),
            "--json"
        );

        Dictionary<string, string> aside = run
            .Json.GetProperty("setAside")
            .EnumerateArray()
            .ToDictionary(
                f => Path.GetFileName(f.GetProperty("path").GetString()!),
                f => f.GetProperty("reason").GetString() + " " + f.GetProperty("remedy").GetString()
            );
        foreach (string file in bad)
        {
            Assert.True(aside.TryGetValue(file, out string? words), $"{file} is not named; named are {string.Join(", ", aside.Keys)}");
            Assert.True(words.Length > 20, $"{file}: {words}");
        }

        if (OperatingSystem.IsLinux())
        {
            Assert.Contains(aside.Values, words => words.Contains("not UTF-8", StringComparison.Ordinal));
        }

        Timeline timeline = TimelineJson.Read(File.ReadAllText(folder.File("film.montage.json")), "film");
        Assert.All(timeline.Sources, s => Assert.StartsWith("clip", Path.GetFileName(s.Path), StringComparison.Ordinal));
        Assert.Equal(timeline.Frames, new RenderedFilm(folder.File("film.mp4")).FrameTimes.Length);
    }

    [Fact]
    public void Create_NothingUsable_FailsAndNamesEveryFile()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        File.WriteAllText(folder.File("clips/notes.mp4"), "not a film");
        File.WriteAllBytes(folder.File("clips/empty.mov"), []);

        ProgramRun run = ProgramRun.Of(
            "create",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("film.mp4"),
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("notes.mp4", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("empty.mov", run.Output + run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("film.mp4")));
    }

    [Fact]
    public void Create_SongIsNoSong_FailsAndSaysSo()
    {
        using TempFolder folder = new();
        string clip = TestClips.Make(folder.File("clips"), 1, 3, "25")[0];

        ProgramRun run = ProgramRun.Of(
            "create",
            "--clips",
            clip,
            "--music",
            clip,
            "--output",
            folder.File("film.mp4"),
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has no sound", run.Output + run.Error, StringComparison.Ordinal);
    }

    // Everything here must become part of the film, the right way up and at the right speed; the pixels are asserted in the rendering
    // tests.
    [Fact]
    public void Create_OddButGoodClips_AllBecomeMaterial()
    {
        using TempFolder folder = new();
        string clips = folder.File("clips");
        Directory.CreateDirectory(clips);
        string[] odd = MakeOdd(folder, clips);
        TestSong.Write(folder.File("song.wav"), 120, 60);

        JsonElement report = ProgramRun
            .Succeed(
                "create",
                "--clips",
                clips,
                "--music",
                folder.File("song.wav"),
                "--output",
                folder.File("film.mp4"),
                "--duration",
                "50",
                "--profile",
                "preview",
                "--cache-dir",
                folder.File("store"),
                "--json"
            )
            .Json;

        Assert.Empty(report.GetProperty("setAside").EnumerateArray().Select(f => f.ToString()));
        Assert.Equal(odd.Length, report.GetProperty("clips").GetArrayLength());
        Assert.True(report.GetProperty("check").GetProperty("passed").GetBoolean());
    }

    private static string[] MakeBad(TempFolder folder, string clips)
    {
        string whole = folder.File("whole.mp4");
        TestTools.FFmpeg(["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4", .. s_x264, whole]);
        byte[] bytes = File.ReadAllBytes(whole);
        File.WriteAllBytes(Path.Combine(clips, "truncated.mp4"), bytes[..(bytes.Length / 2)]);
        File.WriteAllBytes(Path.Combine(clips, "zero.mp4"), []);
        File.WriteAllText(Path.Combine(clips, "renamed text.mp4"), "this is a shopping list");
        File.WriteAllText(
            Path.Combine(clips, "playlist.mp4"),
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
        );
        byte[] noise = new byte[200_000];
        new Random(7).NextBytes(noise);
        File.WriteAllBytes(Path.Combine(clips, "noise.mov"), noise);
        TestTools.FFmpeg("-f", "lavfi", "-i", "sine=d=3", "-c:a", "aac", Path.Combine(clips, "sound only.m4a"));
        TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180:d=0.04", "-frames:v", "1", Path.Combine(clips, "photo.jpg"));
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "sine=d=3",
            "-i",
            Path.Combine(clips, "photo.jpg"),
            "-map",
            "0",
            "-map",
            "1",
            "-c:v",
            "copy",
            "-disposition:v",
            "attached_pic",
            Path.Combine(clips, "cover.mp3")
        );
        TestTools.FFmpeg(
            "-i",
            whole,
            "-c",
            "copy",
            "-encryption_scheme",
            "cenc-aes-ctr",
            "-encryption_key",
            "76a6c65c5ea762046bd749a2e632ccbb",
            "-encryption_kid",
            "a7e61c373e219033c21091fa607bf3b8",
            Path.Combine(clips, "encrypted.mp4")
        );
        if (OperatingSystem.IsLinux())
        {
            TestTools.Run("sh", "-c", "cp \"$1\" \"$2/$(printf 'caf\\351.mp4')\"", "sh", whole, clips);
        }

        return
        [
            "truncated.mp4",
            "zero.mp4",
            "renamed text.mp4",
            "playlist.mp4",
            "noise.mov",
            "sound only.m4a",
            "photo.jpg",
            "cover.mp3",
            "encrypted.mp4",
        ];
    }

    private static string[] MakeOdd(TempFolder folder, string clips)
    {
        string Path2(string name) => Path.Combine(clips, name);
        string source = "testsrc2=s=320x180:r=30:d=6";
        string Tinted(int hue) => $"hue=h={hue}";
        TestTools.FFmpeg(["-f", "lavfi", "-i", source, "-vf", Tinted(20), .. s_x264, Path2("a 'quoted' \"name\".mp4")]);
        TestTools.FFmpeg(["-f", "lavfi", "-i", source, "-vf", Tinted(50), .. s_x264, Path2("100%d.mp4")]);
        TestTools.FFmpeg(["-f", "lavfi", "-i", source, "-vf", Tinted(80), .. s_x264, "file:" + Path2("-dash.mp4")]);
        TestTools.FFmpeg(["-f", "lavfi", "-i", source, "-vf", Tinted(110), .. s_x264, "file:" + Path2("new\nline.mp4")]);
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=321x181:r=30:d=6",
            "-vf",
            Tinted(140),
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv444p",
            Path2("odd size 444.mp4")
        );
        TestTools.FFmpeg(["-f", "lavfi", "-i", source, "-vf", Tinted(170) + ",setsar=4/3", .. s_x264, Path2("sar.mp4")]);
        TestTools.FFmpeg(["-f", "lavfi", "-i", "testsrc2=s=180x320:r=30:d=6", "-vf", Tinted(200), .. s_x264, folder.File("upright.mp4")]);
        TestTools.FFmpeg("-i", folder.File("upright.mp4"), "-c", "copy", "-metadata:s:v:0", "rotate=90", Path2("rotated.mov"));
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=50:d=6",
            "-vf",
            Tinted(230) + ",interlace",
            "-flags",
            "+ilme+ildct",
            .. s_x264,
            Path2("interlaced.mkv"),
        ]);
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            source,
            "-vf",
            Tinted(260) + ",select='mod(n\\,3)'",
            "-fps_mode",
            "vfr",
            .. s_x264,
            Path2("variable.mp4"),
        ]);
        TestTools.FFmpeg(["-f", "lavfi", "-i", "testsrc2=s=320x180:r=240:d=3", "-vf", Tinted(290), .. s_x264, Path2("fast.mp4")]);
        TestTools.FFmpeg(["-f", "lavfi", "-i", source, "-vf", Tinted(320), "-output_ts_offset", "7.3", .. s_x264, Path2("late.ts")]);
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            source,
            "-vf",
            Tinted(350) + ",format=yuv420p10le",
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-x265-params",
            "log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
            "-pix_fmt",
            "yuv420p10le",
            Path2("hdr.mp4")
        );
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            source,
            "-f",
            "lavfi",
            "-i",
            "aevalsrc=sin(440*t)|0|0|0|0|0|0|sin(550*t):d=6:c=7.1",
            "-vf",
            "negate",
            .. s_x264,
            "-c:a",
            "aac",
            Path2("eight channels.mp4"),
        ]);
        return Directory.GetFiles(clips);
    }
}
