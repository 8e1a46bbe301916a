using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.FFmpeg.Rendering.Encoders;
using MontageAI.FFmpeg.Rendering.Profiles;
using MontageAI.FFmpeg.Rendering.Shots;
using MontageAI.Pipeline.Encoders;
using MontageAI.Pipeline.Jobs;
using MontageAI.Pipeline.Reporting;
using MontageAI.Pipeline.Resources;
using MontageAI.Storage;
using MontageAI.Storage.Files;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Pipeline.Tests.Encoders;

/// <summary>The choice of an encoder on a machine that has, or seems to have, an NVIDIA GPU.</summary>
public sealed class EncoderSelectionTests : IDisposable
{
    private static readonly ShotLook s_look = new(new FrameRate(30), new Canvas(192, 108), RenderProfile.Standard);

    private readonly TempFolder _folder = new();
    private readonly ResourceBudget _budget = new(1);
    private readonly RunRecorder _recorder = new(TimeProvider.System);

    [Fact]
    public async Task Choose_AutoAndTrialFails_TakesSoftwareSaysWhyAndRemembers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are found by files on Linux only.");
        using HardwareStandIn standIn = new(HardwareFault.Blurred);

        ShotLook first = await ChooseAsync(standIn, s_look, EncoderWish.Auto);
        int trials = standIn.Runs.Count;
        ShotLook second = await ChooseAsync(standIn, s_look, EncoderWish.Auto);

        Assert.Equal(s_look, first);
        Assert.Equal(s_look, second);
        Assert.Contains("trial", standIn.Runs);
        Assert.Equal(trials, standIn.Runs.Count);
        Degradation degradation = Assert.Single(_recorder.Degradations);
        Assert.Contains("nvenc:0", degradation.What, StringComparison.Ordinal);
        Assert.Contains("SSIM", degradation.Why, StringComparison.Ordinal);
        Assert.Equal("software", _recorder.Encoder);
    }

    [Fact]
    public async Task Choose_AutoForAPreviewOrNoDevice_TriesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are found by files on Linux only.");
        using HardwareStandIn standIn = new(HardwareFault.None);

        await ChooseAsync(standIn, s_look with { Profile = RenderProfile.Preview }, EncoderWish.Auto);
        await ChooseAsync(standIn, s_look, EncoderWish.Software);
        await ChooseAsync(standIn, s_look, EncoderWish.Auto, root: _folder.Path);

        Assert.Empty(standIn.Runs);
        Assert.Empty(_recorder.Degradations);
    }

    [Fact]
    public async Task Choose_NamedHardware_IsTakenAfterItsTrialWhetherFasterOrNot()
    {
        using HardwareStandIn standIn = new(HardwareFault.None);

        ShotLook look = await ChooseAsync(standIn, s_look, new EncoderWish(EncoderKind.Nvenc, "0"));
        int trials = standIn.Runs.Count;
        ShotLook again = await ChooseAsync(standIn, s_look, new EncoderWish(EncoderKind.Nvenc, "0"));

        Assert.Equal(EncoderKind.Nvenc, look.Encoder.Kind);
        Assert.NotEmpty(look.Encoder.Configuration);
        Assert.Equal(look, again);
        Assert.Equal(trials, standIn.Runs.Count);
        Assert.StartsWith("nvenc:0", _recorder.Encoder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_NamedHardwareThatCannotBeUsed_NamesReasonAndRemedy()
    {
        using HardwareStandIn standIn = new(HardwareFault.NoDevice);

        ConfigurationException error = await Assert.ThrowsAsync<ConfigurationException>(
            () => new EncoderSelection(Context(standIn), standIn.Devices).RefuseAsync(new EncoderWish(EncoderKind.Nvenc), CancellationToken.None));

        Assert.Contains("Cannot load libcuda.so.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("nvidia-smi", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _store?.Dispose();
        _budget.Dispose();
        _folder.Dispose();
    }

    private CacheStore? _store;

    private Task<ShotLook> ChooseAsync(HardwareStandIn standIn, ShotLook look, EncoderWish wish, string? root = null) =>
        new EncoderSelection(Context(standIn), root ?? standIn.Devices).ChooseAsync(look, wish, CancellationToken.None);

    private JobContext Context(HardwareStandIn standIn) => new(
        new FFmpegTools(standIn.FFmpeg, standIn.FFprobe),
        "stand-in",
        _store ??= new CacheStore(new CacheStoreOptions { Folder = _folder.File("store") }),
        new ScratchOptions { DiskFolder = _folder.File("scratch") },
        _budget,
        _recorder,
        new Progress<JobProgress>());
}
