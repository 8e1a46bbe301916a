using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing;

/// <summary>A plan that was begun with some of the footage and goes on with all of it.</summary>
public sealed class ContinuedPlanTests
{
    private static readonly SongStretch s_stretch = new(0, 62.0 * 60 / 62, null, null, "test");

    [Theory]
    [InlineData("dynamic", 1)]
    [InlineData("calm", 2)]
    [InlineData("mtv", 3)]
    [InlineData("documentary", 4)]
    public void Continue_WithMoreFootage_KeepsTheOpeningAndUsesTheRest(string style, int seed)
    {
        IReadOnlyList<ClipMaterial> all = Footage.Mixed(24, 3, 2, 14, seed);
        ClipMaterial[] some = [.. all.Where((_, i) => i % 3 == 0)];
        MusicMaterial song = Footage.Song(bpm: 124, stretch: s_stretch);
        PlanRequest request = Footage.Request(style, seed: seed);
        Timeline begun = new Planner(request, some, song).Plan();
        int settled = begun.Shots.TakeWhile(s => s.Record.Start < 300).Count();

        Timeline whole = new Planner(request, all, song).Continue(begun, settled);

        Assert.Empty(TimelineRules.Check(whole));
        Assert.Equal(begun.Frames, whole.Frames);
        Assert.Equal(
            begun.Shots.Take(settled).Select(s => (s.Source, s.In, s.Record)),
            whole.Shots.Take(settled).Select(s => (s.Source, s.In, s.Record))
        );
        Assert.Contains(whole.Shots.Skip(settled), s => some.All(c => c.Id != s.Source));
        HashSet<long> beats = [.. whole.Beats.Select(b => b.Frame)];
        Assert.All(whole.Shots.Skip(1), s => Assert.Contains(s.Record.Start, beats));
        for (int i = 0; i < whole.Shots.Count; i++)
        {
            for (int j = i + 1; j < whole.Shots.Count; j++)
            {
                Assert.False(Overlap(whole, whole.Shots[i], whole.Shots[j]), $"shots {i} and {j} show the same pictures");
            }

            foreach (ShotAlternative alternative in whole.Shots[i].Alternatives)
            {
                TimelineShot shown = whole.Shots[i] with { Source = alternative.Source, In = alternative.In };
                Assert.DoesNotContain(whole.Shots, s => Overlap(whole, s, shown));
            }
        }

        Assert.Equal(TimelineJson.Write(whole), TimelineJson.Write(new Planner(request, all, song).Continue(begun, settled)));
    }

    [Theory]
    [InlineData("dynamic", 1)]
    [InlineData("wedding", 2)]
    public void Begin_AndThenContinue_IsWhatPlanAndContinueGive(string style, int seed)
    {
        IReadOnlyList<ClipMaterial> all = Footage.Mixed(24, 3, 2, 14, seed);
        ClipMaterial[] some = [.. all.Where((_, i) => i % 3 == 0)];
        MusicMaterial song = Footage.Song(bpm: 124, stretch: s_stretch);
        PlanRequest request = Footage.Request(style, seed: seed);
        Timeline planned = new Planner(request, some, song).Plan();
        int settled = planned.Shots.TakeWhile(s => s.Record.Start < planned.Rate.FrameAt(10.0)).Count();

        Timeline begun = new Planner(request, some, song).Begin(10);

        Assert.All(begun.Shots, s => Assert.Empty(s.Alternatives));
        Assert.Equal(
            planned.Shots.Select(s => (s.Id, s.Source, s.In, s.Record, s.Entry, s.Speed)),
            begun.Shots.Select(s => (s.Id, s.Source, s.In, s.Record, s.Entry, s.Speed))
        );
        Assert.Equal(
            TimelineJson.Write(new Planner(request, all, song).Continue(planned, settled)),
            TimelineJson.Write(new Planner(request, all, song).Continue(begun, settled))
        );
        Assert.Equal(TimelineJson.Write(planned), TimelineJson.Write(new Planner(request, some, song).Begin(1000)));
    }

    [Fact]
    public void Continue_SameFootageNothingSettled_IsThePlanItself()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Mixed(10, 3, 2, 14);
        MusicMaterial song = Footage.Song(bpm: 124, stretch: s_stretch);
        Timeline begun = new Planner(Footage.Request(), clips, song).Plan();

        Assert.Equal(TimelineJson.Write(begun), TimelineJson.Write(new Planner(Footage.Request(), clips, song).Continue(begun, 0)));
    }

    [Fact]
    public void Shortlist_OfTheRest_NamesNoWindowOfASettledShot()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Mixed(24, 3, 2, 14);
        MusicMaterial song = Footage.Song(bpm: 124, stretch: s_stretch);
        Timeline begun = new Planner(Footage.Request(), clips, song).Plan();

        IReadOnlyList<ShortlistedWindow> first = new Planner(Footage.Request(), clips, song).Shortlist(seconds: 10);
        IReadOnlyList<ShortlistedWindow> rest = new Planner(Footage.Request(), clips, song).Shortlist(
            begun,
            begun.Shots.TakeWhile(s => s.Record.Start < 300).Count()
        );

        Assert.NotEmpty(first);
        Assert.NotEmpty(rest);
        Assert.Empty(first.Select(w => (w.Clip, w.Range.Start)).Intersect(rest.Select(w => (w.Clip, w.Range.Start))));
    }

    [Fact]
    public void Continue_OfAnotherLength_IsRefused()
    {
        IReadOnlyList<ClipMaterial> clips = Footage.Mixed(10, 3, 2, 14);
        Timeline begun = new Planner(Footage.Request() with { DurationSeconds = 30 }, clips, null).Plan();

        ConfigurationException e = Assert.Throws<ConfigurationException>(() =>
            new Planner(Footage.Request() with { DurationSeconds = 20 }, clips, null).Continue(begun, 2)
        );

        Assert.Contains("Plan again", e.Message, StringComparison.Ordinal);
    }

    private static bool Overlap(Timeline timeline, TimelineShot a, TimelineShot b) =>
        a.Source == b.Source
        && a.In.Seconds < b.In.Seconds + timeline.Rate.SecondsAt(b.Record.Length) - 1e-6
        && b.In.Seconds < a.In.Seconds + timeline.Rate.SecondsAt(a.Record.Length) - 1e-6;
}
