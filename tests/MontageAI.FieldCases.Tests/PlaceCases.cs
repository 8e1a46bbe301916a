using System.Diagnostics;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Places where films cannot be put, and where something lies already.</summary>
public sealed class PlaceCases
{
    [TableTheory]
    [InlineData("preview", "film.mp4")]
    [InlineData("create", "film.mp4")]
    [InlineData("plan", "film.json")]
    [InlineData("sprites", "sheets")]
    public void Folder_WithoutPermission_IsToldBeforeAnyWork(string command, string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions are others on Windows.");
        using FieldFolder folder = new FieldFolder().WithCompanions(1);
        Directory.CreateDirectory(folder.File("locked"));
        TestTools.Run("chmod", "555", folder.File("locked"));

        ProgramRun run = AsNobody(folder, command, "--clips", folder.Clips, "--output", folder.File($"locked/{name}"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("locked")));
    }

    [TableTheory]
    [InlineData("locked")]
    [InlineData("a/locked")]
    [InlineData("locked/below")]
    public void SubFolder_ThatCannotBeRead_IsNamed(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions are others on Windows.");
        using FieldFolder folder = new FieldFolder().WithCompanions(2);
        Directory.CreateDirectory(Path.Combine(folder.Clips, path));
        string locked = path == "locked/below" ? Path.Combine(folder.Clips, "locked") : Path.Combine(folder.Clips, path);
        TestTools.Run("chmod", "0", locked);
        Directory.CreateDirectory(folder.File("out"));
        TestTools.Run("chmod", "777", folder.File("out"));

        ProgramRun run = AsNobody(folder, "preview", "--clips", folder.Clips, "--duration", "4", "--output", folder.File("out/film.mp4"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(locked, run.Output + run.Error, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(File.ReadAllText(folder.File("out/film.report.json"))).RootElement;
        JsonElement aside = Assert.Single(report.GetProperty("setAside").EnumerateArray());
        Assert.Equal(locked, aside.GetProperty("path").GetString());
        Assert.Contains("cannot be read", aside.GetProperty("reason").GetString(), StringComparison.Ordinal);
        TestTools.Run("chmod", "755", locked);
    }

    [TableTheory]
    [InlineData("preview")]
    [InlineData("create")]
    [InlineData("render")]
    public void Disk_WithLessRoomThanThePlanNeeds_IsToldBeforeRendering(string command)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(2);
        Directory.CreateDirectory(folder.File("disk"));
        Assert.SkipUnless(TryMount(folder.File("disk")), "Only an administrator may make a small disk.");
        try
        {
            ProgramRun.Succeed("plan", "--clips", folder.Clips, "--duration", "8", "--output", folder.File("t.json"));
            string[] from = command == "render" ? [folder.File("t.json")] : ["--clips", folder.Clips, "--duration", "8"];

            ProgramRun run = folder.Run([command, .. from, "--output", folder.File("disk/film.mp4")]);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains("the disk has room for", run.Output + run.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(folder.File("disk/film.mp4")));
            Assert.DoesNotContain(
                JsonDocument
                    .Parse(File.ReadAllText(folder.File("disk/film.report.json")))
                    .RootElement.GetProperty("phases")
                    .EnumerateArray(),
                p => p.GetProperty("name").GetString() == "join"
            );
        }
        finally
        {
            TestTools.Run("umount", folder.File("disk"));
        }
    }

    // Lengths in bytes of the part before ".mp4": the film's own name fits always, what lies beside it does not. 0 stands for 121 letters
    // of two bytes each.
    [TableTheory]
    [InlineData("preview", 250, 2)]
    [InlineData("create", 243, 2)]
    [InlineData("create", 242, 0)]
    [InlineData("create", 0, 0)]
    public void Name_NearTheLimit_IsTriedBeforeTheWork(string command, int bytes, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The limit is another on Windows.");
        using FieldFolder folder = new FieldFolder().WithCompanions(2);
        string name = (bytes == 0 ? new string('ü', 121) : new string('n', bytes)) + ".mp4";

        ProgramRun run = folder.Run(
            command,
            "--clips",
            folder.Clips,
            "--duration",
            "4",
            "--profile",
            "preview",
            "--output",
            folder.File("out/" + name)
        );

        Assert.True(run.ExitCode == code, run.Error);
        Assert.Equal(code == 0, File.Exists(folder.File("out/" + name)));
        Assert.True(code == 0 || run.Error.Contains("cannot be written", StringComparison.Ordinal), run.Error);
    }

    [TableTheory]
    [InlineData("preview", "film.mp4", "preview", "film.mp4")]
    [InlineData("create", "film.mp4", "preview", "film.mp4")]
    [InlineData("create", "film.mp4", "plan", "film.json")]
    public async Task TwoRuns_IntoOneOutput_TheSecondIsRefusedAtOnce(string first, string output, string second, string other)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(4).WithSong(20);
        using Process running = ProgramRun.Start(folder.Command(first, "out/" + output, "--duration", "16", "--profile", "preview"));
        Task<string> said = running.StandardOutput.ReadToEndAsync();
        Task<string> errors = running.StandardError.ReadToEndAsync();
        WaitFor(() => Directory.Exists(folder.File("out")) && Directory.GetFiles(folder.File("out"), ".*.lock").Length > 0, running);

        ProgramRun refused = ProgramRun.Of(folder.Command(second, "out/" + other, "--overwrite"));
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("another run", refused.Error, StringComparison.Ordinal);
        Assert.True(running.ExitCode == 0, await said + await errors);
        Assert.True(File.Exists(folder.File("out/" + output)));
        Assert.Empty(Directory.GetFiles(folder.File("out"), ".*"));
    }

    [TableTheory]
    [InlineData("killed")]
    [InlineData("empty folder")]
    [InlineData("first playlist")]
    [InlineData("before the film")]
    public void Preview_EndedInTheMiddle_IsMadeAgainWithoutBeingAllowedTo(string how)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Ends a process as Unix does.");
        using FieldFolder folder = new FieldFolder().WithCompanions(4).WithSong(20);
        string stream = folder.File("film.preview");
        if (how is "killed")
        {
            using Process running = ProgramRun.Start(folder.Command("preview", "film.mp4", "--duration", "16"));
            WaitFor(() => File.Exists(Path.Combine(stream, "index.m3u8")), running);
            running.Kill();
            running.WaitForExit();
        }
        else if (how is "before the film")
        {
            folder.Preview("--duration", "4");
            File.Delete(folder.File("film.mp4"));
            File.Delete(folder.File("film.montage.json"));
            File.Delete(folder.File("film.report.json"));
        }
        else
        {
            Directory.CreateDirectory(stream);
            File.WriteAllText(Path.Combine(stream, "index.m3u8.part"), "#EXTM3U\n");
            if (how is "empty folder")
            {
                File.Delete(Path.Combine(stream, "index.m3u8.part"));
            }
        }

        folder.Preview("--duration", "4");

        Assert.True(File.Exists(folder.File("film.mp4")));
        Assert.Contains("ENDLIST", File.ReadAllText(Path.Combine(stream, "index.m3u8")), StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("finished")]
    [InlineData("somebody's list")]
    [InlineData("diary")]
    public void PreviewFolder_ThatIsNoLeftover_Stays(string what)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(2);
        string stream = folder.File("film.preview"),
            kept = Path.Combine(stream, what == "diary" ? "diary.txt" : "index.m3u8");
        if (what is "finished")
        {
            folder.Preview("--duration", "4");
            File.Delete(folder.File("film.mp4"));
        }
        else
        {
            Directory.CreateDirectory(stream);
            File.WriteAllText(kept, "#EXTM3U\n# my own\n");
        }

        byte[] before = File.ReadAllBytes(kept);
        ProgramRun run = folder.Run("preview", "--clips", folder.Clips, "--duration", "4", "--output", folder.File("film.mp4"));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(before, File.ReadAllBytes(kept));
    }

    [TableTheory]
    [InlineData("link")]
    [InlineData("open to all")]
    [InlineData("file")]
    [InlineData("nothing")]
    public void StoreInTheTemporaryFolder_IsTheUsersOwnAlone(string planted)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Folders for temporary files are the user's own there.");
        using FieldFolder folder = new FieldFolder().WithCompanions(2);
        string temporary = folder.File("tmp"),
            expected = Path.Combine(temporary, $"montage-ai-{Environment.UserName}"),
            victim = folder.File("victim");
        Directory.CreateDirectory(temporary);
        Directory.CreateDirectory(victim);
        switch (planted)
        {
            case "link":
                File.CreateSymbolicLink(expected, victim);
                break;
            case "open to all":
                Directory.CreateDirectory(expected);
                TestTools.Run("chmod", "777", expected);
                break;
            case "file":
                File.WriteAllText(expected, "somebody's");
                break;
        }

        ProgramRun run = ProgramRun.Of(
            new Dictionary<string, string> { ["TMPDIR"] = temporary },
            "preview",
            "--clips",
            folder.Clips,
            "--duration",
            "4",
            "--output",
            folder.File("film.mp4"),
            "--cache-dir",
            "/proc/no-place"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(Directory.GetFileSystemEntries(victim));
        string used = Assert.Single(
            Directory.GetDirectories(temporary),
            d => new DirectoryInfo(d).LinkTarget is null && Directory.GetFiles(d, "*.db").Length > 0
        );
        Assert.Equal("drwx------", TestTools.Run("ls", "-ld", used)[..10]);
        Assert.Contains(used, folder.Document("report.json").GetProperty("degradations").ToString(), StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("create", "*")]
    [InlineData("preview", "*")]
    [InlineData("create", "artifacts")]
    public async Task Store_RemovedWhileItIsUsed_EndsInASentenceAndNothingIsLost(string command, string what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Open files cannot be removed on Windows.");
        using FieldFolder folder = new FieldFolder().WithCompanions(4).WithSong(20);
        string[] all = folder.Command(command, "film.mp4", "--duration", "16", "--profile", "preview");
        string artifacts = folder.File("store/artifacts");
        using (Process running = ProgramRun.Start(all))
        {
            Task<string> said = running.StandardOutput.ReadToEndAsync();
            Task<string> errors = running.StandardError.ReadToEndAsync();
            WaitFor(
                () => Directory.Exists(artifacts) && Directory.EnumerateFiles(artifacts, "*", SearchOption.AllDirectories).Any(),
                running
            );
            TestTools.Run("rm", "-rf", what == "*" ? folder.File("store") : artifacts);
            await running.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.InRange(running.ExitCode, 0, 1);
            Assert.DoesNotContain("   at ", await errors, StringComparison.Ordinal);
            Assert.NotEmpty(await said + await errors);
        }

        ProgramRun again = ProgramRun.Of([.. all, "--overwrite"]);

        Assert.True(again.ExitCode == 0, again.Error);
    }

    // Tests of containers run as root, who may everything.
    private static ProgramRun AsNobody(FieldFolder folder, params string[] arguments)
    {
        Directory.CreateDirectory(folder.File("store"));
        TestTools.Run("chmod", "777", folder.File("store"));
        string[] command = [.. arguments, "--cache-dir", folder.File("store")];
        if (Environment.UserName != "root")
        {
            return ProgramRun.Of(command);
        }

        TestTools.Run("chmod", "755", folder.File("."));
        ProcessStartInfo info = new("setpriv") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--reuid", "65534", "--regid", "65534", "--clear-groups", Checkout.Program, .. command])
        {
            info.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(info) ?? throw new InvalidOperationException("setpriv did not start");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProgramRun(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private static bool TryMount(string path)
    {
        using Process mount = Process.Start(
            new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", path]) { RedirectStandardError = true }
        )!;
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }

    private static void WaitFor(Func<bool> condition, Process running)
    {
        while (!condition() && !running.WaitForExit(5))
        {
            // Nobody tells when a file appears in a folder that is not there yet.
        }

        Assert.False(running.HasExited, "it ended too soon");
    }
}
