using System.Diagnostics;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>FFmpeg crashes or hangs on one clip (P1): the job goes on without it and says so.</summary>
public sealed class FaultTests
{
    [TableTheory]
    [InlineData("kill -SEGV $$", "signal 11")]
    [InlineData("sleep 600", "hung")]
    [InlineData("exit 3", "exit status 3")]
    [InlineData("head -c 100000 /dev/zero; exit 0", "could not be read")]
    public void Create_DecoderFailsOnOneClip_UsesTheOthers(string fault, string words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for FFmpeg is a shell script.");
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 4, 8, "30");
        File.Move(folder.File("clips/clip02.mp4"), folder.File("clips/poison.mp4"));
        TestSong.Write(folder.File("song.wav"), 120, 30);
        MakeTools(folder.File("tools"), fault);

        JsonElement report = Run(folder);

        JsonElement aside = Assert.Single(report.GetProperty("setAside").EnumerateArray());
        Assert.EndsWith("poison.mp4", aside.GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Contains(words, aside.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, report.GetProperty("clips").GetArrayLength());
        Assert.True(report.GetProperty("check").GetProperty("passed").GetBoolean());
    }

    // ffmpeg and ffprobe as they are, but ffmpeg fails on any command that names the poisoned clip.
    private static void MakeTools(string folder, string fault)
    {
        Directory.CreateDirectory(folder);
        string ffmpeg = Path.Combine(folder, "ffmpeg");
        File.WriteAllText(ffmpeg, $"#!/bin/sh\ncase \"$*\" in *poison.mp4*) {fault};; esac\nexec {Which("ffmpeg")} \"$@\"\n");
        TestTools.Run("chmod", "+x", ffmpeg);
        File.CreateSymbolicLink(Path.Combine(folder, "ffprobe"), Which("ffprobe"));
    }

    private static string Which(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, program)).First(File.Exists);

    private static JsonElement Run(TempFolder folder)
    {
        ProcessStartInfo info = new(Checkout.Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (
            string argument in new[]
            {
                "create",
                "--clips",
                folder.File("clips"),
                "--music",
                folder.File("song.wav"),
                "--output",
                folder.File("film.mp4"),
                "--duration",
                "12",
                "--profile",
                "preview",
                "--cache-dir",
                folder.File("store"),
                "--json",
            }
        )
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["MONTAGE_FFMPEG"] = folder.File("tools");
        info.Environment["MONTAGE_STALL_SECONDS"] = "10";
        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult() + output);
        return JsonDocument.Parse(output).RootElement;
    }
}
