using MontageAI.FFmpeg.Processes;
using MontageAI.FFmpeg.Rendering.Checking;
using MontageAI.FFmpeg.Rendering.Encoders;
using MontageAI.FFmpeg.Rendering.Joining;
using MontageAI.FFmpeg.Rendering.Profiles;
using MontageAI.FFmpeg.Rendering.Shots;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Tests.Rendering.Encoders;

/// <summary>Hardware that fails in the middle of a film, played by a script; the film must come out whole, with what was made kept.</summary>
public sealed class HardwareFallbackTests
{
    private const int Shots = 6;
    private const int Frames = 15;

    [Theory]
    [InlineData(HardwareFault.None, 0)]
    [InlineData(HardwareFault.NoSession, 2)]
    [InlineData(HardwareFault.Crash, 2)]
    [InlineData(HardwareFault.Hang, 2)]
    [InlineData(HardwareFault.TalkingHang, 2)]
    [InlineData(HardwareFault.FewFrames, 2)]
    [InlineData(HardwareFault.WrongSize, 2)]
    [InlineData(HardwareFault.Garbage, 2)]
    [InlineData(HardwareFault.KeyFrames, 2)]
    [InlineData(HardwareFault.NoFile, 2)]
    public async Task Render_HardwareFailsInTheMiddle_FilmIsWholeAndFinishedShotsAreKept(HardwareFault fault, int good)
    {
        using HardwareStandIn standIn = new(fault, good);
        using Scene scene = Film();
        FFmpegTools tools = Tools(standIn, fault);
        EncoderTrial trial = await new EncoderTester(tools, scene.Look, scene.Folder.Path).TryAsync(Candidate, CancellationToken.None);
        Assert.True(trial.Works, trial.Problem);
        scene.Look = scene.Look with { Encoder = trial.Encoder };
        List<EncoderFailure> failures = [];

        IReadOnlyList<RenderedShot> shots = await new ShotRenderer(tools, new ShotRenderResources { Workers = 1, ShotsPerProcess = 1, OnEncoderFailure = failures.Add })
            .RenderAsync(scene.Jobs, scene.Look, null, null, CancellationToken.None);

        int byHardware = fault == HardwareFault.None ? Shots : good;
        Assert.Equal(Enumerable.Range(0, Shots).Select(i => i >= byHardware), shots.Select(s => s.Encoder.StandsIn));
        Assert.Equal(fault != HardwareFault.None, failures.Any(f => f.GivenUp));
        Assert.Equal(Shots - byHardware, failures.Count == 0 ? 0 : Shots - good);
        await AssertFilmIsRightAsync(scene, shots, tools);
    }

    private static VideoEncoder Candidate { get; } = new() { Kind = EncoderKind.Nvenc, Device = "0", Identity = "stand-in" };

    private static FFmpegTools Tools(HardwareStandIn standIn, HardwareFault fault) =>
        new(standIn.FFmpeg, standIn.FFprobe) { StallLimit = fault is HardwareFault.Hang or HardwareFault.TalkingHang ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(5) };

    // Six shots of a counter whose frames differ by their brightness.
    private static Scene Film()
    {
        Scene scene = new() { Look = new ShotLook(new FrameRate(30), new Canvas(192, 108), RenderProfile.Standard) };
        string source = scene.Source(
            "count.mp4", "-f", "lavfi", "-i", "color=gray:size=192x108:rate=30,geq=lum='20+10*mod(N,20)':cb=128:cr=128,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709",
            "-frames:v", "200", "-pix_fmt", "yuv420p", "-crf", "4", "-g", "30");
        for (int i = 0; i < Shots; i++)
        {
            scene.AddAtFrame(source, 7 + (i * 25), Frames);
        }

        return scene;
    }

    private static async Task AssertFilmIsRightAsync(Scene scene, IReadOnlyList<RenderedShot> shots, FFmpegTools tools)
    {
        JoinRequest request = new() { Rate = scene.Look.Rate, Parts = [.. shots.Select(s => new JoinPart(s.Path, s.Frames))], OutputPath = scene.Folder.File("film.mp4") };
        string film = (await new Joiner(tools).JoinAsync(request, CancellationToken.None)).Path;

        OutputExpectation expected = new() { Rate = scene.Look.Rate, Frames = Shots * Frames, Cuts = [.. Enumerable.Range(0, Shots).Select(i => (long)i * Frames)], HasAudio = false };
        CheckResult check = await new OutputCheck(tools).CheckAsync(film, expected, CheckDepth.Full, CancellationToken.None);
        Assert.True(check.Passed, string.Join('\n', check.Findings));
        int[] shown = [.. Measure.FrameLuma(film).Select(luma => (int)Math.Round((luma - 20) / 10.0))];
        Assert.Equal(Enumerable.Range(0, Shots).SelectMany(i => Enumerable.Range(7 + (i * 25), Frames)).Select(n => n % 20), shown);
        Assert.Equal("192x108", $"{Measure.Fact(film, "v:0", "width")}x{Measure.Fact(film, "v:0", "height")}");
    }
}
