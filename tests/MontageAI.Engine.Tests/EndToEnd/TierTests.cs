using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>What is shown of a styled montage before it is rendered, and that nothing of it is left in what is rendered.</summary>
public sealed class TierTests
{
    [Fact]
    public void Preview_StyledWithProxies_IsADraftThenHasItsLookThenIsTheFilm()
    {
        using TempFolder folder = new();
        Footage(folder);
        JsonElement first = Preview(folder, "first", "with", "--style", "calm", "--proxies");
        Assert.Empty(first.GetProperty("shown").EnumerateArray());
        Assert.Contains(Phases(first), p => p == "make proxies");

        JsonElement second = Preview(folder, "second", "with", "--style", "vlog", "--seed", "2");
        JsonElement bare = Preview(folder, "bare", "without", "--style", "vlog", "--seed", "2");

        // Every shot of this style has a look, so the first that can be seen of each is a draft, and the film holds none of them.
        JsonElement[] shown = [.. second.GetProperty("shown").EnumerateArray()];
        Timeline timeline = Read(folder.File("second.montage.json"));
        Assert.Equal(timeline.Shots.Count, shown.Length);
        Assert.All(shown, s => Assert.InRange(s.GetProperty("draftSeconds").GetDouble(), 0, s.GetProperty("finalSeconds").GetDouble()));
        Assert.True(shown[0].GetProperty("lookSeconds").GetDouble() <= shown[0].GetProperty("finalSeconds").GetDouble());
        Assert.Empty(bare.GetProperty("shown").EnumerateArray());
        Assert.Equal(File.ReadAllText(folder.File("bare.montage.json")), File.ReadAllText(folder.File("second.montage.json")));
        Assert.Equal(File.ReadAllBytes(folder.File("bare.mp4")), File.ReadAllBytes(folder.File("second.mp4")));
        Assert.Equal(Frames(folder.File("second.mp4")), Frames(folder.File("second.preview/index.m3u8")));
        JsonElement playable = second.GetProperty("playable");
        double[] moments =
        [
            .. new[] { "firstPictureSeconds", "firstLookSeconds", "openingLookSeconds", "finalSeconds" }.Select(n =>
                playable.GetProperty(n).GetDouble()
            ),
        ];
        Assert.Equal(moments.Order(), moments);
    }

    [Fact]
    public void Preview_OtherFades_ArePlayedWithTheSongThatIsThereAndEndWithTheirOwn()
    {
        using TempFolder folder = new();
        Footage(folder);
        Preview(folder, "first", "store", "--style", "calm", "--proxies");

        JsonElement second = Preview(folder, "second", "store", "--style", "calm", "--seed", "3", "--set", "sound.fadeOutSeconds=0.5");
        JsonElement alone = Preview(folder, "alone", "other", "--style", "calm", "--seed", "3", "--set", "sound.fadeOutSeconds=0.5");

        Assert.True(second.GetProperty("playable").TryGetProperty("ownSoundSeconds", out _));
        Assert.False(alone.GetProperty("playable").TryGetProperty("ownSoundSeconds", out _));
        Assert.Equal(File.ReadAllBytes(folder.File("alone.mp4")), File.ReadAllBytes(folder.File("second.mp4")));
        // A stream's first packet is the encoder's delay, which the film's edit list leaves out.
        Assert.EndsWith(Sound(folder.File("second.mp4")), Sound(folder.File("second.preview/index.m3u8")), StringComparison.Ordinal);
        Assert.Equal(Frames(folder.File("second.mp4")), Frames(folder.File("second.preview/index.m3u8")));
    }

    [Fact]
    public void Preview_OneShotChanged_IsShownAsADraftAmongRenderedOnes()
    {
        using TempFolder folder = new();
        Footage(folder);
        Preview(folder, "look", "store", "--style", "vlog", "--proxies");

        JsonElement report = ProgramRun
            .Succeed(
                "edit",
                folder.File("look.montage.json"),
                "swap=3",
                "--output",
                folder.File("changed.json"),
                "--preview",
                folder.File("changed.mp4"),
                "--cache-dir",
                folder.File("store"),
                "--json"
            )
            .Json;

        JsonElement[] shown = [.. report.GetProperty("shown").EnumerateArray()];
        Assert.True(shown[2].TryGetProperty("draftSeconds", out _));
        Assert.True(shown[2].TryGetProperty("lookSeconds", out _));
        Assert.False(shown[0].TryGetProperty("draftSeconds", out _));
        Assert.Equal(Frames(folder.File("changed.mp4")), Frames(folder.File("changed.preview/index.m3u8")));
    }

    [Fact]
    public void Render_InPreviewQuality_NeverDependsOnProxies()
    {
        using TempFolder folder = new();
        Footage(folder);
        Preview(folder, "plain", "with", "--style", "dynamic", "--proxies");

        foreach (string store in (string[])["with", "without"])
        {
            ProgramRun.Succeed(
                "render",
                folder.File("plain.montage.json"),
                "--profile",
                "preview",
                "--output",
                folder.File(store + ".mp4"),
                "--cache-dir",
                folder.File(store)
            );
        }

        Assert.Equal(File.ReadAllBytes(folder.File("without.mp4")), File.ReadAllBytes(folder.File("with.mp4")));
    }

    [Fact]
    public void Preview_ProxiesDamaged_AreSaidSoAndTheFilmIsTheSame()
    {
        using TempFolder folder = new();
        Footage(folder);
        Preview(folder, "first", "with", "--style", "calm", "--proxies");
        foreach (string file in Directory.GetFiles(folder.File("with/artifacts"), "*.mp4", SearchOption.AllDirectories))
        {
            byte[] bytes = File.ReadAllBytes(file);
            if (bytes.AsSpan().IndexOf("montage.proxy.v1"u8) >= 0)
            {
                // As long as before and as old, so that the store itself cannot know.
                DateTime modified = File.GetLastWriteTimeUtc(file);
                bytes.AsSpan(bytes.Length - 40).Fill(0xFF);
                File.WriteAllBytes(file, bytes);
                File.SetLastWriteTimeUtc(file, modified);
            }
        }

        JsonElement second = Preview(folder, "second", "with", "--style", "vlog", "--seed", "2");
        Preview(folder, "bare", "without", "--style", "vlog", "--seed", "2");

        Assert.Empty(second.GetProperty("shown").EnumerateArray());
        Assert.Contains(
            second.GetProperty("degradations").EnumerateArray(),
            d => d.GetProperty("what").GetString()!.Contains("proxy", StringComparison.Ordinal)
        );
        Assert.Equal(File.ReadAllBytes(folder.File("bare.mp4")), File.ReadAllBytes(folder.File("second.mp4")));
    }

    private static void Footage(TempFolder folder)
    {
        TestClips.Make(folder.File("clips"), 3, 8, "30000/1001");
        TestSong.Write(folder.File("song.wav"), 120, 30);
    }

    private static JsonElement Preview(TempFolder folder, string name, string store, params string[] more) =>
        ProgramRun
            .Succeed([
                "preview",
                "--clips",
                folder.File("clips"),
                "--music",
                folder.File("song.wav"),
                "--output",
                folder.File(name + ".mp4"),
                "--duration",
                "10",
                "--cache-dir",
                folder.File(store),
                "--json",
                .. more,
            ])
            .Json;

    private static IEnumerable<string?> Phases(JsonElement report) =>
        report.GetProperty("phases").EnumerateArray().Select(p => p.GetProperty("name").GetString());

    private static Timeline Read(string path) => TimelineJson.Read(File.ReadAllText(path), path);

    private static string Frames(string path) => Hashes(path, "0:v:0");

    private static string Sound(string path) => Hashes(path, "0:a:0");

    private static string Hashes(string path, string stream)
    {
        string list = Path.GetTempFileName();
        try
        {
            TestTools.FFmpeg("-i", path, "-map", stream, "-fps_mode", "passthrough", "-f", "framemd5", list);
            return string.Join('\n', File.ReadLines(list).Where(l => !l.StartsWith('#')).Select(l => l[(l.LastIndexOf(',') + 1)..]));
        }
        finally
        {
            File.Delete(list);
        }
    }
}
