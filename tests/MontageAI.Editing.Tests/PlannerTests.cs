using MontageAI.Editing.Materials;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing;

public sealed class PlannerTests
{
    [Theory]
    [InlineData("dynamic")]
    [InlineData("calm")]
    [InlineData("mtv")]
    [InlineData("documentary")]
    public void Plan_EachStyle_CoversTheSongOnItsBeats(string style)
    {
        MusicMaterial song = Footage.Song(bpm: 124, stretch: new SongStretch(0, 62.0 * 60 / 62, null, null, "test"));

        Timeline timeline = Planner.Plan(Footage.Request(style), Footage.Mixed(24, 3, 2, 14), song);

        Assert.Empty(TimelineRules.Check(timeline));
        Assert.Equal(timeline.Rate.FrameAt(60.0), timeline.Frames);
        HashSet<long> beats = [.. timeline.Beats.Select(b => b.Frame)];
        Assert.All(timeline.Shots.Skip(1), s => Assert.Contains(s.Record.Start, beats));
        Assert.All(timeline.Shots, s => Assert.NotEmpty(s.Reasons));
    }

    [Fact]
    public void Plan_SameSeed_SameBytes_OtherSeed_OtherPlan()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Mixed(12, 4, 1, 9);
        MusicMaterial song = Footage.Song();

        string first = TimelineJson.Write(Planner.Plan(Footage.Request(), clips, song));

        Assert.Equal(first, TimelineJson.Write(Planner.Plan(Footage.Request(), clips, song)));
        Timeline other = Planner.Plan(Footage.Request(seed: 2), clips, song);
        Assert.NotEqual(first, TimelineJson.Write(other));
        Assert.NotEqual(TimelineJson.Read(first, "first").Shots.Select(s => s.In), other.Shots.Select(s => s.In));
        Assert.Empty(TimelineRules.Check(other));
    }
}
