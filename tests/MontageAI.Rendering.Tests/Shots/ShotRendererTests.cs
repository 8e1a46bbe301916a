using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Rendering.Tests.Shots;

public sealed class ShotRendererTests
{
    [TableTheory(Every = 3)]
    [InlineData(".mp4", "libx264")]
    [InlineData(".mkv", "libx264")]
    [InlineData(".ts", "libx264")]
    [InlineData(".avi", "mpeg4")]
    [InlineData(".webm", "libvpx")]
    [InlineData(".mpg", "mpeg2video")]
    public async Task Render_AnyContainer_ShowsExactlyTheFramesAskedFor(string extension, string codec)
    {
        using Scene scene = new();
        // B-frames, a key frame every 50 frames: starts before, on and after key frames, at the first and up to the last frame.
        string source = scene.Counter(
            "count" + extension,
            "30",
            150,
            ["-c:v", codec, "-q:v", "2", "-b:v", "2M", "-g", "50", .. codec is "libvpx" ? Array.Empty<string>() : ["-bf", "2"]]
        );
        double[] times = Measure.FrameTimes(source, 1 / 30.0);
        int[] starts = [0, 49, 50, 51, 93, 130];
        foreach (int start in starts)
        {
            scene.Add(source, Tick(scene, source, times, start), 20);
        }

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Assert.All(
            shots,
            (shot, i) => Assert.Equal(Enumerable.Range(starts[i], 20).Select(n => n % 20), Measure.FrameLuma(shot.Path).Select(Number))
        );
        Assert.All(shots, shot => Assert.Equal([0], Measure.Packets(shot.Path).KeyFrames));
    }

    [TableTheory(Every = 3)]
    [InlineData("24", "30")]
    [InlineData("25", "24000/1001")]
    [InlineData("60", "30")]
    [InlineData("240", "30")]
    [InlineData("30", "60")]
    [InlineData("30000/1001", "30")]
    [InlineData("50", "30000/1001")]
    public async Task Render_OtherRateThanTheSource_ShowsTheNearestSourceFrame(string sourceRate, string rateText)
    {
        FrameRate rate = Scene.Rate(rateText);
        FrameRate from = Scene.Rate(sourceRate);
        using Scene scene = new() { Format = new(rate, new Canvas(64, 36), RenderProfile.Preview) };
        string source = scene.Counter("count.mp4", sourceRate, 200, "-crf", "4");
        scene.AddAtFrame(source, 60, 15);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        int[] shown = [.. Measure.FrameLuma(shots[0].Path).Select(Number)];
        Assert.Equal(15, shown.Length);
        Assert.All(
            shown,
            (number, k) =>
            {
                // The counter repeats after 20 frames; unfold it next to where it should be.
                double wanted = 60 + (rate.SecondsAt(k) * from.Value);
                double difference = ((((number - wanted) % 20) + 30) % 20) - 10;
                double relative = Math.Min(1, from.Value / rate.Value);
                Assert.InRange(difference, -(1 - (0.5 * relative)) - 0.01, (0.5 * relative) + 0.01);
            }
        );
        Assert.Equal(0, shown[0]);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public async Task Render_OtherSpeed_MovesThroughTheSourceAtThatSpeed(int numerator, int denominator)
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 120, "-crf", "4");
        Rational speed = new(numerator, denominator);
        scene.AddAtFrame(source, 40, 16, speed);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Assert.All(
            Measure.FrameLuma(shots[0].Path),
            (luma, k) => Assert.InRange(Math.Abs((((Number(luma) - (40 + (k * speed.Value))) % 20) + 30) % 20 - 10), 0, 0.51)
        );
    }

    [Fact]
    public async Task Render_SourceTooShort_NamesTheShotAndKeepsTheOthers()
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 60);
        scene.AddAtFrame(source, 10, 50);
        scene.AddAtFrame(source, 11, 50);
        scene.AddAtFrame(source, 0, 60);

        ShotsFailedException e = await Assert.ThrowsAsync<ShotsFailedException>(() => scene.RenderAsync());

        Assert.Equal([1], e.Failures.Select(f => f.Index));
        Assert.Contains("Shot 1", e.Message, StringComparison.Ordinal);
        Assert.Contains("count.mp4", e.Message, StringComparison.Ordinal);
        Assert.Equal([0, 2], e.Rendered.Select(r => r.Index));
        Assert.All(e.Rendered, r => Assert.True(File.Exists(r.Path)));
        Assert.False(File.Exists(scene.Jobs[1].OutputPath));
    }

    [Fact]
    public async Task Render_OtherWorkersAndGroups_SameBytes()
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 150);
        for (int i = 0; i < 6; i++)
        {
            scene.AddAtFrame(source, 10 + (20 * i), 17);
        }

        IReadOnlyList<RenderedShot> first = await scene.RenderAsync(
            new()
            {
                Workers = 1,
                ShotsPerProcess = 1,
                DecoderThreads = 2,
            }
        );
        byte[][] alone = [.. first.Select(s => File.ReadAllBytes(s.Path))];
        IReadOnlyList<RenderedShot> second = await scene.RenderAsync(new() { Workers = 3, ShotsPerProcess = 4 });

        Assert.All(second, (s, i) => Assert.Equal(alone[i], File.ReadAllBytes(s.Path)));
    }

    [Fact]
    public async Task Render_Progress_RisesToTheSumOfFramesAndShotsAreTold()
    {
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 150);
        for (int i = 0; i < 5; i++)
        {
            scene.AddAtFrame(source, i, 100);
        }

        List<long> reports = [];
        List<int> told = [];
        await scene.RenderAsync(
            frames: new Direct(n =>
            {
                lock (reports)
                {
                    reports.Add(n);
                }
            }),
            onShot: s =>
            {
                lock (told)
                {
                    told.Add(s.Index);
                }
            }
        );

        Assert.Equal(500, reports.Max());
        Assert.Equal([0, 1, 2, 3, 4], told.Order());
    }

    [Fact]
    public async Task Render_Cancelled_LeavesNoUnfinishedFile()
    {
        using Scene scene = new() { Format = new(new FrameRate(30), new Canvas(1280, 720), RenderProfile.Master) };
        string source = scene.Source(
            "long.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=640x360:rate=30:duration=30",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p"
        );
        scene.AddAtFrame(source, 0, 850);
        using CancellationTokenSource stop = new();

        Task render = scene.RenderAsync(frames: new Direct(n => stop.Cancel()), cancel: stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => render);
        Assert.Equal(["long.mp4"], Directory.GetFiles(scene.Folder.Path).Select(Path.GetFileName));
    }

    private static int Number(int luma) => (int)Math.Round((luma - 20) / 10.0);

    private static long Tick(Scene scene, string source, double[] times, int frame) =>
        MediaTime.FromSeconds(times[frame], scene.Probe(source).MainVideo!.TimeBase).Ticks;

    private sealed class Direct(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
