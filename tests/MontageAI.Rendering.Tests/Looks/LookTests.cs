using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Looks;

public sealed class LookTests
{
    [Fact]
    public async Task Look_Neutral_GivesTheSameBytesAsNone()
    {
        using Scene scene = New("preview");
        Add(scene, 120);
        byte[] none = await File.ReadAllBytesAsync((await scene.RenderAsync())[0].Path, TestContext.Current.CancellationToken);
        string recipe = ShotRecipe.Of(scene.Jobs[0], scene.Format, "a");
        scene.Change(
            0,
            j =>
                j with
                {
                    Look = new PictureLook { Name = "nothing" },
                    Shot = j.Shot with { Correction = new ShotCorrection { Reason = "nothing to do" } },
                }
        );

        byte[] neutral = await File.ReadAllBytesAsync((await scene.RenderAsync())[0].Path, TestContext.Current.CancellationToken);

        Assert.Equal(none, neutral);
        Assert.Equal(recipe, ShotRecipe.Of(scene.Jobs[0], scene.Format, "a"));
    }

    [Fact]
    public async Task Look_OneStopMore_DoublesTheLightOfAGreyPatch()
    {
        using Scene scene = New("preview");
        Add(scene, 110);

        (int R, int G, int B) before = (await ColourAsync(scene)).First(),
            after = (await ColourAsync(scene, new PictureLook { Exposure = 1 })).First();

        Assert.InRange(Math.Pow((double)after.G / before.G, 2.4), 1.93, 2.07);
        Assert.InRange(after.R - after.B, -2, 2);
    }

    [Fact]
    public async Task Look_WarmAndCold_MoveRedAndBlueApart()
    {
        using Scene scene = New("preview");
        Add(scene, 128);

        (int R, int G, int B) warm = (await ColourAsync(scene, new PictureLook { Temperature = 0.7 })).First(),
            cold = (await ColourAsync(scene, new PictureLook { Temperature = -0.7 })).First();

        Assert.True(warm.R > 135 && warm.B < 112, warm.ToString());
        Assert.True(cold.B > 135 && cold.R < 118, cold.ToString());
    }

    [Fact]
    public async Task Look_IdentityTable_ChangesNothingVisible()
    {
        using Scene scene = New("high");
        string bars = scene.Source(
            "bars.mp4",
            "-f",
            "lavfi",
            "-i",
            "colorchart=patch_size=64x64,fps=30,trim=end_frame=10,scale=320:180:flags=neighbor:out_color_matrix=bt709:out_range=tv,"
                + "format=yuv420p,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709",
            "-pix_fmt",
            "yuv420p",
            "-crf",
            "2"
        );
        scene.AddAtFrame(bars, 0, 5);
        byte[] before = Measure.Picture((await scene.RenderAsync())[0].Path, 2);
        string cube = scene.Folder.File("identity.cube");
        await File.WriteAllTextAsync(
            cube,
            "LUT_3D_SIZE 2\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"{i & 1} {(i >> 1) & 1} {i >> 2}\n")),
            TestContext.Current.CancellationToken
        );
        scene.Change(
            0,
            j =>
                j with
                {
                    Look = new PictureLook { Lut = cube, LutStrength = 1 },
                }
        );

        byte[] after = Measure.Picture((await scene.RenderAsync())[0].Path, 2);

        // At the edges between patches chroma is interpolated anew; within them a code value is the most.
        double[] off = [.. before.Zip(after).Select(p => (double)Math.Abs(p.First - p.Second)).Order()];
        Assert.InRange(off[(int)(off.Length * 0.6)], 0, 1);
        Assert.InRange(off.Average(), 0, 1);
    }

    [Fact]
    public async Task Correction_TwoExposuresOfOneScene_ComeTogether()
    {
        using Scene scene = New("preview");
        AddCoded(scene, 16 + 105, 128 - 9, 128 + 12);
        AddCoded(scene, 16 + 70, 128 - 6, 128 + 8);
        (int R, int G, int B)[] before = await ColourAsync(scene);
        double stops = 2.4 * Math.Log2((double)before[0].G / before[1].G);
        scene.Change(1, j => j with { Shot = j.Shot with { Correction = new ShotCorrection { Exposure = stops } } });

        (int R, int G, int B)[] after = await ColourAsync(scene);

        Assert.Equal(before[0], after[0]);
        Assert.True(Math.Abs(before[0].G - before[1].G) > 35);
        Assert.True(
            Math.Abs(after[0].R - after[1].R) <= 3 && Math.Abs(after[0].G - after[1].G) <= 2 && Math.Abs(after[0].B - after[1].B) <= 3,
            $"{before[0]} {before[1]} became {after[0]} {after[1]}"
        );
    }

    [Fact]
    public async Task Vignette_DarkensTheCornersAndNotTheMiddle()
    {
        using Scene scene = New("preview");
        Add(scene, 180);
        scene.Change(0, j => j with { Look = new PictureLook { Vignette = 0.6 } });

        byte[] picture = Measure.Picture((await scene.RenderAsync())[0].Path, 2);

        Assert.InRange(picture[3 * ((90 * 320) + 160)], 174, 184);
        Assert.All(new[] { 0, 319, 179 * 320, (180 * 320) - 1 }, i => Assert.InRange(picture[3 * i], 40, 125));
    }

    [Theory]
    [InlineData("preview", false)]
    [InlineData("standard", false)]
    [InlineData("high", true)]
    public async Task Grain_OnlyWhereTheProfileDoesIt_LivesAndIsTheSameAgain(string profile, bool grainy)
    {
        using Scene scene = New(profile);
        Add(scene, 128);
        scene.Change(0, j => j with { Look = new PictureLook { Grain = 0.8 } });
        string path = (await scene.RenderAsync())[0].Path;
        byte[] first = Measure.Picture(path, 1),
            second = Measure.Picture(path, 3),
            file = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        await scene.RenderAsync();

        Assert.Equal(file, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        double moves = first.Zip(second).Average(p => Math.Abs(p.First - p.Second));
        Assert.True(grainy ? moves > 2 : moves < 0.5, $"{moves:0.00}");
    }

    [Fact]
    public async Task Stabilise_AShakenPicture_StandsStiller()
    {
        using Scene scene = New("standard");
        // A picture with much to hold on to, shaken by up to 9 pixels.
        string shaken = scene.Source(
            "shaken.mp4",
            "-f",
            "lavfi",
            "-i",
            "cellauto=rule=30:s=200x200:r=30:full=1:seed=7,trim=end_frame=1",
            "-vf",
            "loop=loop=89:size=1,setpts=N/30/TB,fps=30,format=gray,scale=800:800:flags=neighbor,gblur=sigma=1.5,"
                + "crop=640:360:80+7*sin(n*1.9)+2*sin(n*0.7):200+6*sin(n*2.3+1),scale=320:180,format=yuv420p",
            "-crf",
            "6"
        );
        scene.AddAtFrame(shaken, 5, 60);
        double before = Shake(scene, (await scene.RenderAsync())[0].Path);
        scene.Change(0, j => j with { Shot = j.Shot with { Correction = new ShotCorrection { Stabilise = 1 } } });

        IReadOnlyList<RenderedShot> steadied = await scene.RenderAsync();

        double after = Shake(scene, steadied[0].Path);
        Assert.Equal(60, steadied[0].Frames);
        Assert.True(after < 0.5 * before, $"{before:0.00} to {after:0.00}");
        Assert.DoesNotContain(Directory.GetFiles(scene.Folder.Path), f => f.EndsWith(".trf", StringComparison.Ordinal));

        FilmFormat preview = scene.Format with { Profile = RenderProfile.Preview };
        Assert.DoesNotContain("stab", ShotRecipe.Of(scene.Jobs[0], preview, "a"), StringComparison.Ordinal);
        Assert.Contains(
            "deshake",
            ShotRecipe.Of(scene.Jobs[0], scene.Format with { Steadying = SteadyingTool.Deshake }, "a"),
            StringComparison.Ordinal
        );
    }

    // Mean change of the middle of the picture from one frame to the next.
    private static double Shake(Scene scene, string path)
    {
        byte[][] pictures = [.. Enumerable.Range(20, 20).Select(i => Measure.Picture(path, i))];
        return pictures
            .Zip(pictures.Skip(1))
            .Average(p =>
                Enumerable
                    .Range(60, 60)
                    .Average(y =>
                        Enumerable.Range(80, 160).Average(x => Math.Abs(p.First[3 * ((y * 320) + x)] - p.Second[3 * ((y * 320) + x)]))
                    )
            );
    }

    private static Scene New(string profile) =>
        new() { Format = new(new FrameRate(30), new Canvas(320, 180), RenderProfile.ByName(profile)! with { Crf = 6 }) };

    // A grey of a screen's brightness 0 to 255.
    private static void Add(Scene scene, int grey) => AddCoded(scene, 16 + (int)Math.Round(219 * grey / 255.0), 128, 128);

    private static void AddCoded(Scene scene, int y, int cb, int cr) =>
        scene.AddAtFrame(
            scene.Source(
                $"flat{scene.Jobs.Count}.mp4",
                "-f",
                "lavfi",
                "-i",
                $"color=gray:size=320x180:rate=30:duration=1,format=yuv420p,geq=lum={y}:cb={cb}:cr={cr},"
                    + $"setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709",
                "-pix_fmt",
                "yuv420p",
                "-crf",
                "2"
            ),
            0,
            6
        );

    private static async Task<(int R, int G, int B)[]> ColourAsync(Scene scene, PictureLook? look = null)
    {
        if (look is not null)
        {
            scene.Change(0, j => j with { Look = look });
        }

        return [.. (await scene.RenderAsync()).Select(s => Measure.FrameColors(s.Path)[2])];
    }
}
