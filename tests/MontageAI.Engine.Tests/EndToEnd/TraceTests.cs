using System.Globalization;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>'--trace FILE': what is written is what was done, also of work that failed.</summary>
public sealed class TraceTests
{
    [Fact]
    public void Trace_OfAPreview_HoldsEveryPhaseAndEveryProcess_WithinTheJob()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Processes are counted by a shell script.");
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 5, 4, "30");
        TestSong.Write(folder.File("song.wav"), 120, 20);
        Dictionary<string, string> counted = CountProcesses(folder);

        ProgramRun run = ProgramRun.Succeed(counted, Arguments(folder, "film.mp4"));

        JsonElement[] spans = Spans(folder.File("trace.json"), out int left);
        Assert.Equal(0, left);
        JsonElement[] processes = [.. spans.Where(s => Category(s) == "process")];
        int[] niceness = [.. File.ReadAllLines(folder.File("started")).Select(l => int.Parse(l, CultureInfo.InvariantCulture))];
        Assert.Equal(niceness.Length, processes.Length);
        // Nobody who waits for the opening gives way to other programs; what checks the film does.
        Assert.Equal(niceness[0] + 5, niceness[^1]);
        Assert.All(processes, p => Assert.NotEmpty(p.GetProperty("args").GetProperty("purpose").GetString()!));
        Assert.All(processes, p => Assert.InRange(p.GetProperty("args").GetProperty("exit").GetInt32(), 0, 255));
        Assert.Equal(processes.Length, processes.Select(p => p.GetProperty("args").GetProperty("pid").GetInt32()).Distinct().Count());

        // Every phase of the report, at its time.
        JsonElement report = JsonDocument.Parse(File.ReadAllText(folder.File("film.report.json"))).RootElement;
        (string, double)[] phases = [.. spans.Where(s => Category(s) == "phase").Select(p => (Name(p), Begin(p) / 1e6))];
        Assert.All(
            report.GetProperty("phases").EnumerateArray(),
            p =>
                Assert.Contains(
                    phases,
                    t => t.Item1 == p.GetProperty("name").GetString() && Math.Abs(t.Item2 - p.GetProperty("startedAt").GetDouble()) < 0.002
                )
        );
        AssertWithinTheJob(spans, "done");
    }

    [Fact]
    public void Trace_OfWorkThatFails_IsWritten_AndSaysWhy()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 2, 4, "30");
        File.WriteAllText(folder.File("song.wav"), "no song");

        ProgramRun run = ProgramRun.Of(Arguments(folder, "film.mp4"));

        Assert.Equal(1, run.ExitCode);
        JsonElement[] spans = Spans(folder.File("trace.json"), out _);
        AssertWithinTheJob(spans, "failed");
        JsonElement job = Assert.Single(spans, s => Category(s) == "job");
        Assert.Contains("song.wav", job.GetProperty("args").GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains(spans, s => Category(s) == "phase" && Name(s) == "listen to the song");
    }

    [Fact]
    public void Trace_ReplacesATrace_AndNothingElse()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 1, 2, "30");
        string clip = Directory.GetFiles(folder.File("clips")).Single();
        string[] probe = ["probe", clip, "--cache-dir", folder.File("store"), "--trace", folder.File("trace.json")];

        ProgramRun.Succeed(probe);
        ProgramRun.Succeed(probe);
        Assert.Contains(Spans(folder.File("trace.json"), out _), s => Category(s) == "job" && Name(s) == "probe");

        File.WriteAllText(folder.File("trace.json"), "{}");
        ProgramRun refused = ProgramRun.Of(probe);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--trace", refused.Error, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(folder.File("trace.json")));
    }

    private static string[] Arguments(TempFolder folder, string film) =>
        [
            "preview",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File(film),
            "--duration",
            "8",
            "--cache-dir",
            folder.File("store"),
            "--trace",
            folder.File("trace.json"),
        ];

    // FFmpeg's programs, each of which leaves a line with its niceness when it is started.
    private static Dictionary<string, string> CountProcesses(TempFolder folder)
    {
        string programs = folder.File("programs");
        Directory.CreateDirectory(programs);
        foreach (string name in new[] { "ffmpeg", "ffprobe" })
        {
            string real = Environment
                .GetEnvironmentVariable("PATH")!
                .Split(Path.PathSeparator)
                .Select(p => Path.Combine(p, name))
                .First(File.Exists);
            string script = Path.Combine(programs, name);
            File.WriteAllText(script, $"#!/bin/sh\nnice >> '{folder.File("started")}'\nexec '{real}' \"$@\"\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        return new() { ["MONTAGE_FFMPEG"] = programs };
    }

    private static JsonElement[] Spans(string path, out int left)
    {
        JsonElement root = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        left = root.GetProperty("spansLeftOut").GetInt32();
        return [.. root.GetProperty("traceEvents").EnumerateArray().Where(e => e.GetProperty("ph").GetString() == "X")];
    }

    private static void AssertWithinTheJob(JsonElement[] spans, string outcome)
    {
        JsonElement job = Assert.Single(spans, s => Category(s) == "job");
        Assert.Equal(outcome, job.GetProperty("args").GetProperty("outcome").GetString());
        Assert.All(spans, s => Assert.InRange(Begin(s), Begin(job), End(job)));
        Assert.All(spans, s => Assert.InRange(End(s), Begin(s), End(job)));
        foreach (IGrouping<int, JsonElement> row in spans.GroupBy(s => s.GetProperty("tid").GetInt32()))
        {
            JsonElement[] inOrder = [.. row.OrderBy(Begin).ThenByDescending(End)];
            for (int i = 0; i < inOrder.Length; i++)
            {
                Assert.All(inOrder.Skip(i + 1), s => Assert.True(Begin(s) >= End(inOrder[i]) || End(s) <= End(inOrder[i])));
            }
        }
    }

    private static string Category(JsonElement span) => span.GetProperty("cat").GetString()!;

    private static string Name(JsonElement span) => span.GetProperty("name").GetString()!;

    private static long Begin(JsonElement span) => span.GetProperty("ts").GetInt64();

    private static long End(JsonElement span) => Begin(span) + span.GetProperty("dur").GetInt64();
}
