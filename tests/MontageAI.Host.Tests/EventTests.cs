using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;

namespace MontageAI.Host.Tests;

/// <summary>What happens in a job is told, in order and completely, to everybody who listens.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Preview_TellsEverything_InOrder_AndToThoseWhoComeLate()
    {
        using Footage footage = new();
        await using MontageEngine engine = footage.Engine("store");
        File.WriteAllText(footage.File("clips/broken.mp4"), "This is no film.");
        Job<RunReport> job = engine.Start(new CreateRequest(footage.Montage("out/look.mp4") with { IsPreview = true }));
        List<JobEvent> early = await ListAsync(job);
        RunReport report = await job.Completion;
        List<JobEvent> late = await ListAsync(job);

        Assert.Equal(early.Select(e => e.Number).Order(), early.Select(e => e.Number));
        Assert.Equal(early.Where(e => e is not PhaseAdvanced), late.Where(e => e is not PhaseAdvanced));
        Assert.Equal(RunOutcome.Done, Assert.IsType<JobFinished>(early[^1]).Outcome);
        Assert.Single(early, e => e is JobFinished);
        Assert.Equal(report.Phases.Select(p => p.Name).Order(), early.OfType<PhaseBegun>().Select(p => p.Phase).Order());
        Assert.Equal(report.Phases.OrderBy(Key), early.OfType<PhaseEnded>().Select(p => p.Phase).OrderBy(Key));
        Assert.Equal(
            Enumerable.Range(0, 6).Select(i => $"clip{i:00}.mp4"),
            early.OfType<ClipSeen>().Select(c => Path.GetFileName(c.Path)).Distinct().Order()
        );
        Assert.All(early.OfType<ClipSeen>(), c => Assert.True(c is { Shots: > 0, Facts.MainVideo: not null }));
        Assert.Equal("broken.mp4", Path.GetFileName(Assert.Single(early.OfType<FileSetAside>()).File.Path));
        Assert.True(Assert.Single(early.OfType<BeatsFound>()).Analysis.Beats.Count > 0);
        Assert.Equal(report.Plan!.Frames, Assert.Single(early.OfType<MontageOutlined>()).Frames);
        Assert.Equal(Enumerable.Range(0, report.Plan.Shots), early.OfType<ShotReady>().Select(s => s.Index));
        Assert.Equal(report.Plan.Frames, early.OfType<ShotReady>().Sum(s => s.Frames));
        Playable[] playable = [.. early.OfType<Playable>()];
        Assert.Equal([PlayableStage.FirstPicture, PlayableStage.Opening, PlayableStage.Whole], playable.Select(p => p.Stage));
        Assert.All(playable, p => Assert.Equal(report.Stream, p.Playlist));
        Assert.Equal(report.Plan.Seconds, playable[^1].FilmSeconds, 3);
        Assert.True(early.FindIndex(e => e is MontageOutlined) < early.FindIndex(e => e is ShotReady));
        Assert.True(early.FindIndex(e => e is ShotReady) < early.FindIndex(e => e is Playable));
        Assert.Contains(early.OfType<PhaseAdvanced>(), a => a.Phase == "render shots" && a.Done == a.Total);
    }

    [Fact]
    public async Task Events_BeyondTheLimit_LoseSightsOfClipsAndNothingElse()
    {
        using Footage footage = new(1);
        await using MontageEngine engine = footage.Engine("store");
        Job<bool> job = engine.Start(
            "many",
            (context, _) =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    context.Recorder.Tell(new ShotReady(i, 1));
                    context.Recorder.Advance("count", i, 1000);
                }

                context.Recorder.Degrade("less", "more", "");
                return Task.FromResult(true);
            },
            new JobOptions { KeptEvents = 50 }
        );
        await job.Completion;
        IReadOnlyList<JobEvent> kept = job.Events.ToList();

        Assert.InRange(kept.Count, 40, 55);
        Assert.Equal(999, Assert.Single(kept.OfType<PhaseAdvanced>()).Done);
        Assert.Equal(999, kept.OfType<ShotReady>().Last().Index);
        Assert.Single(kept, e => e is Degraded);
        Assert.IsType<JobFinished>(kept[^1]);
    }

    private static string Key(PhaseSummary phase) => $"{phase.StartedAt:000000.000} {phase.Name}";

    private static async Task<List<JobEvent>> ListAsync(Job job)
    {
        List<JobEvent> all = [];
        await foreach (JobEvent one in job.Events)
        {
            all.Add(one);
        }

        return all;
    }
}
