using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Tests.Clips.Motion;

/// <summary>Camera moves that are known because FFmpeg makes them out of one large still (a fractal with detail at every scale).</summary>
public sealed class WindowTruthTests
{
    private const string Still =
        "mandelbrot=s=1920x1080:r=1:start_scale=0.004:end_scale=0.0039:start_x=-0.7454:start_y=0.1130:maxiter=300,trim=end_frame=1,"
        + "format=gray,negate,gblur=sigma=1.2,eq=contrast=0.8,loop=-1:1:0,setpts=N/30/TB,fps=30,trim=end_frame=45";

    [Theory]
    [InlineData("crop=960:540:'100+8*n':200", 0.25, 0)]
    [InlineData("crop=960:540:'900-2*n':200", -0.0625, 0)]
    [InlineData("crop=960:540:400:'50+5*n'", 0, 0.278)]
    public async Task Pan_OfKnownSpeed_IsMeasured(string filter, double widthsRight, double heightsDown)
    {
        MotionFeatures motion = await MeasureAsync(filter);

        Assert.Equal(widthsRight, motion.PanX, (0.12 * Math.Abs(widthsRight)) + 0.004);
        Assert.Equal(heightsDown, motion.PanY, (0.12 * Math.Abs(heightsDown)) + 0.008);
        Assert.InRange(motion.Shake, 0, 0.02);
        Assert.InRange(motion.Zoom!.Value, -0.02, 0.02);
        Assert.InRange(motion.Roll!.Value, -1, 1);
        Assert.True(motion.ObjectMotion < 0.6 * motion.Amount, $"objects {motion.ObjectMotion} of {motion.Amount}");
    }

    [Fact]
    public async Task Zoom_OfKnownRate_IsMeasured()
    {
        // The picture grows by 0.8 % a frame, 30 frames a second.
        MotionFeatures motion = await MeasureAsync(
            "zoompan=z='exp(0.008*on)':x='iw/2-(iw/zoom/2)':y='ih/2-(ih/zoom/2)':d=1:s=960x540:fps=30"
        );

        Assert.Equal(0.24, motion.Zoom!.Value, 0.03);
        // The zoom filter's own steps of a pixel remain.
        Assert.InRange(motion.CameraSpeed!.Value, 0, 0.06);
    }

    [Fact]
    public async Task Roll_OfKnownRate_IsMeasured()
    {
        MotionFeatures motion = await MeasureAsync("rotate='n*0.5*PI/180',crop=960:540");

        Assert.Equal(15, motion.Roll!.Value, 1.8);
        Assert.InRange(motion.Zoom!.Value, -0.03, 0.03);
    }

    [Fact]
    public async Task Shake_OfTripodPanHandAndQuake_AreInOrder()
    {
        float tripod = (await MeasureAsync("crop=960:540:400:200,noise=alls=4:allf=t:all_seed=1")).Shake;
        float pan = (await MeasureAsync("crop=960:540:'50+18*n':200")).Shake;
        float setOff = (await MeasureAsync("crop=960:540:'50+0.2*n*n':200")).Shake;
        float hand = (await MeasureAsync("crop=960:540:'400+8*sin(n*1.2)':'200+6*cos(n*1.1)'")).Shake;
        float quake = (await MeasureAsync("crop=960:540:'400+40*sin(n*1.5)':'200+25*cos(n*1.3)'")).Shake;

        Assert.All([tripod, pan, setOff], s => Assert.InRange(s, 0, 0.03));
        Assert.InRange(hand, 0.1, 0.4);
        Assert.InRange(quake, 0.7, 2);
    }

    [Theory]
    [InlineData("crop=960:540:400:200")]
    [InlineData("crop=960:540:'100+6*n':200")]
    public async Task MovingThing_OverStillOrPannedGround_DrawsTheEye(string ground)
    {
        // 150 pixels wide, from 80 on 4 a frame to the right, its middle at three quarters of the height.
        MotionFeatures motion = await MeasureAsync(
            $"{ground}[a];testsrc2=s=150x150:r=30,loop=-1:1:0,trim=end_frame=45[b];[a][b]overlay=x='80+4*n':y=330:shortest=1"
        );

        Assert.Equal((80 + 75 + (4 * 22)) / 960.0, motion.Look!.SaliencyX, 0.07);
        Assert.Equal(405 / 540.0, motion.Look.SaliencyY, 0.1);
        Assert.InRange(motion.Look.SaliencySpread, 0, 0.2);
        Assert.Equal(ground.Contains("6*n", StringComparison.Ordinal) ? 6 * 30 / 960.0 : 0, motion.PanX, 0.03);
        WindowCurves curves = motion.Curves!;
        Assert.InRange(curves.SaliencyX[^2] - curves.SaliencyX[3], 0.08, 0.25);
        Assert.Equal(curves.Seconds.Count, curves.Objects.Count);
    }

    [Fact]
    public async Task ThingsOnAPlainGround_AreNoMotionOfTheCamera()
    {
        MotionFeatures motion = await MeasureAsync(
            "crop=960:540:0:0,drawbox=c=0x0b3d5c:t=fill[a];testsrc2=s=100x100:r=30,loop=-1:1:0,trim=end_frame=45[b];"
                + "[a][b]overlay=x='430+350*sin(n/4)':y='220+150*cos(n/3)':shortest=1"
        );

        Assert.Equal(0, motion.Shake);
        Assert.Equal(0, motion.CameraSpeed);
        Assert.True(motion.ObjectMotion > 0.02, $"objects {motion.ObjectMotion}");
    }

    [Fact]
    public async Task Flash_OfTwoFrames_StandsOutInTheCurve()
    {
        MotionFeatures motion = await MeasureAsync("crop=960:540:'100+2*n':200,eq=brightness='if(between(n,20,21),0.4,0)':eval=frame");

        WindowCurves curves = motion.Curves!;
        int brightest = Enumerable.Range(0, curves.Flash.Count).MaxBy(i => curves.Flash[i]);
        Assert.Equal(20.5 / 30, curves.Seconds[brightest], 0.04);
        Assert.True(curves.Flash[brightest] > 0.2);
        Assert.All(Enumerable.Range(0, curves.Flash.Count).Where(i => i is < 19 or > 22), i => Assert.InRange(curves.Flash[i], 0, 0.05));
    }

    [Fact]
    public async Task Palette_OfThreeFields_NamesThemWithTheirShares()
    {
        MotionFeatures motion = await MeasureAsync(
            "crop=960:540:100:200,drawbox=c=red:w=480:t=fill,drawbox=x=480:w=288:c=blue:t=fill,drawbox=x=768:w=192:c=white:t=fill"
        );

        IReadOnlyList<PaletteColor> palette = motion.Look!.Palette;
        Assert.Equal([0.5f, 0.3f, 0.2f], palette.Take(3).Select(c => c.Share), (a, b) => Math.Abs(a - b) < 0.02);
        Assert.True(palette[0] is { Red: > 200, Green: < 60, Blue: < 60 }, palette[0].ToString());
        Assert.True(palette[1] is { Red: < 60, Green: < 60, Blue: > 200 }, palette[1].ToString());
        Assert.True(palette[2] is { Red: > 240, Green: > 240, Blue: > 240 }, palette[2].ToString());
        Assert.Equal(0.2, motion.Look.WhiteShare, 0.02);
    }

    [Fact]
    public async Task Curves_OfAWholeClip_HoldEveryFrameAndItsMotion()
    {
        // Still for a second, then a pan.
        string path = await MakeAsync("crop=960:540:'if(lt(n,30),200,200+8*(n-29))':200,noise=alls=3:allf=t:all_seed=1");
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);

        ClipCurves curves = await new ClipAnalyzer().MeasureCurvesAsync(source, 320, 1, TestContext.Current.CancellationToken);

        RealClips.Delete(path);
        WindowCurves all = Assert.Single(curves.Stretches);
        Assert.True(curves.IsWhole);
        Assert.Equal(45, all.Seconds.Count);
        Assert.All(Enumerable.Range(0, 30), i => Assert.InRange(all.Camera[i], 0, 0.05));
        Assert.All(Enumerable.Range(31, 14), i => Assert.Equal(0.25, all.Camera[i], 0.03));
        Assert.All(all.Sharpness, s => Assert.InRange(s!.Value, 0.5f, 1));
        Assert.Equal(2, curves.Windows.Count);
    }

    [Fact]
    public async Task Saliency_ForAVerticalCrop_KeepsTheThingInside()
    {
        MotionFeatures motion = await MeasureAsync(
            "crop=960:540:400:200[a];testsrc2=s=150x150:r=30,loop=-1:1:0,trim=end_frame=45[b];"
                + "[a][b]overlay=x='700+20*sin(n/3)':y=200:shortest=1"
        );

        // A 9:16 crop of this height is 304 of 960 pixels wide; the thing lies from about 680 to 870.
        double left = (motion.Look!.SaliencyX * 960) - 152;
        Assert.True(left < 680 && left + 304 > 870, $"crop from {left}");
    }

    private static async Task<string> MakeAsync(string filter) =>
        await RealClips.MakeAsync(
            "move.mp4",
            "-filter_complex",
            $"{Still},{filter},format=yuv420p",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-crf",
            "16",
            "-colorspace",
            "bt709"
        );

    private static async Task<MotionFeatures> MeasureAsync(string filter)
    {
        string path = await MakeAsync(filter);
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);
        CancellationToken token = TestContext.Current.CancellationToken;
        ClipAnalyzer analyzer = new();
        ClipAnalysis scan = await analyzer.ScanAsync(source, new ClipScanOptions { RefinementSeconds = 0 }, token);
        ClipAnalysis analysis = await analyzer.MeasureAsync(source, scan, [new MediaRange(scan.FirstFrame, scan.End)], 1, token);
        RealClips.Delete(path);
        return Assert.Single(analysis.Motion);
    }
}
