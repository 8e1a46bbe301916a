using MontageAI.FFmpeg.Processes;
using MontageAI.Testing;

namespace MontageAI.FFmpeg.Tests.Processes;

/// <summary>A child that takes memory without end is ended, and the message says so.</summary>
public sealed class MemoryLimitTests
{
    private static readonly FFmpegTools s_tools = FFmpegTools.Locate(
        Environment.GetEnvironmentVariable("MONTAGE_FFMPEG"),
        Environment.GetEnvironmentVariable("PATH")
    );

    // Every frame is kept until the last, which never comes.
    private static readonly string[] s_hungry = ["-f", "lavfi", "-i", "testsrc2=size=1920x1080,reverse", "-f", "null", "-"];

    [Fact]
    public async Task AChildThatHoldsMoreThanItMay_IsEnded_AndThatIsSaid()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is watched on Linux.");
        ToolCommand command = s_tools.Command(s_hungry) with { MemoryLimit = 512L << 20 };

        FFmpegException e = await Assert.ThrowsAsync<FFmpegException>(() =>
            ToolProcess.RunAsync("keep all", command, TestContext.Current.CancellationToken)
        );

        Assert.Contains("it held more than 0.5 GiB of memory and was ended", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunsOfBothPrograms_HaveALimit()
    {
        Assert.Equal(FFmpegTools.MemoryLimit, s_tools.Command("-version").MemoryLimit);
        Assert.Equal(FFmpegTools.MemoryLimit, s_tools.Probe("-version").MemoryLimit);
    }

    [Fact]
    public async Task FullSizePictures_FitTheLimit()
    {
        using TempFolder folder = new();
        // 8K with ten bits, encoded and decoded by as many threads as FFmpeg likes.
        string file = folder.File("8k.mp4");
        string[] codec = ["-pix_fmt", "yuv420p10le", "-c:v", "libx264", "-preset", "ultrafast", "-threads", "16"];

        await ToolProcess.RunAsync(
            "encode",
            s_tools.Command(["-f", "lavfi", "-i", "color=blue:size=7680x4320:rate=10", "-frames:v", "4", .. codec, file]),
            TestContext.Current.CancellationToken
        );
        await ToolProcess.RunAsync(
            "decode",
            s_tools.Command("-threads", "16", "-i", file, "-f", "null", "-"),
            TestContext.Current.CancellationToken
        );

        Assert.True(new FileInfo(file).Length > 0);
    }
}
