using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Analysis.Tests.Clips;

/// <summary>Scans for planning: a missed cut would stand inside a montage's shot, so hardly any may be missed.</summary>
public sealed class PlanningScanTests
{
    private static readonly ClipAnalyzer s_analyzer = new();
    private static readonly ClipScanOptions s_planning = new() { ForPlanning = true, RefinementSeconds = 10 };

    [MediaTheory]
    [InlineData("30", "0")]
    [InlineData("60", "3")]
    public async Task ScanAsync_EditedFilmsWithFixedKeyFrameDistance_PartAtNearlyEveryCutWithoutDecoding(
        string distance,
        string bidirectional
    )
    {
        int cuts = 0,
            found = 0,
            shown = 0;
        foreach (string name in new[] { "city_bikes.mp4", "documentary_704x576.mp4", "sintel_cliff.mp4", "tears_of_steel_battle.webm" })
        {
            string path = await RealClips.MakeAsync(
                "fixed.mp4",
                "-i",
                TestMedia.File("video/" + name),
                "-an",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-g",
                distance,
                "-keyint_min",
                distance,
                "-sc_threshold",
                "0",
                "-bf",
                bidirectional
            );
            FFmpegClipFrames source = await RealClips.OpenFileAsync(path);

            ClipAnalysis analysis = await s_analyzer.ScanAsync(source, s_planning, TestContext.Current.CancellationToken);

            Assert.Equal(0, analysis.Work.RefinedFrames);
            double frame = 1 / source.Stream.AverageRate!.Value.Value;
            IReadOnlyList<Shot> shots = analysis.Shots.Shots;
            foreach (double cut in RealClips.Cuts(name))
            {
                cuts++;
                found += shots
                    .Zip(shots.Skip(1))
                    .Any(p => cut >= p.First.End.Seconds - (1.05 * frame) && cut <= p.Second.Start.Seconds + (1.05 * frame))
                    ? 1
                    : 0;
                // The last frames of a shot are not shown by any montage.
                shown +=
                    shots.Any(s => cut > s.Start.Seconds + (0.05 * frame) && cut < s.End.Seconds - (2 * frame))
                    && !analysis.Rejected.Any(r => cut > r.Start.Seconds && cut <= r.End.Seconds + (0.05 * frame))
                        ? 1
                        : 0;
            }

            RealClips.Delete(path);
        }

        Assert.True(found >= 0.9 * cuts, $"{found} of {cuts} cuts found");
        Assert.True(shown <= 0.13 * cuts, $"{shown} of {cuts} cuts may be shown");
    }

    [MediaFact]
    public async Task ScanAsync_PacketSizesUnknown_LooksAtSuspiciousIntervalsAndRejectsWhatIsLeft()
    {
        string path = await RealClips.MakeAsync(
            "fixed.mp4",
            "-i",
            TestMedia.File("video/city_bikes.mp4"),
            "-an",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-g",
            "60",
            "-keyint_min",
            "60",
            "-sc_threshold",
            "0",
            "-bf",
            "0",
            "-movflags",
            "frag_keyframe+empty_moov"
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);
        CancellationToken token = TestContext.Current.CancellationToken;

        ClipAnalysis settled = await s_analyzer.ScanAsync(source, s_planning, token);
        ClipAnalysis unsettled = await s_analyzer.ScanAsync(source, s_planning with { RefinementSeconds = 0 }, token);

        // The cut at 9.68 s lies after the last key frame.
        Assert.Equal([1.2, 3.04, 5.48, 7.48], settled.Shots.Shots.Skip(1).Select(s => Math.Round(s.Start.Seconds, 2)).Where(s => s < 9.6));
        Assert.Empty(settled.Rejected);
        Assert.All(
            new[] { 1.2, 3.04, 5.48, 7.48 },
            cut =>
                Assert.Contains(
                    unsettled.Rejected,
                    r => r.Reason == RejectReason.Transition && r.Start.Seconds <= cut && r.End.Seconds > cut
                )
        );
        RealClips.Delete(path);
    }

    [MediaFact]
    public async Task ScanAsync_FadeInAtTheStart_IsRejectedUntilItIsBright()
    {
        string path = await RealClips.MakeAsync(
            "fade.mp4",
            "-i",
            TestMedia.File("video/gopro_karma_drone_480p.mp4"),
            "-an",
            "-vf",
            "fade=t=in:st=0.2:d=1.5",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-t",
            "8",
            "-g",
            "60",
            "-sc_threshold",
            "0"
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);

        ClipAnalysis analysis = await s_analyzer.ScanAsync(source, s_planning, TestContext.Current.CancellationToken);

        RejectedStretch fade = Assert.Single(analysis.Rejected);
        Assert.Equal((0, RejectReason.Black), (fade.Start.Seconds, fade.Reason));
        Assert.InRange(fade.End.Seconds, 1.6, 2.6);
        RealClips.Delete(path);
    }

    [TableTheory(NeedsMedia = true, Every = 3)]
    [InlineData("gopro_karma_drone_480p.mp4")]
    [InlineData("drone_kohlipe1_hevc.mp4")]
    [InlineData("sam2_01_dog.mp4")]
    [InlineData("changi_4k_portrait_hevc.mp4")]
    [InlineData("rooftop_av1_hdr10_portrait.mp4")]
    public async Task ScanAsync_CalmSingleTake_StaysWhole(string file)
    {
        FFmpegClipFrames source = await RealClips.OpenAsync(file);

        ClipAnalysis analysis = await s_analyzer.ScanAsync(source, s_planning, TestContext.Current.CancellationToken);

        Assert.Single(analysis.Shots.Shots);
        Assert.Empty(analysis.Rejected);
    }
}
