using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Hardware;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Rendering.Tests.Decoders;

/// <summary>Hardware decoding, played by a script: used only where its pictures are right, and never to the film's harm.</summary>
public sealed class HardwareDecodingTests
{
    private static readonly HardwareDecoder s_decoder = new(DecoderKind.Cuda, "0", "stand-in");

    [Fact]
    public async Task Trial_SamePictures_Works()
    {
        DecoderTrial trial = await TryAsync(HardwareFault.None);

        Assert.True(trial.Works, trial.Problem);
        Assert.True(trial.FramesPerSecond > 0 && trial.SoftwareFramesPerSecond > 0);
        Assert.Equal("h264 yuv420p 64x36", trial.Stream);
    }

    [Fact]
    public async Task Trial_OtherPictures_IsRefused()
    {
        DecoderTrial trial = await TryAsync(HardwareFault.DecoderWrong);

        Assert.Contains("not those of the software decoder", trial.Problem, StringComparison.Ordinal);
        Assert.False(trial.Wins);
    }

    [Theory]
    [InlineData(HardwareFault.None, 0)]
    [InlineData(HardwareFault.DecoderFails, 2)]
    public async Task Render_OnHardwareDecoder_GivesTheSameBytesAsSoftware(HardwareFault fault, int failures)
    {
        using HardwareStandIn standIn = new(fault);
        using Scene scene = new() { Format = new FilmFormat(new FrameRate(30), new Canvas(64, 36), RenderProfile.Standard) };
        string source = scene.Counter("count.mp4", "30", 120);
        for (int i = 0; i < 4; i++)
        {
            scene.AddAtFrame(source, i * 25, 10);
        }

        byte[][] expected = [.. (await scene.RenderAsync()).Select(s => File.ReadAllBytes(s.Path))];
        List<string> seen = [];
        ShotRenderResources resources = new()
        {
            Workers = 1,
            ShotsPerProcess = 1,
            Decoder = s_decoder with { Streams = new HashSet<string> { HardwareDecoder.StreamKind(scene.Probe(source).MainVideo!) } },
            OnDecoderFailure = seen.Add,
        };

        IReadOnlyList<RenderedShot> shots = await new ShotRenderer(Tools(standIn), resources).RenderAsync(
            scene.Jobs,
            scene.Format,
            null,
            null,
            CancellationToken.None
        );

        Assert.Equal(expected, shots.Select(s => File.ReadAllBytes(s.Path)));
        Assert.Equal(Enumerable.Repeat("No decoder surfaces left", failures), seen);
        // After two failures it is left alone.
        Assert.Equal(fault == HardwareFault.None ? 4 : 2, standIn.Runs.Count(r => r == "decoder"));
    }

    [Fact]
    public async Task Render_ProfileThatSkipsDeblocking_DecodesInSoftware()
    {
        using HardwareStandIn standIn = new(HardwareFault.None);
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 60);
        scene.AddAtFrame(source, 3, 10);
        ShotRenderResources resources = new()
        {
            Decoder = s_decoder with { Streams = new HashSet<string> { HardwareDecoder.StreamKind(scene.Probe(source).MainVideo!) } },
        };

        await new ShotRenderer(Tools(standIn), resources).RenderAsync(scene.Jobs, scene.Format, null, null, CancellationToken.None);

        Assert.DoesNotContain("decoder", standIn.Runs);
    }

    private static FFmpegTools Tools(HardwareStandIn standIn) => new(standIn.FFmpeg, standIn.FFprobe);

    private static async Task<DecoderTrial> TryAsync(HardwareFault fault)
    {
        using HardwareStandIn standIn = new(fault);
        using Scene scene = new();
        string source = scene.Counter("count.mp4", "30", 60);
        VideoStreamInfo video = scene.Probe(source).MainVideo!;
        return await DecoderTrial.RunAsync(Tools(standIn), s_decoder, source, video, CancellationToken.None);
    }
}
