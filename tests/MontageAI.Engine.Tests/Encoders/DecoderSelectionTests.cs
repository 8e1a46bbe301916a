using MontageAI.Engine.Encoders;
using MontageAI.Errors;
using MontageAI.FFmpeg.Probing;
using MontageAI.Media;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Engine.Tests.Encoders;

/// <summary>The choice of a decoder on a machine that has, or seems to have, an NVIDIA GPU.</summary>
public sealed class DecoderSelectionTests
{
    private static readonly FilmFormat s_format = new(new FrameRate(30), new Canvas(192, 108), RenderProfile.Standard);

    [Fact]
    public async Task Choose_NamedAndRight_CoversTheKindOfStreamAndRemembers()
    {
        await using StandInJob job = new(HardwareFault.None);

        HardwareDecoder? first = await ChooseAsync(job, s_format, "cuda");
        int runs = job.StandIn.Runs.Count;
        HardwareDecoder? second = await ChooseAsync(job, s_format, "cuda:0");

        Assert.Equal(["h264 yuv420p 320x180"], first!.Streams);
        Assert.Equal("0", second!.Device);
        Assert.Equal(runs, job.StandIn.Runs.Count);
        Assert.Equal("cuda:0 (h264 yuv420p 320x180)", job.Recorder.Decoder);
    }

    [Fact]
    public async Task Choose_NamedAndWrong_IsRefused()
    {
        await using StandInJob job = new(HardwareFault.DecoderWrong);

        ConfigurationException error = await Assert.ThrowsAsync<ConfigurationException>(() => ChooseAsync(job, s_format, "cuda"));

        Assert.Contains("not those of the software decoder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choose_AutoAndWrong_DecodesInSoftware()
    {
        await using StandInJob job = new(HardwareFault.DecoderWrong);

        Assert.Null(await ChooseAsync(job, s_format, "auto"));
        Assert.Equal("software", job.Recorder.Decoder);
    }

    [Fact]
    public async Task Choose_NamedForAPreview_SaysThatItIsNotUsed()
    {
        await using StandInJob job = new(HardwareFault.None);

        Assert.Null(await ChooseAsync(job, s_format with { Profile = RenderProfile.Preview }, "cuda"));
        Assert.Contains("cuda", Assert.Single(job.Recorder.Degradations).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nvenc")]
    [InlineData("cuda:")]
    [InlineData("software:0")]
    public void AreKnown_AnythingElse_IsFalse(string text) => Assert.False(DecoderNames.AreKnown(text));

    private static async Task<HardwareDecoder?> ChooseAsync(StandInJob job, FilmFormat format, string wish)
    {
        string clip = Path.Combine(job.Folder.Path, "clip00.mp4");
        if (!File.Exists(clip))
        {
            TestClips.Make(job.Folder.Path, 1, 1, "30");
        }

        VideoStreamInfo video = (await new MediaProbe(job.Context.Tools).ProbeAsync(clip, CancellationToken.None)).MainVideo!;
        return await new DecoderSelection(job.Context, job.StandIn.Devices).ChooseAsync(
            format,
            [(clip, video), (clip, video)],
            wish,
            CancellationToken.None
        );
    }
}
