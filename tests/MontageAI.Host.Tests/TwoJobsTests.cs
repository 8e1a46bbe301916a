using System.Text.Json.Nodes;
using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Host.Tests;

/// <summary>Jobs of one engine know nothing of each other.</summary>
public sealed class TwoJobsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoAtOnce_GiveTheFilmsAndReports_ThatTwoEnginesGive()
    {
        using Footage first = new(6, "25", 120);
        using Footage second = new(5, "30000/1001", 96);
        File.WriteAllText(first.File("clips/broken.mp4"), "This is no film.");
        await MakeAsync(first, "alone", preview: false);
        await MakeAsync(second, "alone", preview: true);

        await using (MontageEngine both = first.Engine("store of both"))
        {
            Job<RunReport> one = both.Start(new CreateRequest(first.Montage("both/film.mp4")));
            Job<RunReport> two = both.Start(new CreateRequest(second.Montage("both/film.mp4") with { IsPreview = true }));
            Assert.NotEqual(one.Id, two.Id);
            Assert.Equal(RunOutcome.Done, (await one.Completion).Outcome);
            Assert.Equal(RunOutcome.Done, (await two.Completion).Outcome);
            Assert.Equal((JobState.Done, JobState.Done), (one.State, two.State));
        }

        foreach (Footage footage in new[] { first, second })
        {
            foreach (string name in new[] { "film.mp4", "film.montage.json" })
            {
                Assert.Equal(File.ReadAllBytes(footage.File("alone/" + name)), File.ReadAllBytes(footage.File("both/" + name)));
            }

            Assert.Equal(Lasting(footage, "alone"), Lasting(footage, "both"));
        }
    }

    [Fact]
    public async Task SecondJob_AfterOneWithABrokenFile_ListsNothingOfIt()
    {
        using Footage footage = new();
        await using MontageEngine engine = footage.Engine("store");
        File.WriteAllText(footage.File("clips/broken.mp4"), "This is no film.");
        RunReport first = await engine
            .Start(new CreateRequest(footage.Montage("out/one.mp4")), new JobOptions { SecondsBefore = 500 })
            .Completion;
        File.Delete(footage.File("clips/broken.mp4"));
        Job<RunReport> job = engine.Start(new CreateRequest(footage.Montage("out/two.mp4")));
        RunReport second = await job.Completion;

        Assert.Equal("broken.mp4", Path.GetFileName(Assert.Single(first.SetAside).Path));
        Assert.Empty(second.SetAside);
        Assert.Equal(first.Phases.Select(p => p.Name).Order(), second.Phases.Select(p => p.Name).Order());
        Assert.DoesNotContain(job.Events.ToList(), e => e is FileSetAside);
        // What the first was told to count from does not count here.
        Assert.True(first.Playable!.WholeSeconds > 500);
        Assert.True(second.Playable!.WholeSeconds < 500);
        Assert.Equal(0, second.Resources!.CacheMisses);
        Assert.True(second.Resources.Processes < first.Resources!.Processes);
    }

    [Fact]
    public async Task WhatChildrenUsed_IsTheJobsOwn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere nobody tells.");
        using Footage footage = new(2);
        await using MontageEngine engine = footage.Engine("store");

        (double CpuSeconds, double PeakMiB)? busy = await engine.Start("busy", (c, t) => UseAsync(c, 40, t)).Completion;
        (double CpuSeconds, double PeakMiB)? idle = await engine.Start("idle", (c, t) => UseAsync(c, 0, t)).Completion;

        Assert.True(busy!.Value is { CpuSeconds: > 0.05, PeakMiB: > 5 }, $"{busy}");
        Assert.Equal((0, 0), idle);
    }

    private static async Task<(double CpuSeconds, double PeakMiB)?> UseAsync(JobContext context, int seconds, CancellationToken token)
    {
        if (seconds > 0)
        {
            string[] arguments = ["-f", "lavfi", "-i", $"testsrc2=s=640x360:r=25:d={seconds}", "-f", "null", "-"];
            await ToolProcess.RunAsync("Making pictures", context.Tools.Command(arguments), token);
        }

        return context.Children.Usage;
    }

    private static async Task MakeAsync(Footage footage, string folder, bool preview)
    {
        await using MontageEngine engine = footage.Engine("store of " + folder);
        RunReport report = await engine
            .Start(new CreateRequest(footage.Montage(folder + "/film.mp4") with { IsPreview = preview }))
            .Completion.WaitAsync(Token);
        Assert.Equal(RunOutcome.Done, report.Outcome);
    }

    // Everything in a report but times, resources and the folder.
    private static string Lasting(Footage footage, string folder)
    {
        JsonObject report = JsonNode.Parse(File.ReadAllText(footage.File(folder + "/film.report.json")))!.AsObject();
        foreach (string measured in new[] { "seconds", "timeToFirstPreviewSeconds", "playable", "resources" })
        {
            Assert.True(report.Remove(measured));
        }

        JsonArray phases = new([
            .. report["phases"]!
                .AsArray()
                .Select(p => $"{p!["name"]} {p["items"]} {p["unit"]} {p["fromCache"]}")
                .Order(StringComparer.Ordinal)
                .Select(p => JsonValue.Create(p)),
        ]);
        report["phases"] = phases;
        return report.ToJsonString().Replace($"/{folder}/", "/", StringComparison.Ordinal);
    }
}
