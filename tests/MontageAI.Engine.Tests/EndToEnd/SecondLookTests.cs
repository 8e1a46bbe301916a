using System.Diagnostics;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Shots that are known are not looked for again (S4): a second run decodes nothing.</summary>
public sealed class SecondLookTests
{
    [Theory]
    [InlineData("keyframe")]
    [InlineData("exact")]
    public void Shots_SecondRun_ReadsNoPictureAndSaysTheSame(string mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for FFmpeg is a shell script.");
        using TempFolder folder = new();
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=2",
            "-f",
            "lavfi",
            "-i",
            "smptebars=s=320x180:r=25:d=2",
            "-filter_complex",
            "[0][1]concat=n=2",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            folder.File("film.mp4")
        );
        Directory.CreateDirectory(folder.File("tools"));
        string ffmpeg = folder.File("tools/ffmpeg"),
            calls = folder.File("calls.txt");
        // It notes every call that is more than asking for the version.
        File.WriteAllText(
            ffmpeg,
            $"#!/bin/sh\ncase \"$*\" in *-version*) ;; *) echo \"$*\" >> {calls};; esac\nexec {Which("ffmpeg")} \"$@\"\n"
        );
        TestTools.Run("chmod", "+x", ffmpeg);
        File.CreateSymbolicLink(folder.File("tools/ffprobe"), Which("ffprobe"));

        string first = Run(folder, mode);
        int asked = File.ReadAllLines(calls).Length;
        string second = Run(folder, mode);

        Assert.NotEqual(0, asked);
        Assert.Equal(asked, File.ReadAllLines(calls).Length);
        Assert.Equal(2, first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(first, second);
    }

    private static string Which(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, program)).First(File.Exists);

    private static string Run(TempFolder folder, string mode)
    {
        ProcessStartInfo info = new(
            Checkout.Program,
            ["shots", folder.File("film.mp4"), "--mode", mode, "--cache-dir", folder.File("store")]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["MONTAGE_FFMPEG"] = folder.File("tools");
        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return output;
    }
}
