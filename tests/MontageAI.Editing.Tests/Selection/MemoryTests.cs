using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>What was decided in earlier montages tips later ones, and only a little.</summary>
public sealed class MemoryTests
{
    [Fact]
    public void Plan_ShotSwappedAwayBefore_GivesWayAndSaysSo()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Takes(60, 8);
        Timeline before = Plan(clips, []);
        RememberedShot[] memory = [.. before.Shots.Where((_, i) => i % 3 == 1).Select(s => Of(s, before) with { SwappedAway = 1 })];

        Timeline after = Plan(clips, memory);

        int again = memory.Count(m => after.Shots.Any(s => "f" + s.Source == m.Source && Overlaps(s, after, m)));
        Assert.True(again * 2 < memory.Length, $"{again} of {memory.Length} shots that were swapped away are back");
        Assert.Contains(
            after.Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.Contains("you decided against another one (old.json)", StringComparison.Ordinal)
        );
        Assert.Contains(after.Notes, n => n.Contains("tipped by what you decided before", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_ShotsKeptBefore_AreShownMoreOften()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Takes(60, 8);
        HashSet<string> shown = [.. Plan(clips, []).Shots.Select(s => s.Source)];
        string[] others = [.. clips.Select(c => c.Id).Where(id => !shown.Contains(id)).Take(20)];
        RememberedShot[] memory =
        [
            .. others.Select(id => new RememberedShot
            {
                Source = "f" + id,
                Name = id,
                Start = 0,
                End = 8,
                Kept = 2,
                Where = "old.json",
            }),
        ];

        Timeline after = Plan(clips, memory);

        Assert.True(
            after.Shots.Count(s => others.Contains(s.Source)) >= 4,
            $"{after.Shots.Count(s => others.Contains(s.Source))} of {others.Length} kept shots are shown"
        );
        Assert.Contains(
            after.Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.Contains("you kept this shot (old.json)", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Plan_MemoryOfOtherClipsOrOfShowingsOnly_ChangesNothing()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Takes(40, 8);
        Timeline fresh = Plan(clips, []);
        RememberedShot[] memory =
        [
            new()
            {
                Source = "unknown",
                Name = "x",
                Start = 0,
                End = 9,
                Kept = 5,
            },
            .. fresh.Shots.Select(s => Of(s, fresh) with { Shown = 3 }),
        ];

        Assert.Equal(TimelineJson.Write(fresh), TimelineJson.Write(Plan(clips, memory)));
    }

    [Fact]
    public void Plan_SameMemoryInAnyOrder_GivesTheSameBytes()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Takes(40, 8);
        Timeline fresh = Plan(clips, []);
        RememberedShot[] memory = [.. fresh.Shots.Select((s, i) => Of(s, fresh) with { SwappedAway = i % 2, Kept = (i + 1) % 2 })];

        Assert.Equal(TimelineJson.Write(Plan(clips, memory)), TimelineJson.Write(Plan(clips, [.. memory.Reverse()])));
    }

    private static Timeline Plan(IReadOnlyList<ClipMaterial> clips, RememberedShot[] memory) =>
        new Planner(Footage.Request("dynamic", 40) with { Memory = memory }, clips, Footage.Song()).Plan();

    private static RememberedShot Of(TimelineShot shot, Timeline timeline)
    {
        (double start, double end) = Footage.Window(shot, timeline);
        return new RememberedShot
        {
            Source = "f" + shot.Source,
            Name = shot.Source,
            Start = start,
            End = end,
            Where = "old.json",
        };
    }

    private static bool Overlaps(TimelineShot shot, Timeline timeline, RememberedShot memory)
    {
        (double start, double end) = Footage.Window(shot, timeline);
        return start < memory.End && memory.Start < end;
    }
}
