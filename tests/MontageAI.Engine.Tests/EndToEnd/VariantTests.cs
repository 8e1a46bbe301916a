using System.Buffers.Binary;
using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Several plans side by side, and plans as pictures.</summary>
public sealed class VariantTests
{
    [Fact]
    public void Plan_Variants_AreThePlansOfTheirSeedsAndDiffer()
    {
        using TempFolder folder = new();
        string[] input = Input(folder);

        JsonElement report = ProgramRun
            .Succeed(["plan", .. input, "--output", folder.File("p.json"), "--variants", "3", "--seed", "5", "--json"])
            .Json;
        ProgramRun.Succeed(["plan", .. input, "--output", folder.File("alone.json"), "--seed", "6"]);

        Assert.Equal(File.ReadAllBytes(folder.File("alone.json")), File.ReadAllBytes(folder.File("p.v2.montage.json")));
        Assert.False(File.Exists(folder.File("p.json")));
        JsonElement variants = report.GetProperty("variants");
        Assert.Equal([5L, 6L, 7L], variants.GetProperty("plans").EnumerateArray().Select(p => p.GetProperty("seed").GetInt64()));
        JsonElement[] pairs = [.. variants.GetProperty("pairs").EnumerateArray()];
        Assert.Equal(3, pairs.Length);
        bool told = variants.TryGetProperty("note", out JsonElement note) && note.ValueKind == JsonValueKind.String;
        Assert.Equal(pairs.Min(p => p.GetProperty("shots").GetDouble()) < 0.3, told);
        Assert.All(pairs, p => Assert.InRange(p.GetProperty("shots").GetDouble(), 0.01, 1));
        Assert.Equal(1600, Size(folder.File("p.variants.png")).Width);
        Assert.Contains(
            "p.v1.montage.json",
            variants.GetProperty("plans")[0].GetProperty("timeline").GetString(),
            StringComparison.Ordinal
        );
    }

    /// <summary>Each variant is the plan that its seed makes of the earlier timeline: what is locked and banned there holds in
    /// all.</summary>
    [Fact]
    public void Plan_VariantsOfATimeline_KeepWhatIsLockedAndBanned()
    {
        using TempFolder folder = new();
        string[] input = Input(folder);
        ProgramRun.Succeed(["plan", .. input, "--output", folder.File("a.json")]);
        Timeline first = Read(folder.File("a.json"));
        string banned = first.Shots.Select(s => s.Source).First(s => s != first.Shots[1].Source);
        ProgramRun.Succeed("edit", folder.File("a.json"), "lock=2", $"ban={banned}", "--output", folder.File("b.json"));
        Timeline kept = Read(folder.File("b.json"));
        TimelineShot locked = Assert.Single(kept.Shots, s => s.Locked);
        string[] again = [.. input, "--from", folder.File("b.json")];

        ProgramRun.Succeed(["plan", .. again, "--output", folder.File("p.json"), "--variants", "3", "--seed", "5"]);
        ProgramRun.Succeed(["plan", .. again, "--output", folder.File("alone.json"), "--seed", "7"]);

        Assert.Equal(File.ReadAllBytes(folder.File("alone.json")), File.ReadAllBytes(folder.File("p.v3.montage.json")));
        Timeline[] variants = [.. Enumerable.Range(1, 3).Select(v => Read(folder.File($"p.v{v}.montage.json")))];
        Assert.All(
            variants,
            v =>
            {
                TimelineShot same = Assert.Single(v.Shots, s => s.Locked);
                Assert.Equal((locked.Id, locked.Record, locked.In), (same.Id, same.Record, same.In));
                Assert.DoesNotContain(v.Shots, s => kept.Bans.Contains(v.Sources.First(f => f.Id == s.Source).Fingerprint));
            }
        );
        Assert.True(
            variants.Select(v => string.Join(' ', v.Shots.Select(s => (s.Source, s.In, s.Record)))).Distinct().Count() > 1,
            "all variants are one"
        );
    }

    [Fact]
    public void Create_Variants_RendersOnlyTheOnePicked()
    {
        using TempFolder folder = new();
        string[] input = Input(folder);

        ProgramRun.Succeed(["create", .. input, "--output", folder.File("f.mp4"), "--variants", "2", "--profile", "preview"]);
        Assert.False(File.Exists(folder.File("f.mp4")));
        ProgramRun.Succeed([
            "create",
            .. input,
            "--output",
            folder.File("f.mp4"),
            "--variants",
            "2",
            "--pick",
            "2",
            "--profile",
            "preview",
            "--overwrite",
        ]);

        Assert.True(File.Exists(folder.File("f.mp4")));
        Assert.Equal(File.ReadAllBytes(folder.File("f.v2.montage.json")), File.ReadAllBytes(folder.File("f.montage.json")));
    }

    [Theory]
    [InlineData("--variants", "13")]
    [InlineData("--variants", "1")]
    [InlineData("--pick", "1")]
    [InlineData("--variants", "2", "--pick", "3")]
    public void Create_WrongVariants_AreRefused(params string[] options)
    {
        using TempFolder folder = new();

        ProgramRun run = ProgramRun.Of([
            "create",
            "--clips",
            folder.Path,
            "--output",
            folder.File("f.mp4"),
            .. options,
            "--cache-dir",
            folder.File("store"),
        ]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(options[^2], run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_Sheet_ShowsTheFirstShotInItsPlace()
    {
        using TempFolder folder = new();
        string[] input = Input(folder);

        ProgramRun.Succeed(["plan", .. input, "--output", folder.File("p.json"), "--sheet", folder.File("s.png")]);

        Timeline timeline = TimelineJson.Read(File.ReadAllText(folder.File("p.json")), "p.json");
        (int width, int height) = Size(folder.File("s.png"));
        Assert.Equal(1600, width);
        Assert.InRange(height, 250, 1000);

        // What the sheet shows where the first shot's picture belongs, beside the clip's own picture.
        double[] shown = Mean(folder.File("s.png"), "crop=60:34:50:188"),
            ground = Mean(folder.File("s.png"), $"crop=200:10:700:{height - 14}");
        TimelineShot first = timeline.Shots[0];
        double middle = first.In.Seconds + (timeline.Rate.SecondsAt(first.Record.Length) / 2);
        string clip = timeline.Sources.First(s => s.Id == first.Source).Path;
        double[] truth = Mean(clip, "crop=iw*0.4:ih*0.4:iw*0.1:ih*0.55", middle);
        Assert.All(ground, g => Assert.InRange(g, 10, 30));
        Assert.True(Hue(shown) == Hue(truth), $"shown {string.Join(' ', shown)}, clip {string.Join(' ', truth)}");
    }

    [Fact]
    public void Plan_Page_HoldsEveryShotAndNeedsNothingBesideIt()
    {
        using TempFolder folder = new();
        string[] input = Input(folder);
        File.Move(folder.File("clips/clip00.mp4"), folder.File("clips/<b>&.mp4"));

        ProgramRun.Succeed(["plan", .. input, "--output", folder.File("p.json"), "--page", folder.File("p.html")]);

        Timeline timeline = TimelineJson.Read(File.ReadAllText(folder.File("p.json")), "p.json");
        string page = File.ReadAllText(folder.File("p.html"));
        for (int i = 1; i <= timeline.Shots.Count; i++)
        {
            Assert.Contains($"<li id=\"shot-{i}\"", page, StringComparison.Ordinal);
            Assert.Contains($"href=\"#shot-{i}\"", page, StringComparison.Ordinal);
            Assert.Contains($"<image id=\"p{i}\"", page, StringComparison.Ordinal);
        }

        Assert.Equal(timeline.Shots.Count, page.Split("data:image/jpeg;base64,/9j/").Length - 1);
        Assert.All(
            timeline.Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => Assert.Contains(System.Net.WebUtility.HtmlEncode(r), page, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("cuts on a beat", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_SheetOrPageThatExists_IsNotReplaced()
    {
        using TempFolder folder = new();
        string[] input = Input(folder);
        File.WriteAllText(folder.File("s.png"), "mine");

        ProgramRun run = ProgramRun.Of([
            "plan",
            .. input,
            "--output",
            folder.File("p.json"),
            "--sheet",
            folder.File("s.png"),
            "--page",
            folder.File("p.txt"),
        ]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--overwrite", run.Error, StringComparison.Ordinal);
        Assert.Contains(".html", run.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder.File("s.png")));
        Assert.False(File.Exists(folder.File("p.json")));
    }

    private static string[] Input(TempFolder folder)
    {
        TestClips.Make(folder.File("clips"), 8, 6, "25");
        TestSong.Write(folder.File("song.wav"), 120, 30);
        return
        [
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--duration",
            "12",
            "--cache-dir",
            folder.File("store"),
        ];
    }

    private static Timeline Read(string path) => TimelineJson.Read(File.ReadAllText(path), path);

    private static (int Width, int Height) Size(string png)
    {
        byte[] head = File.ReadAllBytes(png);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], head[..4]);
        return (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20)));
    }

    // Mean red, green and blue of a part of a picture.
    private static double[] Mean(string path, string crop, double at = 0)
    {
        string raw = Path.GetTempFileName();
        try
        {
            TestTools.FFmpeg(
                "-ss",
                FormattableString.Invariant($"{at:0.###}"),
                "-i",
                path,
                "-vf",
                crop,
                "-frames:v",
                "1",
                "-pix_fmt",
                "rgb24",
                "-f",
                "rawvideo",
                raw
            );
            byte[] pixels = File.ReadAllBytes(raw);
            return [.. Enumerable.Range(0, 3).Select(c => pixels.Where((_, i) => i % 3 == c).Average(p => p))];
        }
        finally
        {
            File.Delete(raw);
        }
    }

    // Which channels are strong: what the clips' tints differ in.
    private static string Hue(double[] rgb) => string.Concat(rgb.Select(c => c > 0.65 * rgb.Max() ? '1' : '0'));
}
