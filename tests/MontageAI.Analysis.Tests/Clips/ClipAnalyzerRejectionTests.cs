using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Results;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Analysis.Tests.Clips;

public sealed class ClipAnalyzerRejectionTests
{
    private static readonly ClipAnalyzer s_analyzer = new();

    [MediaFact]
    public async Task ScanAsync_PlantedBadStretches_AreFoundFromKeyFrames()
    {
        string good = TestMedia.File("video/gopro_karma_drone_480p.mp4"),
            blurred = TestMedia.File("video/sam2_01_dog.mp4");
        string path = await RealClips.MakeAsync(
            "planted.mp4",
            "-t",
            "3",
            "-i",
            good,
            "-t",
            "3",
            "-i",
            blurred,
            "-f",
            "lavfi",
            "-i",
            "color=black:s=320x180:r=30:d=3",
            "-f",
            "lavfi",
            "-i",
            "color=white:s=320x180:r=30:d=3",
            "-filter_complex",
            "[0:v]scale=320:180,setsar=1,fps=30,split[a][b];[1:v]scale=320:180,setsar=1,fps=30,boxblur=8:2[c];"
                + "[2:v]setsar=1,fps=30[d];[3:v]setsar=1,fps=30[e];[a][c][d][b][e]concat=n=5:v=1[v]",
            "-map",
            "[v]",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "30"
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);

        ClipAnalysis analysis = await s_analyzer.ScanAsync(source, new ClipScanOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(RejectReason.Blurred, At(analysis, 4.5));
        Assert.Equal(RejectReason.Black, At(analysis, 7.5));
        Assert.Equal(RejectReason.Overexposed, At(analysis, 13.5));
        Assert.Null(At(analysis, 1.5));
        Assert.Null(At(analysis, 10.5));
        Assert.All(analysis.Rejected, r => Assert.Contains("limit", r.Detail, StringComparison.Ordinal));
        RealClips.Delete(path);
    }

    [MediaFact]
    public async Task MeasureAsync_FrozenAndShakingWindows_AreRejected()
    {
        string good = TestMedia.File("video/lofoten_mountain.mp4");
        string path = await RealClips.MakeAsync(
            "shaking.mp4",
            "-t",
            "2",
            "-i",
            good,
            "-filter_complex",
            "[0:v]scale=640:480,setsar=1,fps=24,split=3[a][b][c];[a]crop=480:360:80:60[steady];"
                + "[b]crop=480:360:'80+70*sin(n*2.3)':'60+50*cos(n*1.9)'[shaking];"
                + "[c]crop=480:360:80:60,trim=end_frame=1,loop=47:1:0,setpts=N/24/TB[frozen];[steady][shaking][frozen]concat=n=3:v=1[v]",
            "-map",
            "[v]",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast"
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);
        CancellationToken token = TestContext.Current.CancellationToken;
        ClipAnalysis scan = await s_analyzer.ScanAsync(source, new ClipScanOptions(), token);

        ClipAnalysis analysis = await s_analyzer.MeasureAsync(source, scan, Windows(source, 0.2, 2.2, 4.4), 1, token);

        Assert.Null(At(analysis, 1));
        Assert.Equal(RejectReason.Shaking, At(analysis, 3));
        Assert.Equal(RejectReason.Frozen, At(analysis, 5));
        RealClips.Delete(path);
    }

    [TableTheory(NeedsMedia = true, Every = 3)]
    [InlineData("aquarium_dark.mp4")]
    [InlineData("earth_dark.mov")]
    [InlineData("chaplin_bw.mp4")]
    [InlineData("documentary_704x576.mp4")]
    [InlineData("people_1080p_fixed.mp4")]
    public async Task MeasureAsync_DarkOrStillFootage_IsNotRejected(string file)
    {
        FFmpegClipFrames source = await RealClips.OpenAsync(file);
        CancellationToken token = TestContext.Current.CancellationToken;
        ClipAnalysis scan = await s_analyzer.ScanAsync(source, new ClipScanOptions { RefinementSeconds = 0 }, token);

        ClipAnalysis analysis = await s_analyzer.MeasureAsync(source, scan, Windows(source, 0.5), 1, token);

        Assert.Empty(analysis.Rejected);
        Assert.Single(analysis.Motion);
    }

    [MediaFact]
    public async Task ScanAsync_TruncatedFile_KeepsWhatDecodesAndSaysWhatDoesNot()
    {
        byte[] bytes = await File.ReadAllBytesAsync(TestMedia.File("video/sintel_cliff.mp4"), TestContext.Current.CancellationToken);
        string whole = await RealClips.MakeAsync(
            "fast.mp4",
            "-i",
            TestMedia.File("video/sintel_cliff.mp4"),
            "-c",
            "copy",
            "-an",
            "-movflags",
            "+faststart"
        );
        string path = Path.Combine(Path.GetDirectoryName(whole)!, "cut.mp4");
        await File.WriteAllBytesAsync(
            path,
            (await File.ReadAllBytesAsync(whole, TestContext.Current.CancellationToken))[..(bytes.Length / 2)],
            TestContext.Current.CancellationToken
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);

        ClipAnalysis analysis = await s_analyzer.ScanAsync(source, new ClipScanOptions(), TestContext.Current.CancellationToken);

        Assert.InRange(analysis.End.Seconds, 8, 20);
        Assert.NotNull(analysis.Problem);
        RejectedStretch missing = Assert.Single(analysis.Rejected, r => r.Reason == RejectReason.Undecodable);
        Assert.Equal(analysis.End, missing.Start);
        Assert.InRange(missing.End.Seconds, 25.5, 26.5);
        RealClips.Delete(path);
    }

    private static RejectReason? At(ClipAnalysis analysis, double seconds) =>
        analysis
            .Rejected.Where(r => r.Start.Seconds <= seconds && r.End.Seconds > seconds)
            .Select(r => (RejectReason?)r.Reason)
            .FirstOrDefault();

    private static MediaRange[] Windows(FFmpegClipFrames source, params double[] starts) =>
        [
            .. starts.Select(s => new MediaRange(
                MediaTime.FromSeconds(s, source.Stream.TimeBase),
                MediaTime.FromSeconds(s + 1.5, source.Stream.TimeBase)
            )),
        ];
}
