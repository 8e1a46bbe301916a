using MontageAI.Editing.Reframing;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>A montage of another shape than its footage: what moves stays in the picture, and the picture moves calmly.</summary>
public sealed class ReframeTests
{
    private const int Width = 180,
        Height = 320;

    [Fact]
    public void Create_TallFromWide_KeepsAMovingSubjectInside()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        Make(folder.File("clips/slow.mp4"), "(W-w)/2+460*sin(2*PI*t/7)");
        Make(folder.File("clips/fast.mp4"), "(W-w)/2+300*cos(2*PI*t/4)");

        ProgramRun.Succeed(
            "create",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("tall.mp4"),
            "--duration",
            "12",
            "--aspect",
            "9:16",
            "--profile",
            "preview",
            "--cache-dir",
            folder.File("store")
        );

        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("tall.montage.json")), "tall");
        Assert.All(plan.Shots, s => Assert.NotNull(s.Camera));
        Assert.All(
            plan.Shots,
            s =>
            {
                (double velocity, double jerk) = ViewPath.Limits(s.Camera!, plan.Rate, sideways: true);
                Assert.InRange(velocity, 0, ViewPath.MostVelocity);
                Assert.InRange(jerk, 0, ViewPath.MostJerk);
            }
        );
        Assert.Contains(plan.Shots, s => s.Camera!.Count > 1);
        Assert.InRange(ShareInside(folder.File("tall.mp4")), 0.99, 1);

        // The same plan without its paths shows the middle, where the subject often is not.
        Timeline plain = plan with
        {
            Shots = [.. plan.Shots.Select(s => s with { Camera = null })],
        };
        File.WriteAllText(folder.File("plain.json"), TimelineJson.Write(plain));
        ProgramRun.Succeed(
            "render",
            folder.File("plain.json"),
            "--output",
            folder.File("plain.mp4"),
            "--profile",
            "preview",
            "--cache-dir",
            folder.File("store")
        );
        Assert.InRange(ShareInside(folder.File("plain.mp4")), 0, 0.8);
    }

    [Fact]
    public void Render_AShotThatLostItsView_GetsOneAgain()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        Make(folder.File("clips/side.mp4"), "W*0.8-w/2");
        ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("plan.json"),
            "--duration",
            "8",
            "--aspect",
            "9:16",
            "--cache-dir",
            folder.File("store")
        );
        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("plan.json")), "plan");
        File.WriteAllText(
            folder.File("edited.json"),
            TimelineJson.Write(plan with { Shots = [plan.Shots[0] with { Camera = null }, .. plan.Shots.Skip(1)] })
        );

        ProgramRun.Succeed(
            "render",
            folder.File("edited.json"),
            "--output",
            folder.File("film.mp4"),
            "--profile",
            "preview",
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal(1, ShareInside(folder.File("film.mp4")));
        Timeline rendered = TimelineJson.Read(File.ReadAllText(folder.File("film.montage.json")), "film");
        Assert.Equal(plan.Shots[0].Camera, rendered.Shots[0].Camera);
        Assert.Contains(rendered.Notes, n => n.Contains("no view laid", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_SameShapeAsTheFootage_LooksForNoSubjects()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 3, 4, "30");

        ProgramRun run = ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("plan.json"),
            "--duration",
            "6",
            "--json",
            "--cache-dir",
            folder.File("store")
        );

        Assert.DoesNotContain("follow subjects", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"camera\"", File.ReadAllText(folder.File("plan.json")), StringComparison.Ordinal);
    }

    // A red square on a still grey fractal.
    private static void Make(string path, string x) =>
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "mandelbrot=size=1280x720:rate=30:start_scale=0.6:end_scale=0.6,trim=end_frame=1,loop=loop=359:size=1,setpts=N/30/TB,hue=s=0",
            "-f",
            "lavfi",
            "-i",
            "color=red:size=130x130:rate=30",
            "-filter_complex",
            $"[0][1]overlay=x='{x}':y=300:shortest=1:eval=frame,format=yuv420p",
            "-t",
            "12",
            "-r",
            "30",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-crf",
            "18",
            "-g",
            "60",
            path
        );

    // Share of frames that show nearly all of the square.
    private static double ShareInside(string film)
    {
        byte[] pixels = DecodedPictures.Of(film, Width, Height, "rgb24");
        const int Size = Width * Height * 3;
        double whole = Math.Pow(130.0 / 720 * Height, 2);
        int[] red = new int[pixels.Length / Size];
        for (int i = 0; i < pixels.Length; i += 3)
        {
            red[i / Size] += pixels[i] > 120 && pixels[i + 1] < 90 && pixels[i + 2] < 90 ? 1 : 0;
        }

        return red.Count(r => r > 0.9 * whole) / (double)red.Length;
    }
}
