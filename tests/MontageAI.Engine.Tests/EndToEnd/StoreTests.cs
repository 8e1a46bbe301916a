using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>What was made once is not made again; an edit makes only what it touched.</summary>
public sealed class StoreTests
{
    [MediaFact]
    public void Preview_SecondIdenticalRun_DecodesAndEncodesNothingAndIsTheSame()
    {
        using TempFolder folder = new();
        JsonElement first = Preview(folder, "first.mp4").Json;
        JsonElement second = Preview(folder, "second.mp4").Json;

        Assert.Equal(0, FromCache(first, "render shots"));
        foreach (string phase in new[] { "look at clips", "listen to the song", "measure motion", "render shots", "make the sound" })
        {
            Assert.Equal(Items(second, phase), FromCache(second, phase));
        }

        Assert.Equal(File.ReadAllText(folder.File("first.montage.json")), File.ReadAllText(folder.File("second.montage.json")));
        Assert.Equal(File.ReadAllBytes(folder.File("first.mp4")), File.ReadAllBytes(folder.File("second.mp4")));
    }

    [MediaFact]
    public void Render_OneShotSlipped_RendersOnlyThatShot()
    {
        using TempFolder folder = new();
        Preview(folder, "film.mp4");
        Timeline timeline = TimelineJson.Read(File.ReadAllText(folder.File("film.montage.json")), "film");
        int index = Enumerable.Range(0, timeline.Shots.Count).First(i => Slipped(timeline, i) is not null);
        File.WriteAllText(
            folder.File("edit.json"),
            TimelineJson.Write(timeline with { Shots = [.. timeline.Shots.Select((s, i) => i == index ? Slipped(timeline, i)! : s)] })
        );

        JsonElement report = ProgramRun
            .Succeed(
                "render",
                folder.File("edit.json"),
                "--output",
                folder.File("edited.mp4"),
                "--profile",
                "preview",
                "--cache-dir",
                folder.File("store"),
                "--json"
            )
            .Json;

        long changed = timeline.Shots[index].Record.Length;
        Assert.Equal(timeline.Frames - changed, FromCache(report, "render shots"));
        Assert.Equal(Items(report, "make the sound"), FromCache(report, "make the sound"));
        Assert.Equal(timeline.Frames, new RenderedFilm(folder.File("edited.mp4")).FrameTimes.Length);
    }

    [MediaFact]
    public void Preview_TenSecondsOfALongSong_ListensToTwoMinutesOnly()
    {
        using TempFolder folder = new();
        JsonElement report = ProgramRun
            .Succeed(
                "plan",
                "--clips",
                TestMedia.File("video/sam2_01_dog.mp4"),
                TestMedia.File("video/flower_timelapse.mp4"),
                "--music",
                TestMedia.File("music/rock_on_the_run.ogg"),
                "--duration",
                "10",
                "--output",
                folder.File("plan.json"),
                "--cache-dir",
                folder.File("store"),
                "--json"
            )
            .Json;

        Assert.Equal(120, Items(report, "listen to the song"));
    }

    [MediaFact]
    public void Preview_ClipsMovedElsewhere_AreStillKnown()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("card"));
        foreach (string clip in new[] { "video/sam2_01_dog.mp4", "video/flower_timelapse.mp4", "video/city_bikes.mp4" })
        {
            File.Copy(TestMedia.File(clip), Path.Combine(folder.File("card"), Path.GetFileName(clip)));
        }

        string[] Arguments(string clips, string output) =>
            [
                "preview",
                "--clips",
                folder.File(clips),
                "--duration",
                "6",
                "--output",
                folder.File(output),
                "--cache-dir",
                folder.File("store"),
                "--json",
            ];
        ProgramRun.Succeed(Arguments("card", "a.mp4"));
        Directory.Move(folder.File("card"), folder.File("archive"));

        JsonElement report = ProgramRun.Succeed(Arguments("archive", "b.mp4")).Json;

        Assert.Equal(3, FromCache(report, "look at clips"));
        Assert.Equal(Items(report, "render shots"), FromCache(report, "render shots"));
    }

    [MediaFact]
    public void Plan_OneCoreOrTwo_GivesTheSameBytes()
    {
        using TempFolder folder = new();
        foreach (int cores in new[] { 1, 2 })
        {
            ProgramRun.Succeed([
                .. Inputs("plan"),
                "--output",
                folder.File($"{cores}.json"),
                "--cores",
                $"{cores}",
                "--cache-dir",
                folder.File($"store{cores}"),
            ]);
        }

        Assert.Equal(File.ReadAllText(folder.File("1.json")), File.ReadAllText(folder.File("2.json")));
    }

    [MediaFact]
    public void Plan_AnotherSeed_GivesAnotherValidPlan()
    {
        using TempFolder folder = new();
        foreach (int seed in new[] { 1, 2 })
        {
            ProgramRun.Succeed([
                .. Inputs("plan"),
                "--output",
                folder.File($"{seed}.json"),
                "--seed",
                $"{seed}",
                "--cache-dir",
                folder.File("store"),
            ]);
        }

        Timeline[] plans = [.. new[] { 1, 2 }.Select(s => TimelineJson.Read(File.ReadAllText(folder.File($"{s}.json")), $"{s}"))];
        Assert.NotEqual(plans[0].Shots.Select(s => (s.Source, s.In)), plans[1].Shots.Select(s => (s.Source, s.In)));
    }

    private static ProgramRun Preview(TempFolder folder, string output) =>
        ProgramRun.Succeed([.. Inputs("preview"), "--output", folder.File(output), "--cache-dir", folder.File("store"), "--json"]);

    private static string[] Inputs(string command) =>
        [
            command,
            "--clips",
            TestMedia.File("video/sintel_cliff.mp4"),
            TestMedia.File("video/city_bikes.mp4"),
            TestMedia.File("video/goldeneye_rotate90.mp4"),
            TestMedia.File("video/sam2_01_dog.mp4"),
            TestMedia.File("video/flower_timelapse.mp4"),
            "--music",
            TestMedia.File("music/osu_nekodex_welcome.ogg"),
            "--duration",
            "16",
        ];

    private static TimelineShot? Slipped(Timeline timeline, int index)
    {
        TimelineShot shot = timeline.Shots[index];
        TimelineSource source = timeline.Sources.Single(s => s.Id == shot.Source);
        MediaTime earlier = shot.In with { Ticks = shot.In.Ticks - (long)Math.Round(0.2 / shot.In.TimeBase.Value) };
        return earlier.Ticks >= source.AvailableStart.Ticks ? shot with { In = earlier } : null;
    }

    private static long Items(JsonElement report, string phase) => Sum(report, phase, "items");

    private static long FromCache(JsonElement report, string phase) => Sum(report, phase, "fromCache");

    // Footage is looked at twice, some of it for the opening and the rest afterwards.
    private static long Sum(JsonElement report, string phase, string member)
    {
        JsonElement[] phases =
        [
            .. report
                .GetProperty("phases")
                .EnumerateArray()
                .Where(p => p.GetProperty("name").GetString()!.Replace("first ", "", StringComparison.Ordinal) == phase),
        ];
        Assert.NotEmpty(phases);
        return phases.Sum(p => p.GetProperty(member).GetInt64());
    }
}
