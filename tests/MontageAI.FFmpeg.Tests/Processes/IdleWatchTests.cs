using MontageAI.FFmpeg.Processes;
using MontageAI.Testing;

namespace MontageAI.FFmpeg.Tests.Processes;

/// <summary>A child that does nothing is ended though nobody reads its output, and the message says so; one that works, or has others work
/// for it, is let be.</summary>
public sealed class IdleWatchTests
{
    private static readonly FFmpegTools s_tools = FFmpegTools.Locate(
        Environment.GetEnvironmentVariable("MONTAGE_FFMPEG"),
        Environment.GetEnvironmentVariable("PATH")
    );

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task AChildThatWaitsForEver_IsEnded_AndThatIsSaid()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a child does is watched on Linux.");
        using TempFolder folder = new();
        string pipe = folder.File("pipe");
        await ToolProcess.RunAsync("make a pipe", new ToolCommand("mkfifo", [pipe]), TestContext.Current.CancellationToken);
        ToolCommand command = s_tools.Command("-f", "rawvideo", "-video_size", "32x32", "-i", pipe, "-f", "null", "-") with
        {
            StallLimit = s_limit,
        };

        FFmpegException e = await Assert.ThrowsAsync<FFmpegException>(() =>
            ToolProcess.RunAsync("read a pipe", command, TestContext.Current.CancellationToken)
        );

        Assert.Contains("it hung: it did nothing for 1 s and was ended", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AChildThatWorksForLonger_IsLetBe()
    {
        // Five seconds of pictures, made no faster than they are shown.
        string[] arguments = ["-re", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=5", "-f", "null", "-"];

        await ToolProcess.RunAsync("work", s_tools.Command(arguments) with { StallLimit = s_limit }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AScriptWhoseProgramWorks_IsLetBe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a child does is watched on Linux.");
        using TempFolder folder = new();
        ToolCommand command = new("sh", ["-c", $"sleep 5; echo done > '{folder.File("done")}'"]) { StallLimit = s_limit };

        await ToolProcess.RunAsync("have work done", command, TestContext.Current.CancellationToken);

        Assert.True(File.Exists(folder.File("done")));
    }
}
