using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'montage-ai judge': a plan and the film made of it tell the same, and odd input gets a clear answer.</summary>
public sealed class JudgeTests(JudgeTests.Judged judged) : IClassFixture<JudgeTests.Judged>
{
    private const double Frame = 40;

    [Fact]
    public void Judge_PlanAndItsFilm_AgreeWithinAFrame()
    {
        (TempFolder folder, string[] store) = (judged.Folder, judged.Store);

        JsonElement plan = ProgramRun.Succeed(["judge", folder.File("a.montage.json"), "--json", .. store]).Json;
        JsonElement film = ProgramRun.Succeed(["judge", folder.File("a.mp4"), "--json", .. store]).Json;
        JsonElement bySong = ProgramRun
            .Succeed(["judge", folder.File("a.mp4"), "--music", folder.File("song.wav"), "--json", .. store])
            .Json;

        Assert.Equal("timeline", plan.GetProperty("subject").GetProperty("kind").GetString());
        foreach (JsonElement told in (JsonElement[])[film, bySong])
        {
            Assert.Equal("video", told.GetProperty("subject").GetProperty("kind").GetString());
            Assert.Equal(
                plan.GetProperty("subject").GetProperty("shots").GetInt32(),
                told.GetProperty("subject").GetProperty("shots").GetInt32()
            );
            Assert.Equal(
                plan.GetProperty("subject").GetProperty("frames").GetInt64(),
                told.GetProperty("subject").GetProperty("frames").GetInt64()
            );
            Assert.Equal(1, told.GetProperty("beats").GetProperty("onBeat").GetDouble());
            Assert.InRange(Median(told), 0, Frame);
            Assert.InRange(told.GetProperty("sound").GetProperty("loudnessLufs").GetDouble(), -15, -13);
            Assert.True(told.GetProperty("sound").GetProperty("endsClean").GetBoolean());
            Assert.Equal(Value(plan, "pictures", "luma"), Value(told, "pictures", "luma"), 0.03);
        }

        Assert.InRange(Median(plan), 0, Frame / 2);
        Assert.Contains("song.wav", bySong.GetProperty("beats").GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.False(plan.GetProperty("sound").TryGetProperty("loudnessLufs", out _));
    }

    [Fact]
    public void Judge_CutsMovedOffTheBeat_SaysByHowMuch()
    {
        (TempFolder folder, string[] store) = (judged.Folder, judged.Store);
        Timeline timeline = Read(folder.File("a.montage.json"));
        const int Late = 4;
        TimelineShot[] shots =
        [
            .. timeline.Shots.Select(
                (s, i) =>
                    s with
                    {
                        Record = new(s.Record.Start + (i == 0 ? 0 : Late), s.Record.End + (i == timeline.Shots.Count - 1 ? 0 : Late)),
                    }
            ),
        ];
        File.WriteAllText(folder.File("late.json"), TimelineJson.Write(timeline with { Shots = shots }));
        ProgramRun.Succeed(["render", folder.File("late.json"), "--output", folder.File("late.mp4"), "--profile", "preview", .. store]);

        JsonElement plan = ProgramRun.Succeed(["judge", folder.File("late.json"), "--json", .. store]).Json;
        JsonElement film = ProgramRun
            .Succeed(["judge", folder.File("late.mp4"), "--music", folder.File("song.wav"), "--json", .. store])
            .Json;

        foreach (JsonElement told in (JsonElement[])[plan, film])
        {
            Assert.Equal(0, told.GetProperty("beats").GetProperty("onBeat").GetDouble());
            Assert.InRange(told.GetProperty("beats").GetProperty("biasMs").GetDouble(), (Late * Frame) - Frame, (Late * Frame) + Frame);
        }

        Assert.Equal(Median(plan), Median(film), Frame);
    }

    [Fact]
    public void Judge_FilmWithoutCutsAndSound_SaysWhatIsMissing()
    {
        using TempFolder folder = new();
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=3",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            folder.File("one.mp4")
        );

        ProgramRun run = ProgramRun.Succeed("judge", folder.File("one.mp4"), "--json", "--cache-dir", folder.File("store"));

        Assert.Equal(1, run.Json.GetProperty("subject").GetProperty("shots").GetInt32());
        Assert.False(run.Json.TryGetProperty("beats", out _));
        Assert.False(run.Json.TryGetProperty("energy", out _));
        Assert.Contains(Missing(run), m => m.StartsWith("beats: The film has no sound", StringComparison.Ordinal));
        Assert.Contains(Missing(run), m => m.StartsWith("sound:", StringComparison.Ordinal));
    }

    [Fact]
    public void Judge_BlackAndFrozenParts_TellsTheirShare()
    {
        using TempFolder folder = new();
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=4",
            "-f",
            "lavfi",
            "-i",
            "color=black:s=320x180:r=25:d=2",
            "-f",
            "lavfi",
            "-i",
            "testsrc=s=320x180:r=25:d=0.04",
            "-filter_complex",
            "[2]tpad=stop_mode=clone:stop_duration=1.96[s];[0][1][s]concat=n=3",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            folder.File("bad.mp4")
        );

        JsonElement pictures = ProgramRun
            .Succeed("judge", folder.File("bad.mp4"), "--json", "--cache-dir", folder.File("store"))
            .Json.GetProperty("pictures");

        Assert.Equal(0.25, pictures.GetProperty("black").GetDouble(), 0.02);

        // The encoder still improves a still picture over its first frames.
        Assert.InRange(pictures.GetProperty("frozen").GetDouble(), 0.2, 0.26);
    }

    [Theory]
    // Frames 30 to 59 of a take that moves all over show one picture; the same take as it is; each of its pictures three times.
    [InlineData("select='not(between(n,31,59))',fps=25:round=down", 0.29)]
    [InlineData("null", 0)]
    [InlineData("fps=25/3,fps=25", 0)]
    public void Judge_PictureThatStandsInAMovingTake_TellsItsShare(string filter, double share)
    {
        using TempFolder folder = new();
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            $"cellauto=s=320x180:r=25:seed=1:rule=110,gblur=3,{filter},trim=end_frame=100",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            folder.File("stands.mp4")
        );

        JsonElement pictures = ProgramRun
            .Succeed("judge", folder.File("stands.mp4"), "--json", "--cache-dir", folder.File("store"))
            .Json.GetProperty("pictures");

        Assert.Equal(share, pictures.GetProperty("frozenInside").GetDouble(), 0.03);
    }

    [Fact]
    public void Judge_TextFileAndNoFile_SayWhatIsWrong()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("notes.txt"), "These are notes.");
        File.WriteAllText(folder.File("other.json"), "{ \"a\": 1 }");

        ProgramRun text = ProgramRun.Of("judge", folder.File("notes.txt"), "--cache-dir", folder.File("store"));
        ProgramRun json = ProgramRun.Of("judge", folder.File("other.json"), "--cache-dir", folder.File("store"));
        ProgramRun none = ProgramRun.Of("judge", folder.File("none.mp4"), "--cache-dir", folder.File("store"));

        Assert.Equal(1, text.ExitCode);
        Assert.Contains("notes.txt", text.Error, StringComparison.Ordinal);
        Assert.Equal(2, json.ExitCode);
        Assert.Contains("is not a timeline", json.Error, StringComparison.Ordinal);
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("does not exist", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_TimelineWhoseFilesAreGone_JudgesTheRest()
    {
        using TempFolder folder = new();
        string[] store = Make(folder);
        Timeline timeline = Read(folder.File("a.montage.json"));
        string gone = timeline.Sources[0].Path;
        File.Delete(gone);
        File.Delete(folder.File("song.wav"));

        ProgramRun run = ProgramRun.Succeed(["judge", folder.File("a.montage.json"), "--json", .. store]);

        Assert.Equal(1, run.Json.GetProperty("beats").GetProperty("onBeat").GetDouble());
        Assert.InRange(run.Json.GetProperty("pictures").GetProperty("measured").GetDouble(), 0.3, 0.99);
        Assert.Contains(Missing(run), m => m.Contains(Path.GetFileName(gone), StringComparison.Ordinal));
        Assert.Contains(
            Missing(run),
            m => m.StartsWith("energy:", StringComparison.Ordinal) && m.Contains("song.wav", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Judge_ForPeople_IsShortAndNamesTheFigures()
    {
        (TempFolder folder, string[] store) = (judged.Folder, judged.Store);

        ProgramRun run = ProgramRun.Succeed(["judge", folder.File("a.mp4"), .. store]);

        foreach (string word in (string[])["beats", "cuts", "pace", "pictures", "sound", "LUFS", "on a beat"])
        {
            Assert.Contains(word, run.Output, StringComparison.Ordinal);
        }

        Assert.InRange(run.Output.Split('\n').Length, 8, 25);
    }

    // A film of 12 s at 25 frames per second from six clips that look different, with its timeline.
    private static string[] Make(TempFolder folder)
    {
        // No more of them: orange over green, as a seventh clip after the second, differs too little for the detector of cuts.
        TestClips.Make(folder.File("clips"), 6, 8, "25");
        TestSong.Write(folder.File("song.wav"), 120, 30);
        string[] store = ["--cache-dir", folder.File("store")];
        ProgramRun.Succeed([
            "create",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("a.mp4"),
            "--duration",
            "12",
            "--profile",
            "preview",
            .. store,
        ]);
        return store;
    }

    private static Timeline Read(string path) => TimelineJson.Read(File.ReadAllText(path), path);

    private static double Median(JsonElement judgement) =>
        judgement.GetProperty("beats").GetProperty("errorMs").GetProperty("median").GetDouble();

    private static double Value(JsonElement judgement, string group, string name) =>
        judgement.GetProperty(group).GetProperty(name).GetDouble();

    private static string[] Missing(ProgramRun run) =>
        [
            .. run
                .Json.GetProperty("missing")
                .EnumerateArray()
                .Select(m => $"{m.GetProperty("figure").GetString()}: {m.GetProperty("reason").GetString()}"),
        ];

    /// <summary>The film of <see cref="Make"/>, made once; tests write beside it and change nothing of it.</summary>
    public sealed class Judged : IDisposable
    {
        /// <summary>Makes it.</summary>
        public Judged() => Store = Make(Folder);

        /// <summary>Where it lies.</summary>
        public TempFolder Folder { get; } = new();

        /// <summary>Options that name its store.</summary>
        public string[] Store { get; }

        /// <inheritdoc/>
        public void Dispose() => Folder.Dispose();
    }
}
