using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>A title that lies over moving pictures of the footage is told by <c>judge</c>, and is not in the film.</summary>
public sealed class LetteringTests
{
    // The film's title lies over its pictures from 25.6 to 29.0 s.
    private const string Opening = "video/bbb_opening_0_30.webm";

    [MediaFact]
    public void Film_OfFootageWithATitle_ShowsItNot()
    {
        using TempFolder folder = new();
        TestTools.FFmpeg("-ss", "26.5", "-t", "2", "-i", TestMedia.File(Opening), "-an", folder.File("title.mp4"));
        ProgramRun.Succeed(
            "create",
            "--clips",
            TestMedia.File(Opening),
            "--output",
            folder.File("film.mp4"),
            "--duration",
            "10",
            "--profile",
            "preview",
            "--no-memory",
            "--cache-dir",
            folder.File("store")
        );

        Assert.True(Lettering("title.mp4") > 0.9);
        // Where nobody looked between key frames, a shot may end as the title fades in.
        Assert.InRange(Lettering("film.mp4"), 0, 0.02);

        double Lettering(string film)
        {
            JsonElement judged = ProgramRun.Succeed("judge", folder.File(film), "--json", "--cache-dir", folder.File("store")).Json;
            return judged.GetProperty("pictures").GetProperty("lettering").GetDouble();
        }
    }
}
