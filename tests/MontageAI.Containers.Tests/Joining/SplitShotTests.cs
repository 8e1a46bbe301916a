using System.Globalization;
using MontageAI.Containers.Joining;
using MontageAI.Rendering.Profiles;
using MontageAI.Testing;

namespace MontageAI.Containers.Tests.Joining;

public sealed class SplitShotTests
{
    [Theory]
    [InlineData("preview", "30")]
    [InlineData("standard", "24000/1001")]
    [InlineData("high", "60")]
    public async Task Film_OfShotThatWasSplit_ShowsEveryFrameOnce(string profile, string rate)
    {
        using Scene scene = new() { Format = new(Scene.Rate(rate), new Canvas(64, 36), RenderProfile.ByName(profile)!) };
        string source = scene.Counter("count.mp4", rate, 120, "-crf", "4");
        scene.AddAtFrame(source, 10, 37);
        scene.AddAtFrame(source, 47, 1);
        scene.AddAtFrame(source, 48, 40);

        string film = await scene.FilmAsync();

        Assert.Equal(Enumerable.Range(10, 78).Select(n => n % 20), Measure.FrameLuma(film).Select(v => (int)Math.Round((v - 20) / 10.0)));
    }

    [MediaFact]
    public async Task Film_OfRealShotThatWasSplit_LooksAtItsSeamAsWellAsInOnePiece()
    {
        const int Length = 60;
        using Scene whole = Prepared(out string source);
        whole.AddAtFrame(source, 0, Length);
        using Scene split = Prepared(out string same);
        split.AddAtFrame(same, 0, Length / 2);
        split.AddAtFrame(same, Length / 2, Length / 2);

        double[] one = Psnr(await whole.FilmAsync(), source);
        double[] two = Psnr(await split.FilmAsync(), same);

        // The last pictures before the seam have no followers to be predicted from both sides; that costs less than what x264 varies by
        // from picture to picture.
        Assert.Equal(Length, two.Length);
        double worst = one.Min();
        Assert.All(two, p => Assert.InRange(p, worst - 1, 100));
        Assert.Equal(one.Average(), two.Average(), 0.5);
    }

    private static Scene Prepared(out string source)
    {
        Scene scene = new() { Format = new(Scene.Rate("25"), new Canvas(320, 180), RenderProfile.Standard) };
        source = scene.Source(
            "source.mp4",
            "-i",
            TestMedia.File("video/sam2_01_dog.mp4"),
            "-map",
            "0:v:0",
            "-vf",
            "fps=25,scale=320:180,setsar=1,format=yuv420p",
            "-frames:v",
            "60",
            "-crf",
            "4",
            "-g",
            "15",
            "-color_range",
            "tv",
            "-colorspace",
            "bt709",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709"
        );
        return scene;
    }

    private static double[] Psnr(string film, string source)
    {
        string[] lines = TestTools
            .Run(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-i",
                film,
                "-i",
                source,
                "-filter_complex",
                "[0:v][1:v]psnr=stats_file=-",
                "-f",
                "null",
                "-"
            )
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(l => double.Parse(l.Split("psnr_y:")[1].Split(' ')[0], CultureInfo.InvariantCulture))];
    }
}
