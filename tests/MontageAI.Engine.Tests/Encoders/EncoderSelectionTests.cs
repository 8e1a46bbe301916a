using MontageAI.Engine.Encoders;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Engine.Tests.Encoders;

/// <summary>The choice of an encoder on a machine that has, or seems to have, an NVIDIA GPU.</summary>
public sealed class EncoderSelectionTests
{
    private static readonly FilmFormat s_format = new(new FrameRate(30), new Canvas(192, 108), RenderProfile.Standard);

    [Fact]
    public async Task Choose_AutoAndTrialFails_TakesSoftwareSaysWhyAndRemembers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are found by files on Linux only.");
        await using StandInJob job = new(HardwareFault.Blurred);

        FilmFormat first = await ChooseAsync(job, s_format, EncoderWish.Auto);
        int trials = job.StandIn.Runs.Count;
        FilmFormat second = await ChooseAsync(job, s_format, EncoderWish.Auto);

        Assert.Equal(s_format, first);
        Assert.Equal(s_format, second);
        Assert.Contains("trial", job.StandIn.Runs);
        Assert.Equal(trials, job.StandIn.Runs.Count);
        Degradation degradation = Assert.Single(job.Recorder.Degradations);
        Assert.Contains("nvenc:0", degradation.What, StringComparison.Ordinal);
        Assert.Contains("SSIM", degradation.Why.ToString(), StringComparison.Ordinal);
        Assert.Equal("software", job.Recorder.Encoder);
    }

    [Fact]
    public async Task Choose_FailedTrial_IsTriedAgainTheNextDay()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are found by files on Linux only.");
        await using StandInJob job = new(HardwareFault.NoDevice);
        Clock clock = new();

        await ChooseAsync(job, s_format, EncoderWish.Auto, time: clock);
        await ChooseAsync(job, s_format, EncoderWish.Auto, time: clock);
        Assert.Single(job.StandIn.Runs, r => r == "trial");
        clock.Days++;
        await ChooseAsync(job, s_format, EncoderWish.Auto, time: clock);

        Assert.Equal(2, job.StandIn.Runs.Count(r => r == "trial"));
    }

    [Fact]
    public async Task Choose_AutoForAPreviewOrNoDevice_TriesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are found by files on Linux only.");
        await using StandInJob job = new(HardwareFault.None);

        await ChooseAsync(job, s_format with { Profile = RenderProfile.Preview }, EncoderWish.Auto);
        await ChooseAsync(job, s_format, new EncoderWish(EncoderKind.Software));
        await ChooseAsync(job, s_format, EncoderWish.Auto, root: job.Folder.Path);

        Assert.Empty(job.StandIn.Runs);
        Assert.Empty(job.Recorder.Degradations);
    }

    [Fact]
    public async Task Choose_NamedHardware_IsTakenAfterItsTrialWhetherFasterOrNot()
    {
        await using StandInJob job = new(HardwareFault.None);

        FilmFormat format = await ChooseAsync(job, s_format, new EncoderWish(EncoderKind.Nvenc, "0"));
        int trials = job.StandIn.Runs.Count;
        FilmFormat again = await ChooseAsync(job, s_format, new EncoderWish(EncoderKind.Nvenc, "0"));

        Assert.Equal(EncoderKind.Nvenc, format.Encoder.Kind);
        Assert.NotEmpty(format.Encoder.Configuration);
        Assert.Equal(format, again);
        Assert.Equal(trials, job.StandIn.Runs.Count);
        Assert.StartsWith("nvenc:0", job.Recorder.Encoder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_NamedHardwareThatCannotBeUsed_NamesReasonAndRemedy()
    {
        await using StandInJob job = new(HardwareFault.NoDevice);

        ConfigurationException error = await Assert.ThrowsAsync<ConfigurationException>(() =>
            new EncoderSelection(job.Context, job.StandIn.Devices).RefuseAsync(new EncoderWish(EncoderKind.Nvenc), CancellationToken.None)
        );

        Assert.Contains("Cannot load libcuda.so.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("nvidia-smi", error.Message, StringComparison.Ordinal);
    }

    private static Task<FilmFormat> ChooseAsync(
        StandInJob job,
        FilmFormat format,
        EncoderWish wish,
        string? root = null,
        TimeProvider? time = null
    ) => new EncoderSelection(job.Context, root ?? job.StandIn.Devices, time).ChooseAsync(format, wish, CancellationToken.None);

    private sealed class Clock : TimeProvider
    {
        public int Days { get; set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(Days);
    }
}
