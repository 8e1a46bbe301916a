using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Returning;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Tests.Returning;

/// <summary>Places where no file is seen: a gap, a title, a colour.</summary>
public sealed class GapTests
{
    private static readonly FrameRate s_rate = new(25);

    [Fact]
    public void Refuse_Gap_NamesItsPlace()
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() =>
            Of(GapTreatment.Refuse, Clip(10, 20), Gap(5), Clip(50, 10))
        );

        Assert.Contains("'edited'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("from frame 20 to 25", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuse_Title_NamesIt()
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() =>
            Of(GapTreatment.Refuse, Clip(10, 20), Title(5), Clip(50, 10))
        );

        Assert.Contains("line 7", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'The End'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Close_Gap_LetsTheRestMoveUp(bool title)
    {
        Timeline made = Of(GapTreatment.Close, Clip(10, 20), title ? Title(5) : Gap(5), Clip(50, 10));

        Assert.Equal([(0L, 20L, 10L), (20, 30, 50)], made.Shots.Select(Row));
    }

    [Fact]
    public void Black_Gap_IsAShotOfTheBlackPicture()
    {
        Timeline made = Of(GapTreatment.Black, Gap(4), Clip(10, 20), Title(5), Gap(3), Clip(50, 10));

        Assert.Equal(["black", "c00", "black", "black", "c00"], made.Shots.Select(s => s.Source));
        Assert.Equal([4L, 20, 5, 3, 10], made.Shots.Select(s => s.Record.Length));
        Assert.Empty(TimelineRules.Check(made));
    }

    [Fact]
    public void Hold_Gap_ShowsTheLastPictureBefore()
    {
        Timeline made = Of(GapTreatment.Hold, Clip(10, 20), Gap(5), Title(3), Clip(50, 10));

        Assert.Equal([(0L, 20L, 10L), (20, 25, 29), (25, 28, 29), (28, 38, 50)], made.Shots.Select(Row));
        Assert.All(made.Shots.Skip(1).Take(2), s => Assert.Equal(0, ShotClock.SourceLength(s, made.Rate)));
        Assert.Empty(TimelineRules.Check(made));
    }

    [Fact]
    public void Hold_GapAtTheBeginning_ShowsTheFirstPicture()
    {
        Timeline made = Of(GapTreatment.Hold, Gap(5), Clip(10, 20));

        Assert.Equal([(0L, 5L, 10L), (5, 25, 10)], made.Shots.Select(Row));
    }

    [Fact]
    public void Refuse_TitleOverPictures_IsNoGap()
    {
        EditedTrack below = new("V1", true, true, [Clip(10, 20)]),
            above = new("V2", true, true, [Gap(5), Title(5)]);
        ReturnedTimeline made = Return(GapTreatment.Refuse, [below, above]);

        Assert.Equal([(0L, 20L, 10L)], made.Timeline.Shots.Select(Row));
        Assert.Contains(made.Losses, l => l.Sentence.Contains("'The End'", StringComparison.Ordinal));
    }

    private static (long, long, long) Row(TimelineShot shot) => (shot.Record.Start, shot.Record.End, shot.In.Ticks / 512);

    private static Timeline Of(GapTreatment gaps, params EditedItem[] items) =>
        Return(gaps, [new EditedTrack("V1", true, true, items)]).Timeline;

    private static ReturnedTimeline Return(GapTreatment gaps, EditedTrack[] tracks)
    {
        EditedSequence sequence = new() { Rate = 25, Tracks = tracks };
        ReturnOptions options = new() { Gaps = gaps, Black = Source("black", "/black.png") with { Still = true, Rate = null } };
        return TimelineReturn.Of(sequence, s_rate, new MediaBook([Source("c00", "/media/a.mp4")], []), "edited", options);
    }

    private static EditedClip Clip(int first, int length) =>
        new()
        {
            Name = "a",
            Place = "line 3",
            Source = new EditedRange(Frames(first), Frames(length)),
            Length = Frames(length),
            Media = new EditedMedia { Url = "/media/a.mp4" },
        };

    private static EditedClip Title(int length) =>
        new()
        {
            Name = "The End",
            Place = "line 7",
            Length = Frames(length),
            Media = new EditedMedia { Kind = EditedMediaKind.Generator },
        };

    private static EditedGap Gap(int length) => new(Frames(length)) { Place = "line 5" };

    private static EditedTime Frames(int frames) => new(frames, 25);

    private static TimelineSource Source(string id, string path) =>
        new()
        {
            Id = id,
            Path = path,
            Fingerprint = new string(id[0], 64),
            VideoStream = 0,
            AvailableStart = new MediaTime(0, new Rational(1, 12_800)),
            AvailableEnd = new MediaTime(5000 * 512L, new Rational(1, 12_800)),
            Rate = s_rate,
            Width = 1920,
            Height = 1080,
        };
}
