using System.Globalization;
using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Media of packages: stand-ins of the same frames, and files of which two places far apart are used.</summary>
public sealed class PackageMediaTests
{
    private const int Width = 32,
        Height = 18;

    private const double MostDifference = 4;

    private static readonly string[] s_render = ["--profile", "preview", "--no-memory"];

    [Fact]
    public void PackageProxies_OfEveryFile_HoldItsFramesTimecodeAndChannels()
    {
        using TempFolder folder = new();
        Timeline timeline = Packed(folder);
        string pack = folder.File("pack");

        foreach (JsonElement media in Report(pack).EnumerateArray())
        {
            string file = Path.Combine(pack, media.GetProperty("file").GetString()!),
                proxy = Path.Combine(pack, media.GetProperty("proxy").GetString()!);
            Assert.Equal(Path.GetFileNameWithoutExtension(file), Path.GetFileNameWithoutExtension(proxy));
            foreach (string fact in new[] { "r_frame_rate", "nb_read_packets" })
            {
                Assert.Equal(Probed(file, "v:0", "stream=" + fact), Probed(proxy, "v:0", "stream=" + fact));
            }

            Assert.Equal(Probed(file, "a", "stream=channels"), Probed(proxy, "a", "stream=channels"));
            Assert.Equal(media.GetProperty("timecode").GetString(), Probed(proxy, "v:0", "stream_tags=timecode"));
            Assert.Equal("160,90", Probed(proxy, "v:0", "stream=width,height"));
            byte[] large = DecodedPictures.Of(file, Width, Height, "gray"),
                small = DecodedPictures.Of(proxy, Width, Height, "gray");
            Assert.Equal(large.Length, small.Length);
            Assert.All(Differences(large, small), d => Assert.True(d < MostDifference));
        }

        Assert.Equal(3, Directory.GetFiles(Path.Combine(pack, "proxies")).Length);
        Assert.Equal(3, timeline.Sources.Count);
    }

    /// <summary>The package's timeline takes them, and its media again: the same frames, and the very timeline.</summary>
    [Fact]
    public void Relink_ToAPackagesProxiesAndBack_ShowsTheSameFrames()
    {
        using TempFolder folder = new();
        Packed(folder);
        Directory.Move(folder.File("pack"), folder.File("elsewhere"));
        string[] store = ["--cache-dir", folder.File("other")];
        string pack = folder.File("elsewhere"),
            plan = Path.Combine(pack, "film.montage.json");

        ProgramRun.Succeed([
            "relink",
            plan,
            "--replace",
            "--media",
            Path.Combine(pack, "proxies"),
            "--output",
            Path.Combine(pack, "small.json"),
            .. store,
        ]);
        ProgramRun.Succeed([
            "relink",
            Path.Combine(pack, "small.json"),
            "--replace",
            "--media",
            Path.Combine(pack, "media"),
            "--output",
            Path.Combine(pack, "large.json"),
            .. store,
        ]);
        // Nothing is replaced where nobody asks for it.
        ProgramRun.Succeed([
            "relink",
            plan,
            "--media",
            Path.Combine(pack, "proxies"),
            "--output",
            Path.Combine(pack, "same.json"),
            .. store,
        ]);

        Timeline was = Read(plan),
            small = Read(Path.Combine(pack, "small.json")),
            large = Read(Path.Combine(pack, "large.json")),
            same = Read(Path.Combine(pack, "same.json"));
        Assert.All(small.Sources, s => Assert.Contains("/proxies/", s.Path, StringComparison.Ordinal));
        Assert.Equal(160, small.Sources[0].Width);
        Assert.Equal(Frames(was), Frames(small));
        foreach (Timeline back in new[] { large, same })
        {
            Assert.Equal(was.Sources.Select(s => s.Fingerprint), back.Sources.Select(s => s.Fingerprint));
            Assert.Equal(was.Shots.Select(s => (s.Record, s.In)), back.Shots.Select(s => (s.Record, s.In)));
        }

        ProgramRun.Succeed(["render", Path.Combine(pack, "small.json"), "--output", folder.File("small.mp4"), .. s_render, .. store]);
        byte[] film = DecodedPictures.Of(Path.Combine(pack, "film.mp4"), Width, Height, "gray"),
            made = DecodedPictures.Of(folder.File("small.mp4"), Width, Height, "gray");
        Assert.Equal(film.Length, made.Length);
        // Half the size loses detail, but every shot is most like itself, not like the same shot a frame earlier or later.
        foreach (TimelineShot shot in was.Shots)
        {
            double[] off = [.. new[] { 0, -1, 1 }.Select(o => Apart(film, made, shot.Record, o))];
            Assert.True(off[0] < off[1] && off[0] < off[2] && off[0] < 2 * MostDifference, string.Join(' ', off));
        }
    }

    /// <summary>Documents name proxies where their format can, and whoever writes their relative paths in place of those of the media sees
    /// the same frames.</summary>
    [Fact]
    public void PackageDocuments_PointedAtProxies_ShowTheSameFrames()
    {
        using TempFolder folder = new();
        Packed(folder);
        string pack = folder.File("pack"),
            document = File.ReadAllText(Path.Combine(pack, "film.otio"));
        foreach (JsonElement media in Report(pack).EnumerateArray())
        {
            (string file, string proxy) = (media.GetProperty("file").GetString()!, media.GetProperty("proxy").GetString()!);
            Assert.Contains($"\"{proxy}\"", document, StringComparison.Ordinal);
            Assert.Contains($"src=\"{proxy}\"", File.ReadAllText(Path.Combine(pack, "film.fcpxml")), StringComparison.Ordinal);
            document = document.Replace($"\"{file}\"", $"\"{proxy}\"", StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(pack, "small.otio"), document);
        ProgramRun.Succeed([
            "import",
            Path.Combine(pack, "small.otio"),
            "--output",
            Path.Combine(pack, "small.json"),
            "--cache-dir",
            folder.File("other"),
        ]);

        Timeline was = Read(Path.Combine(pack, "film.montage.json")),
            small = Read(Path.Combine(pack, "small.json"));
        Assert.All(small.Sources, s => Assert.EndsWith(".mov", s.Path, StringComparison.Ordinal));
        Assert.Equal(Frames(was), Frames(small));
    }

    /// <summary>Of a long file with uses far apart each stretch is a file of its own; near ones stay together.</summary>
    [Fact]
    public void Package_UsesFarApart_AreFilesOfTheirOwn()
    {
        using TempFolder folder = new();
        Clip(folder, "long.mp4", 200, "10:00:00:00", "null");
        Timeline plan = Planned(folder, 6);
        // Places in seconds; the second and the third are less than a minute apart.
        double[] places = [5, 100, 130, 12];
        TimelineShot[] shots =
        [
            .. places.Select(
                (p, i) =>
                    plan.Shots[0] with
                    {
                        Id = string.Create(CultureInfo.InvariantCulture, $"s{i + 1}"),
                        Record = new FrameRange(i * 25, (i + 1) * 25),
                        In = MediaTime.FromSeconds(p, plan.Sources[0].AvailableStart.TimeBase),
                        Alternatives = [],
                        Entry = null,
                        Ramp = null,
                        Camera = null,
                        Speed = new Rational(1),
                    }
            ),
        ];
        Timeline timeline = plan with { Shots = shots, ShotsNamed = 4, Frames = 100, Beats = [], Ending = null };
        File.WriteAllText(folder.File("film.json"), TimelineJson.Write(timeline));
        string[] store = ["--cache-dir", folder.File("store")];

        ProgramRun.Succeed(["export", folder.File("film.json"), "--package", folder.File("pack"), "--profile", "preview", .. store]);

        Timeline packed = Read(folder.File("pack/film.montage.json"));
        JsonElement[] media = [.. Report(folder.File("pack")).EnumerateArray()];
        Assert.Equal(["media/long.mp4", "media/long-2.mp4"], media.Select(m => m.GetProperty("file").GetString()));
        Assert.Equal(["media/long.mp4", "media/long-2.mp4", "media/long-2.mp4", "media/long.mp4"], packed.Shots.Select(PathOf));
        string[] whole = Hashes(folder.File("clips/long.mp4"));
        foreach (JsonElement part in media)
        {
            string file = Path.Combine(folder.File("pack"), part.GetProperty("file").GetString()!);
            int first = part.GetProperty("firstFrame").GetInt32(),
                frames = part.GetProperty("frames").GetInt32();
            Assert.Equal(whole.Skip(first).Take(frames), Hashes(file));
            Assert.Equal(Label(first), Probed(file, "v:0", "stream_tags=timecode"));
        }

        Assert.True(media.Sum(m => m.GetProperty("frames").GetInt32()) < 70 * 25);
        ProgramRun.Succeed([
            "render",
            folder.File("pack/film.montage.json"),
            "--output",
            folder.File("again.mp4"),
            .. s_render,
            "--cache-dir",
            folder.File("other"),
        ]);
        byte[] film = DecodedPictures.Of(folder.File("pack/film.mp4"), Width, Height, "gray"),
            made = DecodedPictures.Of(folder.File("again.mp4"), Width, Height, "gray");
        Assert.Equal(film.Length, made.Length);
        Assert.True(film.Zip(made).Max(p => Math.Abs(p.First - p.Second)) <= 2);
        // Shots of two files that were one come back as they were.
        ProgramRun.Succeed([
            "import",
            folder.File("pack/film.edl"),
            "--base",
            folder.File("pack/film.montage.json"),
            "--output",
            folder.File("back.json"),
            .. store,
        ]);
        Timeline back = Read(folder.File("back.json"));
        Assert.Equal(Frames(packed), Frames(back));
        Assert.Equal(packed.Sources.Select(s => s.Path), back.Sources.Select(s => s.Path));

        string PathOf(TimelineShot shot) =>
            Path.GetRelativePath(folder.File("pack"), packed.Sources.First(s => s.Id == shot.Source).Path).Replace('\\', '/');
        static string Label(int frame) =>
            string.Create(CultureInfo.InvariantCulture, $"10:{frame / 1500:00}:{frame / 25 % 60:00}:{frame % 25:00}");
    }

    // Three clips of 20 seconds, two of them of one name, with two channels, one and none.
    private static Timeline Packed(TempFolder folder)
    {
        Clip(folder, "a.mp4", 20, "10:00:00:00", "null", "-f", "lavfi", "-i", "sine=d=20,aformat=channel_layouts=stereo");
        Clip(folder, "a.mov", 20, "01:02:03:04", "hflip,negate", "-f", "lavfi", "-i", "sine=d=20");
        Clip(folder, "c.mkv", 20, "00:59:59:00", "vflip");
        Timeline timeline = Planned(folder, 8);
        ProgramRun.Succeed([
            "export",
            folder.File("film.json"),
            "--package",
            folder.File("pack"),
            "--proxies",
            "--handles",
            "10",
            "--profile",
            "preview",
            "--cache-dir",
            folder.File("store"),
        ]);
        return timeline;
    }

    private static JsonElement Report(string pack) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(pack, "report.json"))).RootElement.GetProperty("media");

    // Where each shot begins, as a frame of its file.
    private static (FrameRange Record, string Stem, double Frame)[] Frames(Timeline timeline) =>
        [
            .. timeline.Shots.Select(s =>
            {
                TimelineSource source = timeline.Sources.First(x => x.Id == s.Source);
                double frame = Math.Round((s.In.Seconds - source.AvailableStart.Seconds) * source.Rate!.Value.Value);
                return (s.Record, Path.GetFileNameWithoutExtension(source.Path), frame);
            }),
        ];

    private static double[] Differences(byte[] a, byte[] b) =>
        [
            .. Enumerable
                .Range(0, a.Length / (Width * Height))
                .Select(f => Enumerable.Range(f * Width * Height, Width * Height).Average(i => (double)Math.Abs(a[i] - b[i]))),
        ];

    // Of the frames of a shot but its first and last.
    private static double Apart(byte[] film, byte[] other, FrameRange shot, int offset)
    {
        const int Size = Width * Height;
        (int from, int length) = ((int)(shot.Start + 1) * Size, (int)(shot.Length - 2) * Size);
        return Enumerable.Range(from, length).Average(i => (double)Math.Abs(film[i] - other[i + (offset * Size)]));
    }

    private static string Probed(string file, string streams, string entries) =>
        string.Join(
            '\n',
            TestTools
                .FFprobe("-count_packets", "-select_streams", streams, "-show_entries", entries, "-of", "csv=p=0", file)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.Trim().TrimEnd(','))
        );

    private static string[] Hashes(string film) =>
        [
            .. TestTools
                .Run("ffmpeg", "-v", "error", "-i", film, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-")
                .Split('\n')
                .Where(l => l.Length > 0 && l[0] != '#')
                .Select(l => l.Split(',')[^1].Trim()),
        ];

    private static Timeline Read(string path)
    {
        Timeline timeline = TimelineJson.Read(File.ReadAllText(path), path);
        string folder = Path.GetDirectoryName(path)!;
        return timeline with { Sources = [.. timeline.Sources.Select(s => s with { Path = Path.GetFullPath(s.Path, folder) })] };
    }

    private static Timeline Planned(TempFolder folder, int seconds)
    {
        ProgramRun.Succeed([
            "plan",
            "--clips",
            folder.File("clips"),
            "--duration",
            seconds.ToString(CultureInfo.InvariantCulture),
            "--output",
            folder.File("film.json"),
            "--cache-dir",
            folder.File("store"),
        ]);
        return Read(folder.File("film.json"));
    }

    private static void Clip(TempFolder folder, string name, int seconds, string timecode, string filters, params string[] sound)
    {
        Directory.CreateDirectory(folder.File("clips"));
        string length = seconds.ToString(CultureInfo.InvariantCulture);
        bool isMatroska = name.EndsWith(".mkv", StringComparison.Ordinal);
        MadeFiles.FFmpeg(
            folder.File("clips/" + name),
            [
                "-f",
                "lavfi",
                "-i",
                $"testsrc2=s=320x180:r=25:d={length}",
                .. sound,
                "-vf",
                $"{filters},format=yuv420p",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "25",
                .. sound.Length > 0 ? ["-c:a", "aac"] : Array.Empty<string>(),
                .. isMatroska ? ["-metadata:s:v:0", "timecode=" + timecode] : (string[])["-timecode", timecode],
            ]
        );
    }
}
