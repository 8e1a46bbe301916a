using MontageAI.FFmpeg.Capabilities;
using MontageAI.Testing;

namespace MontageAI.FFmpeg.Tests.Capabilities;

public sealed class GpuMeterTests
{
    [Fact]
    public async Task Start_KernelTells_GivesItsPercent()
    {
        using TempFolder root = new();
        Directory.CreateDirectory(root.File("sys/class/drm/card0/device"));
        File.WriteAllText(root.File("sys/class/drm/card0/device/gpu_busy_percent"), "37\n");

        Assert.Equal(37, await FirstAsync(root));
    }

    [Fact]
    public async Task Start_NvidiaTells_GivesItsPercent()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for nvidia-smi is a shell script.");
        using TempFolder root = new();
        Directory.CreateDirectory(root.File("usr/bin"));
        File.WriteAllText(root.File("usr/bin/nvidia-smi"), "#!/bin/sh\nprintf '[N/A]\\n64\\n'\nexec tail -f /dev/null\n");
        TestTools.Run("chmod", "+x", root.File("usr/bin/nvidia-smi"));

        Assert.Equal(64, await FirstAsync(root));
    }

    [Fact]
    public async Task Start_NobodyTells_GivesNothing()
    {
        using TempFolder root = new();
        await using GpuMeter meter = GpuMeter.Start(root.Path);

        Assert.Null(meter.MeanPercent);
    }

    private static async Task<double?> FirstAsync(TempFolder root)
    {
        await using GpuMeter meter = GpuMeter.Start(root.Path);
        while (meter.MeanPercent is null)
        {
            await Task.Yield();
        }

        return meter.MeanPercent;
    }
}
