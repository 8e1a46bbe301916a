using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Analysis.Tests.Clips;

/// <summary>Scans that stop early and go on later (S3), and how much a scan looks at (S2).</summary>
public sealed class ProgressiveScanTests
{
    private static readonly ClipAnalyzer s_analyzer = new();

    [Fact]
    public async Task ScanAsync_StoppedAfterSeconds_DeliversNoFrameBeyond()
    {
        FakeClip clip = new(frames: 50_000, keyEvery: 50, shotFrames: 130);

        ClipAnalysis first = await s_analyzer.ScanAsync(
            clip,
            new ClipScanOptions { StopAfterSeconds = 20, RefinementSeconds = 10 },
            TestContext.Current.CancellationToken
        );

        Assert.False(first.IsComplete);
        Assert.Equal(20, first.End.Seconds);
        Assert.InRange(clip.Delivered - clip.DeliveredInWindows, 11, 11);
        Assert.InRange(clip.DeliveredInWindows, 1, 500);
    }

    [Fact]
    public async Task ContinueAsync_ToTheEndInSeveralGoes_EqualsOneGo()
    {
        FakeClip clip = new(frames: 5_000, keyEvery: 50, shotFrames: 130),
            other = new(frames: 5_000, keyEvery: 50, shotFrames: 130);
        CancellationToken token = TestContext.Current.CancellationToken;
        ClipScanOptions options = new() { RefinementSeconds = 40 };

        ClipAnalysis part = await s_analyzer.ScanAsync(clip, options with { StopAfterSeconds = 15 }, token);
        part = await s_analyzer.ContinueAsync(clip, part, options with { StopAfterSeconds = 90 }, token);
        part = await s_analyzer.ContinueAsync(clip, part, options, token);
        ClipAnalysis whole = await s_analyzer.ScanAsync(other, options, token);

        Assert.True(part.IsComplete);
        Assert.Equal(whole.KeyFrames, part.KeyFrames);
        Assert.True(whole.Shots.Shots.Count > 5, $"{whole.Shots.Shots.Count} shots");
        Assert.Equal(whole.Shots.Shots, part.Shots.Shots);
        Assert.Equal(whole.Rejected, part.Rejected);
        Assert.Same(part, await s_analyzer.ContinueAsync(clip, part, options, token));
    }

    [MediaFact]
    public async Task ContinueAsync_RealFilm_EqualsOneGoWithRefinement()
    {
        FFmpegClipFrames source = await RealClips.OpenAsync("sintel_cliff.mp4");
        CancellationToken token = TestContext.Current.CancellationToken;

        ClipAnalysis first = await s_analyzer.ScanAsync(source, new ClipScanOptions { StopAfterShots = 2 }, token);
        ClipAnalysis rest = await s_analyzer.ContinueAsync(source, first, new ClipScanOptions(), token);
        ClipAnalysis whole = await s_analyzer.ScanAsync(source, new ClipScanOptions(), token);

        Assert.False(first.IsComplete);
        Assert.True(first.Work.KeyFrames < whole.Work.KeyFrames);
        Assert.Equal(whole.KeyFrames, rest.KeyFrames);
        Assert.Equal(whole.Shots.Shots, rest.Shots.Shots);
    }

    // The dog clip moves so much that its key frames differ as those of two shots do.
    [MediaTheory]
    [InlineData("drone_kohlipe1_hevc.mp4", 0.06)]
    [InlineData("gopro_karma_drone_480p.mp4", 0.06)]
    [InlineData("dog_bed_720p_rot90.mp4", 0.9)]
    public async Task ScanAsync_CameraFileOfOneTake_LooksAtFewFrames(string name, double share)
    {
        string path = await RealClips.MakeAsync(
            "camera.mp4",
            "-i",
            TestMedia.File("video/" + name),
            "-an",
            "-vf",
            "scale=640:-2",
            "-t",
            "60",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "30",
            "-keyint_min",
            "30",
            "-sc_threshold",
            "0"
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);

        ClipAnalysis analysis = await s_analyzer.ScanAsync(source, new ClipScanOptions(), TestContext.Current.CancellationToken);

        Assert.Single(analysis.Shots.Shots);
        Assert.InRange(analysis.Work.Total, 2, share * source.Stream.FrameCount!.Value);
        RealClips.Delete(path);
    }
}
