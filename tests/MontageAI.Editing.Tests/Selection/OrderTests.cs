using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

public sealed class OrderTests
{
    [Fact]
    public void Chronological_TimesInContainers_NeverGoesBack()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(30, 10).Select((c, i) => Recorded(c, Footage.Day.AddMinutes(i * 7 % 30)))];

        Timeline timeline = Plan(clips, ClipOrder.Chronological);

        DateTimeOffset[] times = [.. timeline.Shots.Select(s => clips.First(c => c.Id == s.Source).Info.CreationTime!.Value)];
        Assert.Equal(times.Order(), times);
        Assert.True(times.Distinct().Count() > times.Length / 2, "one clip after the other, not one for all");
        Assert.True((times[^1] - times[0]).TotalMinutes > 20, "from the first to the last");
        Assert.Contains(timeline.Notes, n => n.Contains("the recording times in the files", StringComparison.Ordinal));
    }

    [Fact]
    public void Chronological_NoTimeInContainers_TakesTheFilesTimesAndSaysSo()
    {
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage.Takes(30, 10).Select((c, i) => c with { File = c.File with { ModifiedUtc = Footage.Day.AddMinutes(i * 7 % 30) } }),
        ];

        Timeline timeline = Plan(clips, ClipOrder.Chronological);

        DateTime[] times = [.. timeline.Shots.Select(s => clips.First(c => c.Id == s.Source).File.ModifiedUtc)];
        Assert.Equal(times.Order(), times);
        Assert.Contains(
            timeline.Notes,
            n => n.Contains("when the files were last changed", StringComparison.Ordinal) && n.Contains("copying", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Chronological_EqualTimes_FollowsTheNumbersInNames()
    {
        // As text GOPR9 comes after GOPR10.
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage.Takes(12, 10).Select((c, i) => c with { File = c.File with { Path = $"/footage/GOPR{12 - i}.mp4" } }),
        ];

        FootageOrder order = new(clips, ClipOrder.Chronological);

        Assert.Equal(Enumerable.Range(0, 12).Reverse(), order.Clips);
        Assert.Contains("numbers in the files' names", order.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Story_TwoDays_TellsThemOneAfterTheOtherAndFreelyInside()
    {
        // Given in the wrong order: the second day first.
        IReadOnlyList<ClipMaterial> clips =
        [
            .. Footage.Takes(12, 10).Select((c, i) => Recorded(c, Footage.Day.AddDays(1).AddMinutes(11 - i))),
            .. Footage.Takes(12, 10, seed: 40).Select((c, i) => Recorded(c with { Id = $"d{i:00}" }, Footage.Day.AddMinutes(i))),
        ];

        Timeline timeline = Plan(clips, ClipOrder.Story);

        string days = string.Concat(timeline.Shots.Select(s => s.Source[0]));
        Assert.Matches("^d{4,}c{4,}$", days);
        string[] first = [.. timeline.Shots.Select(s => s.Source).Where(s => s[0] == 'd')];
        Assert.NotEqual(first.Order(), first);
        Assert.Contains(
            timeline.Notes,
            n => n.Contains("2 chapters", StringComparison.Ordinal) && n.Contains("pauses of 23.8 hours", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Story_TimesCloseTogether_IsFreeAndSaysSo()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(30, 10).Select((c, i) => Recorded(c, Footage.Day.AddSeconds(i)))];

        Timeline story = Plan(clips, ClipOrder.Story),
            free = Plan(clips, ClipOrder.Free);

        Assert.Equal(free.Shots.Select(s => (s.Source, s.In)), story.Shots.Select(s => (s.Source, s.In)));
        Assert.Contains(story.Notes, n => n.Contains("tell no story", StringComparison.Ordinal));
        Assert.DoesNotContain(free.Notes, n => n.StartsWith("Order", StringComparison.Ordinal));
    }

    [Fact]
    public void Chronological_Continued_GoesOnFromTheSettledShots()
    {
        IReadOnlyList<ClipMaterial> clips = [.. Footage.Takes(30, 10).Select((c, i) => Recorded(c, Footage.Day.AddMinutes(i)))];
        PlanRequest request = Footage.Request("dynamic", 60) with { Order = ClipOrder.Chronological };
        Timeline begun = new Planner(request, [.. clips.Where((_, i) => i % 4 == 0)], Footage.Song()).Plan();
        int settled = begun.Shots.TakeWhile(s => s.Record.Start < 300).Count();

        Timeline whole = new Planner(request, clips, Footage.Song()).Continue(begun, settled);

        Assert.Equal(
            string.Join(" ", whole.Shots.Select(s => s.Source).Order(StringComparer.Ordinal)),
            string.Join(" ", whole.Shots.Select(s => s.Source))
        );
    }

    private static Timeline Plan(IReadOnlyList<ClipMaterial> clips, ClipOrder order) =>
        new Planner(Footage.Request("dynamic", 45) with { Order = order }, clips, Footage.Song()).Plan();

    private static ClipMaterial Recorded(ClipMaterial clip, DateTime time) =>
        clip with
        {
            Info = clip.Info with { CreationTime = new DateTimeOffset(time) },
        };
}
