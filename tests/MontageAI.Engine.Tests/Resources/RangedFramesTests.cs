using System.Text.Json;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.Resources;

/// <summary>A long clip analysed by several cores gives the same bytes as by one.</summary>
public sealed class RangedFramesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [TableTheory]
    [InlineData(2, "bframes=0")]
    [InlineData(10, "bframes=0")]
    [InlineData(10, "bframes=3:open-gop=1")]
    public async Task Scan_ByManyCores_GivesTheSameBytes(int cores, string groups)
    {
        FFmpegClipFrames plain = await MakeAsync(groups);
        using ResourceBudget whole = new(cores);
        JobShare budget = new(whole);
        using IDisposable own = await budget.EnterAsync(Token);
        Counting counted = new(plain);
        ClipAnalyzer analyzer = new();

        ClipAnalysis one = await analyzer.ScanAsync(plain, new ClipScanOptions { ForPlanning = true }, Token);
        ClipAnalysis many = await analyzer.ScanAsync(new RangedFrames(counted, budget), new ClipScanOptions { ForPlanning = true }, Token);

        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(many));
        Assert.InRange(counted.Most, 2, cores);
        Assert.Equal(360, one.KeyFrames.Count);
        Assert.Equal(cores - 1, Idle(budget));
    }

    [TableTheory]
    [InlineData("bframes=0", true)]
    [InlineData("bframes=3", true)]
    [InlineData("bframes=3:open-gop=1", false)]
    public async Task DetectExact_ByManyCores_GivesTheSameBytes(string groups, bool split)
    {
        FFmpegClipFrames plain = await MakeAsync(groups);
        using ResourceBudget cores = new(4);
        JobShare budget = new(cores);
        using IDisposable own = await budget.EnterAsync(Token);
        Counting counted = new(plain);
        ClipAnalyzer analyzer = new();

        ClipAnalysis one = await analyzer.DetectExactAsync(plain, 1, Token);
        ClipAnalysis many = await analyzer.DetectExactAsync(new RangedFrames(counted, budget), 1, Token);

        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(many));
        Assert.Equal(split, counted.Most > 1);
        Assert.Equal(3600, one.Work.AllFrames);
    }

    [Fact]
    public async Task Scan_WithoutIdleCores_IsDoneByOne()
    {
        FFmpegClipFrames plain = await MakeAsync("bframes=0");
        using ResourceBudget cores = new(2);
        JobShare budget = new(cores);
        using IDisposable own = await budget.EnterAsync(Token);
        using IDisposable other = await budget.EnterAsync(Token);
        Counting counted = new(plain);

        ClipAnalysis analysis = await new ClipAnalyzer().ScanAsync(
            new RangedFrames(counted, budget),
            new ClipScanOptions { ForPlanning = true },
            Token
        );

        Assert.Equal(360, analysis.KeyFrames.Count);
        Assert.Equal(1, counted.Most);
    }

    [Fact]
    public async Task Reader_LeftEarly_GivesItsCoresBack()
    {
        FFmpegClipFrames plain = await MakeAsync("bframes=0");
        using ResourceBudget cores = new(4);
        JobShare budget = new(cores);
        using IDisposable own = await budget.EnterAsync(Token);

        await using (
            IFrameReader reader = await new RangedFrames(plain, budget).OpenAsync(
                new FrameRequest { Selection = FrameSelection.KeyFrames },
                Token
            )
        )
        {
            Assert.True(await reader.ReadAsync(Token));
            Assert.True(await reader.ReadAsync(Token));
        }

        Assert.Equal(3, Idle(budget));
    }

    private static int Idle(JobShare budget)
    {
        List<IDisposable> taken = [];
        while (budget.TryEnter() is { } slot)
        {
            taken.Add(slot);
        }

        taken.ForEach(t => t.Dispose());
        return taken.Count;
    }

    // Two minutes with a cut, a key frame every third of a second.
    private async Task<FFmpegClipFrames> MakeAsync(string groups)
    {
        string path = _folder.File("long.mp4");
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=192x108:r=30:d=70",
            "-f",
            "lavfi",
            "-i",
            "mandelbrot=s=192x108:r=30,trim=duration=50",
            "-filter_complex",
            "[0][1]concat=n=2:v=1,format=yuv420p[v]",
            "-map",
            "[v]",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "10",
            "-sc_threshold",
            "0",
            "-x264-params",
            groups,
            path
        );
        FFmpegTools tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));
        MediaInfo info = await new MediaProbe(tools).ProbeAsync(path, Token);
        return new FFmpegClipFrames(tools, info);
    }

    /// <summary>Counts how many readers are open at once.</summary>
    private sealed class Counting(IClipFrameSource source) : IClipFrameSource
    {
        private int _open;

        public int Most { get; private set; }

        public MediaInfo Info => source.Info;

        public VideoStreamInfo Stream => source.Stream;

        public Task<IReadOnlyList<PacketInfo>?> ListPacketsAsync(CancellationToken cancellationToken) =>
            source.ListPacketsAsync(cancellationToken);

        public async Task<IFrameReader> OpenAsync(FrameRequest request, CancellationToken cancellationToken)
        {
            lock (source)
            {
                Most = Math.Max(Most, ++_open);
            }

            return new Reader(await source.OpenAsync(request, cancellationToken), this);
        }

        private sealed class Reader(IFrameReader inner, Counting owner) : IFrameReader
        {
            public SmallFrame Current => inner.Current;

            public string? Problem => inner.Problem;

            public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

            public async ValueTask DisposeAsync()
            {
                await inner.DisposeAsync();
                Interlocked.Decrement(ref owner._open);
            }
        }
    }
}
