using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Tests.Clips;

/// <summary>What is found when a stretch is looked at as a whole, and what packets tell of a clip that nobody looked at: faults planted in
/// clips made here.</summary>
public sealed class WholeWindowTests
{
    private const string Still =
        "mandelbrot=s=1920x1080:r=1:start_scale=0.004:end_scale=0.0039:start_x=-0.7454:start_y=0.1130:maxiter=300,trim=end_frame=1,"
        + "format=gray,negate,gblur=sigma=1.2,eq=contrast=0.8,loop=-1:1:0,setpts=N/30/TB,fps=30,trim=end_frame=120";

    [Fact]
    public async Task WhipPan_InTheMiddle_IsSmearedAndTheRestIsNot()
    {
        // Still for 1.5 s, then 900 pixels of a view of 640 in 0.5 s, then still.
        ClipAnalysis analysis = await LookAsync(
            $"{Still},crop=640:360:'60+if(between(n,45,59),60*(n-45),if(gt(n,59),900,0))':300",
            0.5,
            3.5
        );

        RejectedStretch smear = Assert.Single(analysis.Rejected, r => r.Reason == RejectReason.Smeared);
        Assert.InRange(smear.Start.Seconds, 1.2, 1.55);
        Assert.InRange(smear.End.Seconds, 1.95, 2.3);
        Assert.Contains("limit", smear.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlowPan_IsNotSmeared()
    {
        ClipAnalysis analysis = await LookAsync($"{Still},crop=640:360:'60+6*n':300", 0.5, 3.5);

        Assert.DoesNotContain(analysis.Rejected, r => r.Reason == RejectReason.Smeared);
    }

    [Fact]
    public async Task BlackOfAFifthOfASecond_IsFoundInsideAWindow()
    {
        ClipAnalysis analysis = await LookAsync(
            $"{Still},crop=640:360:'60+3*n':300,drawbox=color=black:t=fill:enable='between(n,50,57)'",
            0.5,
            3.5
        );

        RejectedStretch black = Assert.Single(analysis.Rejected, r => r.Reason == RejectReason.Black);
        Assert.InRange(black.Start.Seconds, 1.4, 1.75);
        Assert.InRange(black.End.Seconds, 1.8, 2.2);
    }

    [Fact]
    public async Task TwoCutsInsideAWindow_BothPartIt()
    {
        ClipAnalysis analysis = await LookAsync(
            $"{Still},crop=640:360:'if(lt(n,40),60,if(lt(n,80),1200,500))':'if(lt(n,40),40,if(lt(n,80),600,300))'",
            0.5,
            3.8
        );

        double first = Assert.Single(analysis.Motion).InnerCut!.Value.Seconds;
        Assert.Equal(40 / 30.0, first, 0.05);
        Assert.Contains(analysis.Rejected, r => r.Reason == RejectReason.Transition && Math.Abs(r.Start.Seconds - (80 / 30.0)) < 0.05);
    }

    [Fact]
    public async Task Activity_OfOneBurst_PeaksThere()
    {
        // A patch of moving noise, from 2.0 to 2.6 s only.
        ClipAnalysis analysis = await LookAsync(
            $"{Still},crop=640:360:400:300,noise=alls=40:allf=t:all_seed=1:enable='between(n,60,78)'",
            0.5,
            1
        );

        ClipActivity activity = analysis.Activity!;
        int highest = Enumerable.Range(0, activity.Values.Count).MaxBy(i => activity.Values[i]);
        Assert.InRange(activity.Start + (highest * activity.Step), 1.75, 2.6);
        Assert.True(activity.Values[highest] > 3);
        Assert.Equal(activity.Values[highest], activity.At(activity.Start + ((highest + 0.5) * activity.Step)));
        Assert.Null(activity.At(100));
    }

    private static async Task<ClipAnalysis> LookAsync(string picture, double from, double to)
    {
        // Key frames at the beginning only, as encoders put them where nothing tells of a cut.
        string path = await RealClips.MakeAsync(
            "whole.mp4",
            "-f",
            "lavfi",
            "-i",
            picture,
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "300",
            "-sc_threshold",
            "0",
            "-pix_fmt",
            "yuv420p"
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);
        CancellationToken token = TestContext.Current.CancellationToken;
        ClipAnalyzer analyzer = new();
        ClipAnalysis scan = await analyzer.ScanAsync(source, new ClipScanOptions { ForPlanning = true }, token);
        Rational timeBase = source.Stream.TimeBase;
        ClipAnalysis analysis = await analyzer.MeasureAsync(
            source,
            scan,
            [new MediaRange(MediaTime.FromSeconds(from, timeBase), MediaTime.FromSeconds(to, timeBase))],
            1,
            token
        );
        RealClips.Delete(path);
        return analysis;
    }
}
