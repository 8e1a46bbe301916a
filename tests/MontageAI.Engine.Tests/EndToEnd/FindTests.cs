using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'find' and the wishes for pictures in '--prompt', with a network of CLIP's shape that knows ten words by mean colour.</summary>
public sealed class FindTests
{
    // What each word means to that network.
    private static readonly (string Word, string Colour)[] s_colours =
    [
        ("red", "0xff0000"),
        ("green", "0x00ff00"),
        ("blue", "0x0000ff"),
        ("bright", "0xf2f2f2"),
        ("dark", "0x1a1a1a"),
        ("sunset", "0xe6660d"),
        ("sea", "0x0080cc"),
        ("forest", "0x00a61a"),
        ("night", "0x1a1a24"),
        ("snow", "0xe6e6f2"),
    ];

    [MediaFact]
    public void Find_TenColourWords_TheRightShotIsFirst()
    {
        using TempFolder folder = new();
        Dictionary<string, string> models = AddedModels.Clip(folder);
        Colours(folder);
        List<string> wrong = [];

        foreach ((string word, _) in s_colours)
        {
            JsonElement answer = Find(folder, models, word, "--json").Json,
                found = answer.GetProperty("found");
            Assert.Equal(10, answer.GetProperty("shots").GetInt32());
            double[] scores = [.. found.EnumerateArray().Select(f => f.GetProperty("score").GetDouble())];
            Assert.Equal(scores.OrderDescending(), scores);
            string first = Path.GetFileNameWithoutExtension(found[0].GetProperty("path").GetString()!);
            if (first != word)
            {
                wrong.Add($"{word}: {first} {scores[0]} before {scores[1]}");
            }
        }

        Assert.Empty(wrong);
    }

    [MediaFact]
    public void Find_Pictures_AreWrittenAndShowWhatWasFound()
    {
        using TempFolder folder = new();
        Dictionary<string, string> models = AddedModels.Clip(folder);
        Colours(folder);

        Find(folder, models, "blue", "--top", "2", "--pictures", folder.File("pictures"));

        Assert.Equal(["001.jpg", "002.jpg"], Directory.GetFiles(folder.File("pictures")).Select(Path.GetFileName).Order());
        byte[] mean = DecodedPictures.Of(folder.File("pictures/001.jpg"), 1, 1, "rgb24");
        Assert.True(mean[2] > 200 && mean[0] < 60 && mean[1] < 60, $"{mean[0]} {mean[1]} {mean[2]}");

        ProgramRun again = ProgramRun.Of(models, [.. Arguments(folder, "blue"), "--pictures", folder.File("pictures")]);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("--overwrite", again.Error, StringComparison.Ordinal);
    }

    [MediaFact]
    public void Find_Things_AreFoundBySynonymsAndTheRestIsSaid()
    {
        using TempFolder folder = new();
        Dictionary<string, string> models = AddedModels.Objects(folder);
        Directory.CreateDirectory(folder.File("clips"));
        foreach (string clip in (string[])["sam2_01_dog.mp4", "blackswan_davis.mp4", "flower_timelapse.mp4"])
        {
            File.Copy(TestMedia.File("video/" + clip), folder.File("clips/" + clip));
        }

        ProgramRun run = Find(folder, models, "a woman at sunset");

        string line = Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.EndsWith("sam2_01_dog.mp4", line, StringComparison.Ordinal);
        Assert.Contains("left out: 'sunset'", run.Error, StringComparison.Ordinal);
        ProgramRun unknown = ProgramRun.Of(models, Arguments(folder, "love"));
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("clip-tiny", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NoModel_SaysWhichWouldHelp()
    {
        using TempFolder folder = new();
        Colours(folder);

        ProgramRun run = ProgramRun.Of(AddedModels.None(folder), Arguments(folder, "red"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("montage-ai models add", run.Error, StringComparison.Ordinal);
        Assert.Contains("'clip-tiny' (95.4 MB, MIT)", run.Error, StringComparison.Ordinal);
        Assert.Contains("'objects' (3.8 MB, Apache-2.0)", run.Error, StringComparison.Ordinal);
    }

    [MediaFact]
    public void Find_ModelChangedOnDisk_IsNamedAndNotUsed()
    {
        using TempFolder folder = new();
        Dictionary<string, string> models = AddedModels.Clip(folder);
        Colours(folder);
        File.WriteAllText(folder.File("models/clip-tiny/toyclip_text.onnx"), "no model");

        ProgramRun run = ProgramRun.Of(models, Arguments(folder, "red"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("toyclip_text.onnx", run.Error, StringComparison.Ordinal);
    }

    [MediaFact]
    public void Preview_RedThings_AreMostOfTheFilm()
    {
        using TempFolder folder = new();
        Dictionary<string, string> models = AddedModels.Clip(folder);
        Mixed(folder);

        double plain = Redness(folder, models, "plain", "on downbeats");
        double red = Redness(folder, models, "red", "on downbeats, red things");

        Assert.True(red >= 0.5, $"{red:0.00} of the film's pictures are red, {plain:0.00} without the wish");
        Assert.True(red > plain + 0.15, $"{red:0.00} of the film's pictures are red, {plain:0.00} without the wish");
        Timeline timeline = Read(folder.File("red.montage.json"));
        Assert.Contains(
            timeline.Notes,
            n => n.Contains("\"red things\", looked for in the pictures by 'clip-tiny'", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(timeline.Notes, n => n.Contains("not understood", StringComparison.Ordinal));
    }

    [MediaFact]
    public void Plan_Wishes_GiveTheSameBytesColdAndWarmOnOneCoreAndTwo()
    {
        using TempFolder folder = new();
        Dictionary<string, string> models = AddedModels.Clip(folder);
        Mixed(folder);

        string cold = Plan(folder, models, "cold", "--cores", "1");
        string warm = Plan(folder, models, "warm", "--cores", "2");
        string without = Plan(folder, AddedModels.None(new TempFolder()), "without");

        Assert.Equal(Shots(cold), Shots(warm));
        Assert.Equal(Noted(cold), Noted(warm));
        Assert.Contains(
            "not understood: \\u0022red things\\u0022. With the learned model \\u0027clip-tiny\\u0027",
            without,
            StringComparison.Ordinal
        );
    }

    private static void Colours(TempFolder folder)
    {
        Directory.CreateDirectory(folder.File("clips"));
        foreach ((string word, string colour) in s_colours)
        {
            MadeFiles.FFmpeg(
                folder.File($"clips/{word}.mp4"),
                [
                    "-f",
                    "lavfi",
                    "-i",
                    $"color=c={colour}:s=320x180:r=25:d=2",
                    "-vf",
                    "scale=out_color_matrix=bt709,format=yuv420p",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                ]
            );
        }
    }

    // One clip of five is red; the others are green, blue, cyan and grey.
    private static void Mixed(TempFolder folder)
    {
        string[] clips = TestClips.Make(folder.File("clips"), 24, 8, "30");
        for (int i = 0; i < clips.Length; i++)
        {
            if (i % 8 is 3 or 4 or 6)
            {
                File.Delete(clips[i]);
            }
        }

        TestSong.Write(folder.File("song.wav"), 120, 30);
    }

    // Share of a film's pictures that are more red than anything else.
    private static double Redness(TempFolder folder, Dictionary<string, string> models, string name, string prompt)
    {
        string film = folder.File(name + ".mp4");
        ProgramRun.Succeed(
            models,
            [
                "preview",
                "--clips",
                folder.File("clips"),
                "--music",
                folder.File("song.wav"),
                "--output",
                film,
                "--duration",
                "24",
                "--prompt",
                prompt,
                "--cache-dir",
                folder.File("store"),
            ]
        );
        byte[] pixels = DecodedPictures.Of(film, 1, 1, "rgb24");
        int red = 0;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            red += pixels[i] > 1.5 * pixels[i + 1] && pixels[i] > 1.5 * pixels[i + 2] ? 1 : 0;
        }

        return 3.0 * red / pixels.Length;
    }

    private static string Plan(TempFolder folder, Dictionary<string, string> models, string name, params string[] more)
    {
        string path = folder.File(name + ".json");
        ProgramRun.Succeed(
            models,
            [
                "plan",
                "--clips",
                folder.File("clips"),
                "--music",
                folder.File("song.wav"),
                "--output",
                path,
                "--duration",
                "12",
                "--prompt",
                "slow, red things",
                "--cache-dir",
                folder.File("planstore"),
                .. more,
            ]
        );
        return File.ReadAllText(path);
    }

    private static IEnumerable<(string Source, Time.MediaTime In, Time.FrameRange Record)> Shots(string plan) =>
        TimelineJson.Read(plan, "plan.json").Shots.Select(s => (s.Source, s.In, s.Record));

    private static IEnumerable<string> Noted(string plan) => TimelineJson.Read(plan, "plan.json").Notes;

    private static Timeline Read(string path) => TimelineJson.Read(File.ReadAllText(path), path);

    private static ProgramRun Find(TempFolder folder, Dictionary<string, string> models, string words, params string[] more) =>
        ProgramRun.Succeed(models, [.. Arguments(folder, words), .. more]);

    private static string[] Arguments(TempFolder folder, string words) =>
        ["find", words, "--clips", folder.File("clips"), "--cache-dir", folder.File("store")];
}
