using System.Globalization;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Motion;

public sealed class CameraTests
{
    // Middle of the marker in the upright picture of 640x360.
    private const double MarkX = 380,
        MarkY = 150;

    public static TheoryData<string, int, int, string> Paths =>
        new()
        {
            // A slow push, a push away from the middle with ease, a pan in a tall canvas, a still tall cut, a still punch-in, a step, a
            // path beyond the edge.
            { "0:0.5:0.5:1:Linear 30:0.5:0.5:1.12:Linear", 320, 180, "preview" },
            { "0:0.5:0.5:1:Smooth 30:0.6:0.4:1.8:Smooth", 320, 180, "high" },
            { "0:0.5:0.5:1:Linear 30:0.68:0.5:1:Linear", 180, 320, "preview" },
            { "0:0.6:0.5:1:Linear", 180, 320, "preview" },
            { "0:0.6:0.45:1.5:Linear", 320, 180, "preview" },
            { "0:0.5:0.5:1:Hold 12:0.6:0.42:1.4:Hold", 320, 180, "preview" },
            { "0:1:1:1:Linear 20:0.5:0.4:1.5:Linear", 320, 180, "high" },
            { "0:0.55:0.4:1.2:Linear 30:0.6:0.45:2:Linear", 240, 240, "standard" },
        };

    [TableTheory(Every = 3)]
    [MemberData(nameof(Paths))]
    public async Task Camera_MarkedPicture_IsSeenWithinOnePixelOfThePath(string path, int width, int height, string profile)
    {
        using Scene scene = New(width, height, profile);
        scene.AddAtFrame(Marked(scene, "mark.mp4"), 5, 30);
        CameraKey[] keys = Parse(path);
        scene.Change(0, j => j with { Shot = j.Shot with { Camera = keys } });

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Expect(shots[0].Path, keys, width, height, 30, 1);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task Camera_OnATurnedSource_GoesThroughTheUprightPicture(int rotation)
    {
        using Scene scene = New(320, 180, "preview");
        string coded = scene.Source(
            "coded.mp4",
            "-i",
            Marked(scene, "mark.mp4"),
            "-vf",
            rotation switch
            {
                90 => "transpose=cclock",
                180 => "hflip,vflip",
                _ => "transpose=clock",
            },
            "-crf",
            "4"
        );
        scene.AddAtFrame(coded, 5, 30);
        CameraKey[] keys = Parse("0:0.5:0.5:1:Linear 30:0.62:0.42:1.5:Linear");
        scene.Change(0, j => j with { Video = j.Video with { Rotation = rotation }, Shot = j.Shot with { Camera = keys } });

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Expect(shots[0].Path, keys, 320, 180, 30, 1);
    }

    [Fact]
    public async Task Camera_OnPixelsThatAreNotSquare_IsRight()
    {
        using Scene scene = New(320, 180, "preview");
        string narrow = scene.Source("narrow.mp4", "-i", Marked(scene, "mark.mp4"), "-vf", "scale=480:360,setsar=4/3", "-crf", "4");
        scene.AddAtFrame(narrow, 5, 30);
        CameraKey[] keys = Parse("0:0.6:0.42:1.3:Linear 30:0.55:0.45:1.1:Linear");
        scene.Change(0, j => j with { Shot = j.Shot with { Camera = keys } });

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Expect(shots[0].Path, keys, 320, 180, 30, 1);
    }

    [Theory]
    [InlineData(75)]
    [InlineData(400)]
    public async Task Camera_LongPath_IsFollowed(int count)
    {
        using Scene scene = New(180, 320, "preview");
        scene.AddAtFrame(Marked(scene, "mark.mp4"), 0, 75);
        // As a tracker gives it: every frame a little elsewhere.
        CameraKey[] keys =
        [
            .. Enumerable.Range(0, count).Select(k => new CameraKey(k, 0.55 + (0.1 * Math.Sin(k / 9.0)) + (0.002 * (k % 3)), 0.5)),
        ];
        scene.Change(0, j => j with { Shot = j.Shot with { Camera = keys } });

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Expect(shots[0].Path, keys, 180, 320, 75, 2.2);
    }

    [Theory]
    [InlineData(15, 6)]
    [InlineData(2, 120)]
    public async Task Camera_OnASpline_IsFollowedBetweenItsKeys(int step, int count)
    {
        using Scene scene = New(180, 320, "preview");
        scene.AddAtFrame(Marked(scene, "mark.mp4"), 0, 75);
        CameraKey[] keys =
        [
            .. Enumerable
                .Range(0, count)
                .Select(k => new CameraKey(k * step, 0.55 + (0.1 * Math.Sin(k * step / 7.0)), 0.5, 1, CameraEase.Spline)),
        ];
        scene.Change(0, j => j with { Shot = j.Shot with { Camera = keys } });

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Expect(shots[0].Path, keys, 180, 320, 75, 1);
        // Straight lines between keys that far apart lie elsewhere, so this can tell.
        CameraKey[] straight = [.. keys.Select(k => k with { Ease = CameraEase.Linear })];
        Assert.Equal(step > 2, Enumerable.Range(0, 75).Any(k => Math.Abs(Path(keys, k, 180, 320).X - Path(straight, k, 180, 320).X) > 3));
    }

    [Fact]
    public async Task Camera_SlowPush_MovesEvenlyWithoutJumps()
    {
        using Scene scene = New(640, 360, "high");
        scene.AddAtFrame(Marked(scene, "mark.mp4"), 0, 60);
        scene.Change(0, j => j with { Shot = j.Shot with { Camera = [new(0, 0.3, 0.5), new(60, 0.3, 0.5, 1.05)] } });

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        double[] x = [.. Enumerable.Range(0, 60).Select(k => Find(Measure.Picture(shots[0].Path, k), 640, 360).X)];
        double step = (x[^1] - x[0]) / 59;
        // A twentieth of a pixel for each frame: a filter that moves by whole pixels would stand and jump.
        Assert.All(Enumerable.Range(0, 50), k => Assert.InRange(x[k + 10] - x[k], (10 * step) - 0.3, (10 * step) + 0.3));
    }

    [Fact]
    public async Task Camera_OnAShapeThatWouldBePadded_FillsTheCanvas()
    {
        using Scene scene = New(180, 320, "preview");
        string white = scene.Source("white.mp4", "-f", "lavfi", "-i", "color=white:size=640x360:rate=30:duration=1", "-pix_fmt", "yuv420p");
        scene.AddAtFrame(white, 0, 10);
        scene.Change(0, j => j with { Shot = j.Shot with { Camera = [new(0, 0, 0, 1), new(9, 1, 1, 1.3)] } });

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Assert.All(Enumerable.Range(0, 10), k => Assert.True(Measure.Picture(shots[0].Path, k).Min() > 240));
    }

    [Fact]
    public async Task Camera_WithADissolve_GoesOnMovingOverTheCut()
    {
        using Scene scene = New(320, 180, "preview");
        string source = Marked(scene, "mark.mp4"),
            black = scene.Source("black.mp4", "-f", "lavfi", "-i", "color=black:size=640x360:rate=30:duration=2", "-pix_fmt", "yuv420p");
        scene.AddAtFrame(source, 5, 20);
        scene.AddAtFrame(black, 5, 20);
        CameraKey[] keys = [new(0, 0.5, 0.5), new(30, 0.6, 0.42, 1.6)];
        scene.Change(0, j => j with { Shot = j.Shot with { Camera = keys } });
        Transitions.TransitionTests.Connect(scene, new ShotTransition(TransitionKind.Dissolve, 8));

        string film = await scene.FilmAsync();

        Expect(film, keys, 320, 180, 22, 1);
    }

    private static Scene New(int width, int height, string profile) =>
        new() { Format = new(new FrameRate(30), new Canvas(width, height), RenderProfile.ByName(profile)! with { Crf = 6 }) };

    private static string Marked(Scene scene, string name) =>
        scene.Source(
            name,
            "-f",
            "lavfi",
            "-i",
            string.Create(
                CultureInfo.InvariantCulture,
                $"color=black:size=640x360:rate=30:duration=3,drawbox=x={MarkX - 10}:y={MarkY - 10}:w=20:h=20:t=fill:color=white"
            ),
            "-pix_fmt",
            "yuv420p",
            "-crf",
            "4"
        );

    private static void Expect(string file, CameraKey[] keys, int width, int height, int frames, double tolerance)
    {
        for (int k = 0; k < frames; k++)
        {
            (double x, double y) = Path(keys, k, width, height);
            (double seenX, double seenY) = Find(Measure.Picture(file, k), width, height);
            Assert.True(
                Math.Abs(seenX - x) <= tolerance && Math.Abs(seenY - y) <= tolerance,
                $"frame {k}: ({seenX:0.00}, {seenY:0.00}) in place of ({x:0.00}, {y:0.00})"
            );
        }
    }

    // Where the marker should be, from the definition of the keys alone.
    private static (double X, double Y) Path(CameraKey[] keys, int frame, int width, int height)
    {
        (double cx, double cy, double zoom) = At(keys, frame);
        double shape = (double)width / height;
        (double viewWidth, double viewHeight) = shape < 640.0 / 360 ? (360 * shape / zoom, 360 / zoom) : (640 / zoom, 640 / shape / zoom);
        double left = Math.Clamp((cx * 640) - (viewWidth / 2), 0, 640 - viewWidth),
            top = Math.Clamp((cy * 360) - (viewHeight / 2), 0, 360 - viewHeight);
        return ((MarkX - left) * width / viewWidth, (MarkY - top) * height / viewHeight);
    }

    private static (double X, double Y, double Zoom) At(CameraKey[] keys, int frame)
    {
        if (keys[0].Ease == CameraEase.Spline)
        {
            return CameraPath.At(CameraPath.Pieces(keys), frame);
        }

        int i = Array.FindLastIndex(keys, k => k.Frame <= frame);
        if (i == keys.Length - 1 || keys[i].Ease == CameraEase.Hold)
        {
            return (keys[i].X, keys[i].Y, keys[i].Zoom);
        }

        (CameraKey a, CameraKey b) = (keys[i], keys[i + 1]);
        double t = (double)(frame - a.Frame) / (b.Frame - a.Frame);
        t = a.Ease == CameraEase.Smooth ? t * t * (3 - (2 * t)) : t;
        return (a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)), a.Zoom + (t * (b.Zoom - a.Zoom)));
    }

    private static (double X, double Y) Find(byte[] rgb, int width, int height)
    {
        double sum = 0,
            sumX = 0,
            sumY = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double weight = Math.Max(0, rgb[3 * ((y * width) + x)] - 30.0);
                (sum, sumX, sumY) = (sum + weight, sumX + (weight * (x + 0.5)), sumY + (weight * (y + 0.5)));
            }
        }

        return (sumX / sum, sumY / sum);
    }

    private static CameraKey[] Parse(string path) =>
        [
            .. path.Split(' ')
                .Select(p => p.Split(':'))
                .Select(p => new CameraKey(long.Parse(p[0], null), N(p[1]), N(p[2]), N(p[3]), Enum.Parse<CameraEase>(p[4]))),
        ];

    private static double N(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
