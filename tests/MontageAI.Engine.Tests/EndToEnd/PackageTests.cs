using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'export --package': a folder that can be carried anywhere and still shows the same film.</summary>
public sealed class PackageTests
{
    [Fact]
    public void Package_CarriedElsewhere_ShowsTheSameFilm()
    {
        using TempFolder folder = new();
        Clip(folder, "a.mp4", "10:00:00:00", "null");
        Clip(folder, "b.mov", null, "hflip,negate");
        TestSong.Write(folder.File("song.wav"), 120, 20);
        string[] store = ["--cache-dir", folder.File("store")];
        Plan(folder, 6, store);
        string[] pack =
        [
            "export",
            folder.File("film.json"),
            "--package",
            folder.File("pack"),
            "--handles",
            "10",
            "--profile",
            "preview",
            "--json",
            .. store,
        ];

        JsonElement told = ProgramRun.Succeed(pack).Json;
        ProgramRun again = ProgramRun.Of(pack);
        Directory.CreateDirectory(folder.File("elsewhere"));
        Directory.Move(folder.File("pack"), folder.File("elsewhere/new"));
        Directory.Move(folder.File("clips"), folder.File("gone"));
        File.Delete(folder.File("song.wav"));
        string there = folder.File("elsewhere/new");

        Assert.Equal(1, again.ExitCode);
        foreach (string line in File.ReadAllLines(Path.Combine(there, "SHA256SUMS")))
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(there, line[66..]))));
            Assert.Equal(line[..64], hash);
        }

        string[] names = [.. Directory.GetFiles(there).Select(f => Path.GetFileName(f)!)];
        Assert.Superset(
            new HashSet<string>
            {
                "film.mp4",
                "film.otio",
                "film.edl",
                "film.fcpxml",
                "film.xml",
                "film.mlt",
                "film.kdenlive",
                "RECIPE.md",
                "CONFORM.md",
            },
            names.ToHashSet()
        );
        Assert.DoesNotContain(folder.Path, File.ReadAllText(Path.Combine(there, "film.otio")), StringComparison.Ordinal);
        Check(there, told, folder);
        ProgramRun.Succeed([
            "render",
            Path.Combine(there, "film.montage.json"),
            "--output",
            folder.File("again.mp4"),
            "--profile",
            "preview",
            "--no-memory",
            "--cache-dir",
            folder.File("other"),
        ]);
        byte[] film = DecodedPictures.Of(Path.Combine(there, "film.mp4"), 32, 18, "gray"),
            made = DecodedPictures.Of(folder.File("again.mp4"), 32, 18, "gray");
        Assert.Equal(film.Length, made.Length);
        Assert.True(film.Zip(made).Max(p => Math.Abs(p.First - p.Second)) <= 2);
    }

    // Telephones' frames sit at irregular times, and no two editing programs count them alike.
    [Fact]
    public void Package_OfIrregularFrames_HoldsThemAtTheFilmsRate()
    {
        using TempFolder folder = new();
        Clip(folder, "a.mp4", null, "select='not(between(mod(n,7),2,3))'", "-vsync", "vfr");
        TestSong.Write(folder.File("song.wav"), 120, 12);
        string[] store = ["--cache-dir", folder.File("store")];
        Plan(folder, 4, store);

        ProgramRun.Succeed(["export", folder.File("film.json"), "--package", folder.File("pack"), "--profile", "preview", .. store]);
        ProgramRun.Succeed([
            "export",
            folder.File("film.json"),
            "--package",
            folder.File("plain"),
            "--bake",
            "none",
            "--profile",
            "preview",
            .. store,
        ]);

        Timeline timeline = TimelineJson.Read(File.ReadAllText(folder.File("film.json")), "film.json");
        string[] baked = Directory.GetFiles(folder.File("pack/media/baked"), "*.mov");
        Assert.Equal(timeline.Shots.Count, baked.Length);
        Assert.False(Directory.Exists(folder.File("plain/media/baked")));
        foreach (string file in baked)
        {
            double[] times = new RenderedFilm(file).FrameTimes;
            double[] apart = [.. times.Skip(1).Zip(times, (b, a) => b - a)];
            Assert.All(apart, a => Assert.Equal(1 / timeline.Rate.Value, a, 3));
        }

        string document = File.ReadAllText(folder.File("pack/film.otio"));
        Assert.All(baked, f => Assert.Contains(Path.GetFileName(f), document, StringComparison.Ordinal));
    }

    [Fact]
    public void Package_BrokenOffOrOverOtherThings_LeavesNothing()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 3, 3, "25");
        string[] store = ["--cache-dir", folder.File("store")];
        ProgramRun.Succeed(["plan", "--clips", folder.File("clips"), "--duration", "4", "--output", folder.File("film.json"), .. store]);
        Directory.CreateDirectory(folder.File("mine"));
        File.WriteAllText(folder.File("mine/notes.txt"), "mine");
        Timeline timeline = TimelineJson.Read(File.ReadAllText(folder.File("film.json")), "film");
        File.Delete(timeline.Sources[^1].Path);
        string[] before = Directory.GetFileSystemEntries(folder.Path);

        ProgramRun over = ProgramRun.Of(["export", folder.File("film.json"), "--package", folder.File("mine"), "--overwrite", .. store]);
        ProgramRun missing = ProgramRun.Of(["export", folder.File("film.json"), "--package", folder.File("pack"), .. store]);

        Assert.Equal((1, 1), (over.ExitCode, missing.ExitCode));
        Assert.Contains(timeline.Sources[^1].Path, missing.Error, StringComparison.Ordinal);
        Assert.Equal(["notes.txt"], Directory.GetFileSystemEntries(folder.File("mine")).Select(Path.GetFileName));
        Assert.Equal(before.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(folder.Path).Order(StringComparer.Ordinal));
    }

    // What was cut out of a file is the file's own frames, with its own timecode.
    private static void Check(string there, JsonElement told, TempFolder folder)
    {
        int cut = 0;
        foreach (JsonElement media in told.GetProperty("media").EnumerateArray())
        {
            if (!media.TryGetProperty("frames", out JsonElement frames))
            {
                continue;
            }

            cut++;
            string file = media.GetProperty("file").GetString()!;
            long first = media.GetProperty("firstFrame").GetInt64();
            string[] part = Hashes(Path.Combine(there, file)),
                whole = Hashes(folder.File("gone/" + Path.GetFileName(file)));
            Assert.Equal(frames.GetInt64(), part.Length);
            Assert.Equal(whole.Skip((int)first).Take(part.Length), part);
            Assert.True(part.Length < whole.Length);
            long start = file.EndsWith("a.mp4", StringComparison.Ordinal) ? 36_000 * 25 : 0;
            string timecode = string.Create(
                CultureInfo.InvariantCulture,
                $"{(start + first) / 90_000:00}:{(start + first) / 1500 % 60:00}:{(start + first) / 25 % 60:00}:{(start + first) % 25:00}"
            );
            Assert.Equal(timecode, media.GetProperty("timecode").GetString());
            string probed = TestTools.FFprobe(
                "-show_entries",
                "stream_tags=timecode",
                "-of",
                "default=nw=1:nk=1",
                Path.Combine(there, file)
            );
            Assert.Contains(timecode, probed, StringComparison.Ordinal);
        }

        Assert.True(cut > 0);
    }

    private static string[] Hashes(string film) =>
        [
            .. TestTools
                .Run("ffmpeg", "-v", "error", "-i", film, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-")
                .Split('\n')
                .Where(l => l.Length > 0 && l[0] != '#')
                .Select(l => l.Split(',')[^1].Trim()),
        ];

    private static void Plan(TempFolder folder, int seconds, string[] store) =>
        ProgramRun.Succeed([
            "plan",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--duration",
            seconds.ToString(CultureInfo.InvariantCulture),
            "--output",
            folder.File("film.json"),
            .. store,
        ]);

    private static void Clip(TempFolder folder, string name, string? timecode, string filters, params string[] more)
    {
        Directory.CreateDirectory(folder.File("clips"));
        MadeFiles.FFmpeg(
            folder.File("clips/" + name),
            [
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=25:d=20",
                "-f",
                "lavfi",
                "-i",
                "sine=d=20",
                "-vf",
                $"{filters},format=yuv420p",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-g",
                "25",
                "-c:a",
                "aac",
                .. timecode is null ? Array.Empty<string>() : ["-timecode", timecode],
                .. more,
            ]
        );
    }
}
