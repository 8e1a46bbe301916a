using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'montage-ai judge' on what viewers mind about people, voices and moments: planted faults are counted, and none without
/// them.</summary>
public sealed class JudgePeopleTests
{
    /// <summary>A head that a view cuts or leaves out is counted, in the plan and in the film that was rendered of it.</summary>
    [MediaFact]
    public void Judge_ViewsOfOneFace_CountsCutAndMissingHeads()
    {
        using TempFolder folder = new();
        string[] store = ["--cache-dir", folder.File("store")];
        File.Copy(TestMedia.File("faces/webcam_1080x720.mp4"), folder.File("head.mp4"));
        ProgramRun.Succeed([
            .. new[]
            {
                "plan",
                "--clips",
                folder.File("head.mp4"),
                "--duration",
                "4",
                "--aspect",
                "1:1",
                "-o",
                folder.File("a.montage.json"),
            },
            .. store,
        ]);
        Timeline plan = Read(folder.File("a.montage.json"));
        JsonElement People(string name, params CameraKey[]? view)
        {
            string file = folder.File(name + ".montage.json");
            File.WriteAllText(
                file,
                TimelineJson.Write(
                    plan with
                    {
                        Shots = [.. plan.Shots.Select(s => s with { Camera = view is { Length: > 0 } ? view : null })],
                    }
                )
            );
            return ProgramRun.Succeed(["judge", file, "--json", .. store]).Json.GetProperty("people");
        }

        JsonElement whole = People("whole"),
            cut = People("cut", new CameraKey(0, 0.5, 0.85, 1.8)),
            away = People("away", new CameraKey(0, 0.1, 0.95, 6));
        ProgramRun.Succeed([
            .. new[] { "render", folder.File("cut.montage.json"), "-o", folder.File("cut.mp4"), "--profile", "preview" },
            .. store,
        ]);
        JsonElement film = ProgramRun.Succeed(["judge", folder.File("cut.mp4"), "--json", .. store]).Json.GetProperty("people");

        Assert.Equal((1, 0, 0), (whole.GetProperty("faces").GetDouble(), Count(whole, "cutHeads"), Count(whole, "outOfView")));
        Assert.Equal((plan.Shots.Count, 0), (Count(cut, "cutHeads"), Count(cut, "outOfView")));
        Assert.Equal((0, 0, plan.Shots.Count), (away.GetProperty("faces").GetDouble(), Count(away, "cutHeads"), Count(away, "outOfView")));
        Assert.InRange(Count(film, "cutHeads"), 1, plan.Shots.Count);
    }

    /// <summary>Of a folder whose one jump is shown or not, the judge says which, beside what chance would show.</summary>
    [Fact]
    public void Judge_ClipsOfThePlan_CountsBestMomentsShown()
    {
        using TempFolder folder = new();
        string[] store = ["--cache-dir", folder.File("store")];
        Directory.CreateDirectory(folder.File("clips"));

        // A bright square stands, jumps to and fro at 6 s, and stands again.
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "mandelbrot=s=640x360:r=25:end_scale=0.3:end_pts=100000",
            "-f",
            "lavfi",
            "-i",
            "color=white:s=150x150:r=25",
            "-filter_complex",
            "[0]trim=end=10,setpts=PTS[b];[1]trim=end=10[q];[b][q]overlay=x='240+200*sin(2*PI*2*t)*between(t,5.7,6.3)':y=100",
            "-t",
            "10",
            "-g",
            "50",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            folder.File("clips/jump.mp4")
        );
        ProgramRun.Succeed([
            .. new[] { "plan", "--clips", folder.File("clips"), "--duration", "2", "-o", folder.File("a.montage.json") },
            .. store,
        ]);
        Timeline plan = Read(folder.File("a.montage.json"));
        JsonElement Footage(double from)
        {
            TimelineShot first = plan.Shots[0] with { Record = new FrameRange(0, plan.Frames), Speed = new Rational(1, 1), Ramp = null };
            MediaTime at = MediaTime.FromSeconds(from, first.In.TimeBase);
            File.WriteAllText(folder.File("b.json"), TimelineJson.Write(plan with { Shots = [first with { In = at }] }));
            return ProgramRun
                .Succeed(["judge", folder.File("b.json"), "--clips", folder.File("clips"), "--json", .. store])
                .Json.GetProperty("footage");
        }

        JsonElement shown = Footage(5),
            missed = Footage(1);

        Assert.Equal((1, 1), (Count(shown, "bestMoments"), Count(shown, "bestMomentsShown")));
        Assert.Equal((1, 0), (Count(missed, "bestMoments"), Count(missed, "bestMomentsShown")));
        Assert.InRange(shown.GetProperty("bestMomentsChance").GetDouble(), 0.1, 0.25);
        Assert.Equal((1, 1), (Count(shown, "clips"), Count(shown, "clipsShown")));
    }

    /// <summary>A shot that ends within a sentence is counted unless the sentence is heard on under the next picture.</summary>
    [MediaFact]
    public void Judge_SentenceThatIsCut_IsCounted()
    {
        using TempFolder folder = new();
        string[] store = ["--cache-dir", folder.File("store")];
        Directory.CreateDirectory(folder.File("clips"));
        SpokenClips.Make(folder.File("clips/a.mp4"), 10, "-i", TestMedia.File("speech/librispeech_3436-172162-0000.ogg"));
        SpokenClips.Make(folder.File("clips/b.mp4"), 10, "-f", "lavfi", "-i", "anullsrc=r=48000");
        ProgramRun.Succeed([
            .. new[]
            {
                "plan",
                "--clips",
                folder.File("clips"),
                "--duration",
                "10",
                "--clip-sound",
                "0",
                "-o",
                folder.File("a.montage.json"),
            },
            .. store,
        ]);
        Timeline plan = Read(folder.File("a.montage.json"));
        TimelineSource speaks = plan.Sources.First(s => s.Path.EndsWith("a.mp4", StringComparison.Ordinal)),
            silent = plan.Sources.First(s => s.Path.EndsWith("b.mp4", StringComparison.Ordinal));
        TimelineShot Shot(TimelineSource source, double from, double to, double second) =>
            new()
            {
                Record = new FrameRange(plan.Rate.FrameAt(from), plan.Rate.FrameAt(to)),
                Source = source.Id,
                In = MediaTime.FromSeconds(second, source.AvailableStart.TimeBase),
                Reasons = [],
            };

        // Two seconds of a talk that goes on before and after them, with a pause inside.
        Timeline cut = plan with
        {
            Frames = plan.Rate.FrameAt(10),
            Shots = [Shot(silent, 0, 4, 0), Shot(speaks, 4, 6, 4.5), Shot(silent, 6, 10, 5)],
            Sound = (plan.Sound ?? new SoundPlan()) with { Sentences = [], Speech = [] },
        };
        MediaTime begins = MediaTime.FromSeconds(0.5, speaks.AvailableStart.TimeBase);
        Timeline whole = cut with
        {
            Sound = cut.Sound with { Sentences = [new Sentence(new FrameRange(0, plan.Rate.FrameAt(10)), speaks.Id, begins)] },
        };

        Assert.Equal((2, 2), Sentences("cut.json", cut));
        Assert.Equal((2, 0), Sentences("whole.json", whole));

        (int All, int Cut) Sentences(string name, Timeline timeline)
        {
            File.WriteAllText(folder.File(name), TimelineJson.Write(timeline));
            JsonElement voices = ProgramRun.Succeed(["judge", folder.File(name), "--json", "--quick", .. store]).Json.GetProperty("voices");
            return (Count(voices, "sentences"), Count(voices, "sentencesCut"));
        }
    }

    /// <summary>A voice that the mix may raise to its place lies 10 LU over the song; one that the plan lets be drowned is told.</summary>
    [MediaFact]
    public void Judge_VoiceOverTheSong_SaysHowFar()
    {
        using TempFolder folder = new();
        string[] store = ["--cache-dir", folder.File("store")];
        Directory.CreateDirectory(folder.File("clips"));
        SpokenClips.Make(folder.File("clips/a.mp4"), 12, "-i", TestMedia.File("speech/librispeech_3436-172162-0000.ogg"));
        ProgramRun.Succeed([
            .. new[] { "plan", "--clips", folder.File("clips"), "--music", TestMedia.File("music/edm_jpb_high_ncs.m4a") },
            .. new[] { "--duration", "10", "--clip-sound", "0", "-o", folder.File("a.montage.json") },
            .. store,
        ]);
        Timeline plan = Read(folder.File("a.montage.json"));
        Assert.NotEmpty(plan.Sound!.Speech);

        double Over(string name, Timeline timeline)
        {
            File.WriteAllText(folder.File(name), TimelineJson.Write(timeline));
            JsonElement voices = ProgramRun.Succeed(["judge", folder.File(name), "--json", "--quick", .. store]).Json.GetProperty("voices");
            double least = voices.GetProperty("overSongLeastLu").GetDouble();
            Assert.True(least <= voices.GetProperty("overSongLu").GetDouble());
            return least;
        }

        Assert.InRange(Over("kept.json", plan), 9, 14);
        Assert.InRange(Over("drowned.json", plan with { Sound = plan.Sound with { DuckDb = -0.5 } }), -5, 6);
    }

    [Fact]
    public void Judge_ClipsOfAFilm_AreRefusedWithTheRemedy()
    {
        using TempFolder folder = new();
        TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=1", folder.File("one.mp4"));

        ProgramRun run = ProgramRun.Of("judge", folder.File("one.mp4"), "--clips", folder.File("."));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Give its timeline", run.Error, StringComparison.Ordinal);
    }

    private static int Count(JsonElement of, string name) => of.GetProperty(name).GetInt32();

    private static Timeline Read(string file) => TimelineJson.Read(File.ReadAllText(file), file);
}
