using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Checking;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Hardware;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Rendering.Tests.Encoders;

/// <summary>Hardware that fails in the middle of a film, played by a script; the film must come out whole, with what was made
/// kept.</summary>
public sealed class HardwareFallbackTests
{
    private const int Shots = 6;
    private const int Frames = 15;

    [TableTheory]
    [InlineData(HardwareFault.None, 0, "")]
    [InlineData(HardwareFault.NoSession, 2, "OpenEncodeSessionEx failed")]
    [InlineData(HardwareFault.Crash, 2, "crashed with signal 11")]
    [InlineData(HardwareFault.Hang, 2, "hung")]
    [InlineData(HardwareFault.TalkingHang, 2, "hung")]
    [InlineData(HardwareFault.FewFrames, 2, "4 frames instead of 15")]
    [InlineData(HardwareFault.WrongSize, 2, "96x54 instead of 192x108")]
    [InlineData(HardwareFault.Garbage, 2, "another picture")]
    [InlineData(HardwareFault.KeyFrames, 2, "3 key frames instead of one")]
    [InlineData(HardwareFault.NoFile, 2, "cannot be read")]
    public async Task Render_HardwareFailsInTheMiddle_FilmIsWholeAndFinishedShotsAreKept(HardwareFault fault, int good, string reason)
    {
        using HardwareStandIn standIn = new(fault, good);
        using Scene scene = Film();
        FFmpegTools tools = Tools(standIn, fault);
        EncoderTrial trial = await new EncoderTester(tools, scene.Format, scene.Folder.Path).TryAsync(Candidate, CancellationToken.None);
        Assert.True(trial.Works, trial.Problem);
        scene.Format = scene.Format with { Encoder = trial.Encoder };
        List<EncoderFailure> failures = [];
        int before = standIn.Runs.Count;

        IReadOnlyList<RenderedShot> shots = await new ShotRenderer(
            tools,
            new ShotRenderResources
            {
                Workers = 1,
                ShotsPerProcess = 1,
                OnEncoderFailure = failures.Add,
            }
        ).RenderAsync(scene.Jobs, scene.Format, null, null, CancellationToken.None);

        int byHardware = fault == HardwareFault.None ? Shots : good;
        Assert.Equal(Enumerable.Range(0, Shots).Select(i => i >= byHardware), shots.Select(s => s.Encoder.StandsIn));
        Assert.Equal(fault != HardwareFault.None, failures.Any(f => f.GivenUp));
        Assert.All(failures, f => Assert.Contains(reason, f.Reason, StringComparison.Ordinal));
        // What hardware had finished was not made again, and what it had not, once by software.
        Assert.Equal(Shots - byHardware, standIn.Runs.Skip(before).Count(r => r == "software"));
        Assert.InRange(standIn.Runs.Skip(before).Count(r => r == "shot"), byHardware, byHardware + 8);
        await AssertFilmIsRightAsync(scene, shots, tools);
    }

    [Fact]
    public async Task Render_SourceTooShort_IsNotTheHardwaresFault()
    {
        using HardwareStandIn standIn = new(HardwareFault.None);
        using Scene scene = Film();
        FFmpegTools tools = Tools(standIn, HardwareFault.None);
        scene.Format = scene.Format with
        {
            Encoder = (await new EncoderTester(tools, scene.Format, scene.Folder.Path).TryAsync(Candidate, CancellationToken.None)).Encoder,
        };
        scene.AddAtFrame(scene.Jobs[0].SourcePath, 195, Frames);
        List<EncoderFailure> failures = [];

        ShotsFailedException error = await Assert.ThrowsAsync<ShotsFailedException>(() =>
            new ShotRenderer(tools, new ShotRenderResources { OnEncoderFailure = failures.Add }).RenderAsync(
                scene.Jobs,
                scene.Format,
                null,
                null,
                CancellationToken.None
            )
        );

        Assert.Contains("does not hold", Assert.Single(error.Failures).Message, StringComparison.Ordinal);
        Assert.Empty(failures);
        Assert.All(error.Rendered, s => Assert.False(s.Encoder.IsSoftware));
        Assert.Equal(Shots, error.Rendered.Count);
    }

    private static VideoEncoder Candidate { get; } =
        new()
        {
            Kind = EncoderKind.Nvenc,
            Device = "0",
            Identity = "stand-in",
        };

    private static FFmpegTools Tools(HardwareStandIn standIn, HardwareFault fault) =>
        new(standIn.FFmpeg, standIn.FFprobe)
        {
            StallLimit = fault is HardwareFault.Hang or HardwareFault.TalkingHang ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(5),
        };

    // Six shots of a counter whose frames differ by their brightness.
    private static Scene Film()
    {
        Scene scene = new() { Format = new FilmFormat(new FrameRate(30), new Canvas(192, 108), RenderProfile.Standard) };
        string source = scene.Source(
            "count.mp4",
            "-f",
            "lavfi",
            "-i",
            "color=gray:size=192x108:rate=30,geq=lum='20+10*mod(N,20)':cb=128:cr=128,"
                + "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709",
            "-frames:v",
            "200",
            "-pix_fmt",
            "yuv420p",
            "-crf",
            "4",
            "-g",
            "30"
        );
        for (int i = 0; i < Shots; i++)
        {
            scene.AddAtFrame(source, 7 + (i * 25), Frames);
        }

        return scene;
    }

    private static async Task AssertFilmIsRightAsync(Scene scene, IReadOnlyList<RenderedShot> shots, FFmpegTools tools)
    {
        int copies = 0;
        IReadOnlyList<JoinPart> parts = await SharedSetUp.ApplyAsync(
            [.. shots.Select(s => new JoinPart(s.Path, s.Frames))],
            () => scene.Folder.File($"copy{copies++}.mp4"),
            CancellationToken.None
        );
        bool mixed = shots.Any(s => s.Encoder.StandsIn);
        Assert.Equal(mixed ? Shots : 0, copies);
        JoinRequest request = new()
        {
            Rate = scene.Format.Rate,
            Parts = parts,
            OutputPath = scene.Folder.File("film.mp4"),
        };
        string film = (await new Joiner().JoinAsync(request, CancellationToken.None)).Path;

        OutputExpectation expected = new()
        {
            Rate = scene.Format.Rate,
            Frames = Shots * Frames,
            Cuts = [.. Enumerable.Range(0, Shots).Select(i => (long)i * Frames)],
            HasAudio = false,
        };
        CheckResult check = await new OutputCheck(tools).CheckAsync(film, expected, CheckDepth.Full, CancellationToken.None);
        Assert.True(check.Passed, string.Join('\n', check.Findings));
        int[] shown = [.. Measure.FrameLuma(film).Select(luma => (int)Math.Round((luma - 20) / 10.0))];
        Assert.Equal(Enumerable.Range(0, Shots).SelectMany(i => Enumerable.Range(7 + (i * 25), Frames)).Select(n => n % 20), shown);
        Assert.Equal(mixed ? 2 : 1, (await Mp4File.ReadAsync(film, CancellationToken.None)).Video!.CodecConfiguration[5] & 31);
        Assert.Equal("192x108", $"{Measure.Fact(film, "v:0", "width")}x{Measure.Fact(film, "v:0", "height")}");
    }
}
