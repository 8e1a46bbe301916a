using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Transitions;

public sealed class TransitionTests
{
    private const int Cut = 20;

    [Theory]
    [InlineData(12)]
    [InlineData(2)]
    public async Task Dissolve_BrightToDark_IsOneEvenRampOverTheJoin(int frames)
    {
        using Film film = new(new ShotTransition(TransitionKind.Dissolve, frames));

        int[] luma = Measure.FrameLuma(await film.MakeAsync());

        Assert.Equal(2 * Cut, luma.Length);
        Assert.All(
            luma,
            (value, i) =>
            {
                double mix = Math.Clamp((i - (Cut - (frames / 2)) + 0.5) / frames, 0, 1);
                Assert.InRange(value, 200 - (160 * mix) - 2.5, 200 - (160 * mix) + 2.5);
            }
        );
    }

    [Fact]
    public async Task Dissolve_OfNumberedSources_TakesEachFrameFromItsOwnPlaceInBothShots()
    {
        using Scene scene = new();
        string a = scene.Counter("a.mp4", "30", 120, "-crf", "4"),
            b = scene.Counter("b.mp4", "30", 120, "-crf", "4");
        scene.AddAtFrame(a, 10, 20);
        scene.AddAtFrame(b, 63, 20);
        Connect(scene, new ShotTransition(TransitionKind.Dissolve, 8));

        int[] luma = Measure.FrameLuma(await scene.FilmAsync());

        Assert.All(
            luma,
            (value, i) =>
            {
                double mix = Math.Clamp((i - 16 + 0.5) / 8, 0, 1);
                double wanted = ((1 - mix) * Shade(10 + i)) + (mix * Shade(63 + i - 20));
                Assert.InRange(value, wanted - 2.5, wanted + 2.5);
            }
        );

        static double Shade(int frame) => 20 + (10 * (frame % 20));
    }

    [Fact]
    public async Task Dissolve_WithoutFootageInFrontOfTheNewShot_HoldsItsFirstPicture()
    {
        using Scene scene = new();
        string a = scene.Counter("a.mp4", "30", 40, "-crf", "4"),
            b = scene.Counter("b.mp4", "30", 40, "-crf", "4");
        scene.AddAtFrame(a, 20, 20);
        scene.AddAtFrame(b, 0, 20);
        Connect(scene, new ShotTransition(TransitionKind.Dissolve, 4));

        int[] luma = Measure.FrameLuma(await scene.FilmAsync());

        // The old shot ends with its source, at 210, and the new one begins with its source, at 20.
        Assert.InRange(luma[18], (0.875 * 200) + (0.125 * 20) - 3, (0.875 * 200) + (0.125 * 20) + 3);
        Assert.InRange(luma[19], (0.625 * 210) + (0.375 * 20) - 3, (0.625 * 210) + (0.375 * 20) + 3);
        Assert.InRange(luma[20], (0.375 * 210) + (0.625 * 20) - 3, (0.375 * 210) + (0.625 * 20) + 3);
    }

    [Theory]
    [InlineData(TransitionKind.FadeBlack, 16)]
    [InlineData(TransitionKind.FadeWhite, 235)]
    public async Task Fade_ReachesItsColourOnBothSidesOfTheCut(TransitionKind kind, int colour)
    {
        using Film film = new(new ShotTransition(kind, 10));

        int[] luma = Measure.FrameLuma(await film.MakeAsync());

        Assert.Equal((colour, colour), (luma[Cut - 1], luma[Cut]));
        Assert.InRange(luma[Cut - 6], 199, 201);
        Assert.InRange(luma[Cut + 5], 39, 41);
        Assert.All(
            Enumerable.Range(0, 6),
            j =>
            {
                Assert.InRange(luma[Cut - 6 + j], 200 + ((colour - 200) * j / 5.0) - 2, 200 + ((colour - 200) * j / 5.0) + 2);
                Assert.InRange(luma[Cut + j], colour + ((40 - colour) * j / 5.0) - 2, colour + ((40 - colour) * j / 5.0) + 2);
            }
        );
    }

    [Fact]
    public async Task Fades_AtTheEndsOfTheFilm_BeginAndEndBlack()
    {
        using Film film = new(null);
        film.Scene.Change(0, j => j with { Shot = j.Shot with { Entry = new(TransitionKind.FadeBlack, 8) } });
        film.Scene.Change(1, j => j with { Exit = new(TransitionKind.FadeBlack, 12) });

        int[] luma = Measure.FrameLuma(await film.MakeAsync());

        Assert.Equal((16, 16), (luma[0], luma[^1]));
        Assert.InRange(luma[4], 199, 201);
        Assert.InRange(luma[Cut - 1], 199, 201);
        Assert.InRange(luma[^7], 39, 41);
    }

    [Fact]
    public async Task Flash_IsWhiteOnTheCutsFrameAndLeavesTheOldShotAlone()
    {
        using Film film = new(new ShotTransition(TransitionKind.Flash, 12));

        int[] luma = Measure.FrameLuma(await film.MakeAsync());

        Assert.All(luma[..Cut], v => Assert.InRange(v, 199, 201));
        Assert.Equal(235, luma[Cut]);
        Assert.All(Enumerable.Range(Cut, 6), i => Assert.True(luma[i] > luma[i + 1]));
        Assert.All(luma[(Cut + 6)..], v => Assert.InRange(v, 39, 41));
    }

    [Theory]
    [InlineData(TransitionDirection.Left)]
    [InlineData(TransitionDirection.Right)]
    [InlineData(TransitionDirection.Up)]
    [InlineData(TransitionDirection.Down)]
    public async Task Wipe_EdgeStandsWhereItShouldInEveryFrame(TransitionDirection direction)
    {
        using Film film = new(new ShotTransition(TransitionKind.Wipe, 12, direction), new Canvas(320, 180));

        string path = await film.MakeAsync();

        for (int k = 0; k < 12; k++)
        {
            double t = (k + 0.5) / 12;
            byte[] picture = Measure.Picture(path, Cut - 6 + k);
            double seen = Enumerable.Range(0, 320 * 180).Average(i => (200 - Code(picture[3 * i])) / 160.0);
            Assert.InRange(seen, (t * t * (3 - (2 * t))) - 0.02, (t * t * (3 - (2 * t))) + 0.02);
            (int x, int y) = direction switch
            {
                TransitionDirection.Left => (319, 90),
                TransitionDirection.Right => (0, 90),
                TransitionDirection.Up => (160, 179),
                _ => (160, 0),
            };
            Assert.True(k < 2 || Code(picture[3 * ((y * 320) + x)]) < 60, $"frame {k}: the new shot comes in from the wrong side");
        }

        static double Code(byte rgb) => 16 + (rgb * 219 / 255.0);
    }

    [Theory]
    [InlineData(TransitionKind.Whip)]
    [InlineData(TransitionKind.Zoom)]
    public async Task MovingTransition_OnlyItsFramesChange_AndTheCutStays(TransitionKind kind)
    {
        using Scene scene = new() { Format = new(new FrameRate(30), new Canvas(320, 180), RenderProfile.Preview with { Crf = 8 }) };
        string a = Bars(scene, "a.mp4", "red"),
            b = Bars(scene, "b.mp4", "blue");
        scene.AddAtFrame(a, 10, Cut);
        scene.AddAtFrame(b, 10, Cut);
        byte[][] before = await PicturesAsync(scene);
        Connect(scene, new ShotTransition(kind, 8, TransitionDirection.Left));

        byte[][] after = await PicturesAsync(scene);

        Assert.Equal(2 * Cut, after.Length);
        double[] change = [.. after.Select((p, i) => Difference(p, before[i]))];
        Assert.All(change.Select((c, i) => (c, i)).Where(x => x.i is < Cut - 4 or >= Cut + 4), x => Assert.InRange(x.c, 0, 1.5));
        Assert.True(change[Cut - 1] > 8 && change[Cut] > 8, string.Join(' ', change.Select(c => $"{c:0.0}")));
        // Faster and faster to the cut, and slower and slower from there.
        Assert.True(change[Cut - 4] <= change[Cut - 1] && change[Cut + 3] <= change[Cut], string.Join(' ', change.Select(c => $"{c:0.0}")));
        // Each side still shows its own shot only.
        Assert.All(after[..Cut], p => Assert.True(Mean(p, 0) > Mean(p, 2) + 20));
        Assert.All(after[Cut..], p => Assert.True(Mean(p, 2) > Mean(p, 0) + 20));
    }

    [Fact]
    public async Task TransitionOnBothEnds_OfAShotJustLongEnough_KeepsItsLength()
    {
        using Film film = new(new ShotTransition(TransitionKind.FadeBlack, 20));
        film.Scene.Change(1, j => j with { Exit = new(TransitionKind.FadeBlack, 20) });

        IReadOnlyList<RenderedShot> shots = await film.Scene.RenderAsync();

        Assert.Equal([20, 20], shots.Select(s => (int)s.Frames));
        int[] luma = Measure.FrameLuma(shots[1].Path);
        Assert.Equal((16, 16), (luma[0], luma[^1]));
    }

    [Fact]
    public async Task Transitions_AtAnOddRate_JoinWithPlainShots()
    {
        FrameRate rate = Scene.Rate("30000/1001");
        using Scene scene = new() { Format = new(rate, new Canvas(64, 36), RenderProfile.Preview) };
        string source = scene.Counter("a.mp4", "30000/1001", 200, "-crf", "4");
        for (int i = 0; i < 4; i++)
        {
            scene.AddAtFrame(source, 20 + (40 * i), 15);
        }

        scene.Change(1, j => j with { Exit = new(TransitionKind.Dissolve, 6), After = Beside(scene.Jobs[2]) });
        scene.Change(2, j => j with { Shot = j.Shot with { Entry = new(TransitionKind.Dissolve, 6) }, Before = Beside(scene.Jobs[1]) });

        string path = await scene.FilmAsync();

        (double[] times, int[] keys) = Measure.Packets(path);
        Assert.Equal([0, 15, 30, 45], keys);
        Assert.All(times, (t, i) => Assert.InRange(t, rate.SecondsAt(i) - 1e-4, rate.SecondsAt(i) + 1e-4));
        Assert.Equal(60, Measure.FrameLuma(path).Length);
    }

    [Fact]
    public async Task Transitions_RenderedAgainWithOtherGroups_AreTheSameToTheByte()
    {
        using Film film = new(new ShotTransition(TransitionKind.Dissolve, 12));
        IReadOnlyList<RenderedShot> together = await film.Scene.RenderAsync(new() { Workers = 1, ShotsPerProcess = 4 });
        byte[][] first = [.. together.Select(s => File.ReadAllBytes(s.Path))];

        IReadOnlyList<RenderedShot> apart = await film.Scene.RenderAsync(
            new()
            {
                Workers = 2,
                ShotsPerProcess = 1,
                DecoderThreads = 2,
            }
        );

        Assert.All(apart, (s, i) => Assert.Equal(first[i], File.ReadAllBytes(s.Path)));
    }

    internal static void Connect(Scene scene, ShotTransition transition)
    {
        (ShotRequest a, ShotRequest b) = (scene.Jobs[0], scene.Jobs[1]);
        scene.Change(0, j => j with { Exit = transition, After = Beside(b) });
        scene.Change(1, j => j with { Shot = j.Shot with { Entry = transition }, Before = Beside(a) });
    }

    private static ShotNeighbour Beside(ShotRequest job) => new(job.SourcePath, job.Container, job.SourcePath, job.Video, job.Shot);

    private static string Bars(Scene scene, string name, string colour) =>
        scene.Source(
            name,
            "-f",
            "lavfi",
            "-i",
            $"color={colour}:size=320x180:rate=30:duration=2,drawgrid=w=40:h=40:t=6:c=white",
            "-pix_fmt",
            "yuv420p",
            "-crf",
            "8"
        );

    private static async Task<byte[][]> PicturesAsync(Scene scene)
    {
        string path = await scene.FilmAsync();
        return [.. Enumerable.Range(0, 2 * Cut).Select(i => Measure.Picture(path, i))];
    }

    private static double Difference(byte[] a, byte[] b) => a.Zip(b).Average(p => Math.Abs(p.First - p.Second));

    private static double Mean(byte[] picture, int channel) =>
        Enumerable.Range(0, picture.Length / 3).Average(i => picture[(3 * i) + channel]);

    // A bright shot of 20 frames and a dark one of 20.
    private sealed class Film : IDisposable
    {
        public Film(ShotTransition? transition, Canvas? canvas = null)
        {
            Scene = new() { Format = new(new FrameRate(30), canvas ?? new Canvas(64, 36), RenderProfile.Preview) };
            Scene.AddAtFrame(Flat("bright.mp4", 200), 10, Cut);
            Scene.AddAtFrame(Flat("dark.mp4", 40), 10, Cut);
            if (transition is not null)
            {
                Connect(Scene, transition);
            }
        }

        public Scene Scene { get; }

        public Task<string> MakeAsync() => Scene.FilmAsync();

        public void Dispose() => Scene.Dispose();

        private string Flat(string name, int luma) =>
            Scene.Source(
                name,
                "-f",
                "lavfi",
                "-i",
                $"color=gray:size={Scene.Format.Canvas}:rate=30:duration=2,geq=lum={luma}:cb=128:cr=128,"
                    + $"setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709",
                "-pix_fmt",
                "yuv420p",
                "-crf",
                "4"
            );
    }
}
