using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

public sealed class EditScriptTests
{
    private static readonly IReadOnlyList<ClipMaterial> Clips = Footage.Mixed(20, 5, 3, 9);
    private static readonly Timeline Plan = new Planner(Footage.Request("dynamic", 40), Clips, Footage.Song()).Plan();

    [Fact]
    public void Slip_MovesTheSourceByExactlySoManyFrames()
    {
        int shot = Enumerable.Range(0, Plan.Shots.Count).First(i => Plan.Shots[i].In.Seconds - Source(Plan, i).AvailableStart.Seconds > 1);

        Timeline edited = EditScript.Apply(Plan, [$"slip={shot + 1}:-12"]);

        Assert.Equal(Plan.Shots[shot].In.Seconds - Plan.Rate.SecondsAt(12), edited.Shots[shot].In.Seconds, 3);
        AssertOthersUntouched(edited, shot);
    }

    [Fact]
    public void Roll_MovesTheCutAndKeepsTheNextShotInStep()
    {
        int shot = Enumerable.Range(0, Plan.Shots.Count - 1).First(i => Try($"roll={i + 1}:+5") is not null);

        Timeline edited = EditScript.Apply(Plan, [$"roll={shot + 1}:+5"]);

        Assert.Equal(Plan.Shots[shot].Record.End + 5, edited.Shots[shot].Record.End);
        Assert.Equal(Plan.Shots[shot].In, edited.Shots[shot].In);
        // What was on the screen after the cut is on the screen at the same frames.
        Assert.Equal(Plan.Shots[shot + 1].In.Seconds + Plan.Rate.SecondsAt(5), edited.Shots[shot + 1].In.Seconds, 3);
        AssertOthersUntouched(edited, shot, shot + 1);
    }

    [Fact]
    public void RollByBeats_LandsOnABeat()
    {
        int shot = Enumerable.Range(0, Plan.Shots.Count - 1).First(i => Try($"roll={i + 1}:-1b") is not null);

        Timeline edited = EditScript.Apply(Plan, [$"roll={shot + 1}:-1b"]);

        long expected = Plan.Beats.Select(b => b.Frame).Where(f => f < Plan.Shots[shot].Record.End).Max();
        Assert.Equal(expected, edited.Shots[shot].Record.End);
    }

    [Fact]
    public void Move_KeepsEveryCutAndEveryPictureAndChangesTheOrder()
    {
        (int from, int to) = (
            from a in Enumerable.Range(0, Plan.Shots.Count)
            from b in Enumerable.Range(0, Plan.Shots.Count)
            where Math.Abs(a - b) > 2 && Try($"move={a + 1}:{b + 1}") is not null
            select (a, b)
        ).First();

        Timeline edited = EditScript.Apply(Plan, [$"move={from + 1}:{to + 1}"]);

        Assert.Equal(Plan.Shots.Select(s => s.Record), edited.Shots.Select(s => s.Record));
        Assert.Equal(Plan.Shots[from].In, edited.Shots[to].In);
        Assert.Equal(Plan.Shots[from].Source, edited.Shots[to].Source);
        Assert.Equal(
            Plan.Shots.Select(s => (s.Source, s.In)).Order(Comparer<(string, Time.MediaTime)>.Create(Compare)),
            edited.Shots.Select(s => (s.Source, s.In)).Order(Comparer<(string, Time.MediaTime)>.Create(Compare))
        );
    }

    [Fact]
    public void Drop_AnyShotThatCan_LeavesNoGapAndTheSameLength()
    {
        int dropped = 0;
        for (int i = 0; i < Plan.Shots.Count; i++)
        {
            if (Try($"drop={i + 1}") is { } edited)
            {
                dropped++;
                Assert.Empty(TimelineRules.Check(edited));
                Assert.Equal(Plan.Frames, edited.Frames);
                Assert.Equal(Plan.Shots.Count - 1, edited.Shots.Count);
                Assert.DoesNotContain(edited.Shots, s => s.Source == Plan.Shots[i].Source && s.In == Plan.Shots[i].In);
            }
        }

        Assert.True(dropped > Plan.Shots.Count / 3, $"only {dropped} of {Plan.Shots.Count} shots could be dropped");
    }

    [Fact]
    public void SeveralChanges_AreAppliedInOrder()
    {
        Timeline one = PlanEdits.Swap(PlanEdits.Swap(Plan, 2), 4);

        Assert.Equal(TimelineJson.Write(one), TimelineJson.Write(EditScript.Apply(Plan, ["swap=3", "swap=5"])));
    }

    [Theory]
    [InlineData("swap=1000", "there is no shot 1000")]
    [InlineData("swap=two", "there is no shot 'two'")]
    [InlineData("slip=3:far", "no whole number")]
    [InlineData("explode=3", "slip=SHOT")]
    [InlineData("slip=1:+99999", "but the clip has")]
    [InlineData("roll=1:-99999", "would vanish")]
    [InlineData("pin=1:nothing@1", "no clip 'nothing'")]
    [InlineData("pin=1:c01@soon", "is no time")]
    [InlineData("ban=nothing", "no clip 'nothing'")]
    [InlineData("swap", "is not understood")]
    public void WrongChange_IsNamedWithItsReason(string change, string words)
    {
        string message = Assert.Throws<ConfigurationException>(() => EditScript.Apply(Plan, [change])).Message;

        Assert.StartsWith(change, message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    private static int Compare((string Source, Time.MediaTime In) a, (string Source, Time.MediaTime In) b) =>
        string.CompareOrdinal(a.Source, b.Source) is not 0 and int c ? c : a.In.Ticks.CompareTo(b.In.Ticks);

    private static Timeline? Try(string change)
    {
        try
        {
            return EditScript.Apply(Plan, [change]);
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }

    private static TimelineSource Source(Timeline timeline, int shot) => timeline.Sources.First(s => s.Id == timeline.Shots[shot].Source);

    private static void AssertOthersUntouched(Timeline edited, params int[] changed)
    {
        Assert.Empty(TimelineRules.Check(edited));
        Assert.Equal(Plan.Shots.Where((_, i) => !changed.Contains(i)), edited.Shots.Where((_, i) => !changed.Contains(i)));
    }
}
