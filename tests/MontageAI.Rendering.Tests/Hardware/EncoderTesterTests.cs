using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Hardware;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Rendering.Tests.Hardware;

public sealed class EncoderTesterTests
{
    private static readonly FilmFormat s_format = new(new FrameRate(30000, 1001), new Canvas(320, 180), RenderProfile.Standard);

    private static readonly VideoEncoder s_candidate = new()
    {
        Kind = EncoderKind.Nvenc,
        Device = "0",
        Identity = "stand-in",
    };

    [Fact]
    public async Task Try_WorkingHardware_GivesQualityBesideSoftwareAndOneSetUpForBoth()
    {
        EncoderTrial trial = await TryAsync(HardwareFault.None);

        Assert.True(trial.Works, trial.Problem);
        Assert.Null(trial.Remedy);
        Assert.InRange(trial.Ssim!.Value, trial.SoftwareSsim!.Value - EncoderTrial.LargestSsimLoss, 1);
        Assert.InRange(trial.Growth!.Value, 0.1, EncoderTrial.LargestGrowth);
        Assert.True(trial.FramesPerSecond > 0 && trial.SoftwareFramesPerSecond > 0);
        Assert.Equal(0, trial.Encoder.Offset);
        byte[] setUp = Convert.FromHexString(trial.Encoder.Configuration);
        Assert.Equal(2, setUp[5] & 31);
        Assert.True(
            trial.Encoder.Substitute is { IsSoftware: true, StandsIn: true } substitute
                && substitute.Configuration == trial.Encoder.Configuration
        );
    }

    [Fact]
    public async Task Try_NoDevice_SaysWhatFFmpegSaid()
    {
        EncoderTrial trial = await TryAsync(HardwareFault.NoDevice);

        Assert.Equal("Cannot load libcuda.so.1", trial.Problem);
        Assert.Contains("nvidia-smi", trial.Remedy!.ToString(), StringComparison.Ordinal);
        Assert.Null(trial.Ssim);
    }

    [Fact]
    public async Task Try_BlurredPictures_IsRefusedWithBothFigures()
    {
        EncoderTrial trial = await TryAsync(HardwareFault.Blurred);

        Assert.False(trial.Works);
        Assert.Contains("SSIM", trial.Problem, StringComparison.Ordinal);
        Assert.True(trial.Ssim < trial.SoftwareSsim - EncoderTrial.LargestSsimLoss);
    }

    [Fact]
    public async Task Try_FilesTooLarge_FindsACoarserSettingThatMatches()
    {
        EncoderTrial trial = await TryAsync(HardwareFault.Large);

        Assert.True(trial.Works, trial.Problem);
        Assert.True(trial.Encoder.Offset > 0);
        Assert.InRange(trial.Growth!.Value, 0.1, EncoderTrial.LargestGrowth);
    }

    [Fact]
    public async Task Try_EncoderThatTheBuildLacks_SaysSo()
    {
        using TempFolder folder = new();
        VideoEncoder missing = new() { Kind = OperatingSystem.IsMacOS() ? EncoderKind.Amf : EncoderKind.VideoToolbox };

        EncoderTrial trial = await new EncoderTester(Scene.Tools, s_format, folder.Path).TryAsync(missing, CancellationToken.None);

        Assert.Contains("built without", trial.Problem, StringComparison.Ordinal);
        Assert.Contains("Install an FFmpeg", trial.Remedy!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<EncoderTrial> TryAsync(HardwareFault fault)
    {
        using HardwareStandIn standIn = new(fault);
        using TempFolder folder = new();
        return await new EncoderTester(new FFmpegTools(standIn.FFmpeg, standIn.FFprobe), s_format, folder.Path).TryAsync(
            s_candidate,
            CancellationToken.None
        );
    }
}
