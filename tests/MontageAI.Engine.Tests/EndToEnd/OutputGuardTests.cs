using MontageAI.Storage.Files;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Nothing is replaced that the user did not allow, and nothing that a run reads is ever written.</summary>
public sealed class OutputGuardTests(OutputGuardTests.Files files) : IClassFixture<OutputGuardTests.Files>
{
    private const string Stranger = "somebody else's work\n";

    // Every command that writes; {} is the fixture's folder, @ the test's own. What is named last is there already.
    public static TheoryData<string, string> Existing =>
        new()
        {
            { "create --clips {}/clips --output @/x.mp4", "@/x.mp4" },
            { "create --clips {}/clips --output @/x.mp4", "@/x.montage.json" },
            { "create --clips {}/clips --output @/x.mp4", "@/x.report.json" },
            { "create --clips {}/clips --output @/x.mp4 --variants 2 --pick 1", "@/x.v2.montage.json" },
            { "create --clips {}/clips --output @/x.mp4 --variants 2 --pick 1", "@/x.mp4" },
            { "preview --clips {}/clips --output @/x.mp4", "@/x.mp4" },
            { "preview --clips {}/clips --output @/x.mp4", "@/x.preview" },
            { "preview --clips {}/clips --output @/x.mp4", "@/x.report.json" },
            { "preview {}/t.json --output @/x.mp4", "@/x.montage.json" },
            { "plan --clips {}/clips --output @/x.json", "@/x.json" },
            { "plan --clips {}/clips --output @/x.json", "@/x.report.json" },
            { "plan --clips {}/clips --output @/x.json --sheet @/x.png", "@/x.png" },
            { "plan --clips {}/clips --output @/x.json --page @/x.html", "@/x.html" },
            { "plan --clips {}/clips --output @/x.json --variants 2", "@/x.v1.montage.json" },
            { "plan --clips {}/clips --output @/x.json --variants 2", "@/x.variants.png" },
            { "render {}/t.json --output @/x.mp4", "@/x.mp4" },
            { "render {}/t.json --output @/x.mp4", "@/x.montage.json" },
            { "edit {}/t.json slip=1:+1 --output @/x.json", "@/x.json" },
            { "edit {}/t.json slip=1:+1 --output @/y.json --preview @/x.mp4", "@/x.mp4" },
            { "edit {}/t.json slip=1:+1 --output @/y.json --preview @/x.mp4", "@/x.montage.json" },
            { "edit {}/t.json slip=1:+1 --output @/y.json --preview @/x.mp4", "@/x.report.json" },
            { "edit {}/t.json slip=1:+1 --output @/y.json --preview @/x.mp4", "@/x.preview" },
            { "extract {}/clips/a.mp4 --to 1 --output @/x.mp4", "@/x.mp4" },
            { "judge {}/t.json --sheet @/x.png", "@/x.png" },
            { "judge {}/t.json --page @/x.html", "@/x.html" },
            { "analyze {}/clips/a.mp4 --report @/x.html", "@/x.html" },
            { "sprites --clips {}/clips --output @/s", "@/s/a.vtt" },
            { "sprites --clips {}/clips --output @/s", "@/s/a-01.jpg" },
        };

    [TableTheory]
    [MemberData(nameof(Existing))]
    public void Run_SomethingIsThere_IsRefusedAtOnceAndStays(string command, string there)
    {
        using TempFolder folder = new();
        string path = Filled(there, folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Stranger);
        string[] before = Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories);

        ProgramRun run = Run(command, folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
        Assert.Equal(Stranger, File.ReadAllText(path));
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories));
    }

    [TableTheory]
    [MemberData(nameof(Existing))]
    public void Run_FolderInTheWay_IsRefusedAlsoWithOverwrite(string command, string there)
    {
        using TempFolder folder = new();
        string path = Filled(there, folder);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "diary.txt"), Stranger);

        ProgramRun run = Run(command + " --overwrite", folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
        Assert.Equal(Stranger, File.ReadAllText(Path.Combine(path, "diary.txt")));
    }

    // Every command that writes, and one of the names that it writes. Sprites of a folder are held together.
    public static TheoryData<string, string> Held =>
        new()
        {
            { "create --clips {}/clips --output @/x.mp4", "@/x.mp4" },
            { "create --clips {}/clips --output @/x.mp4", "@/x.montage.json" },
            { "create --clips {}/clips --output @/x.mp4 --variants 2", "@/x.v2.montage.json" },
            { "preview --clips {}/clips --output @/x.mp4", "@/x.preview" },
            { "plan --clips {}/clips --output @/x.json", "@/x.json" },
            { "plan --clips {}/clips --output @/x.json --page @/x.html", "@/x.html" },
            { "render {}/t.json --output @/x.mp4", "@/x.report.json" },
            { "edit {}/t.json slip=1:+1 --output @/x.json", "@/x.json" },
            { "extract {}/clips/a.mp4 --to 1 --output @/x.mp4", "@/x.mp4" },
            { "judge {}/t.json --sheet @/x.png", "@/x.png" },
            { "judge {}/t.json --page @/x.html", "@/x.html" },
            { "analyze {}/clips/a.mp4 --report @/x.html", "@/x.html" },
            { "sprites --clips {}/clips --output @/s", "@/s/all" },
        };

    [TableTheory]
    [MemberData(nameof(Held))]
    public void Run_AnotherRunWritesThere_IsRefusedAtOnce(string command, string written)
    {
        using TempFolder folder = new();
        string path = Filled(written, folder);
        using WriteClaim? other = WriteClaim.TryTake(path);
        Assert.NotNull(other);
        string[] before = Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories);

        ProgramRun run = Run(command + " --overwrite", folder);

        Assert.Equal(2, run.ExitCode);
        string told = written == "@/s/all" ? folder.File("s") : path;
        Assert.Contains($"'{told}' is being written by another run", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories));
    }

    // What is read, and a command that would write it.
    public static TheoryData<string, string> Read =>
        new()
        {
            { "create --clips {}/clips --output {}/clips/a.mp4", "{}/clips/a.mp4" },
            { "create --clips {}/clips/../clips/a.mp4 --output {}/clips/a.mp4", "{}/clips/a.mp4" },
            { "create --clips {}/clips --output @/hard.mp4", "{}/clips/a.mp4" },
            { "create --clips {}/clips --output @/soft.mp4", "{}/clips/a.mp4" },
            { "create --clips @/soft.mp4 --output {}/clips/a.mp4", "{}/clips/a.mp4" },
            { "create --clips {}/clips --music {}/song.mp4 --output {}/song.mp4", "{}/song.mp4" },
            { "preview --clips {}/clips --style {}/s.montage.json --output {}/s.mp4", "{}/s.montage.json" },
            { "plan --clips {}/clips --music {}/song.mp4 --beats {}/beats.json --output {}/beats.json", "{}/beats.json" },
            { "plan --clips {}/clips --captions {}/captions.json --output {}/captions.json", "{}/captions.json" },
            { "plan --clips {}/clips --output @/x.json --sheet {}/clips/photo.png", "{}/clips/photo.png" },
            { "plan --clips {}/clips --output {}/table.json --look {}/table.cube --sheet @/table.png", "{}/table.cube" },
            { "render {}/t.json --output {}/clips/a.mp4", "{}/clips/a.mp4" },
            { "preview {}/t.json --output {}/clips/a.mp4", "{}/clips/a.mp4" },
            { "edit {}/t.json slip=1:+1 --output @/y.json --preview {}/clips/a.mp4", "{}/clips/a.mp4" },
            { "edit {}/own.report.json slip=1:+1 --output @/y.json --preview {}/own.mp4", "{}/own.report.json" },
            { "extract {}/clips/a.mp4 --to 1 --output @/hard.mp4", "{}/clips/a.mp4" },
            { "judge {}/t.json --music {}/song.png --sheet {}/song.png", "{}/song.png" },
            { "analyze {}/clips/photo.png {}/page.html --report {}/page.html", "{}/page.html" },
        };

    [TableTheory]
    [MemberData(nameof(Read))]
    public void Run_OutputIsRead_IsRefusedAlsoWithOverwrite(string command, string read)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        using TempFolder folder = new();
        string path = Filled(read, folder);
        byte[] before = File.ReadAllBytes(path);
        TestTools.Run("ln", Path.Combine(files.Path, "clips", "a.mp4"), folder.File("hard.mp4"));
        File.CreateSymbolicLink(folder.File("soft.mp4"), Path.Combine(files.Path, "clips", "a.mp4"));
        if (read.EndsWith(".cube", StringComparison.Ordinal))
        {
            // A table under a name that a sheet may have.
            TestTools.Run("ln", path, folder.File("table.png"));
        }

        ProgramRun run = Run(command + " --overwrite", folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("what is read is never written", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void Preview_StreamFolderHoldsAClip_IsRefused()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("x.preview"));
        File.Copy(Path.Combine(files.Path, "clips", "a.mp4"), folder.File("x.preview/segment1.m4s"));

        ProgramRun run = Run("preview --clips @/x.preview/segment1.m4s --output @/x.mp4 --overwrite", folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("what is read is never written", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("x.preview/segment1.m4s")));
    }

    [TableTheory]
    [InlineData("create --clips {}/clips --output @/file/x.mp4")]
    [InlineData("plan --clips {}/clips --output @/LONG.json")]
    [InlineData("render {}/t.json --output @/LONG.mp4")]
    [InlineData("edit {}/t.json slip=1:+1 --output @/y.json --preview @/file/deep/x.mp4")]
    [InlineData("judge {}/t.json --sheet @/LONG.png")]
    [InlineData("sprites --clips {}/clips --output @/file")]
    [InlineData("demo @/file")]
    public void Run_NothingCanBeWrittenThere_IsToldBeforeAnyWork(string command)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("file"), Stranger);

        ProgramRun run = Run(command.Replace("LONG", new string('ü', 130), StringComparison.Ordinal), folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Equal([folder.File("file")], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(Stranger, File.ReadAllText(folder.File("file")));
    }

    [Fact]
    public void EditPreview_EarlierPreviewIsReplacedButNoFilmOfAnotherKind()
    {
        using TempFolder folder = new();
        ProgramRun Preview(string film)
        {
            File.Delete(folder.File("y.json"));
            return Run($"edit {{}}/t.json slip=1:+1 --output @/y.json --preview @/{film}", folder);
        }

        Assert.Equal(0, Preview("look.mp4").ExitCode);
        byte[] first = File.ReadAllBytes(folder.File("look.mp4"));
        Assert.Equal(0, Preview("look.mp4").ExitCode);
        Assert.Equal(first, File.ReadAllBytes(folder.File("look.mp4")));

        // The same film, but made as such.
        Assert.Equal(0, Run("render {}/t.json --output @/film.mp4 --profile preview", folder).ExitCode);
        byte[] film = File.ReadAllBytes(folder.File("film.mp4"));
        ProgramRun refused = Preview("film.mp4");

        Assert.Equal(2, refused.ExitCode);
        Assert.False(File.Exists(folder.File("y.json")), "nothing is changed where the preview is refused");
        Assert.Equal(film, File.ReadAllBytes(folder.File("film.mp4")));
    }

    [Fact]
    public void Demo_FolderWithSomebodysFiles_IsRefused()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("d"));
        File.WriteAllText(folder.File("d/song.wav"), Stranger);

        ProgramRun run = ProgramRun.Of("demo", folder.File("d"), "--cache-dir", folder.File("store"));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(Stranger, File.ReadAllText(folder.File("d/song.wav")));
    }

    private string Filled(string text, TempFolder folder) =>
        text.Replace("{}", files.Path, StringComparison.Ordinal).Replace("@", folder.Path, StringComparison.Ordinal);

    private ProgramRun Run(string command, TempFolder folder) =>
        ProgramRun.Of(
            new Dictionary<string, string> { ["MONTAGE_CACHE"] = Path.Combine(files.Path, "store") },
            Filled(command, folder).Split(' ')
        );

    /// <summary>Clips and a plan of them, and one of everything else that can be read.</summary>
    public sealed class Files : IDisposable
    {
        private readonly TempFolder _folder = new();

        /// <summary>Makes them.</summary>
        public Files()
        {
            TestClips.Make(_folder.File("clips"), 3, 8, "25");
            foreach ((string from, string to) in new[] { ("clip00", "a"), ("clip01", "b"), ("clip02", "c") })
            {
                File.Move(_folder.File($"clips/{from}.mp4"), _folder.File($"clips/{to}.mp4"));
            }

            TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc=s=320x180", "-frames:v", "1", _folder.File("clips/photo.png"));
            TestTools.FFmpeg("-f", "lavfi", "-i", "sine=f=220:d=8", "-c:a", "aac", _folder.File("song.mp4"));
            File.Copy(_folder.File("song.mp4"), _folder.File("song.png"));
            File.WriteAllText(_folder.File("s.montage.json"), """{ "name": "s" }""");
            File.WriteAllText(_folder.File("beats.json"), "0.5\t1\n1.0\t2\n1.5\t3\n2.0\t4\n");
            File.WriteAllText(_folder.File("captions.json"), "1\n00:00:01,000 --> 00:00:02,000\nhello\n");
            File.WriteAllText(_folder.File("table.cube"), "LUT_1D_SIZE 2\n0 0 0\n1 1 1\n");
            File.WriteAllText(_folder.File("page.html"), "no clip");
            ProgramRun.Succeed(
                "plan",
                "--clips",
                _folder.File("clips"),
                "--duration",
                "4",
                "-o",
                _folder.File("t.json"),
                "--cache-dir",
                _folder.File("store")
            );
            File.Copy(_folder.File("t.json"), _folder.File("own.report.json"));
        }

        /// <summary>Their folder.</summary>
        public string Path => _folder.Path;

        /// <inheritdoc/>
        public void Dispose() => _folder.Dispose();
    }
}
