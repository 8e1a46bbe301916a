using System.CommandLine;
using MontageAI.Cli.Hosting;
using MontageAI.Cli.Output;
using MontageAI.Testing;

namespace MontageAI.Cli.Commands;

/// <summary>What nobody foresaw.</summary>
public sealed class LastResortTests
{
    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(OverflowException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task Command_ThatFailsUnforeseen_EndsWithOneAndLeavesItsDetails(Type kind)
    {
        using TempFolder folder = new();
        RootCommand root = new("test")
        {
            new Command("fail", "fails").Does((_, _, _) => throw (Exception)Activator.CreateInstance(kind, "bad\u001b[31mluck")!),
        };

        int code = await root.Parse(["fail", "--cache-dir", folder.File("store")])
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

        string details = File.ReadAllText(Directory.GetFiles(folder.File("store/faults")).Single());
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(kind.Name, details, StringComparison.Ordinal);
        Assert.Contains("   at ", details, StringComparison.Ordinal);
        Assert.Contains("'fail'", details, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', details);
    }

    [Fact]
    public void Details_WhereTheStoreCannotBeWritten_LieElsewhere()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("store"), "a file in its place");

        string? details = LastResort.Write(new InvalidOperationException("bad luck"), ["x"], folder.File("store"));

        Assert.NotNull(details);
        Assert.Contains("bad luck", File.ReadAllText(details), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(details)!, recursive: true);
    }

    [Fact]
    public void Sentence_OfAFailure_IsOneLineAndNamesTheFile()
    {
        string said = LastResort.Sentence(new InvalidOperationException("bad\nluck"), "/store/faults/x.txt");

        Assert.DoesNotContain('\n', said);
        Assert.Contains("'/store/faults/x.txt'", said, StringComparison.Ordinal);
    }
}
