using System.CommandLine;
using System.CommandLine.Parsing;

namespace MontageAI.Cli.Commands;

/// <summary>What is true of all options and arguments that are words: an empty one is a mistake, for example a variable without
/// content.</summary>
internal static class PathOptions
{
    /// <summary>Refuses empty texts for an option that names files or folders.</summary>
    public static void RefuseEmpty(Option option)
    {
        if (
            option.HelpName is { } help
            && (help.Contains("FILE", StringComparison.Ordinal) || help.Contains("DIR", StringComparison.Ordinal))
        )
        {
            option.Validators.Add(result => Check(result, result.Tokens, option.Name));
        }
    }

    /// <summary>Refuses empty texts for an argument.</summary>
    public static void RefuseEmpty(Argument argument) => argument.Validators.Add(result => Check(result, result.Tokens, argument.Name));

    private static void Check(SymbolResult result, IReadOnlyList<Token> tokens, string name)
    {
        if (tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)))
        {
            result.AddError($"{name}: '' names nothing. Give a name, or leave it out.");
        }
    }
}
