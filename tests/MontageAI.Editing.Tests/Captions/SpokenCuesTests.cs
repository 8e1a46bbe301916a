using System.Text;
using MontageAI.Editing.Captions;
using MontageAI.Results;

namespace MontageAI.Editing.Tests.Captions;

public sealed class SpokenCuesTests
{
    [Fact]
    public void Of_ShortLines_AreCuesAsTheyAre()
    {
        SubtitleCue cue = Assert.Single(
            SpokenCues.Of([new SpokenLine(1, 2.5, "Good morning.") { Words = [new(1, "Good"), new(1.5, "morning.")] }])
        );

        Assert.Equal((1, 2.5, "Good morning."), (cue.Start, cue.End, cue.Text));
        Assert.Equal([1, 1.5], cue.Words!.Select(w => w.Start));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_LongLine_IsPartedBetweenWordsAndLosesNone(bool timed)
    {
        string[] words = [.. Enumerable.Range(0, 60).Select(i => i % 9 == 8 ? $"word{i}." : $"word{i}")];
        SpokenLine line = new(10, 40, string.Join(' ', words))
        {
            Words = timed ? [.. words.Select((w, i) => new SpokenWord(10 + (0.5 * i), w))] : null,
        };

        IReadOnlyList<SubtitleCue> cues = SpokenCues.Of([line]);

        Assert.Equal(line.Text, string.Join(' ', cues.Select(c => c.Text)));
        Assert.All(cues, c => Assert.InRange(c.Text.Length, 1, 84));
        Assert.All(cues, c => Assert.InRange(c.End - c.Start, 0.1, 7.6));
        Assert.All(cues.Zip(cues.Skip(1)), p => Assert.Equal(p.First.End, p.Second.Start));
        Assert.Equal((10, 40), (cues[0].Start, cues[^1].End));
        Assert.All(cues.SkipLast(1), c => Assert.EndsWith(".", c.Text, StringComparison.Ordinal));
        Assert.All(cues, c => Assert.Equal(timed, c.Words is not null));
    }

    [Theory]
    [InlineData("out.srt")]
    [InlineData("out.VTT")]
    public void SubtitleWriter_WhatIsWritten_IsReadAgain(string name)
    {
        SubtitleCue[] cues =
        [
            new(0.04, 1.5, "Fish & chips", [new(0.04, "Fish"), new(0.5, "&"), new(0.9, "chips")]),
            new(3661.001, 3662.25, "Zwei\nZeilen"),
        ];

        SubtitleDocument read = SubtitleFile.Parse(Encoding.UTF8.GetBytes(SubtitleWriter.For(name, cues)), name);

        Assert.Empty(read.Notes);
        Assert.Equal(cues.Select(c => (c.Start, c.End, c.Text)), read.Cues.Select(c => (c.Start, c.End, c.Text)));
        Assert.Equal(
            name.EndsWith("VTT", StringComparison.Ordinal) ? cues[0].Words!.Select(w => w.Start) : null,
            read.Cues[0].Words?.Select(w => w.Start)
        );
    }
}
