using MontageAI.Rendering.Profiles;
using MontageAI.Time;

namespace MontageAI.Containers.Tests.Joining;

public sealed class CutPositionTests
{
    // Hues that stay apart after 4:2:0 and limited range.
    private static readonly (string Name, (int R, int G, int B) Rgb)[] s_colors =
    [
        ("red", (255, 0, 0)),
        ("lime", (0, 255, 0)),
        ("blue", (0, 0, 255)),
        ("white", (255, 255, 255)),
        ("yellow", (255, 255, 0)),
    ];

    [Theory]
    [InlineData("24000/1001")]
    [InlineData("25")]
    [InlineData("30000/1001")]
    [InlineData("30")]
    [InlineData("50")]
    [InlineData("60")]
    public async Task Film_FromSolidColors_ChangesColorExactlyOnPlannedFrames(string rateText)
    {
        FrameRate rate = Scene.Rate(rateText);
        using Scene scene = new() { Format = new(rate, new Canvas(64, 36), RenderProfile.Preview) };
        string[] sources =
        [
            .. s_colors.Select(
                (c, i) =>
                    scene.Source(
                        $"{c.Name}.mp4",
                        "-f",
                        "lavfi",
                        "-i",
                        $"color={c.Name}:size=64x36:rate={new[] { "24", "25", "30000/1001", "60", "50" }[i]}:duration=4",
                        "-pix_fmt",
                        "yuv420p"
                    )
            ),
        ];

        // Beats of a song at 128 BPM, on the grid by their own time.
        long[] cuts = [.. Enumerable.Range(0, 13).Select(k => rate.FrameAt(k * 60.0 / 128))];
        int[] expected = [.. Enumerable.Range(0, 12).SelectMany(k => Enumerable.Repeat(k % s_colors.Length, (int)(cuts[k + 1] - cuts[k])))];
        for (int k = 0; k < 12; k++)
        {
            scene.AddAtFrame(sources[k % s_colors.Length], 7 + k, (int)(cuts[k + 1] - cuts[k]));
        }

        string film = await scene.FilmAsync();

        Assert.Equal(expected, Measure.FrameColors(film).Select(Nearest));
        (double[] times, int[] keys) = Measure.Packets(film);
        Assert.Equal(cuts[..12].Select(c => (int)c), keys);
        Assert.All(times, (t, k) => Assert.Equal(rate.SecondsAt(k), t, 5e-6));
    }

    [Theory]
    [InlineData("24000/1001")]
    [InlineData("60")]
    public async Task Film_TenMinutesLong_KeepsEveryFrameOnTheGrid(string rateText)
    {
        FrameRate rate = Scene.Rate(rateText);
        using Scene scene = new() { Format = new(rate, new Canvas(32, 18), RenderProfile.Preview) };
        string source = scene.Source(
            "s.mp4",
            "-f",
            "lavfi",
            "-i",
            $"color=gray:size=32x18:rate={rateText}:duration=32",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p"
        );
        int[] lengths = [.. Enumerable.Range(0, 21).Select(k => (int)(rate.FrameAt((k + 1) * 28.7) - rate.FrameAt(k * 28.7)))];
        foreach (int length in lengths)
        {
            scene.AddAtFrame(source, 3, length);
        }

        string film = await scene.FilmAsync();

        (double[] times, int[] keys) = Measure.Packets(film);
        Assert.Equal(rate.FrameAt(21 * 28.7), times.Length);
        Assert.True(times[^1] > 600);
        Assert.All(times, (t, k) => Assert.Equal(rate.SecondsAt(k), t, 5e-6));
        Assert.Equal(Enumerable.Range(0, 21).Select(k => (int)rate.FrameAt(k * 28.7)), keys);
    }

    private static int Nearest((int R, int G, int B) c) =>
        Enumerable
            .Range(0, s_colors.Length)
            .MinBy(i => Math.Abs(s_colors[i].Rgb.R - c.R) + Math.Abs(s_colors[i].Rgb.G - c.G) + Math.Abs(s_colors[i].Rgb.B - c.B));
}
