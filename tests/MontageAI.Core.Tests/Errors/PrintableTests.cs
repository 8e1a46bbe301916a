using MontageAI.Errors;

namespace MontageAI.Tests.Errors;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("holiday.mp4", "holiday.mp4")]
    [InlineData("Größe \u65e5\u672c \ud83d\ude00.mp4", "Größe \u65e5\u672c \ud83d\ude00.mp4")]
    [InlineData("red\u001b[31m.mp4", @"red\u001b[31m.mp4")]
    [InlineData("two\nlines\r\t", @"two\nlines\r\t")]
    [InlineData("title\u001b]0;x\u0007", @"title\u001b]0;x\u0007")]
    [InlineData("gnp.\u202e4pm", @"gnp.\u202e4pm")]
    [InlineData("\u2066a\u2069\u200f\u061c", @"\u2066a\u2069\u200f\u061c")]
    [InlineData("\u009b31m\u007f", @"\u009b31m\u007f")]
    [InlineData("a\u2028b", @"a\u2028b")]
    public void Of_AnyName_CannotCommandATerminal(string name, string expected)
    {
        Assert.Equal(expected, Printable.Of(name));
        Assert.Equal(expected, Printable.Of(Printable.Of(name)));
    }

    [Fact]
    public void Lines_EndsAndTabs_Stay() => Assert.Equal("a\tb\r\n\\u001bc\n", Printable.Lines("a\tb\r\n\u001bc\n"));

    [Fact]
    public void MediaException_NameThatCommands_IsHarmlessInTheMessage()
    {
        MediaException e = new(ErrorCode.FileUnreadable, "a\u001b[2J\nDone: film.mp4", "it is empty.", "Leave it out.");

        Assert.Equal("'a\\u001b[2J\\nDone: film.mp4': it is empty. Leave it out.", e.Message);
        Assert.Equal("a\u001b[2J\nDone: film.mp4", e.Path);
    }
}
