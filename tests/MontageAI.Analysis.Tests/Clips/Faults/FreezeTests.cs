using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Analysis.Tests.Clips.Faults;

/// <summary>Pictures that stand still inside moving takes, planted by FFmpeg and one that came so, beside what stands by itself.</summary>
public sealed class FreezeTests
{
    private const double Step = 1 / 25.0;

    // Second and piece, 4 s at 25 frames per second from there on: real takes that move, by camera, subject or both.
    public static TheoryData<string, double> Moving =>
        new()
        {
            { "video/gopro_karma_drone_480p.mp4", 2 },
            { "video/palawan_1080p_hevc.mp4", 0 },
            { "video/basketball_gym.mp4", 2 },
            { "faces/talking_head_1.mp4", 1 },
        };

    [MediaTheory]
    [MemberData(nameof(Moving))]
    public async Task Look_TakeThatStandsForAWhile_IsToldWhere(string file, double at)
    {
        // The picture of frame 30 stands for 0.8 s, smeared and in blocks; then the take goes on. Encoded again, as what was damaged on
        // its way and kept is.
        IReadOnlyList<RejectedStretch> frozen = await FrozenAsync([
            .. Piece(
                file,
                at,
                "split=3[a][b][c];[a]trim=end_frame=31[x];[b]trim=start_frame=30:end_frame=31,loop=19:1,setpts=N/25/TB,avgblur=9:sizeY=2,"
                    + "pixelize=w=8:h=8[y];[c]trim=start_frame=31,setpts=PTS-STARTPTS[z];[x][y][z]concat=n=3"
            ),
        ]);

        RejectedStretch found = Assert.Single(frozen);
        Assert.InRange(found.Start.Seconds, 27 * Step, 32.1 * Step);
        Assert.Equal(51 * Step, found.End.Seconds, 1.1 * Step);
        Assert.Contains("stands still for 0.8 s", found.Detail, StringComparison.Ordinal);
    }

    [MediaTheory]
    [MemberData(nameof(Moving))]
    public async Task Look_TakeThatJumpsOnAfterItStood_IsToldWhere(string file, double at)
    {
        // Frames that were lost: the picture before stands in their place.
        IReadOnlyList<RejectedStretch> frozen = await FrozenAsync([.. Piece(file, at, "select='not(between(n,31,47))',fps=25:round=down")]);

        RejectedStretch found = Assert.Single(frozen);
        Assert.InRange(found.Start.Seconds, 26 * Step, 32.1 * Step);
        Assert.Equal(48 * Step, found.End.Seconds, 1.1 * Step);
    }

    [MediaTheory]
    [MemberData(nameof(Moving))]
    public async Task Look_TakeAsItIs_StandsNowhere(string file, double at) =>
        Assert.Empty(await FrozenAsync([.. Piece(file, at, "null")]));

    [MediaTheory]
    [MemberData(nameof(Moving))]
    public async Task Look_EveryFrameThriceOrFiveTimes_StandsNowhere(string file, double at)
    {
        Assert.Empty(await FrozenAsync([.. Piece(file, at, "fps=25/3,fps=25")]));
        Assert.Empty(await FrozenAsync([.. Piece(file, at, "fps=5,fps=25")]));
    }

    [MediaTheory]
    [MemberData(nameof(Moving))]
    public async Task Look_FramesAtAnyDistance_StandNowhere(string file, double at) =>
        Assert.Empty(await FrozenAsync([.. Piece(file, at, "select='not(between(mod(n,13),3,9))'"), "-fps_mode", "vfr"]));

    [MediaFact]
    public async Task Look_TestClipWithTransmissionDamage_IsToldWhere()
    {
        FFmpegClipFrames source = await RealClips.OpenAsync("arm_wrestling_28fps.mp4");

        RejectedStretch found = Assert.Single(await FrozenAsync(source, 7.4, 9.9));
        // The first broken picture is shown at 8.18 s.
        Assert.InRange(found.Start.Seconds, 8.05, 8.18);
        Assert.Equal(9.57, found.End.Seconds, 0.05);
    }

    // From the key frame within it on: three frames settle, then it stands. What lies around is not seen.
    [MediaTheory]
    [InlineData(8.214286, 9.17)]
    [InlineData(8.214286, 8.9)]
    [InlineData(8.5, 9.4)]
    public async Task Look_WithinTheDamage_IsToldToStand(double from, double to)
    {
        FFmpegClipFrames source = await RealClips.OpenAsync("arm_wrestling_28fps.mp4");

        RejectedStretch found = Assert.Single(await FrozenAsync(source, from, to));
        Assert.Equal(from, found.Start.Seconds, 0.05);
        Assert.Equal(to, found.End.Seconds, 0.05);
    }

    [Theory]
    // A tripod: nothing but noise; noise and something that passes and is gone.
    [InlineData("color=gray:s=640x360:r=25:d=4,noise=alls=6:allf=t:all_seed=1")]
    [InlineData(
        "color=gray:s=640x360:r=25:d=4[b];color=red:s=90x160:r=25:d=4[o];[b][o]overlay=x='n*16':y=100,noise=alls=4:allf=t:all_seed=1"
    )]
    // No noise left by its encoder, and something that stops half way.
    [InlineData("color=gray:s=640x360:r=25:d=4[b];testsrc=s=90x160:r=25:d=4[o];[b][o]overlay=x='min(n,40)*8':y=100")]
    // A screen: something runs over it, nothing happens for a second, it runs on.
    [InlineData(
        "color=white:s=640x360:r=25:d=4,drawgrid=w=40:h=20:color=gray[b];color=black:s=24x14:r=25:d=4[o];"
            + "[b][o]overlay=x='mod(24*(n-max(0,min(n-40,25))),600)':y=200"
    )]
    // A photograph.
    [InlineData("mandelbrot=s=640x360:r=25,trim=end_frame=1,loop=-1:1:0,setpts=N/25/TB,fps=25,trim=end_frame=100")]
    public async Task Look_WhatStandsByItself_IsLeftAlone(string picture) =>
        Assert.DoesNotContain(
            await FrozenAsync(["-f", "lavfi", "-i", picture]),
            f => f.Detail.Contains("while the take moves", StringComparison.Ordinal)
        );

    [Fact]
    public async Task Look_PanThatComesToRest_IsLeftAlone() =>
        // 300 pixels in a second, slower and slower, and a second of rest.
        Assert.Empty(
            await FrozenAsync([
                "-f",
                "lavfi",
                "-i",
                "mandelbrot=s=1920x1080:r=1:start_scale=0.004:end_scale=0.0039:start_x=-0.7454:start_y=0.1130:maxiter=300,"
                    + "trim=end_frame=1,format=gray,gblur=sigma=1.2,loop=-1:1:0,setpts=N/25/TB,fps=25,trim=end_frame=100,"
                    + "crop=640:360:'60+if(lt(n,25),12*n,300+300*(1-pow(1-min(1,(n-25)/25),2)))':300",
            ])
        );

    private static IEnumerable<string> Piece(string file, double at, string filter) =>
        [
            "-ss",
            at.ToString(CultureInfo.InvariantCulture),
            "-t",
            "4",
            "-i",
            TestMedia.File(file),
            "-filter_complex",
            $"fps=25,scale=640:360:force_original_aspect_ratio=increase,crop=640:360,setsar=1,format=yuv420p,{filter},trim=end_frame=96",
            "-an",
        ];

    private static async Task<IReadOnlyList<RejectedStretch>> FrozenAsync(string[] input)
    {
        string path = await RealClips.MakeAsync(
            "freeze.mp4",
            [.. input, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-g", "25", "-pix_fmt", "yuv420p"]
        );
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);
        IReadOnlyList<RejectedStretch> found = await FrozenAsync(source, 0, 4);
        RealClips.Delete(path);
        return found;
    }

    private static async Task<IReadOnlyList<RejectedStretch>> FrozenAsync(FFmpegClipFrames source, double from, double to)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        ClipAnalyzer analyzer = new();
        ClipAnalysis scan = await analyzer.ScanAsync(source, new ClipScanOptions { ForPlanning = true }, token);
        Rational timeBase = source.Stream.TimeBase;
        MediaTime end = MediaTime.FromSeconds(Math.Min(to, scan.End.Seconds), timeBase);
        ClipAnalysis analysis = await analyzer.MeasureAsync(
            source,
            scan,
            [new MediaRange(MediaTime.FromSeconds(from, timeBase), end)],
            1,
            token
        );
        return [.. analysis.Rejected.Where(r => r.Reason == RejectReason.Frozen)];
    }
}
