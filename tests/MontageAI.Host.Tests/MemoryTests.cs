using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Errors;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Host.Tests;

/// <summary>A host that only streams needs neither timeline files nor films.</summary>
public sealed class MemoryTests
{
    [Fact]
    public async Task PlanEditAndStream_WithoutFiles_ShowWhatWasPlannedAndRenderWhatChanged()
    {
        using Footage footage = new();
        await using MontageEngine engine = footage.Engine("store");
        MontageRequest montage = footage.Montage("out/unused.json");
        Timeline planned = (await engine.Start(new PlanningRequest(montage) { WritesFiles = false }).Completion).Timeline!;
        RunReport shown = await engine.Start(new StreamRequest { Timeline = planned, Folder = footage.File("out/first") }).Completion;
        EditOutcome edited = await engine.Start(new EditRequest { Timeline = planned, Changes = ["roll=2:+2"] }).Completion;
        RunReport again = await engine
            .Start(new StreamRequest { Timeline = edited.Timeline, Folder = footage.File("out/second") })
            .Completion;

        Assert.Equal((RunOutcome.Done, RunOutcome.Done), (shown.Outcome, again.Outcome));
        Assert.Equal(["first", "second"], Directory.GetFileSystemEntries(footage.File("out")).Select(f => Path.GetFileName(f)!).Order());
        Assert.Null(shown.Output);
        Assert.Null(shown.Check);
        Assert.Equal(footage.File("out/first/index.m3u8"), shown.Stream);
        Assert.NotEqual(planned.Shots[1], edited.Timeline.Shots[1]);
        Assert.Equal(planned.Shots[0], edited.Timeline.Shots[0]);
        Assert.Equal(planned.Frames, Frames(shown.Stream!));
        Assert.Equal(planned.Frames, Frames(again.Stream!));
        PhaseSummary rendered = Assert.Single(again.Phases, p => p.Name == "render shots");
        Assert.Equal(edited.Changed, edited.Timeline.Shots.Zip(planned.Shots).Count(s => s.First != s.Second));
        Assert.InRange(rendered.Items!.Value - rendered.FromCache!.Value, 1, planned.Frames / 2);
    }

    [Fact]
    public async Task Edit_ThatCannotBeDone_SaysWhyAndNeedsNoFFmpeg()
    {
        using Footage footage = new(3);
        Timeline planned;
        await using (MontageEngine engine = footage.Engine("store"))
        {
            planned = (
                await engine.Start(new PlanningRequest(footage.Montage("out/unused.json")) { WritesFiles = false }).Completion
            ).Timeline!;
        }

        await using MontageEngine bare = new(new Engine.Settings.EngineSettings { CacheFolder = footage.File("store"), Version = "test" });
        ConfigurationException wrong = await Assert.ThrowsAsync<ConfigurationException>(() =>
            bare.Start(new EditRequest { Timeline = planned, Changes = ["drop=1000"] }).Completion
        );
        EditOutcome dropped = await bare.Start(new EditRequest { Timeline = planned, Changes = ["drop=3"] }).Completion;

        Assert.Contains("1000", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(planned.Shots.Count - 1, dropped.Timeline.Shots.Count);
        Assert.Equal(planned.Frames, dropped.Timeline.Frames);
    }

    private static long Frames(string playlist) =>
        long.Parse(
            TestTools
                .FFprobe(
                    "-allowed_extensions",
                    "ALL",
                    "-count_packets",
                    "-select_streams",
                    "v",
                    "-show_entries",
                    "stream=nb_read_packets",
                    "-of",
                    "csv=p=0",
                    playlist
                )
                .Trim()
                .Split('\n')[0]
                .Trim(','),
            System.Globalization.CultureInfo.InvariantCulture
        );
}
