using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Proxies;

/// <summary>Shots drawn from proxies beside the same shots drawn from their sources.</summary>
public sealed class ProxiedShotTests
{
    private static readonly PictureLook s_warm = new()
    {
        Temperature = 0.3,
        Contrast = 0.2,
        Saturation = -0.3,
        Vignette = 0.3,
    };

    [TableTheory]
    [InlineData("30", "30")]
    [InlineData("24000/1001", "30")]
    [InlineData("60", "30000/1001")]
    [InlineData("25", "24")]
    public async Task Render_AnyRateAndSpeedWithALook_ShowsTheSameFrames(string sourceRate, string rate)
    {
        using Scene scene = new() { Format = Look(rate) };
        string source = scene.Counter("count.mp4", sourceRate, 200, "-crf", "4", "-bf", "2", "-g", "50");
        double frame = 1 / Scene.Rate(sourceRate).Value;
        foreach ((int at, Rational speed) in new[] { (0, new(1)), (51, new(1)), (77, new(1, 2)), (20, new Rational(2)) })
        {
            Styled(scene, scene.Add(source, Ticks(scene, source, at * frame), 24, speed));
        }

        await AssertSameAsync(scene, [source]);
    }

    [Fact]
    public async Task Render_VariableRateThatStartsLate_ShowsTheSameFrames()
    {
        using Scene scene = new() { Format = Look("30") };
        string source = scene.Source(
            "odd.mkv",
            "-f",
            "lavfi",
            "-i",
            "color=gray:size=64x36:rate=30,geq=lum='20+10*mod(N,20)':cb=128:cr=128,"
                + "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709,select='mod(n,3)+lt(n,60)',setpts=PTS+0.7/TB",
            "-frames:v",
            "110",
            "-pix_fmt",
            "yuv420p",
            "-fps_mode",
            "passthrough",
            "-bf",
            "2",
            "-g",
            "40",
            "-crf",
            "4"
        );
        double[] times = Measure.FrameTimes(source, 1 / 30.0);
        foreach (int start in (int[])[0, 39, 58, 63, 84])
        {
            Styled(scene, scene.Add(source, Ticks(scene, source, times[start]), 20));
        }

        await AssertSameAsync(scene, [source]);
    }

    [Fact]
    public async Task Render_RampsFreezesAndTransitions_ShowTheSameFrames()
    {
        using Scene scene = new() { Format = Look("30") };
        string first = scene.Counter("a.mp4", "24000/1001", 200, "-crf", "4"),
            second = scene.Counter("b.mp4", "30", 200, "-crf", "4");
        ShotTransition dissolve = new(TransitionKind.Dissolve, 12),
            whip = new(TransitionKind.Whip, 8);
        ShotRequest a = Styled(scene, scene.Add(first, Ticks(scene, first, 2), 40));
        ShotRequest b = Styled(scene, scene.Add(second, Ticks(scene, second, 3), 40));
        ShotRequest c = Styled(scene, scene.Add(first, Ticks(scene, first, 1), 40));
        a = scene.Change(0, j => j with { Shot = j.Shot with { Ramp = [new(0, 0.5), new(12, 2), new(25, 1)] } });
        b = scene.Change(1, j => j with { Shot = j.Shot with { Ramp = [new(0, 1), new(20, 1.5), new(30, 0)], Entry = dissolve } });
        c = scene.Change(2, j => j with { Shot = j.Shot with { Entry = whip } });
        scene.Change(0, j => j with { Exit = dissolve, After = Beside(b, second) });
        scene.Change(1, j => j with { Before = Beside(a, first), Exit = whip });

        await AssertSameAsync(scene, [first, second]);
    }

    [Theory]
    [InlineData("160x90", 0.5, 0.5, true)]
    [InlineData("160x120", 0.5, 0.4, true)]
    [InlineData("240x90", 0.5, 0.5, true)]
    [InlineData("240x90", 0.1, 0.5, false)]
    public async Task Render_CameraPath_SeesTheSameOrIsLeftToTheSource(string size, double x, double y, bool seen)
    {
        using Scene scene = new() { Format = new(new FrameRate(25), new Canvas(160, 90), RenderProfile.Preview, PictureFit.Fill) };
        string source = scene.Source(
            "shapes.mp4",
            "-f",
            "lavfi",
            "-i",
            $"testsrc2=size={size}:rate=25,format=yuv420p",
            "-frames:v",
            "60",
            "-crf",
            "4"
        );
        scene.AddAtFrame(source, 5, 25);
        scene.Change(0, j => j with { Shot = j.Shot with { Camera = [new(0, x, y, 1.6), new(24, 0.5, 0.5, 2.2)] } });
        Dictionary<string, ProxyIndex> proxies = await ProxiesAsync(scene, [source]);

        (ShotRequest Job, IReadOnlyList<string> Files)? built = await Proxied(scene, proxies)
            .TryBuildAsync(scene.Jobs[0], source, scene.Folder.File("small.mp4"), CancellationToken.None);

        Assert.Equal(seen, built is not null);
        if (built is { } job)
        {
            await scene.RenderAsync();
            await RenderAsync(scene, [job.Job]);
            // Drawn from a picture that was scaled and encoded once more: finer detail is gone, places are the same.
            Assert.InRange(Mean(scene.Jobs[0].OutputPath, job.Job.OutputPath, scene.Format.Canvas).Max(), 0, 9);
        }
    }

    [Fact]
    public async Task Draft_AnySpeedAndRamp_IsTheFrameThatIsRendered()
    {
        using Scene scene = new() { Format = Look("30") };
        string source = scene.Counter("count.mp4", "24000/1001", 200, "-crf", "4");
        SpeedPoint[][] ramps =
        [
            [new(0, 0.5), new(20, 2)],
            [new(0, 1), new(10, 1), new(10, 0)],
            [new(0, 3), new(15, 0.25), new(25, 1)],
            [new(5, 0.1), new(5, 4), new(20, 1)],
        ];
        foreach (SpeedPoint[] ramp in ramps)
        {
            scene.Add(source, Ticks(scene, source, 1), 30);
            scene.Change(scene.Jobs.Count - 1, j => j with { Shot = j.Shot with { Ramp = ramp } });
        }

        Dictionary<string, ProxyIndex> proxies = await ProxiesAsync(scene, [source]);
        await scene.RenderAsync();

        byte[][] pictures = ProxyScene.Luma(proxies[source].Path, 64, 36);
        foreach (ShotRequest job in scene.Jobs)
        {
            IReadOnlyList<int>? draft = proxies[source].PickDraft(job, scene.Format.Rate);
            Assert.NotNull(draft);
            byte[][] shown = ProxyScene.Luma(job.OutputPath, 64, 36);
            Assert.Equal(shown.Length, draft.Count);
            Assert.All(draft, (sample, k) => Assert.InRange(Math.Abs(shown[k].Average(v => v) - pictures[sample].Average(v => v)), 0, 3));
        }
    }

    [Fact]
    public async Task Draft_Photograph_IsItsPictureThroughout()
    {
        using Scene scene = new() { Format = Look("30") };
        string source = scene.Source("photo.jpg", "-f", "lavfi", "-i", "testsrc2=size=320x240", "-frames:v", "1", "-q:v", "2");
        scene.Add(source, 0, 20);
        scene.Change(0, j => j with { IsStill = true, Look = s_warm });
        Dictionary<string, ProxyIndex> proxies = await ProxiesAsync(scene, [source]);

        Assert.Equal(Enumerable.Repeat(0, 20), proxies[source].PickDraft(scene.Jobs[0], scene.Format.Rate)!);
        await AssertSameAsync(scene, [source], most: 9);
        // Pictures of both join, so that one can stand beside the other.
        Assert.Equal(await ProxyScene.SetupAsync(scene.Jobs[0].OutputPath), await ProxyScene.SetupAsync(proxies[source].Path));
    }

    [TableTheory(NeedsMedia = true)]
    [InlineData("video/cat_phone_vfr.mp4")]
    [InlineData("video/arm_wrestling_28fps.mp4")]
    [InlineData("video/test_makeup_mpeg4.avi")]
    [InlineData("video/dog_bed_720p_rot90.mp4")]
    [InlineData("video/tears_of_steel_battle.webm")]
    public async Task Render_RealClips_LookLikeTheSource(string name)
    {
        string source = TestMedia.File(name);
        using Scene scene = new() { Format = new(new FrameRate(30), new Canvas(640, 360), RenderProfile.Preview) };
        Dictionary<string, ProxyIndex> proxies = await ProxiesAsync(scene, [source]);
        foreach (double at in (double[])[0.1, 0.6])
        {
            Styled(scene, scene.Add(source, proxies[source].TimeOf((int)(at * proxies[source].Count)).Ticks, 20));
        }

        await AssertSameAsync(scene, [source], most: 8, proxies);
    }

    [Fact]
    public void Recipe_FromProxies_IsNeverThatOfTheSource()
    {
        using Scene scene = new() { Format = Look("30") };
        string source = scene.Counter("count.mp4", "30", 40);
        ShotRequest job = Styled(scene, scene.AddAtFrame(source, 3, 10));
        ProxiedShot proxied = Proxied(scene, []);

        Assert.NotEqual(ShotRecipe.Of(job, scene.Format, "f"), proxied.Recipe(job, "f"));
        Assert.NotEqual(proxied.Recipe(job, "f"), proxied.Recipe(job, "g"));
        Assert.NotEqual(proxied.Recipe(job, "f"), proxied.Recipe(job with { Look = null }, "f"));
    }

    private static FilmFormat Look(string rate) => new(Scene.Rate(rate), new Canvas(64, 36), RenderProfile.Preview);

    private static long Ticks(Scene scene, string source, double seconds) =>
        MediaTime.FromSeconds(seconds, scene.Probe(source).MainVideo!.TimeBase).Ticks;

    private static ShotRequest Styled(Scene scene, ShotRequest job) => scene.Change(job.Index, j => j with { Look = s_warm });

    private static ShotNeighbour Beside(ShotRequest job, string fingerprint) =>
        new(job.SourcePath, job.Container, fingerprint, job.Video, job.Shot) { Look = job.Look };

    private static async Task<Dictionary<string, ProxyIndex>> ProxiesAsync(Scene scene, IEnumerable<string> sources)
    {
        Dictionary<string, ProxyIndex> proxies = [];
        foreach (string source in sources)
        {
            proxies[source] = (await scene.ProxyAsync(source)).Index;
        }

        return proxies;
    }

    // Paths stand for fingerprints here.
    private static ProxiedShot Proxied(Scene scene, Dictionary<string, ProxyIndex> proxies)
    {
        int files = 0;
        return new ProxiedShot(
            scene.Format,
            (fingerprint, _) => Task.FromResult(proxies.GetValueOrDefault(fingerprint)),
            () => scene.Folder.File($"cut{files++}.mp4")
        );
    }

    private static Task RenderAsync(Scene scene, IReadOnlyList<ShotRequest> jobs) =>
        new ShotRenderer(Scene.Tools).RenderAsync(jobs, scene.Format, null, null, CancellationToken.None);

    // Neighbouring frames of a counter differ by 10 at least, a look moves that by some.
    private static async Task AssertSameAsync(
        Scene scene,
        IReadOnlyList<string> sources,
        double most = 4,
        Dictionary<string, ProxyIndex>? known = null
    )
    {
        Dictionary<string, ProxyIndex> proxies = known ?? await ProxiesAsync(scene, sources);
        ProxiedShot proxied = Proxied(scene, proxies);
        List<ShotRequest> jobs = [];
        foreach (ShotRequest job in scene.Jobs)
        {
            (ShotRequest Job, IReadOnlyList<string> Files)? built = await proxied.TryBuildAsync(
                job,
                job.SourcePath,
                scene.Folder.File($"small{job.Index}.mp4"),
                CancellationToken.None
            );
            Assert.NotNull(built);
            Assert.NotNull(built.Value.Job.Clock);
            jobs.Add(built.Value.Job);
        }

        await scene.RenderAsync();
        await RenderAsync(scene, jobs);

        foreach ((ShotRequest source, ShotRequest small) in scene.Jobs.Zip(jobs))
        {
            IReadOnlyList<double> off = Mean(source.OutputPath, small.OutputPath, scene.Format.Canvas);
            Assert.Equal(source.Shot.Record.Length, off.Count);
            Assert.True(off.Max() <= most, $"shot {source.Index}: {string.Join(' ', off.Select(d => d.ToString("0.0", null)))}");
            Assert.Equal(await ProxyScene.SetupAsync(source.OutputPath), await ProxyScene.SetupAsync(small.OutputPath));
        }
    }

    // Mean difference of the luma of each frame.
    private static IReadOnlyList<double> Mean(string one, string other, Canvas canvas)
    {
        byte[][] a = ProxyScene.Luma(one, canvas.Width, canvas.Height),
            b = ProxyScene.Luma(other, canvas.Width, canvas.Height);
        Assert.Equal(a.Length, b.Length);
        return [.. a.Zip(b, (x, y) => x.Zip(y, (v, w) => (double)Math.Abs(v - w)).Average())];
    }
}
