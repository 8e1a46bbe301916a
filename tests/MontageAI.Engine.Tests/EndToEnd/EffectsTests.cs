using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Plans with transitions, speed, camera, looks and photographs, from clips to a checked film.</summary>
public sealed class EffectsTests
{
    [Fact]
    public void Render_EveryEffectInOneFilm_KeepsCutsAndComesFromTheStoreTheSecondTime()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 4, 9, "30");
        ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("plan.json"),
            "--duration",
            "14",
            "--cache-dir",
            folder.File("store")
        );
        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("plan.json")), "plan");
        TransitionKind[] kinds =
        [
            TransitionKind.Dissolve,
            TransitionKind.Whip,
            TransitionKind.FadeBlack,
            TransitionKind.Wipe,
            TransitionKind.Zoom,
            TransitionKind.FadeWhite,
            TransitionKind.Flash,
        ];
        Assert.True(plan.Shots.Count > 4);
        Timeline effects = plan with
        {
            Look = new PictureLook
            {
                Contrast = 0.2,
                SplitTone = 0.5,
                Vignette = 0.3,
                Grain = 0.4,
                Sharpen = 0.5,
            },
            Ending = new ShotTransition(TransitionKind.FadeBlack, 12),
            Shots =
            [
                .. plan.Shots.Select(
                    (s, i) =>
                        s with
                        {
                            Entry = i == 0 ? null : new ShotTransition(kinds[(i - 1) % kinds.Length], 6),
                            Ramp = i == 1 ? [new(0, 0.5), new(10, 1.2)] : null,
                            Camera = i == 2 ? [new(0, 0.5, 0.5), new(20, 0.6, 0.5, 1.3)] : null,
                            Correction = i == 3 ? new ShotCorrection { Exposure = 0.3, Stabilise = 0.5 } : null,
                        }
                ),
            ],
        };
        File.WriteAllText(folder.File("effects.json"), TimelineJson.Write(effects));

        ProgramRun.Succeed(
            "render",
            folder.File("effects.json"),
            "--output",
            folder.File("film.mp4"),
            "--profile",
            "preview",
            "--cache-dir",
            folder.File("store")
        );

        RenderedFilm film = new(folder.File("film.mp4"));
        Assert.Equal(plan.Frames, film.FrameTimes.Length);
        Assert.Equal(plan.Shots.Select(s => s.Record.Start), film.KeyFrames());
        JsonElement report = JsonDocument.Parse(File.ReadAllText(folder.File("film.report.json"))).RootElement;
        Assert.True(report.GetProperty("check").GetProperty("passed").GetBoolean());
        string left = report.GetProperty("degradations").ToString();
        Assert.Contains("grain, sharpening, steadying", left, StringComparison.Ordinal);
        Assert.DoesNotContain("starts black", report.GetProperty("check").ToString(), StringComparison.Ordinal);

        ProgramRun.Succeed(
            "render",
            folder.File("effects.json"),
            "--output",
            folder.File("again.mp4"),
            "--profile",
            "preview",
            "--cache-dir",
            folder.File("store")
        );
        Assert.Equal(File.ReadAllBytes(folder.File("film.mp4")), File.ReadAllBytes(folder.File("again.mp4")));
        JsonElement phase = JsonDocument
            .Parse(File.ReadAllText(folder.File("again.report.json")))
            .RootElement.GetProperty("phases")
            .EnumerateArray()
            .First(p => p.GetProperty("name").GetString() == "render shots");
        Assert.Equal(phase.GetProperty("items").GetInt64(), phase.GetProperty("fromCache").GetInt64());
    }

    [Fact]
    public void Preview_PhotographsAmongClips_AreShownOnceEachAndMove()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 4, 8, "30");
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "mandelbrot=s=1600x1200:start_scale=0.02",
            "-frames:v",
            "1",
            "-update",
            "1",
            folder.File("clips/one.jpg")
        );
        TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=900x1200,negate", "-frames:v", "1", folder.File("clips/two.png"));

        ProgramRun.Succeed(
            "preview",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("film.mp4"),
            "--duration",
            "20",
            "--fps",
            "30",
            "--cache-dir",
            folder.File("store")
        );

        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("film.montage.json")), "film");
        string[] stills = [.. plan.Sources.Where(s => s.Still == true).Select(s => s.Id)];
        Assert.Equal(2, stills.Length);
        Assert.All(stills, id => Assert.Single(plan.Shots, s => s.Source == id));
        Assert.Equal(plan.Frames, new RenderedFilm(folder.File("film.mp4")).FrameTimes.Length);
        JsonElement report = JsonDocument.Parse(File.ReadAllText(folder.File("film.report.json"))).RootElement;
        Assert.True(report.GetProperty("check").GetProperty("passed").GetBoolean());
        Assert.DoesNotContain("stands still", report.GetProperty("check").ToString(), StringComparison.Ordinal);
    }
}
