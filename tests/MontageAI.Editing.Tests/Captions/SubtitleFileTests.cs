using System.Text;
using MontageAI.Editing.Captions;
using MontageAI.Errors;

namespace MontageAI.Editing.Tests.Captions;

public sealed class SubtitleFileTests
{
    private const string Srt = "1\n00:00:01,000 --> 00:00:02,500\nHello <i>you</i>\nthere\n\n2\n01:00:03,000 --> 01:00:04,000\nLate\n";

    [Fact]
    public void Parse_Srt_GivesTimesAndTextWithoutMarkup()
    {
        SubtitleDocument document = Parse(Srt);

        Assert.Equal(new SubtitleCue(1, 2.5, "Hello you\nthere"), document.Cues[0]);
        Assert.Equal(new SubtitleCue(3603, 3604, "Late"), document.Cues[1]);
        Assert.Empty(document.Notes);
    }

    // As saved by Windows, with a mark before the first letter, in UTF-16 of both orders with and without one.
    [Fact]
    public void Parse_OtherLineEndsAndAlphabets_GivesTheSame()
    {
        string windows = Srt.ReplaceLineEndings("\r\n");
        byte[][] versions =
        [
            Encoding.UTF8.GetBytes(windows),
            [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(windows)],
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Srt)],
            [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Srt)],
            Encoding.Unicode.GetBytes(windows),
            Encoding.BigEndianUnicode.GetBytes(Srt),
            Encoding.UTF8.GetBytes(Srt.ReplaceLineEndings("\r")),
        ];

        Assert.All(versions, v => Assert.Equal(["Hello you\nthere", "Late"], SubtitleFile.Parse(v, "x.srt").Cues.Select(c => c.Text)));
    }

    [Fact]
    public void Parse_Latin1_ReadsAccentsAndSaysThatItGuessed()
    {
        SubtitleDocument document = SubtitleFile.Parse(
            Encoding.Latin1.GetBytes("1\n00:00:01,000 --> 00:00:02,000\nGrüße, ça va\u0092\n"),
            "old.srt"
        );

        Assert.Equal("Grüße, ça va’", Assert.Single(document.Cues).Text);
        Assert.Contains("Windows-1252", Assert.Single(document.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NoEmptyLineBetweenCues_PartsThem()
    {
        SubtitleDocument document = Parse(
            "1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n2024\n3\n00:00:05,000 --> 00:00:06,000\nThree"
        );

        Assert.Equal(["One", "Two\n2024", "Three"], document.Cues.Select(c => c.Text));
    }

    [Fact]
    public void Parse_WebVtt_LeavesOutNotesStylesAndSettings()
    {
        SubtitleDocument document = Parse(
            "WEBVTT - made by hand\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnot said: 00:00\n\nintro\n00:01.000 --> 00:02.000 align:start "
                + "position:10%\n<v Anna>Fish &amp; <c.yellow>chips</c></v> &lt;3\n\n1:00:00.000 --> 1:00:01.000\nEnd"
        );

        Assert.Equal(["Fish & chips <3", "End"], document.Cues.Select(c => c.Text));
        Assert.Equal(3600, document.Cues[1].Start);
        Assert.Contains("caption style", Assert.Single(document.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WordTimes_StandBesideTheirWords()
    {
        SubtitleCue cue = Assert.Single(
            Parse("WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nOne <00:00:01.500><c>two</c> <00:00:02.200>th<00:00:02.400>ree four").Cues
        );

        Assert.Equal("One two three four", cue.Text);
        Assert.Equal([(1, "One"), (1.5, "two"), (2.2, "three"), (2.4, "four")], cue.Words!.Select(w => (w.Start, w.Text)));
    }

    [Fact]
    public void Parse_UnsortedAndBackward_SortsAndLeavesOut()
    {
        SubtitleDocument document = Parse(
            "00:00:05,000 --> 00:00:06,000\nB\n\n00:00:01,000 --> 00:00:02,000\nA\n\n00:00:09,000 --> 00:00:08,000\nC\n\n00:00:10,000 "
                + "--> 00:00:11,000\n\n"
        );

        Assert.Equal(["A", "B"], document.Cues.Select(c => c.Text));
        Assert.Contains("end before they begin", Assert.Single(document.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just some text\nwith lines")]
    [InlineData("WEBVTT\n\n")]
    public void Parse_NoCaptions_IsRefusedWithTheFileAndWhatIsExpected(string text)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => Parse(text));

        Assert.Contains("x.srt", error.Message, StringComparison.Ordinal);
        Assert.Contains("WebVTT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Video_IsRefused() =>
        Assert.Contains(
            "no text file",
            Assert
                .Throws<ConfigurationException>(() => SubtitleFile.Parse([0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70, 0xFF, 0xD8], "x.mp4"))
                .Message,
            StringComparison.Ordinal
        );

    private static SubtitleDocument Parse(string text) => SubtitleFile.Parse(Encoding.UTF8.GetBytes(text), "x.srt");
}
