using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Host.Tests;

/// <summary>An engine that stays makes by itself, while nobody wants anything, what the next preview profits from.</summary>
public sealed class FollowUpTests
{
    [Fact]
    public async Task Preview_IsFollowedByProxies_AndTheNextStyleIsShownAtOnce()
    {
        using Footage footage = new(3);
        await using MontageEngine engine = footage.Engine("store", followUps: true);
        RunReport first = await engine.Start(Preview(footage, "first", "dynamic")).Completion;
        await engine.WhenIdleAsync(TestContext.Current.CancellationToken);

        RunReport second = await engine.Start(Preview(footage, "second", "vlog")).Completion;

        Assert.Empty(first.Shown);
        Assert.NotEmpty(second.Shown);
        Assert.NotNull(second.Shown[0].DraftSeconds);
        ProxyOutcome proxies = await engine.Start(new ProxyRequest { Clips = [footage.File("clips")] }).Completion;
        Assert.Equal(3, proxies.Clips.Count);
        Assert.All(proxies.Clips, c => Assert.True(c.FromStore));
    }

    [Fact]
    public async Task Watch_IsFollowedByWhatOtherStylesNeed_AndTheirPlansAreTheSameAndStartNoProcess()
    {
        using Footage footage = new(6);
        MontageRequest other = footage.Montage("other/other.mp4") with { Style = "calm", IsStyleGiven = true };
        await using MontageEngine engine = footage.Engine("store", followUps: true);
        await engine
            .Start(new WatchRequest(footage.Montage("first/first.mp4"), footage.File("stream")) { OtherStyles = ["mtv", "calm", "none"] })
            .Completion;
        await engine.WhenIdleAsync(TestContext.Current.CancellationToken);

        RunReport ahead = await engine.Start(new PlanningRequest(other) { WritesFiles = false }).Completion;
        await using MontageEngine fresh = footage.Engine("fresh");
        RunReport cold = await fresh.Start(new PlanningRequest(other) { WritesFiles = false }).Completion;

        Assert.Equal(0, ahead.Resources!.Processes);
        Assert.True(cold.Resources!.Processes > 0);
        Assert.Equal(TimelineJson.Write(cold.Timeline!), TimelineJson.Write(ahead.Timeline!));
    }

    [Fact]
    public async Task Preview_WithClipSound_IsFollowedByTheSongAlone_WhichTheNextBeginsWith()
    {
        using Footage footage = new(3);
        foreach (string clip in Directory.GetFiles(footage.File("clips")))
        {
            string silent = clip + ".mkv";
            File.Move(clip, silent);
            TestTools.FFmpeg("-i", silent, "-f", "lavfi", "-i", "sine=330:d=4", "-c:v", "copy", "-c:a", "aac", clip);
            File.Delete(silent);
        }

        await using MontageEngine engine = footage.Engine("store", followUps: true);
        RunReport first = await engine.Start(Preview(footage, "first", "dynamic", clipSound: -12)).Completion;
        await engine.WhenIdleAsync(TestContext.Current.CancellationToken);

        RunReport second = await engine.Start(Preview(footage, "second", "vlog", clipSound: -12)).Completion;

        Assert.Null(first.Playable!.OwnSoundSeconds);
        Assert.NotNull(second.Shown[0].DraftSeconds);
        Assert.NotNull(second.Playable!.OwnSoundSeconds);
        Assert.True(second.Playable.FirstPictureSeconds < second.Playable.OwnSoundSeconds);
    }

    [Fact]
    public async Task FollowUp_WhenAnotherJobComes_StepsAsideAndGoesOnAfterIt()
    {
        using Footage footage = new(8);
        await using MontageEngine engine = footage.Engine("store", followUps: true);
        TaskCompletionSource<bool> hold = new(),
            again = new();
        Job<bool> other = engine.Start("other", (_, _) => hold.Task);
        await engine.Start(Preview(footage, "first", "dynamic")).Completion;
        Assert.Null(engine.FollowUp);
        Task idle = engine.WhenIdleAsync(TestContext.Current.CancellationToken);
        hold.SetResult(true);
        await other.Ended;
        while (engine.FollowUp is null && !idle.IsCompleted)
        {
            await Task.Yield();
        }

        Job begun = Assert.IsAssignableFrom<Job>(engine.FollowUp);
        Job<bool> next = engine.Start("next", (_, _) => again.Task);
        await begun.Ended;

        Assert.Equal(JobState.Cancelled, begun.State);
        Assert.False(idle.IsCompleted);
        again.SetResult(true);
        await next.Ended;
        await idle;
        ProxyOutcome proxies = await engine.Start(new ProxyRequest { Clips = [footage.File("clips")] }).Completion;
        Assert.Equal(8, proxies.Clips.Count);
        Assert.All(proxies.Clips, c => Assert.True(c.FromStore));
    }

    [Fact]
    public async Task FollowUp_WhenTheHostCancelsItOrCloses_EndsForGood()
    {
        using Footage footage = new(8);
        Job? last = null;
        await using (MontageEngine engine = footage.Engine("store", followUps: true))
        {
            await engine.Start(Preview(footage, "first", "dynamic")).Completion;
            await (await FollowUpOfAsync(engine)).CancelAsync();
            await engine.WhenIdleAsync(TestContext.Current.CancellationToken);
            Assert.Null(engine.FollowUp);

            await engine.Start(Preview(footage, "second", "vlog")).Completion;
            last = await FollowUpOfAsync(engine);
        }

        Assert.Equal(JobState.Cancelled, last.State);
    }

    [Fact]
    public async Task Preview_InAnEngineThatWasNotAskedTo_IsFollowedByNothing()
    {
        using Footage footage = new(2);
        await using MontageEngine engine = footage.Engine("store");
        await engine.Start(Preview(footage, "first", "dynamic")).Completion;

        await engine.WhenIdleAsync(TestContext.Current.CancellationToken);

        ProxyOutcome proxies = await engine.Start(new ProxyRequest { Clips = [footage.File("clips")] }).Completion;
        Assert.All(proxies.Clips, c => Assert.False(c.FromStore));
    }

    private static async Task<Job> FollowUpOfAsync(MontageEngine engine)
    {
        Task idle = engine.WhenIdleAsync(TestContext.Current.CancellationToken);
        while (engine.FollowUp is null && !idle.IsCompleted)
        {
            await Task.Yield();
        }

        return engine.FollowUp ?? throw new InvalidOperationException("Nothing followed.");
    }

    private static CreateRequest Preview(Footage footage, string name, string style, double? clipSound = null) =>
        new(footage.Montage($"out/{name}.mp4") with { IsPreview = true, Style = style, ClipSoundDb = clipSound });
}
