using System.CommandLine;

namespace MontageAI.Cli.Commands;

/// <summary>Of all commands only the one that a command line names is made.</summary>
public sealed class CommandTreeTests
{
    public static TheoryData<string> Names => [.. CommandTree.Make().Subcommands.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void For_ALineThatNamesACommand_MakesItAlone(string name)
    {
        RootCommand whole = CommandTree.Make();

        RootCommand made = CommandTree.For([name, "--help"]);

        Command alone = Assert.Single(made.Subcommands);
        Assert.Equal(name, alone.Name);
        Command same = whole.Subcommands.Single(c => c.Name == name);
        Assert.Equal(same.Options.Select(o => o.Name), alone.Options.Select(o => o.Name));
        Assert.Equal(same.Subcommands.Select(c => c.Name), alone.Subcommands.Select(c => c.Name));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("crate")]
    [InlineData("")]
    public void For_AnyOtherLine_MakesAll(string word) =>
        Assert.Equal(
            CommandTree.Make().Subcommands.Select(c => c.Name),
            CommandTree.For(word.Length > 0 ? [word] : []).Subcommands.Select(c => c.Name)
        );
}
