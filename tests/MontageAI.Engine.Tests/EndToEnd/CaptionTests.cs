using System.Text;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>A montage with text, from the files that a user gives.</summary>
public sealed class CaptionTests
{
    [Fact]
    public void Create_CaptionsAndTitles_AreInThePlanAndInTheFilm()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 3, 6, "30");
        File.WriteAllText(
            folder.File("words.srt"),
            "1\r\n00:00:01,000 --> 00:00:05,000\r\nOne \U0010FFFD two\r\n\r\n2\r\n00:00:05,000 --> 00:01:00,000\r\nThree"
        );
        string[] inputs =
        [
            "--clips",
            folder.File("clips"),
            "--duration",
            "9",
            "--profile",
            "preview",
            "--json",
            "--cache-dir",
            folder.File("store"),
        ];

        ProgramRun run = ProgramRun.Succeed([
            "create",
            .. inputs,
            "--output",
            folder.File("film.mp4"),
            "--captions",
            folder.File("words.srt"),
            "--caption-style",
            "bold",
            "--title",
            "Far",
            "--subtitle",
            "away",
            "--end-card",
            "Fin",
        ]);
        ProgramRun.Succeed(["create", .. inputs, "--output", folder.File("plain.mp4")]);

        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("film.montage.json")), "film");
        Assert.Equal("bold", plan.Captions!.Style);
        Assert.Equal([plan.Rate.FrameAt(1), plan.Rate.FrameAt(5)], plan.Captions.Cues.Select(c => c.Record.Start));
        Assert.Equal([(TitleKind.Title, "Far"), (TitleKind.EndCard, "Fin")], plan.Titles!.Select(t => (t.Kind, t.Text)));
        Assert.Equal(plan.Frames, plan.Captions.Cues[1].Record.End);
        Assert.Contains(plan.Notes, n => n.Contains("cut there", StringComparison.Ordinal));

        // No font has the last letter of Unicode's private planes; where fonts can be asked, it is left out and told.
        if (File.Exists("/usr/bin/fc-list"))
        {
            Assert.Contains(
                run.Json.GetProperty("degradations").EnumerateArray(),
                d => d.GetProperty("what").GetString()!.Contains("U+10FFFD", StringComparison.Ordinal)
            );
        }

        // Frame by frame the two films differ where text is, and only there.
        double[] different = Differences(folder.File("film.mp4"), folder.File("plain.mp4"));
        Assert.Equal(plan.Frames, different.Length);
        Assert.All(Enumerable.Range(0, 14), f => Assert.InRange(different[f], 0, 0.3));
        Assert.All(Enumerable.Range(25, different.Length - 26), f => Assert.True(different[f] > 0.3, $"no text in frame {f}"));

        // A plan that is rendered again needs no shot anew.
        ProgramRun again = ProgramRun.Succeed(
            "render",
            folder.File("film.montage.json"),
            "--output",
            folder.File("again.mp4"),
            "--profile",
            "preview",
            "--json",
            "--cache-dir",
            folder.File("store")
        );
        System.Text.Json.JsonElement shots = again
            .Json.GetProperty("phases")
            .EnumerateArray()
            .First(p => p.GetProperty("name").GetString() == "render shots");
        Assert.Equal(shots.GetProperty("items").GetInt64(), shots.GetProperty("fromCache").GetInt64());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("no captions", "holds no captions")]
    [InlineData("1\n01:00:00,000 --> 01:00:01,000\nlate", "no captions in the montage")]
    public void Create_UnusableCaptions_EndsWithTheReasonAndWritesNothing(string text, string reason)
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 1, 4, "30");
        File.WriteAllText(folder.File("words.vtt"), text, Encoding.UTF8);

        ProgramRun run = ProgramRun.Of(
            "create",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("film.mp4"),
            "--duration",
            "3",
            "--profile",
            "preview",
            "--captions",
            folder.File("words.vtt"),
            "--cache-dir",
            folder.File("store")
        );

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(reason, run.Error + run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("film.mp4")));
    }

    // Mean difference of the pixels of each frame.
    private static double[] Differences(string one, string other)
    {
        byte[] a = DecodedPictures.Of(one, 160, 90, "gray"),
            b = DecodedPictures.Of(other, 160, 90, "gray");
        Assert.Equal(a.Length, b.Length);
        return [.. a.Zip(b, (x, y) => Math.Abs(x - y)).Chunk(160 * 90).Select(c => c.Average())];
    }
}
