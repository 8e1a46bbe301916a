using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Analysis.Tests.Clips;

/// <summary>Long clips must not cost memory: nothing is allocated for a frame that passes by (M1, M3).</summary>
public sealed class ClipMemoryTests
{
    private static readonly ClipAnalyzer s_analyzer = new();

    [Fact]
    public async Task Detector_ThousandsOfFrames_AllocatesNothingPerFrameOnceItsBuffersAreFull()
    {
        FakeClip clip = new(frames: 12_000, keyEvery: 50, shotFrames: 12_000);
        DenseShotDetector detector = new();
        IFrameReader reader = await clip.OpenAsync(
            new FrameRequest { Selection = FrameSelection.All },
            TestContext.Current.CancellationToken
        );
        long before = 0;
        for (int i = 0; await reader.ReadAsync(TestContext.Current.CancellationToken); i++)
        {
            detector.Add(reader.Current);
            before = i == 5_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(12_000, detector.Count);
        // Settling a stretch makes a few iterators: some bytes per thousand frames.
        Assert.InRange(allocated / 7_000.0, 0, 0.5);
    }

    [Fact]
    public async Task DetectExactAsync_LongClip_AllocatesOnlyItsSamples()
    {
        FakeClip clip = new(frames: 15_000, keyEvery: 50, shotFrames: 15_000)
        {
            Note = new HashSet<int> { 5_000, 15_000 },
        };

        ClipAnalysis analysis = await s_analyzer.DetectExactAsync(clip, 1, TestContext.Current.CancellationToken);

        long samples = 10_000 / 13;
        long perSample = (clip.AllocatedAt[15_000] - clip.AllocatedAt[5_000]) / samples;
        Assert.Equal(15_000, analysis.Work.AllFrames);
        Assert.InRange(perSample, 0, 512);
    }

    [Fact]
    public async Task ScanAsync_LongClip_AllocatesOnlyWhatIsKeptOfAKeyFrame()
    {
        FakeClip clip = new(frames: 500_000, keyEvery: 50, shotFrames: 500_000)
        {
            Note = new HashSet<int> { 2_000, 10_000 },
        };

        ClipAnalysis analysis = await s_analyzer.ScanAsync(
            clip,
            new ClipScanOptions { RefinementSeconds = 0 },
            TestContext.Current.CancellationToken
        );

        long perKeyFrame = (clip.AllocatedAt[10_000] - clip.AllocatedAt[2_000]) / 8_000;
        Assert.Equal(10_000, analysis.KeyFrames.Count);
        Assert.InRange(perKeyFrame, 0, 512);
    }

    [Fact]
    public async Task DetectExactAsync_ClipLongerThanWhatTheDetectorKeeps_FindsEveryCutOnce()
    {
        FakeClip clip = new(frames: 12_000, keyEvery: 50, shotFrames: 37);

        ClipAnalysis analysis = await s_analyzer.DetectExactAsync(clip, 1, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, (12_000 + 36) / 37).Select(i => (long?)(i * 37)), analysis.Shots.Shots.Select(s => s.StartFrame));
        Assert.Equal(12_000, analysis.Shots.Shots[^1].EndFrame);
    }
}
