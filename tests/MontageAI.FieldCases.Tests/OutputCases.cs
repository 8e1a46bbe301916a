using System.Diagnostics;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Outputs that are inputs: whatever path leads there and whatever is allowed, what is read stays as it was.</summary>
public sealed class OutputCases(OutputCases.Files files) : IClassFixture<OutputCases.Files>
{
    // A command, and what it would write over. "ways" leads to the same files by other paths.
    [TableTheory]
    [InlineData("preview --clips {}/clips --output {}/ways/folder/a.mp4", "clips/a.mp4")]
    [InlineData("preview --clips {}/ways/folder --output {}/clips/a.mp4", "clips/a.mp4")]
    [InlineData("create --clips {}/ways/hard.mp4 --output {}/ways/../clips/a.mp4", "clips/a.mp4")]
    [InlineData("create --clips {}/clips --music {}/ways/song.mp4 --output {}/song.mp4", "song.mp4")]
    [InlineData("preview --clips {}/clips --captions {}/ways/words.srt --output {}/words.mp4", "words.montage.json")]
    [InlineData("render {}/t.json --output {}/ways/hard.mp4", "clips/a.mp4")]
    [InlineData("preview {}/t.json --output {}/ways/hop.mp4", "clips/a.mp4")]
    [InlineData("edit {}/t.json slip=1:+1 --output {}/y.json --preview {}/ways/hard.mp4", "clips/a.mp4")]
    [InlineData("extract {}/ways/hop.mp4 --to 1 --output {}/clips/a.mp4", "clips/a.mp4")]
    [InlineData("extract {}/clips/a.mp4 --to 1 --output {}/ways/folder/a.mp4", "clips/a.mp4")]
    [InlineData("plan --clips {}/clips --output {}/y.json --sheet {}/ways/folder/photo.png", "clips/photo.png")]
    [InlineData("judge {}/t.json --music {}/ways/song.mp4 --sheet {}/song.png", "song.mp4")]
    [InlineData("render {}/graded.json --output {}/graded-film.mp4", "table.cube")]
    [InlineData("sprites --clips {}/clips --output {}/clips", "clips/a-01.jpg")]
    [InlineData("preview --clips {}/inner.preview/segment-00000.m4s --output {}/inner.mp4", "inner.preview/segment-00000.m4s")]
    [InlineData("preview --clips {}/ways/segment.mp4 --output {}/inner.mp4", "inner.preview/segment-00000.m4s")]
    public void Output_ThatIsRead_IsRefusedAndKept(string command, string kept)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        string path = files.File(kept);
        byte[] before = File.ReadAllBytes(path);
        string[] entries = files.Entries();

        ProgramRun run = files.Run(command + " --overwrite");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("what is read is never written", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(entries, files.Entries());
    }

    [TableTheory]
    [InlineData("render {}/own.montage.json --output {}/own.mp4 --overwrite", "own.montage.json")]
    [InlineData("preview {}/own.montage.json --output {}/own.mp4 --overwrite", "own.montage.json")]
    [InlineData("create --clips {}/clips --duration 6 --output {}/own.mp4 --overwrite", "own.montage.json")]
    public async Task Plan_ChangedByHandWhileItsFilmIsMade_Stays(string command, string plan)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Waits for a file that only Unix shows.");
        string path = files.File(plan),
            mine = await File.ReadAllTextAsync(files.File("t.json"), TestContext.Current.CancellationToken) + "\n\n";
        File.Copy(files.File("t.json"), path, overwrite: true);
        using (Process running = files.Start(command))
        {
            Task<string> said = running.StandardOutput.ReadToEndAsync();
            Task<string> errors = running.StandardError.ReadToEndAsync();
            while (Directory.GetFiles(files.File("."), ".*.lock").Length == 0 && !running.WaitForExit(5))
            {
                // It begins.
            }

            await File.WriteAllTextAsync(path, mine, TestContext.Current.CancellationToken);
            await running.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(running.ExitCode == 0, await errors);
            Assert.Contains("changed while the film was made", await said, StringComparison.Ordinal);
        }

        Assert.Equal(mine, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    /// <summary>One of everything that is read, and other ways that lead there.</summary>
    public sealed class Files : IDisposable
    {
        private readonly TempFolder _folder = new();

        /// <summary>Makes them.</summary>
        public Files()
        {
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            TestClips.Make(File("clips"), 2, 4, "30");
            System.IO.File.Move(File("clips/clip00.mp4"), File("clips/a.mp4"));
            TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc=s=800x450", "-frames:v", "1", File("clips/photo.png"));
            TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=800x450", "-frames:v", "1", File("clips/a-01.jpg"));
            TestTools.FFmpeg("-f", "lavfi", "-i", "sine=f=220:d=6", "-c:a", "aac", File("song.mp4"));
            System.IO.File.WriteAllText(File("words.montage.json"), "1\n00:00:01,000 --> 00:00:02,000\nhello\n");
            System.IO.File.WriteAllText(File("table.cube"), "LUT_1D_SIZE 2\n0 0 0\n1 1 1\n");
            ProgramRun.Succeed(
                "plan",
                "--clips",
                File("clips/a.mp4"),
                "--duration",
                "4",
                "--output",
                File("t.json"),
                "--cache-dir",
                File("store")
            );
            ProgramRun.Succeed(
                "plan",
                "--clips",
                File("clips"),
                "--duration",
                "4",
                "--look",
                File("table.cube"),
                "--output",
                File("graded.json"),
                "--cache-dir",
                File("store")
            );
            // The table under a name that the film's report has.
            TestTools.Run("ln", File("table.cube"), File("graded-film.report.json"));
            Directory.CreateDirectory(File("inner.preview"));
            System.IO.File.Copy(File("clips/a.mp4"), File("inner.preview/segment-00000.m4s"));
            System.IO.File.WriteAllText(File("inner.preview/index.m3u8"), "#EXTM3U\n# Montage AI preview stream\n");
            TestTools.Run("ln", File("song.mp4"), File("song.png"));
            Directory.CreateDirectory(File("ways"));
            TestTools.Run("ln", File("clips/a.mp4"), File("ways/hard.mp4"));
            System.IO.File.CreateSymbolicLink(File("ways/soft.mp4"), "hard.mp4");
            System.IO.File.CreateSymbolicLink(File("ways/hop.mp4"), "soft.mp4");
            System.IO.File.CreateSymbolicLink(File("ways/folder"), "../clips");
            System.IO.File.CreateSymbolicLink(File("ways/song.mp4"), "../song.mp4");
            System.IO.File.CreateSymbolicLink(File("ways/words.srt"), "../words.montage.json");
            System.IO.File.CreateSymbolicLink(File("ways/segment.mp4"), "../inner.preview/segment-00000.m4s");
        }

        /// <summary>A path in their folder.</summary>
        public string File(string name) => _folder.File(name);

        /// <summary>Everything that lies there but the store.</summary>
        public string[] Entries() =>
            [
                .. Directory
                    .GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories)
                    .Where(e => !e.StartsWith(File("store"), StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ];

        /// <summary>Runs a command, {} being the folder.</summary>
        public ProgramRun Run(string command) => ProgramRun.Of(Arguments(command));

        /// <summary>Starts a command, {} being the folder.</summary>
        public Process Start(string command) => ProgramRun.Start(Arguments(command));

        /// <inheritdoc/>
        public void Dispose() => _folder.Dispose();

        private string[] Arguments(string command) =>
            [.. command.Replace("{}", _folder.Path, StringComparison.Ordinal).Split(' '), "--cache-dir", File("store")];
    }
}
