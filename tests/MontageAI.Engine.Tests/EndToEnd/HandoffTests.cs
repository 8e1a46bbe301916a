using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'export', 'import' and 'relink' as a user types them.</summary>
public sealed class HandoffTests
{
    private const int Gap = 12;

    [Fact]
    public void Render_EditedWithAGap_IsBlackThere()
    {
        using TempFolder folder = new();
        Timeline timeline = Planned(folder);
        ProgramRun.Succeed([
            "export",
            folder.File("film.json"),
            "--format",
            "otio",
            "--output",
            folder.File("film.otio"),
            .. Store(folder),
        ]);
        JsonNode document = JsonNode.Parse(File.ReadAllText(folder.File("film.otio")))!;
        JsonArray shots = document["tracks"]!["children"]![0]!["children"]!.AsArray();
        JsonNode gap = shots[0]!.DeepClone();
        gap["OTIO_SCHEMA"] = "Gap.1";
        gap["source_range"]!["duration"]!["value"] = (double)Gap;
        shots.Insert(1, gap);
        File.WriteAllText(folder.File("edited.otio"), document.ToJsonString());
        string[] import = ["render", folder.File("edited.otio"), "--base", folder.File("film.json"), "--output", folder.File("out.mp4")];

        ProgramRun refused = ProgramRun.Of([.. import, .. Store(folder)]);
        ProgramRun.Succeed([.. import, "--gaps", "black", "--profile", "preview", "--no-memory", .. Store(folder)]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--gaps", refused.Error, StringComparison.Ordinal);
        byte[] pictures = DecodedPictures.Of(folder.File("out.mp4"), 16, 9, "gray");
        Assert.Equal(timeline.Frames + Gap, pictures.Length / 144);
        int first = (int)timeline.Shots[0].Record.End;
        Assert.All(Enumerable.Range(first, Gap), f => Assert.True(Mean(pictures, f) < 20, f.ToString(CultureInfo.InvariantCulture)));
        Assert.True(Mean(pictures, first - 1) > 30 && Mean(pictures, first + Gap) > 30);
    }

    [Theory]
    [InlineData("otioz")]
    [InlineData("otiod")]
    public void Import_BundleOnAnotherMachine_BringsItsMedia(string format)
    {
        using TempFolder folder = new();
        Timeline timeline = Planned(folder);
        string bundle = folder.File("film." + format);
        ProgramRun.Succeed(["export", folder.File("film.json"), "--format", format, "--output", bundle, .. Store(folder)]);
        byte[] clip = File.ReadAllBytes(timeline.Sources[0].Path);
        Directory.Delete(folder.File("clips"), recursive: true);

        ProgramRun.Succeed(["import", bundle, "--output", folder.File("back.json"), "--cache-dir", folder.File("other")]);

        Timeline back = Read(folder.File("back.json"));
        Assert.Equal(timeline.Shots.Select(s => (s.Record, s.In.Seconds)), back.Shots.Select(s => (s.Record, s.In.Seconds)));
        Assert.Equal(clip, File.ReadAllBytes(back.Sources.First(s => s.Fingerprint == timeline.Sources[0].Fingerprint).Path));
    }

    [Fact]
    public void Import_FinalCutBundle_IsReadLikeItsFile()
    {
        using TempFolder folder = new();
        Planned(folder);
        Directory.CreateDirectory(folder.File("film.fcpxmld"));
        ProgramRun.Succeed([
            "export",
            folder.File("film.json"),
            "--format",
            "fcpxml",
            "--output",
            folder.File("film.fcpxml"),
            .. Store(folder),
        ]);
        File.Move(folder.File("film.fcpxml"), folder.File("film.fcpxmld/Info.fcpxml"));

        JsonElement told = ProgramRun
            .Succeed([
                "import",
                folder.File("film.fcpxmld"),
                "--base",
                folder.File("film.json"),
                "--output",
                folder.File("b.json"),
                "--json",
                .. Store(folder),
            ])
            .Json;

        Assert.Equal(File.ReadAllText(folder.File("film.json")), File.ReadAllText(folder.File("b.json")));
        Assert.Equal(told.GetProperty("shots").GetInt32(), told.GetProperty("changes").GetProperty("unchanged").GetInt32());
    }

    /// <summary>Clips give way to smaller copies of the same frames and come back; two that are alike are refused.</summary>
    [Fact]
    public void Relink_ToProxiesAndBack_IsTheSameTimeline()
    {
        using TempFolder folder = new();
        Timeline timeline = Planned(folder);
        Directory.Move(folder.File("clips"), folder.File("camera"));
        Directory.CreateDirectory(folder.File("proxies"));
        foreach (TimelineSource source in timeline.Sources)
        {
            string name = Path.GetFileNameWithoutExtension(source.Path);
            TestTools.FFmpeg(
                "-i",
                folder.File($"camera/{name}.mp4"),
                "-vf",
                "scale=160:90",
                folder.File($"proxies/{name.ToUpperInvariant()}.mov")
            );
        }

        string[] relink = ["relink", folder.File("film.json"), .. Store(folder), "--output"];
        ProgramRun.Succeed([.. relink, folder.File("small.json"), "--media", folder.File("proxies")]);
        // A file that is where it was would stay.
        Directory.Move(folder.File("proxies"), folder.File("away"));
        ProgramRun.Succeed([
            "relink",
            folder.File("small.json"),
            "--output",
            folder.File("large.json"),
            "--media",
            folder.File("camera"),
            .. Store(folder),
        ]);
        Directory.Move(folder.File("away"), folder.File("proxies"));
        Directory.CreateDirectory(folder.File("twice"));
        string copy = Directory.GetFiles(folder.File("proxies")).Order(StringComparer.Ordinal).First();
        TestTools.FFmpeg("-i", copy, "-vf", "hflip", folder.File("twice/" + Path.GetFileName(copy)));
        ProgramRun alike = ProgramRun.Of([
            .. relink,
            folder.File("alike.json"),
            "--media",
            folder.File("proxies"),
            "--media",
            folder.File("twice"),
        ]);

        Timeline small = Read(folder.File("small.json")),
            large = Read(folder.File("large.json"));
        Assert.All(small.Sources, s => Assert.EndsWith(".mov", s.Path, StringComparison.Ordinal));
        Assert.Equal(160, small.Sources[0].Width);
        Assert.Equal(timeline.Sources.Select(s => s.Fingerprint), large.Sources.Select(s => s.Fingerprint));
        Assert.Equal(timeline.Shots.Select(s => (s.Record, s.In)), large.Shots.Select(s => (s.Record, s.In)));
        Assert.Equal(timeline.Shots.Select(s => Math.Round(s.In.Seconds * 25)), small.Shots.Select(s => Math.Round(s.In.Seconds * 25)));
        Assert.Equal(1, alike.ExitCode);
        Assert.Contains("one of several", alike.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("alike.json")));
    }

    /// <summary>Media that were moved and renamed are known by their content; one of the same name that holds less is not taken.</summary>
    [Fact]
    public void Relink_RenamedMediaAndABrokenProxy_FindsTheOneAndRefusesTheOther()
    {
        using TempFolder folder = new();
        Timeline timeline = Planned(folder);
        Directory.CreateDirectory(folder.File("proxies"));
        string first = timeline.Sources[0].Path;
        TestTools.FFmpeg("-i", first, "-t", "1", folder.File("proxies/" + Path.GetFileNameWithoutExtension(first) + ".mov"));
        string[] relink = ["relink", folder.File("film.json"), .. Store(folder), "--output"];

        JsonElement stayed = ProgramRun
            .Succeed([.. relink, folder.File("stayed.json"), "--replace", "--media", folder.File("proxies"), "--json"])
            .Json;
        ProgramRun nowhere = ProgramRun.Of([.. relink, folder.File("no.json"), "--replace"]);
        Directory.CreateDirectory(folder.File("elsewhere/deep"));
        foreach ((TimelineSource source, int i) in timeline.Sources.Select((s, i) => (s, i)))
        {
            File.Move(source.Path, folder.File(string.Create(CultureInfo.InvariantCulture, $"elsewhere/deep/renamed {i} #%.mp4")));
        }

        ProgramRun.Succeed([.. relink, folder.File("found.json"), "--media", folder.File("elsewhere")]);

        Assert.Contains(
            "frames instead of",
            stayed.GetProperty("sources")[0].GetProperty("refused")[0].GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(timeline.Sources.Select(s => s.Path), Read(folder.File("stayed.json")).Sources.Select(s => s.Path));
        Assert.Equal(2, nowhere.ExitCode);
        Assert.Contains("--media", nowhere.Error, StringComparison.Ordinal);
        Timeline found = Read(folder.File("found.json"));
        Assert.Equal(timeline.Sources.Select(s => s.Fingerprint), found.Sources.Select(s => s.Fingerprint));
        Assert.Equal(timeline.Shots.Select(s => (s.Id, s.Record, s.In)), found.Shots.Select(s => (s.Id, s.Record, s.In)));
        Assert.All(found.Sources, s => Assert.Contains("/deep/renamed", s.Path, StringComparison.Ordinal));
    }

    /// <summary>What was rendered for editing programs once is taken from the store, wherever it stands in the film then.</summary>
    [Fact]
    public void ExportBaked_Again_RendersNothing()
    {
        using TempFolder folder = new();
        Timeline timeline = Planned(folder);
        File.WriteAllText(folder.File("film.json"), TimelineJson.Write(timeline with { Look = new PictureLook { Saturation = -0.5 } }));

        int first = Baked("one", "01:00:00:00"),
            again = Baked("two", "02:00:00:00");

        Assert.Equal((timeline.Shots.Count, 0), (first, again));
        foreach (string file in Directory.GetFiles(folder.File("one.baked"), "*.mov"))
        {
            string other = folder.File("two.baked/" + Path.GetFileName(file));
            Assert.Equal(DecodedPictures.Of(file, 32, 18, "gray"), DecodedPictures.Of(other, 32, 18, "gray"));
            (string before, string after) = (Timecode(file), Timecode(other));
            // The handle before the first shot lies before the hour.
            Assert.Equal(before[2..], after[2..]);
            Assert.NotEqual(before, after);
        }

        int Baked(string name, string start)
        {
            ProgramRun.Succeed([
                "export",
                folder.File("film.json"),
                "--format",
                "otio",
                "--output",
                folder.File(name + ".otio"),
                "--bake",
                "all",
                "--start-timecode",
                start,
                "--trace",
                folder.File(name + ".json"),
                .. Store(folder),
            ]);
            return File.ReadAllText(folder.File(name + ".json")).Split("\"Encoding shot ").Length - 1;
        }

        static string Timecode(string file) =>
            TestTools.FFprobe("-select_streams", "v:0", "-show_entries", "stream_tags=timecode", "-of", "default=nw=1:nk=1", file).Trim();
    }

    /// <summary>Source times count from the timecode that the file states, whatever container it is.</summary>
    [Theory]
    [InlineData("clip.mov", "25", "01:02:03:04")]
    [InlineData("clip.mkv", "25", "10:00:00:12")]
    [InlineData("clip.mxf", "25", "23:00:00:00")]
    [InlineData("drop.mov", "30000/1001", "00:59:59;28")]
    [InlineData("drop.mkv", "30000/1001", "01:10:00;02")]
    [InlineData("drop.mxf", "30000/1001", "00:10:00;00")]
    public void Export_OfAnyContainer_CountsFromItsTimecode(string name, string rate, string timecode)
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        string[] codec = name.EndsWith(".mxf", StringComparison.Ordinal)
            ? ["-c:v", "mpeg2video", "-q:v", "4"]
            : ["-c:v", "libx264", "-preset", "ultrafast"];
        string[] stated = name.EndsWith(".mkv", StringComparison.Ordinal)
            ? ["-metadata:s:v:0", "timecode=" + timecode]
            : ["-timecode", timecode];
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            $"testsrc2=s=320x180:r={rate}:d=6",
            "-pix_fmt",
            "yuv420p",
            .. codec,
            .. stated,
            folder.File("clips/" + name),
        ]);
        ProgramRun.Succeed([
            "plan",
            "--clips",
            folder.File("clips"),
            "--duration",
            "3",
            "--fps",
            rate,
            "--output",
            folder.File("film.json"),
            .. Store(folder),
        ]);

        ProgramRun.Succeed([
            "export",
            folder.File("film.json"),
            "--format",
            "otio",
            "--output",
            folder.File("film.otio"),
            .. Store(folder),
        ]);

        Timeline timeline = Read(folder.File("film.json"));
        Assert.Equal(timecode, timeline.Sources[0].StartTimecode);
        JsonNode clip = JsonNode.Parse(File.ReadAllText(folder.File("film.otio")))!["tracks"]!["children"]![0]!["children"]![0]!;
        long start = FrameOf(timecode, rate == "25" ? 25 : 30),
            first = (long)Math.Round((timeline.Shots[0].In.Seconds - timeline.Sources[0].AvailableStart.Seconds) * timeline.Rate.Value);
        Assert.Equal(start, clip["media_references"]!["DEFAULT_MEDIA"]!["available_range"]!["start_time"]!["value"]!.GetValue<double>());
        Assert.Equal(start + first, clip["source_range"]!["start_time"]!["value"]!.GetValue<double>());
    }

    // SMPTE ST 12-1: in drop frame two numbers are left out each minute but every tenth.
    private static long FrameOf(string label, int rate)
    {
        int[] parts = [.. label.Split(':', ';').Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
        long minutes = (parts[0] * 60) + parts[1],
            frame = (((minutes * 60) + parts[2]) * rate) + parts[3];
        return label.Contains(';', StringComparison.Ordinal) ? frame - (2 * (minutes - (minutes / 10))) : frame;
    }

    private static string[] Store(TempFolder folder) => ["--cache-dir", folder.File("store")];

    private static double Mean(byte[] pictures, int frame) => pictures.AsSpan(frame * 144, 144).ToArray().Average(b => b);

    private static Timeline Planned(TempFolder folder)
    {
        TestClips.Make(folder.File("clips"), 4, 4, "25");
        ProgramRun.Succeed([
            "plan",
            "--clips",
            folder.File("clips"),
            "--duration",
            "6",
            "--output",
            folder.File("film.json"),
            .. Store(folder),
        ]);
        return Read(folder.File("film.json"));
    }

    private static Timeline Read(string path) => TimelineJson.Read(File.ReadAllText(path), path);
}
