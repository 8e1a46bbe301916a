using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Analysis.Tests.Clips;

public sealed class ClipAnalyzerShotsTests
{
    private static readonly ClipAnalyzer s_analyzer = new();

    public static TheoryData<string> SingleTakes => [.. RealClips.SingleTakes];

    [MediaFact]
    public async Task DetectExactAsync_AnnotatedClips_FindsHardCutsWithinOneFrame()
    {
        (int hits, int wrong, int missed) = await ScoreAsync(s => s_analyzer.DetectExactAsync(s, 2, TestContext.Current.CancellationToken));

        double f1 = 2.0 * hits / ((2 * hits) + wrong + missed);
        Assert.True(f1 >= 0.96, $"F1 {f1:0.000}: {hits} found, {wrong} wrong, {missed} missed");
    }

    [MediaFact]
    public async Task ScanAsync_AnnotatedClips_FindsNearlyAllHardCutsExactly()
    {
        (int hits, int wrong, int missed) = await ScoreAsync(s =>
            s_analyzer.ScanAsync(s, new ClipScanOptions(), TestContext.Current.CancellationToken)
        );

        double f1 = 2.0 * hits / ((2 * hits) + wrong + missed);
        Assert.True(f1 >= 0.94, $"F1 {f1:0.000}: {hits} found, {wrong} wrong, {missed} missed");
    }

    [MediaTheory]
    [MemberData(nameof(SingleTakes))]
    public async Task ScanAsync_SingleTake_InventsNoCutAndRejectsNothing(string file)
    {
        FFmpegClipFrames source = await RealClips.OpenAsync(file);

        ClipAnalysis analysis = await s_analyzer.ScanAsync(source, new ClipScanOptions(), TestContext.Current.CancellationToken);

        Shot shot = Assert.Single(analysis.Shots.Shots);
        Assert.Equal((analysis.FirstFrame, analysis.End), (shot.Start, shot.End));
        Assert.Empty(analysis.Rejected);
    }

    [MediaFact]
    public async Task DetectExactAsync_FadesAndDissolve_AreBoundariesWithTheirExtent()
    {
        FFmpegClipFrames source = await RealClips.OpenAsync("pyscenedetect_testvideo.mp4");

        ClipAnalysis analysis = await s_analyzer.DetectExactAsync(source, 2, TestContext.Current.CancellationToken);

        // Annotated: fade-in 210-240, fade-out 331-360, fade-in 393-423, dissolve 528-558, fade-out 663-693.
        foreach (int middle in new[] { 225, 345, 408, 543, 678 })
        {
            Assert.DoesNotContain(analysis.Shots.Shots, s => s.StartFrame <= middle && s.EndFrame > middle);
        }

        Assert.Contains(analysis.Shots.Shots, s => s.StartKind == BoundaryKind.Dissolve);
        Assert.Contains(analysis.Shots.Shots, s => s.EndKind == BoundaryKind.Fade);
        Assert.Equal(2, analysis.Shots.Shots.Count(s => s.StartKind == BoundaryKind.Cut));
    }

    [MediaFact]
    public async Task ScanAsync_StoppedEarly_DecodesFewFramesAndContinuesToTheSameShots()
    {
        FFmpegClipFrames source = await RealClips.OpenAsync("tears_of_steel_battle.webm");
        CancellationToken token = TestContext.Current.CancellationToken;

        ClipAnalysis first = await s_analyzer.ScanAsync(source, new ClipScanOptions { StopAfterShots = 4, RefinementSeconds = 0 }, token);
        ClipAnalysis rest = await s_analyzer.ContinueAsync(source, first, new ClipScanOptions { RefinementSeconds = 0 }, token);
        ClipAnalysis whole = await s_analyzer.ScanAsync(source, new ClipScanOptions { RefinementSeconds = 0 }, token);

        Assert.False(first.IsComplete);
        Assert.InRange(first.Shots.Shots.Count, 4, 6);
        Assert.InRange(first.Work.Total, 1, 7);
        Assert.True(rest.IsComplete);
        Assert.Equal(whole.KeyFrames, rest.KeyFrames);
        Assert.Equal(whole.End, rest.End);
        Assert.Equal(whole.Shots.Shots.Select(s => s.Start), rest.Shots.Shots.Select(s => s.Start));
    }

    [MediaFact]
    public async Task ScanAsync_Twice_GivesTheSameAnalysis()
    {
        FFmpegClipFrames source = await RealClips.OpenAsync("city_bikes.mp4");
        CancellationToken token = TestContext.Current.CancellationToken;

        ClipAnalysis first = await s_analyzer.ScanAsync(source, new ClipScanOptions(), token);
        ClipAnalysis second = await s_analyzer.ScanAsync(source, new ClipScanOptions { DecoderThreads = 4 }, token);

        Assert.Equal(first.KeyFrames, second.KeyFrames);
        Assert.Equal(first.Shots.Shots, second.Shots.Shots);
        Assert.Equal(first.Rejected, second.Rejected);
    }

    [MediaFact]
    public async Task ScanAsync_FixedKeyFrameDistance_FindsTheCutsBetweenKeyFrames()
    {
        string path = await RealClips.MakeAsync(
            "fixed.mp4",
            "-i",
            TestMedia.File("video/goldeneye_rotate90.mp4"),
            "-an",
            "-vf",
            "scale=640:-2",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "48",
            "-keyint_min",
            "48",
            "-sc_threshold",
            "0"
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);

        ClipAnalysis analysis = await s_analyzer.ScanAsync(source, new ClipScanOptions(), TestContext.Current.CancellationToken);

        // The second one lies after the last key frame, where only packet sizes tell of it.
        Assert.Equal([3.754, 8.759], analysis.Shots.Shots.Skip(1).Select(s => Math.Round(s.Start.Seconds, 3)));
        RealClips.Delete(path);
    }

    // Most key frames differ as those of two shots do: nothing "usual" must hide the cuts. Other containers, other evidence.
    [MediaTheory]
    [InlineData("fixed.mp4", "3")]
    [InlineData("fixed.mkv", "0")]
    [InlineData("fixed.ts", "0")]
    public async Task ScanAsync_EditedFilmWithFixedKeyFrameDistance_FindsItsCutsAndInventsNone(string file, string bidirectional)
    {
        string path = await RealClips.MakeAsync(
            file,
            "-i",
            TestMedia.File("video/documentary_704x576.mp4"),
            "-an",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-bf",
            bidirectional,
            "-g",
            "60",
            "-keyint_min",
            "60",
            "-sc_threshold",
            "0"
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);

        ClipAnalysis analysis = await s_analyzer.ScanAsync(source, new ClipScanOptions(), TestContext.Current.CancellationToken);

        double[] cuts = RealClips.Cuts("documentary_704x576.mp4");
        double[] found = [.. analysis.Shots.Shots.Skip(1).Select(s => s.Start.Seconds - analysis.FirstFrame.Seconds)];
        Assert.All(found, f => Assert.Contains(cuts, c => Math.Abs(c - f) < 0.041));
        Assert.InRange(found.Length, cuts.Length - 1, cuts.Length);
        RealClips.Delete(path);
    }

    // Half a frame more than one: annotations are rounded to milliseconds and frames of variable rate differ in length.
    private static async Task<(int Hits, int Wrong, int Missed)> ScoreAsync(Func<FFmpegClipFrames, Task<ClipAnalysis>> analyse)
    {
        int hits = 0,
            wrong = 0,
            missed = 0;
        foreach (string name in RealClips.Annotated)
        {
            FFmpegClipFrames source = await RealClips.OpenAsync(name);
            ClipAnalysis analysis = await analyse(source);
            List<double> expected = [.. RealClips.Cuts(name)];
            foreach (Shot shot in analysis.Shots.Shots.Where(s => s.StartKind == BoundaryKind.Cut))
            {
                int match = expected.FindIndex(c => Math.Abs(c - shot.Start.Seconds) <= 1.05 / source.Stream.AverageRate!.Value.Value);
                if (match >= 0)
                {
                    hits++;
                    expected.RemoveAt(match);
                }
                else
                {
                    wrong++;
                }
            }

            missed += expected.Count;
        }

        return (hits, wrong, missed);
    }
}
