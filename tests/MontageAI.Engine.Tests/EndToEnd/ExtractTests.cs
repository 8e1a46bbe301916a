using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

public sealed class ExtractTests
{
    [Fact]
    public void Extract_BetweenKeyFrames_WritesTheFramesAskedForAndSaysHow()
    {
        using TempFolder folder = new();
        string clip = Clip(folder);

        JsonElement told = ProgramRun
            .Succeed("extract", clip, "--from", "0:00:00.48", "--to", "f71", "--output", folder.File("piece.mp4"), "--json")
            .Json.GetProperty("piece");
        string counted = TestTools.FFprobe(
            "-count_frames",
            "-select_streams",
            "v:0",
            "-show_entries",
            "stream=nb_read_frames",
            "-of",
            "csv=p=0",
            folder.File("piece.mp4")
        );

        Assert.Equal("smart cut", told.GetProperty("method").GetString());
        Assert.Equal((59, "59"), (told.GetProperty("frames").GetInt32(), counted.Trim().TrimEnd(',')));
        Assert.True(told.GetProperty("copiedFrames").GetInt32() >= 40);
        Assert.Equal([clip, folder.File("piece.mp4")], Directory.GetFileSystemEntries(folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Extract_RequestsThatCannotBe_AreRefusedAndNothingIsWritten()
    {
        using TempFolder folder = new();
        string clip = Clip(folder);
        byte[] before = File.ReadAllBytes(clip);

        Assert.Equal(2, ProgramRun.Of("extract", clip, "--from", "soon", "--output", folder.File("a.mp4")).ExitCode);
        Assert.Equal(2, ProgramRun.Of("extract", clip, "--to", "f9", "--frames", "3", "--output", folder.File("a.mp4")).ExitCode);
        Assert.Equal(2, ProgramRun.Of("extract", clip, "--to", "f9", "--output", clip, "--overwrite").ExitCode);
        ProgramRun inexact = ProgramRun.Of("extract", clip, "--from", "f30", "--exact", "copy", "--output", folder.File("a.mp4"));

        Assert.Equal(1, inexact.ExitCode);
        Assert.Contains("key frames nearest", inexact.Error, StringComparison.Ordinal);
        Assert.Equal([clip], Directory.GetFileSystemEntries(folder.Path));
        Assert.True(before.AsSpan().SequenceEqual(File.ReadAllBytes(clip)));
    }

    private static string Clip(TempFolder folder)
    {
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=160x96:r=25:d=4",
            "-f",
            "lavfi",
            "-i",
            "sine=d=4",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-pix_fmt",
            "yuv420p",
            "-g",
            "25",
            "-c:a",
            "aac",
            folder.File("clip.mp4")
        );
        return folder.File("clip.mp4");
    }
}
