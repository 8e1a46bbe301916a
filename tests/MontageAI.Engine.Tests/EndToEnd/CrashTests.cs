using System.Diagnostics;
using System.Runtime.InteropServices;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Killed at any moment, the next run gives what an undisturbed one gives, and nothing is left behind.</summary>
public sealed class CrashTests
{
    [TableTheory]
    [InlineData(4)]
    [InlineData(20)]
    public async Task Create_KilledAgainAndAgain_EndsEqualToTheUndisturbedRun(int kills)
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 8, 8, "30");
        TestSong.Write(folder.File("song.wav"), 128, 40);
        Stopwatch watch = Stopwatch.StartNew();
        ProgramRun.Succeed(Arguments(folder, "quiet", "quiet-store"));
        TimeSpan whole = watch.Elapsed;
        byte[] expected = File.ReadAllBytes(folder.File("quiet/film.mp4"));

        // Moments spread over the whole run by a fixed sequence, so that all of its phases are hit.
        for (int i = 0; i < kills; i++)
        {
            double share = ((i * 0.6180339887) + 0.05) % 1;
            // After the first few rounds the store makes runs short; a fresh one keeps all phases alive.
            string store = $"store{i / 4}";
            Directory.CreateDirectory(folder.File("out"));
            using Process process = ProgramRun.Start(Arguments(folder, "out", store));
            Task drain = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.WaitForExit(whole * share);
            process.Kill(entireProcessTree: false);
            process.WaitForExit();
            await drain;

            ProgramRun.Succeed([.. Arguments(folder, "out", store), "--overwrite"]);

            Assert.Equal(expected, File.ReadAllBytes(folder.File("out/film.mp4")));
            Assert.Equal(
                ["film.montage.json", "film.mp4", "film.report.json"],
                Directory.GetFileSystemEntries(folder.File("out")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)
            );
            AssertNothingInTheStoreButResults(folder.File(store));
            AssertNoChildren(folder.Path);
            Directory.Delete(folder.File("out"), recursive: true);
        }
    }

    [Fact]
    public async Task Create_Interrupted_SaysSoAndLeavesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Interrupts are POSIX signals.");
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 8, 8, "30");
        TestSong.Write(folder.File("song.wav"), 128, 40);
        using Process process = ProgramRun.Start(Arguments(folder, "out", "store"));

        // The first progress line proves that work is under way.
        string? line = process.StandardError.ReadLine();
        Assert.NotNull(line);
        Assert.Equal(0, Kill(process.Id, 2));
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        await output;

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("Cancelled", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("out/film.mp4")));
        AssertNoChildren(folder.Path);
    }

    private static string[] Arguments(TempFolder folder, string output, string store) =>
        [
            "create",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File($"{output}/film.mp4"),
            "--duration",
            "20",
            "--profile",
            "preview",
            "--cache-dir",
            folder.File(store),
        ];

    private static void AssertNothingInTheStoreButResults(string store)
    {
        string jobs = Path.Combine(store, "jobs");
        Assert.Empty(Directory.Exists(jobs) ? Directory.GetFileSystemEntries(jobs) : []);
    }

    private static void AssertNoChildren(string folder)
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain(
                Process.GetProcessesByName("ffmpeg"),
                p => File.Exists($"/proc/{p.Id}/cmdline") && ReadCommandLine(p.Id).Contains(folder, StringComparison.Ordinal)
            );
        }
    }

    private static string ReadCommandLine(int id)
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

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
