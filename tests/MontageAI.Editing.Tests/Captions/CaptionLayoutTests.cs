using MontageAI.Editing.Captions;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Tests.Captions;

public sealed class CaptionLayoutTests
{
    [Fact]
    public void Lay_Cues_LieOnTheGridByTheirOwnTimes()
    {
        Assert.True(FrameRate.TryParse("30000/1001", out FrameRate rate));
        (CaptionTrack track, IReadOnlyList<string> notes) = Lay(rate, 3000, new(1.0, 2.5, "a"), new(60.06, 61, "b"));

        Assert.Equal([new FrameRange(30, 75), new FrameRange(1800, 1828)], track.Cues.Select(c => c.Record));
        Assert.Empty(notes);
    }

    [Fact]
    public void Lay_BeyondTheEnd_CutsAndLeavesOutAndSaysSo()
    {
        (CaptionTrack track, IReadOnlyList<string> notes) = Lay(new(25), 100, new(1, 2, "a"), new(3, 9, "b"), new(5, 6, "c"));

        Assert.Equal([new FrameRange(25, 50), new FrameRange(75, 100)], track.Cues.Select(c => c.Record));
        Assert.Equal(2, notes.Count);
    }

    [Fact]
    public void Lay_Overlapping_MakesWayOrShares()
    {
        (CaptionTrack track, IReadOnlyList<string> notes) = Lay(
            new(25),
            500,
            new(1, 4, "a"),
            new(2, 3, "b"),
            new(6, 7, "c"),
            new(6, 8, "d")
        );

        Assert.Equal(
            [(25, 50, "a"), (50, 75, "b"), (150, 200, "c\nd")],
            track.Cues.Select(c => ((int)c.Record.Start, (int)c.Record.End, c.Text))
        );
        Assert.Single(notes);
    }

    [Fact]
    public void Lay_WordTimes_FollowEachOtherWithinTheCue()
    {
        (CaptionTrack track, IReadOnlyList<string> notes) = CaptionLayout.Lay(
            new SubtitleDocument([new(1, 3, "one two three", [new(1, "one"), new(1.6, "two"), new(2.4, "three")])], []),
            "x.vtt",
            "karaoke",
            new(25),
            500
        );

        Assert.Equal([new FrameRange(25, 40), new FrameRange(40, 60), new FrameRange(60, 75)], track.Cues[0].Words!.Select(w => w.Record));
        Assert.Empty(notes);
    }

    [Theory]
    [InlineData("karaoke", 1)]
    [InlineData("minimal", 0)]
    public void Lay_NoWordTimesInAStyleThatNeedsThem_SaysThatTheyAreGuessed(string style, int notes) =>
        Assert.Equal(notes, CaptionLayout.Lay(new SubtitleDocument([new(1, 3, "one two")], []), "x.srt", style, new(25), 500).Notes.Count);

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(50_000)]
    public void Lay_ManyAtOneMoment_ShowsFourAndSaysThatTheOthersAreLeftOut(int count)
    {
        SubtitleCue[] cues = [.. Enumerable.Range(0, count).Select(i => new SubtitleCue(1, 3, $"line {i}"))];

        (CaptionTrack track, IReadOnlyList<string> notes) = Lay(new(25), 500, cues);

        Assert.Equal("line 0\nline 1\nline 2\nline 3", Assert.Single(track.Cues).Text);
        Assert.Contains(
            notes,
            n => n.StartsWith($"{count - 4} caption", StringComparison.Ordinal) && n.Contains("left out", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Lay_NothingInTheMontage_IsRefused() =>
        Assert.Contains(
            "lasts 4.0 s",
            Assert.Throws<ConfigurationException>(() => Lay(new(25), 100, new SubtitleCue(10, 12, "a"))).Message,
            StringComparison.Ordinal
        );

    private static (CaptionTrack Track, IReadOnlyList<string> Notes) Lay(FrameRate rate, long frames, params SubtitleCue[] cues)
    {
        (CaptionTrack track, IReadOnlyList<string> notes) = CaptionLayout.Lay(
            new SubtitleDocument(cues, []),
            "x.srt",
            "minimal",
            rate,
            frames
        );
        return (track, notes);
    }
}
