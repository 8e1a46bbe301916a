using System.Text;

namespace MontageAI.Cli.Output;

public sealed class TolerantWriterTests
{
    [Fact]
    public void Write_ToAFullStream_KeepsTheFirstReasonAndGoesOn()
    {
        using TolerantWriter writer = new(() => new Full());

        writer.Write("a");
        writer.WriteLine("b");
        writer.Flush();

        Assert.Equal("No space left on device", writer.Problem);
        Assert.False(writer.IsWriting);
    }

    [Fact]
    public void Write_ToAStreamThatCannotBeOpened_SaysWhy()
    {
        using TolerantWriter writer = new(() => throw new IOException("it is closed"));

        writer.Write('a');

        Assert.Equal("it is closed", writer.Problem);
    }

    [Fact]
    public void Write_ToAStream_ArrivesWhole()
    {
        StringWriter to = new() { NewLine = "\n" };
        using (TolerantWriter writer = new(() => to))
        {
            writer.Write("a");
            writer.Write(['b', 'c'], 0, 2);
            writer.WriteLine("d");
            Assert.Null(writer.Problem);
        }

        Assert.Equal("abcd\n", to.ToString());
    }

    private sealed class Full : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(string? value) => throw new IOException("No space left on device.");

        public override void Write(char value) => throw new IOException("Another.");
    }
}
