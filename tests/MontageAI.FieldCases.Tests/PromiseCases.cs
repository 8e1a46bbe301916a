using System.Text.Json;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Clips that promise more than they hold: they never fail the film, and what they promise decides nothing.</summary>
public sealed class PromiseCases
{
    [TableTheory]
    [InlineData("last frame of a minute")]
    [InlineData("header of 39 hours")]
    [InlineData("cut off")]
    [InlineData("WebM claims 10 hours")]
    public void Promise_OfMoreThanThereIs_DecidesNothing(string kind)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        for (int i = 0; i < 3; i++)
        {
            FieldClips.Make(Path.Combine(folder.Clips, $"good{i}.mp4"), 4, "25");
        }

        Liar(folder, kind);

        folder.Preview(["--duration", "5", .. FieldClips.Still]);

        Assert.Equal("25", folder.Document("montage.json").GetProperty("rate").GetString());
        FilmMeter film = new(folder.File("film.mp4"));
        Assert.True(film.Runs().Max() <= 3, $"a picture stands still for {film.Runs().Max()} frames");
    }

    [TableTheory]
    [InlineData("mkv")]
    [InlineData("mp4")]
    [InlineData("webm")]
    [InlineData("avi")]
    public void CutOff_ClipIsUsedAndSaid(string container)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(2).WithSong(8);
        string whole = FieldClips.Make(folder.File($"whole.{container}"), 6, "25");
        string clip = Path.Combine(folder.Clips, $"short.{container}");
        FieldClips.Copy(whole, clip, [], container == "mp4" ? ["-movflags", "+faststart"] : []);
        using (FileStream file = new(clip, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        ProgramRun run = ProgramRun.Of(folder.Command("create", "film.mp4", "--duration", "5", "--profile", "preview"));
        Assert.True(run.ExitCode == 0, run.Error + run.Output);

        Assert.Contains($"Cut off: short.{container} holds", run.Output, StringComparison.Ordinal);
        JsonElement of = folder
            .Document("report.json")
            .GetProperty("clips")
            .EnumerateArray()
            .Single(c => c.GetProperty("path").GetString() == clip);
        JsonElement missing = of.GetProperty("missing");
        Assert.InRange(missing.GetProperty("heldSeconds").GetDouble(), 0.5, 5);
        Assert.InRange(missing.GetProperty("statedSeconds").GetDouble(), 5.8, 6.2);
        Assert.Contains("undecodable", of.GetProperty("rejected").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(" @ 0x", File.ReadAllText(folder.File("film.report.json")), StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData(0, "render")]
    [InlineData(1, "preview")]
    [InlineData(-1, "render")]
    public void Shot_ThatCannotBeMade_GivesWayToAnother(int shot, string command)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(4).WithSong(8);
        folder.Preview("--duration", "5");
        JsonNode plan = JsonNode.Parse(File.ReadAllText(folder.File("film.montage.json")))!;
        JsonArray shots = plan["shots"]!.AsArray();
        int at = shot < 0 ? shots.Count - 1 : shot;
        string source = shots[at]!["source"]!.GetValue<string>();
        Break(plan, shots[at]!.AsObject(), source);
        string broken = folder.File("broken.montage.json");
        File.WriteAllText(broken, plan.ToJsonString());

        ProgramRun run = folder.Run(command, broken, "--output", folder.File("again.mp4"), "--profile", "preview");

        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        JsonElement after = JsonDocument.Parse(File.ReadAllText(folder.File("again.montage.json"))).RootElement;
        Assert.Equal(
            [.. shots.Select(s => s!["record"]!.ToJsonString())],
            [.. after.GetProperty("shots").EnumerateArray().Select(s => JsonSerializer.Serialize(s.GetProperty("record")))]
        );
        Assert.Contains("in the place of", after.GetProperty("notes").ToString(), StringComparison.Ordinal);
        Assert.Contains("shows other footage than planned", File.ReadAllText(folder.File("again.report.json")), StringComparison.Ordinal);
        Assert.Equal(
            new RenderedFilm(folder.File("film.mp4")).FrameTimes.Length,
            new RenderedFilm(folder.File("again.mp4")).FrameTimes.Length
        );

        // Once more, with an empty store and one core: the same film.
        ProgramRun again = ProgramRun.Of(
            command,
            broken,
            "--output",
            folder.File("third.mp4"),
            "--profile",
            "preview",
            "--cores",
            "1",
            "--cache-dir",
            folder.File("other")
        );
        Assert.True(again.ExitCode == 0, again.Error + again.Output);
        Assert.Equal(File.ReadAllBytes(folder.File("again.montage.json")), File.ReadAllBytes(folder.File("third.montage.json")));
        if (command == "preview")
        {
            // Some of its pictures are those of proxies where there are any. It can be watched to its end.
            Assert.Contains("ENDLIST", File.ReadAllText(folder.File("again.preview/index.m3u8")), StringComparison.Ordinal);
            return;
        }

        Assert.Equal(File.ReadAllBytes(folder.File("again.mp4")), File.ReadAllBytes(folder.File("third.mp4")));
    }

    // The plan says that the clip goes on for another hour, and shows a part of that.
    private static void Break(JsonNode plan, JsonObject shot, string source)
    {
        foreach (JsonNode? file in plan["sources"]!.AsArray())
        {
            if (file!["id"]!.GetValue<string>() == source)
            {
                long end = file["availableEnd"]!["ticks"]!.GetValue<long>();
                file["availableEnd"]!["ticks"] = end * 1000;
                shot["in"]!["ticks"] = end * 500;
            }
        }
    }

    private static void Liar(FieldFolder folder, string kind)
    {
        string plain = FieldClips.Make(folder.File("plain/plain.mp4"), 2, "30");
        string clip = Path.Combine(folder.Clips, "a.mp4");
        switch (kind)
        {
            case "last frame of a minute":
                FieldClips.Copy(plain, clip, [], "-bsf:v", "setts=duration='if(eq(N,59),60/TB,DURATION)'");
                break;
            case "header of 39 hours":
                FieldClips.Copy(plain, clip, []);
                // Version, flags, two times, scale; then the duration.
                FieldClips.Patch(clip, "mdhd"u8, 16, [0x7F, 0, 0, 0]);
                FieldClips.Patch(clip, "mvhd"u8, 16, [0x08, 0, 0, 0]);
                break;
            case "cut off":
                FieldClips.Copy(plain, clip, [], "-movflags", "+faststart");
                using (FileStream file = new(clip, FileMode.Open))
                {
                    file.SetLength(file.Length * 2 / 3);
                }

                break;
            default:
                string webm = FieldClips.Make(Path.Combine(folder.Clips, "a.webm"), 2, "30");
                // Duration, a double of milliseconds.
                FieldClips.Patch(webm, [0x44, 0x89, 0x88], 0, [0x41, 0x81, 0x2A, 0x88, 0, 0, 0, 0]);
                break;
        }
    }
}
