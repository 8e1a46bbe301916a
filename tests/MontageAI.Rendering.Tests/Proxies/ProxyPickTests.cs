using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Proxies;

public sealed class ProxyPickTests
{
    [TableTheory]
    [InlineData(".mp4", "libx264")]
    [InlineData(".mkv", "libx264")]
    [InlineData(".ts", "libx264")]
    [InlineData(".avi", "mpeg4")]
    [InlineData(".webm", "libvpx")]
    [InlineData(".mpg", "mpeg2video")]
    public async Task Pick_AnyContainer_IsWhatTheRendererShows(string extension, string codec)
    {
        using Scene scene = new();
        string source = scene.Counter(
            "count" + extension,
            "30",
            150,
            ["-c:v", codec, "-q:v", "2", "-b:v", "2M", "-g", "50", .. codec is "libvpx" ? Array.Empty<string>() : ["-bf", "2"]]
        );
        double[] times = Measure.FrameTimes(source, 1 / 30.0);
        foreach (int start in (int[])[0, 1, 2, 49, 50, 51, 93, 130])
        {
            scene.Add(source, MediaTime.FromSeconds(times[start], scene.Probe(source).MainVideo!.TimeBase).Ticks, 20);
        }

        await AssertSameAsync(scene, source);
    }

    [TableTheory]
    [InlineData("24", "30")]
    [InlineData("25", "24000/1001")]
    [InlineData("60", "30")]
    [InlineData("240", "30")]
    [InlineData("15", "60")]
    [InlineData("30000/1001", "30")]
    [InlineData("50", "30000/1001")]
    [InlineData("24000/1001", "25")]
    public async Task Pick_AnyRateSpeedAndPlace_IsWhatTheRendererShows(string sourceRate, string rateText)
    {
        FrameRate rate = Scene.Rate(rateText);
        FrameRate from = Scene.Rate(sourceRate);
        using Scene scene = new() { Format = new(rate, new Canvas(64, 36), RenderProfile.Preview) };
        string source = scene.Counter("count.mp4", sourceRate, 200, "-crf", "4");
        Random random = new(7);
        for (int i = 0; i < 16; i++)
        {
            Rational speed = new(random.Next(1, 5), random.Next(1, 4));
            double most = 199 / from.Value / speed.Value * rate.Value;
            int frames = random.Next(1, Math.Max(2, (int)Math.Min(40, most)));
            double last = (199 / from.Value) - (frames * speed.Value / rate.Value);
            // Half of the shots start on a frame, as planned ones do; the others anywhere.
            double seconds = Math.Max(0, random.NextDouble() * last);
            seconds = i % 2 == 0 ? Math.Floor(seconds * from.Value) / from.Value : seconds;
            scene.Add(source, MediaTime.FromSeconds(seconds, scene.Probe(source).MainVideo!.TimeBase).Ticks, frames, speed);
        }

        await AssertSameAsync(scene, source);
    }

    [Fact]
    public async Task Pick_LateStartVariableRateAndEditList_IsWhatTheRendererShows()
    {
        using Scene scene = new();
        // Every third frame is gone, then the file starts 0.7 s in; B-frames give it an edit list.
        string source = scene.Source(
            "odd.mp4",
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
        foreach (int start in (int[])[0, 1, 39, 40, 41, 58, 63, 79, 84])
        {
            scene.Add(source, MediaTime.FromSeconds(times[start], scene.Probe(source).MainVideo!.TimeBase).Ticks, 20);
        }

        await AssertSameAsync(scene, source);
    }

    [Fact]
    public async Task Pick_TheLastFrames_AsFarAsTheRendererGoes()
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 60);
        (_, ProxyIndex index) = await scene.ProxyAsync(source);

        Assert.NotNull(index.Pick(scene.AddAtFrame(source, 10, 50).Shot, scene.Probe(source).MainVideo!, scene.Format));
        Assert.Null(index.Pick(scene.AddAtFrame(source, 11, 50).Shot, scene.Probe(source).MainVideo!, scene.Format));
        ShotsFailedException e = await Assert.ThrowsAsync<ShotsFailedException>(() => scene.RenderAsync());
        Assert.Equal([1], e.Failures.Select(f => f.Index));
    }

    [Fact]
    public async Task Pick_BeforeTheFirstFrame_IsNothing()
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 60);
        (_, ProxyIndex index) = await scene.ProxyAsync(source);
        ShotRequest early = scene.Add(source, -scene.Probe(source).MainVideo!.TimeBase.Denominator, 10);

        Assert.Null(index.Pick(early.Shot, early.Video, scene.Format));
    }

    // Proxies hold pictures of another shape whole, with bars that nobody may see.
    [Theory]
    [InlineData(PictureFit.Auto, false)]
    [InlineData(PictureFit.Blur, false)]
    [InlineData(PictureFit.Pad, true)]
    [InlineData(PictureFit.Fill, true)]
    public async Task Pick_OfAnotherShape_OnlyWhereTheShotShowsWhatTheProxyHolds(PictureFit fit, bool isHeld)
    {
        using Scene scene = new() { Format = new(new FrameRate(30), new Canvas(64, 64), RenderProfile.Preview, fit) };
        string source = scene.Counter("count.mp4", "30", 60);
        (_, ProxyIndex index) = await scene.ProxyAsync(source);

        Assert.Equal(isHeld, index.Pick(scene.AddAtFrame(source, 10, 20).Shot, scene.Probe(source).MainVideo!, scene.Format) is not null);
    }

    [TableTheory(NeedsMedia = true)]
    [InlineData("aquarium_dark.mp4")]
    [InlineData("cat_phone_vfr.mp4")]
    [InlineData("arm_wrestling_28fps.mp4")]
    [InlineData("goldeneye_vfr_drop3.mp4")]
    [InlineData("gopher_slowmo_120fps.mp4")]
    [InlineData("test_makeup_mpeg4.avi")]
    [InlineData("yard_mono.mkv")]
    [InlineData("tears_of_steel_battle.webm")]
    [InlineData("dog_bed_720p_rot90.mp4")]
    public async Task Pick_RealClips_ShowsThePicturesThatTheRendererShows(string name)
    {
        string source = TestMedia.File("video/" + name);
        // Hardly any loss, so that a picture is nearest to itself and not to its neighbour.
        using Scene scene = new()
        {
            Format = new(new FrameRate(30), new Canvas(320, 180), RenderProfile.Preview with { Crf = 6 }, PictureFit.Pad),
        };
        VideoStreamInfo video = scene.Probe(source).MainVideo!;
        (ProxyFile proxy, ProxyIndex index) = await scene.ProxyAsync(source);
        double begin = index.TimeOf(0).Seconds,
            length = index.TimeOf(index.Count - 1).Seconds - begin;
        Random random = new(11);
        for (int i = 0; i < 6; i++)
        {
            Rational speed = i % 3 == 2 ? new Rational(1, 2) : new Rational(1);
            scene.Add(
                source,
                index.TimeOf((int)(random.NextDouble() * 0.8 * index.Count)).Ticks,
                (int)Math.Clamp(length * 0.15 * 30, 5, 30),
                speed,
                video
            );
        }

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        byte[][] pictures = ProxyScene.Luma(proxy.Path, 320, 180);
        Assert.Equal(index.Count, pictures.Length);
        foreach ((ShotRequest job, RenderedShot shot) in scene.Jobs.Zip(shots))
        {
            IReadOnlyList<int> samples = index.Picked(job, scene.Format);
            byte[][] shown = ProxyScene.Luma(shot.Path, 320, 180);
            Assert.All(
                samples,
                (sample, k) =>
                {
                    double own = ProxyScene.Error(shown[k], pictures[sample]);
                    double others = Math.Min(
                        sample > 0 ? ProxyScene.Error(shown[k], pictures[sample - 1]) : double.MaxValue,
                        sample + 1 < pictures.Length ? ProxyScene.Error(shown[k], pictures[sample + 1]) : double.MaxValue
                    );
                    // Pictures that stand still cannot be told apart.
                    Assert.True(
                        own <= others + 1,
                        $"frame {k} of the shot at {job.Shot.In}: {own} from sample {sample}, {others} from a neighbour"
                    );
                    Assert.InRange(own, 0, 12);
                }
            );
        }
    }

    private static async Task AssertSameAsync(Scene scene, string source)
    {
        (ProxyFile proxy, ProxyIndex index) = await scene.ProxyAsync(source);
        int[] pictures = [.. Measure.FrameLuma(proxy.Path).Select(Number)];
        Assert.Equal(index.Count, pictures.Length);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Assert.All(
            scene.Jobs.Zip(shots),
            pair =>
                Assert.Equal(
                    Measure.FrameLuma(pair.Second.Path).Select(Number),
                    index.Picked(pair.First, scene.Format).Select(s => pictures[s])
                )
        );
    }

    private static int Number(int luma) => (int)Math.Round((luma - 20) / 10.0);
}
