using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Checking;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Motion;

public sealed class PhotographTests
{
    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("photo.png")]
    [InlineData("photo.webp")]
    [InlineData("a: photo's [1], 100%d.jpg")]
    public async Task Render_APhotograph_LastsAsLongAsAskedAndJoinsWithClips(string name)
    {
        using Scene scene = New();
        string clip = scene.Source("clip.mp4", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30:duration=2", "-pix_fmt", "yuv420p");
        string photo = Picture(scene, name);
        scene.AddAtFrame(clip, 5, 10);
        AddStill(scene, photo, 45);
        scene.AddAtFrame(clip, 25, 10);

        string film = await scene.FilmAsync();

        Assert.Equal([0, 10, 55], Measure.Packets(film).KeyFrames);
        (int R, int G, int B)[] left = Measure.FrameColors(film, "crop=iw/8:ih:0:0,"),
            right = Measure.FrameColors(film, "crop=iw/8:ih:iw-ow:0,");
        Assert.Equal(65, left.Length);
        Assert.All(
            Enumerable.Range(10, 45),
            i => Assert.True(left[i].R > 200 && left[i].B < 60 && right[i].B > 200 && right[i].R < 60, $"frame {i}: {left[i]} {right[i]}")
        );
    }

    [Theory]
    [InlineData("1600x900")]
    [InlineData("900x1600")]
    public async Task Render_APhotographWithoutCamera_StandsStillAndIsWhole(string size)
    {
        using Scene scene = New();
        string slopes = $"color=size={size},format=gbrp,geq=r='255*X/W':g='255*Y/H':b=90";
        AddStill(scene, scene.Source("photo.png", "-f", "lavfi", "-i", slopes, "-frames:v", "1"), 45);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        byte[] first = Measure.Picture(shots[0].Path, 0),
            last = Measure.Picture(shots[0].Path, 44);
        Assert.True(first.Zip(last).Average(p => Math.Abs(p.First - p.Second)) < 2);
        // The picture scaled to the canvas's height, compared where it lies.
        (int width, int left) = size == "1600x900" ? (320, 0) : (102, 108);
        string whole = scene.Source(
            "whole.png",
            "-i",
            scene.Jobs[0].SourcePath,
            "-vf",
            $"scale={width}:180:out_color_matrix=bt709,format=yuv444p,pad=320:180:{left}:0",
            "-colorspace",
            "bt709",
            "-c:v",
            "ffv1",
            "-f",
            "matroska"
        );
        byte[] expected = Measure.Picture(whole, 0);
        double off = Enumerable
            .Range(0, first.Length)
            .Where(i => i / 3 % 320 >= left + 3 && i / 3 % 320 < left + width - 3)
            .Average(i => (double)Math.Abs(first[i] - expected[i]));
        Assert.InRange(off, 0, 12);
    }

    [Theory]
    [InlineData(3, 180)]
    [InlineData(6, 90)]
    [InlineData(8, 270)]
    public async Task Render_APhotographHeldSideways_IsUpright(int orientation, int rotation)
    {
        using Scene scene = New();
        // Red is left when upright.
        string stored = scene.Source(
            "stored.jpg",
            "-i",
            Picture(scene, "upright.png"),
            "-vf",
            orientation switch
            {
                3 => "hflip,vflip",
                6 => "transpose=cclock",
                _ => "transpose=clock",
            },
            "-q:v",
            "2"
        );
        byte[] jpeg = await File.ReadAllBytesAsync(stored, TestContext.Current.CancellationToken);
        string photo = scene.Folder.File("photo.jpg");
        await File.WriteAllBytesAsync(photo, [0xFF, 0xD8, .. Exif(orientation), .. jpeg[2..]], TestContext.Current.CancellationToken);

        MediaInfo info = scene.Probe(photo);
        Assert.True(info.IsStill);
        Assert.Equal((rotation, null), (info.MainVideo!.Rotation, info.MainVideo.AverageRate));
        AddStill(scene, photo, 5);
        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        byte[] picture = Measure.Picture(shots[0].Path, 2);
        Assert.True(picture[3 * ((90 * 320) + 20)] > 200 && picture[(3 * ((90 * 320) + 300)) + 2] > 200);
    }

    [Fact]
    public async Task Render_APhotographInADissolve_IsMixedEvenly()
    {
        using Scene scene = New();
        string dark = scene.Source("dark.mp4", "-f", "lavfi", "-i", "color=black:size=640x360:rate=30:duration=2", "-pix_fmt", "yuv420p");
        AddStill(scene, scene.Source("white.png", "-f", "lavfi", "-i", "color=white:size=1280x720", "-frames:v", "1"), 20);
        scene.AddAtFrame(dark, 5, 20);
        Transitions.TransitionTests.Connect(scene, new ShotTransition(TransitionKind.Dissolve, 10));
        scene.Change(1, j => j with { Before = j.Before! with { IsStill = true } });

        int[] luma = Measure.FrameLuma(await scene.FilmAsync());

        Assert.All(
            luma,
            (value, i) =>
                Assert.InRange(
                    value,
                    235 - (219 * Math.Clamp((i - 15 + 0.5) / 10, 0, 1)) - 3,
                    235 - (219 * Math.Clamp((i - 15 + 0.5) / 10, 0, 1)) + 3
                )
        );
    }

    [Theory]
    [InlineData("photo.jpg", "jpeg_pipe")]
    [InlineData("photo.png", "png_pipe")]
    [InlineData("photo.webp", "webp_pipe")]
    [InlineData("film.mp4", null)]
    public void FormatOf_ByTheFirstBytes(string name, string? format)
    {
        using Scene scene = New();
        string path = format is null ? scene.Counter(name, "30", 3) : Picture(scene, name);
        string renamed = scene.Folder.File("renamed");
        File.Copy(path, renamed);

        Assert.Equal(format, StillPicture.FormatOf(renamed));
    }

    [Fact]
    public void Expectation_OfStillsAndFreezes_LetsThemStand()
    {
        Timeline timeline = new()
        {
            Rate = new FrameRate(30),
            Frames = 120,
            Aspect = new Rational(16, 9),
            Style = "x",
            Seed = 1,
            Sources =
            [
                new()
                {
                    Id = "p",
                    Path = "/p.jpg",
                    Fingerprint = "a",
                    VideoStream = 0,
                    AvailableStart = new(0, new(1, 25)),
                    AvailableEnd = new(375, new(1, 25)),
                    Still = true,
                },
            ],
            Shots =
            [
                new()
                {
                    Record = new(0, 60),
                    Source = "p",
                    In = new(0, new(1, 25)),
                },
                new()
                {
                    Record = new(60, 120),
                    Source = "c",
                    In = new(0, new(1, 25)),
                    Ramp = [new(0, 1), new(20, 0), new(40, 0), new(40, 1)],
                    Entry = new(TransitionKind.FadeBlack, 10),
                },
            ],
        };

        OutputExpectation expected = OutputExpectation.For(timeline, hasAudio: false);

        Assert.Equal([new FrameRange(0, 60), new FrameRange(80, 100)], expected.Standing);
        Assert.Equal([60L], expected.BlackStarts);
    }

    private static Scene New() => new() { Format = new(new FrameRate(30), new Canvas(320, 180), RenderProfile.Preview) };

    private static string Picture(Scene scene, string name) =>
        scene.Source(
            name,
            [
                "-f",
                "lavfi",
                "-i",
                "color=red:size=1600x900,drawbox=x=800:y=0:w=800:h=900:t=fill:color=blue",
                "-frames:v",
                "1",
                .. name.EndsWith("jpg", StringComparison.Ordinal) ? ["-update", "1"] : Array.Empty<string>(),
            ]
        );

    private static void AddStill(Scene scene, string path, int frames)
    {
        ShotRequest job = scene.Add(path, 0, frames);
        scene.Change(job.Index, j => j with { IsStill = true });
    }

    private static byte[] Exif(int orientation)
    {
        byte[] tiff = [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        return [0xFF, 0xE1, 0, (byte)(tiff.Length + 8), (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0, .. tiff];
    }
}
