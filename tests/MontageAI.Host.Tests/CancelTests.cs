using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Profiles;
using MontageAI.Testing;

namespace MontageAI.Host.Tests;

/// <summary>A cancelled job ends with all that it started, and says what became of it.</summary>
public sealed class CancelTests
{
    [Fact]
    public async Task Cancel_WhileShotsAreRendered_EndsTheChildrenAndLeavesAReport()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up in /proc.");
        using Footage footage = new(8);
        await using MontageEngine engine = footage.Engine("store");
        Job<RunReport> job = engine.Start(new CreateRequest(footage.Montage("out/film.mp4") with { Profile = ProfileName.High }));
        await foreach (JobEvent happened in job.Events)
        {
            if (happened is PhaseBegun { Phase: "render shots" })
            {
                break;
            }
        }

        // Waiting for the first child that works on this footage.
        while (Children(footage).Count == 0 && !job.Ended.IsCompleted)
        {
            await Task.Yield();
        }

        await job.CancelAsync();

        Assert.Empty(Children(footage));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.Completion);
        Assert.Equal(JobState.Cancelled, job.State);
        Assert.Equal(RunOutcome.Cancelled, Assert.IsType<JobFinished>(job.Events.ToList()[^1]).Outcome);
        string report = File.ReadAllText(footage.File("out/film.report.json"));
        Assert.Contains("\"outcome\": \"cancelled\"", report, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be analysed", report, StringComparison.Ordinal);
        Assert.False(File.Exists(footage.File("out/film.mp4")));

        // What was finished is kept, and nothing that was not is taken for finished.
        RunReport again = await engine
            .Start(new CreateRequest(footage.Montage("out/film.mp4") with { Profile = ProfileName.High, Overwrite = true }))
            .Completion;
        Assert.Equal(RunOutcome.Done, again.Outcome);
        Assert.Empty(again.SetAside);
    }

    [Fact]
    public async Task Cancel_OfAChildThatDoesNotListen_EndsItAndItsChildren()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up in /proc.");
        using Footage footage = new(1);
        await using MontageEngine engine = footage.Engine("store");
        string script = footage.File("deaf.sh");
        File.WriteAllText(
            script,
            $"#!/bin/sh\ntrap '' TERM INT\nsh -c 'trap \"\" TERM INT; echo {footage.File("x")} > /dev/null; sleep 1000'\n"
        );
        TestTools.Run("chmod", "+x", script);
        Job<bool> job = engine.Start(
            "deaf",
            async (context, token) =>
            {
                // The token is not even looked at: ending the children is enough.
                await ToolProcess.RunAsync("Waiting", context.Tools.Command() with { Executable = script }, CancellationToken.None);
                return true;
            }
        );
        while (Children(footage).Count < 2)
        {
            await Task.Yield();
        }

        await job.CancelAsync();

        Assert.Empty(Children(footage));
        Assert.Equal(JobState.Cancelled, job.State);
    }

    [Fact]
    public async Task Cancel_WhileItWaits_LeavesAReportAndTakesNoTurn()
    {
        using Footage footage = new(1);
        await using MontageEngine engine = footage.Engine("store", running: 1);
        TaskCompletionSource<bool> hold = new();
        Job<bool> first = engine.Start("first", (_, _) => hold.Task);
        Job<RunReport> second = engine.Start(new CreateRequest(footage.Montage("out/film.mp4")));
        Assert.Equal(JobState.Waiting, second.State);

        await second.CancelAsync();

        Assert.Equal(JobState.Cancelled, second.State);
        Assert.Contains("\"cancelled\"", File.ReadAllText(footage.File("out/film.report.json")), StringComparison.Ordinal);
        Assert.Equal(JobState.Running, first.State);
        hold.SetResult(true);
        Assert.True(await first.Completion);
    }

    [Fact]
    public async Task Queue_WhenFull_RefusesAndSaysSo()
    {
        using Footage footage = new(1);
        await using MontageEngine engine = new(
            new Engine.Settings.EngineSettings
            {
                CacheFolder = footage.File("store"),
                Version = "test",
                SearchPath = Environment.GetEnvironmentVariable("PATH"),
                RunningJobs = 1,
                WaitingJobs = 1,
            }
        );
        TaskCompletionSource<bool> hold = new();
        Job<bool>[] taken = [engine.Start("a", (_, _) => hold.Task), engine.Start("b", (_, _) => hold.Task)];

        EngineBusyException busy = Assert.Throws<EngineBusyException>(() => engine.Start("c", (_, _) => hold.Task));

        Assert.Contains("1 jobs run and 1 wait", busy.Message, StringComparison.Ordinal);
        hold.SetResult(true);
        await Task.WhenAll(taken.Select(t => t.Completion));
    }

    // Processes whose command line names the folder.
    private static List<string> Children(Footage footage)
    {
        List<string> found = [];
        foreach (string folder in Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                string line = File.ReadAllText(Path.Combine(folder, "cmdline"));
                if (line.Contains(Path.GetDirectoryName(footage.File("x"))!, StringComparison.Ordinal))
                {
                    found.Add(line.Replace('\0', ' '));
                }
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return found;
    }
}
