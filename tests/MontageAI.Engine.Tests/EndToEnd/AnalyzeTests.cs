using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'montage-ai analyze': what is in the JSON is on the page, and the page needs nothing but itself.</summary>
public sealed partial class AnalyzeTests
{
    // A name that would run as a script, were it not escaped.
    private const string Edited = "<img src=x onerror=alert(1)>.mp4";

    [Fact]
    public void Analyze_Folder_PageShowsEverythingThatTheJsonSays()
    {
        using TempFolder folder = new();
        string input = folder.File("in");
        Directory.CreateDirectory(input);
        MakeEdited(Path.Combine(input, Edited));
        TestClips.Make(input, 1, 4, "30");
        double[] beats = TestSong.Write(Path.Combine(input, "song.wav"), 120, 24);
        File.WriteAllText(Path.Combine(input, "broken.mp4"), "not a film");

        ProgramRun run = ProgramRun.Succeed(
            "analyze",
            input,
            "--report",
            folder.File("page.html"),
            "--cache-dir",
            folder.File("store"),
            "--json"
        );

        JsonElement track = Assert.Single(run.Json.GetProperty("tracks").EnumerateArray());
        JsonElement[] found = [.. track.GetProperty("analysis").GetProperty("beats").EnumerateArray()];
        Assert.InRange(found.Length, beats.Length - 2, beats.Length + 2);
        Dictionary<string, JsonElement> clips = run
            .Json.GetProperty("clips")
            .EnumerateArray()
            .ToDictionary(c => Path.GetFileName(c.GetProperty("path").GetString()!));
        Assert.Equal([Edited, "clip00.mp4"], clips.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, Shots(clips[Edited]));
        Assert.Equal(1, Shots(clips["clip00.mp4"]));
        Assert.All(clips.Values, c => Assert.NotEmpty(c.GetProperty("curves").GetProperty("windows").EnumerateArray()));

        string page = File.ReadAllText(folder.File("page.html"));
        Assert.Equal(4, ShotsOnPage(page).Length);
        Assert.All(ShotsOnPage(page), s => Assert.NotEqual(0, Pictures().Count(s)));
        Assert.Equal(found.Count(b => b.GetProperty("barPosition").GetInt32() == 1), Regex.Count(page, "<line class=\"downbeat\""));
        Assert.Equal(found.Length, Regex.Count(page, "<line class=\"(down)?beat\""));
        Assert.Equal(track.GetProperty("analysis").GetProperty("sections").GetArrayLength(), Regex.Count(page, "<g class=\"section "));
        Assert.Contains("broken.mp4", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(OutsideReference(), page);
        Assert.Contains("broken.mp4", run.Error, StringComparison.Ordinal);
    }

    // Shot by shot the picture on the page is the one that the clip shows there.
    [Theory]
    [InlineData("keyframe")]
    [InlineData("exact")]
    public void Analyze_EditedFilm_EachShotHasItsOwnPicture(string mode)
    {
        using TempFolder folder = new();
        MakeEdited(folder.File("film.mp4"));

        ProgramRun.Succeed(
            "analyze",
            folder.File("film.mp4"),
            "--mode",
            mode,
            "--report",
            folder.File("page.html"),
            "--cache-dir",
            folder.File("store"),
            "--json"
        );

        (double Red, double Green, double Blue)[] colours =
        [
            .. ShotsOnPage(File.ReadAllText(folder.File("page.html")))
                .Select(
                    (shot, i) => MeanColour(folder.File($"{i}.jpg"), Convert.FromBase64String(Pictures().Matches(shot)[^1].Groups[1].Value))
                ),
        ];
        Assert.Equal(3, colours.Length);
        Assert.True(
            colours[0].Red > colours[0].Green + 30 && colours[0].Red > colours[0].Blue + 30,
            $"the first shot is red, its picture is {colours[0]}"
        );
        Assert.True(
            colours[1].Green > colours[1].Red + 30 && colours[1].Green > colours[1].Blue + 30,
            $"the second shot is green, its picture is {colours[1]}"
        );
        Assert.True(
            colours[2].Blue > colours[2].Red + 30 && colours[2].Blue > colours[2].Green + 30,
            $"the third shot is blue, its picture is {colours[2]}"
        );
    }

    [Fact]
    public void Analyze_ExistingPage_IsLeftAloneUnlessToldOtherwise()
    {
        using TempFolder folder = new();
        TestSong.Write(folder.File("song.wav"), 100, 12);
        File.WriteAllText(folder.File("page.html"), "mine");
        string[] arguments =
        [
            "analyze",
            folder.File("song.wav"),
            "--report",
            folder.File("page.html"),
            "--cache-dir",
            folder.File("store"),
        ];

        ProgramRun refused = ProgramRun.Of(arguments);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--overwrite", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder.File("page.html")));

        ProgramRun.Succeed([.. arguments, "--overwrite"]);
        Assert.Contains("song.wav", File.ReadAllText(folder.File("page.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_NothingUsable_FailsAndNamesTheFile()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("notes.mp4"), "not a film");

        ProgramRun run = ProgramRun.Of(
            "analyze",
            folder.File("notes.mp4"),
            "--report",
            folder.File("page.html"),
            "--cache-dir",
            folder.File("store"),
            "--json"
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("notes.mp4", run.Error, StringComparison.Ordinal);
        Assert.Equal("nothingUsable", run.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.False(File.Exists(folder.File("page.html")));
    }

    private static string[] ShotsOnPage(string page) =>
        [.. page.Split("<g class=\"shot\">").Skip(1).Select(s => s[..s.IndexOf("</g>", StringComparison.Ordinal)])];

    private static int Shots(JsonElement clip) => clip.GetProperty("analysis").GetProperty("shots").GetProperty("shots").GetArrayLength();

    private static void MakeEdited(string path)
    {
        string[] tints = ["r=val:g=val*0.2:b=val*0.2", "r=val*0.2:g=val:b=val*0.2", "r=val*0.2:g=val*0.3:b=val"];
        TestTools.FFmpeg([
            .. tints.SelectMany(
                (_, i) => new[] { "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"testsrc2=s=320x180:r=25:d={2 + i}") }
            ),
            "-filter_complex",
            string.Concat(tints.Select((t, i) => $"[{i}]lutrgb={t}[v{i}];")) + "[v0][v1][v2]concat=n=3,format=yuv420p",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            path,
        ]);
    }

    private static (double Red, double Green, double Blue) MeanColour(string path, byte[] jpeg)
    {
        File.WriteAllBytes(path, jpeg);
        string raw = path + ".rgb";
        TestTools.FFmpeg("-i", path, "-vf", "scale=1:1:flags=area,format=rgb24", "-f", "rawvideo", raw);
        byte[] pixel = File.ReadAllBytes(raw);
        return (pixel[0], pixel[1], pixel[2]);
    }

    [GeneratedRegex("<image [^>]*href=\"data:image/jpeg;base64,([^\"]+)\"")]
    private static partial Regex Pictures();

    [GeneratedRegex("(src|href)=\"(?!data:)|url\\(|@import|https?://")]
    private static partial Regex OutsideReference();
}
