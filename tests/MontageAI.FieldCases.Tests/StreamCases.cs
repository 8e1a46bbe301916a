using System.Diagnostics;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Standard output that is full, closed or read by nobody any more; and errors for programs.</summary>
public sealed class StreamCases
{
    [TableTheory]
    [InlineData("styles schema", ">/dev/full", 1)]
    [InlineData("styles list", ">&-", 1)]
    [InlineData("--help", ">/dev/full", 1)]
    [InlineData("styles list --json", ">/dev/full", 1)]
    [InlineData("probe CLIP", ">/dev/full", 1)]
    [InlineData("probe CLIP", ">&-", 1)]
    [InlineData("beats SONG", ">/dev/full", 1)]
    [InlineData("beats SONG", ">&-", 1)]
    [InlineData("beats SONG --json", ">&- 2>&-", 1)]
    [InlineData("probe nope.mp4", "2>/dev/full", 1)]
    [InlineData("shots CLIP --json", ">/dev/full", 1)]
    [InlineData("styles schema", "| head -c 1 >/dev/null", 0)]
    [InlineData("beats SONG", "| true", 0)]
    public void Stream_ThatTakesNothing_EndsInASentence(string command, string streams, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        using FieldFolder folder = new FieldFolder().WithCompanions(1).WithSong(6);

        ProgramRun run = Shell(folder, command, streams);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.DoesNotContain("Unhandled", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.True(
            exitCode == 0
                || streams.Contains('2', StringComparison.Ordinal)
                || run.Error.Contains("Standard output", StringComparison.Ordinal),
            run.Error
        );
    }

    [TableTheory]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    [InlineData(">&- 2>&-")]
    [InlineData(">/dev/full 2>/dev/full")]
    public void Film_WithStreamsThatTakeNothing_IsMadeAllTheSame(string streams)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        using FieldFolder folder = new FieldFolder().WithCompanions(2).WithSong(6);

        ProgramRun run = Shell(folder, "preview --clips CLIPS --music SONG --output FILM", streams);

        Assert.Equal(0, run.ExitCode);
        Assert.True(new RenderedFilm(folder.File("film.mp4")).FrameTimes.Length > 30);
        Assert.Equal("done", folder.Document("report.json").GetProperty("outcome").GetString());
    }

    [TableTheory]
    [InlineData(2, "fileMissing", "preview", "--clips", "nope", "--output", "x.mp4", "--json")]
    [InlineData(2, "usage", "beats", "s.wav", "--bpm", "x", "--json")]
    [InlineData(2, "usage", "create", "--json")]
    [InlineData(1, "fileMissing", "beats", "nope.wav", "--json")]
    [InlineData(1, "nothingUsable", "probe", "nope.mp4", "--json")]
    [InlineData(1, "fileMissing", "shots", "nope.mp4", "--json")]
    [InlineData(2, "fileMissing", "render", "nope.json", "--output", "x.mp4", "--json")]
    [InlineData(2, "fileMissing", "edit", "nope.json", "drop=1", "--json")]
    [InlineData(2, "fileMissing", "judge", "nope.json", "--json")]
    [InlineData(2, "unknown", "styles", "show", "baroque", "--json")]
    public void Error_WithJson_IsOneDocumentWithCodeAndMessage(int exitCode, string code, params string[] command)
    {
        using TempFolder folder = new();

        ProgramRun run = ProgramRun.Of([.. command, "--cache-dir", folder.File("store")]);

        Assert.Equal(exitCode, run.ExitCode);
        JsonElement error = run.Json.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Contains(error.GetProperty("message").GetString()!, run.Error, StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("preview")]
    [InlineData("create")]
    [InlineData("plan")]
    public void Run_ThatFails_PrintsItsErrorInTheSameForm(string command)
    {
        using FieldFolder folder = new FieldFolder().WithSong(6);
        Directory.CreateDirectory(folder.Clips);
        File.WriteAllText(Path.Combine(folder.Clips, "a.mp4"), "no film");

        ProgramRun run = folder.Run(
            command,
            "--clips",
            folder.Clips,
            "--output",
            folder.File(command == "plan" ? "p.json" : "f.mp4"),
            "--json"
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("failed", run.Json.GetProperty("outcome").GetString());
        Assert.Equal("nothingUsable", run.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("a.mp4", run.Json.GetProperty("error").GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    private static ProgramRun Shell(FieldFolder folder, string command, string streams)
    {
        ProcessStartInfo shell = new("bash")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Directory.CreateDirectory(folder.File("here")).FullName,
        };
        string words = command
            .Replace("CLIPS", "\"$CLIPS\"", StringComparison.Ordinal)
            .Replace("CLIP ", "\"$CLIPS/clip00.mp4\" ", StringComparison.Ordinal)
            .Replace("SONG", "\"$SONG\"", StringComparison.Ordinal)
            .Replace("FILM", "\"$FILM\"", StringComparison.Ordinal);
        words = words.EndsWith("CLIP", StringComparison.Ordinal) ? words[..^4] + "\"$CLIPS/clip00.mp4\"" : words;
        shell.ArgumentList.Add("-c");
        shell.ArgumentList.Add($"set -o pipefail; \"$PROGRAM\" {words} {streams}");
        shell.Environment["PROGRAM"] = Checkout.Program;
        shell.Environment["CLIPS"] = folder.Clips;
        shell.Environment["SONG"] = folder.File("song.wav");
        shell.Environment["FILM"] = folder.File("film.mp4");
        shell.Environment["MONTAGE_CACHE"] = folder.File("store");
        using Process process = Process.Start(shell)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProgramRun(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
