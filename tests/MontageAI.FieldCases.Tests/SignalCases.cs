using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Signals at any time: children end, temporary files go, the report says so.</summary>
public sealed class SignalCases
{
    private const int Cancelled = 130;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [TableTheory]
    [InlineData("INT", 60)]
    [InlineData("INT", 150)]
    [InlineData("INT", 300)]
    [InlineData("INT", 600)]
    [InlineData("HUP", 120)]
    [InlineData("HUP", 250)]
    [InlineData("QUIT", 200)]
    [InlineData("QUIT", 500)]
    [InlineData("TERM", 100)]
    [InlineData("TERM", 400)]
    public async Task Preview_SignalledSoAfterItsStart_LeavesNothing(string signal, int milliseconds)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are POSIX's.");
        using FieldFolder folder = new FieldFolder().WithCompanions(2).WithSong(8);
        using Process process = Start(folder);
        Task drain = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

        process.WaitForExit(milliseconds);
        Send(process, signal);

        Assert.True(process.WaitForExit(s_patience));
        await drain;
        IsClean(folder, process.ExitCode);
    }

    [TableTheory]
    [InlineData("INT")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    [InlineData("TERM")]
    public async Task Preview_SignalledAtWork_SaysThatItWasCancelled(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are POSIX's.");
        using FieldFolder folder = new FieldFolder().WithCompanions(6).WithSong(30);
        using Process process = Start(folder);
        Task<string> output = process.StandardOutput.ReadToEndAsync();

        // The first progress line proves that work is under way.
        Assert.NotNull(process.StandardError.ReadLine());
        Send(process, signal);
        string errors = process.StandardError.ReadToEnd();

        Assert.True(process.WaitForExit(s_patience));
        await output;
        Assert.Equal(Cancelled, process.ExitCode);
        Assert.Contains("Cancelled", errors, StringComparison.Ordinal);
        Assert.Equal("cancelled", folder.Document("report.json").GetProperty("outcome").GetString());
        IsClean(folder, process.ExitCode);
    }

    [TableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void Result_ThatNobodyReads_DoesNotHoldASignalUp(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are POSIX's.");
        using FieldFolder folder = new FieldFolder().WithCompanions(6).WithSong(20);
        using Process process = ProgramRun.Start(
            "analyze",
            folder.Clips,
            folder.File("song.wav"),
            "--json",
            "--cache-dir",
            folder.File("store")
        );
        Task<string> errors = process.StandardError.ReadToEndAsync();

        // Its result is larger than a pipe holds; when one byte is there, the rest waits.
        Assert.NotEqual(-1, process.StandardOutput.Read());
        Assert.False(process.WaitForExit(500));
        Send(process, signal);

        Assert.True(process.WaitForExit(s_patience));
        Assert.Equal(Cancelled, process.ExitCode);
        IsClean(folder, process.ExitCode);
    }

    private static Process Start(FieldFolder folder) => ProgramRun.Start(folder.Command("preview", "film.mp4"));

    private static void Send(Process process, string signal)
    {
        using Process kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static void IsClean(FieldFolder folder, int exitCode)
    {
        // Before the program has begun, the system ends it; there is nothing to clean then. A short film may be done before.
        Assert.True(exitCode is 0 or Cancelled or > 128, $"{exitCode}");
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.GetDirectoryName(folder.Clips)!, "*", new EnumerationOptions { AttributesToSkip = 0 }),
            f => Path.GetFileName(f).StartsWith('.')
        );
        string scratch = folder.File("store/scratch");
        Assert.Empty(Directory.Exists(scratch) ? Directory.GetFileSystemEntries(scratch) : []);
        Assert.DoesNotContain(
            Process.GetProcessesByName("ffmpeg"),
            p => File.Exists($"/proc/{p.Id}/cmdline") && CommandLine(p.Id).Contains(folder.Clips, StringComparison.Ordinal)
        );
        if (File.Exists(folder.File("film.report.json")))
        {
            JsonElement report = folder.Document("report.json");
            Assert.Equal(exitCode == 0 ? "done" : "cancelled", report.GetProperty("outcome").GetString());
        }
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
