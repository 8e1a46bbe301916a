using System.Text.RegularExpressions;
using MontageAI.Errors;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.House;

/// <summary>The engine speaks of fields and remedies; options, commands and variables are words of the command line alone.</summary>
public sealed partial class HostWordsTests
{
    private const string Cli = "MontageAI.Cli/";

    // The other host, whose options are those of the command line that starts it.
    private const string Studio = "MontageAI.Studio/";

    // What the command line starts for the farm, likewise.
    private const string Farm = "MontageAI.Farm/";
    private const string Cluster = "MontageAI.Farm.Kubernetes/";

    private static readonly string[] s_hosts = [Cli, Studio, Farm, Cluster];

    // Options of other programs.
    private static readonly string[] s_foreign =
    [
        "--format", // fc-list
        "--query-gpu=utilization.gpu", // nvidia-smi
        "--format=csv,noheader,nounits",
        "--loop-ms=500",
        "--pdeathsig", // setpriv
    ];

    // What the command line has no option for.
    private static readonly string[] s_neutral =
    [
        Field.Inputs.Name,
        Field.SongStretch.Name,
        Field.SeekCostWeight.Name,
        Field.CloserLook.Name,
        Field.Words.Name,
    ];

    [Fact]
    public void Sources_BelowTheCommandLine_HoldNoWordOfIt()
    {
        IEnumerable<string> strays =
            from file in Sources()
            where !s_hosts.Any(h => Relative(file).StartsWith(h, StringComparison.Ordinal))
            from line in File.ReadLines(file).Select((text, i) => (Text: text, Number: i + 1))
            where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)
            from Match literal in Literal().Matches(line.Text)
            where HostWord().IsMatch(literal.Value) && !s_foreign.Contains(literal.Value.Trim('"'))
            select $"{Relative(file)}:{line.Number}: {literal.Value}";

        Assert.Empty(strays);
    }

    [Theory]
    [InlineData("problems.Add($\"--output: '{path}' exists.\");", true)]
    [InlineData("\"Choose another name, or say --overwrite.\"", true)]
    [InlineData("$\"Make one with 'montage-ai plan'.\"", true)]
    [InlineData("\"set MONTAGE_FFMPEG.\"", true)]
    [InlineData("for (int i = n; i > 0; --i) { Tell(\"done\"); }", false)]
    [InlineData("\"montage-ai.report/1\"", false)]
    [InlineData("\"<!-- made by montage-ai -->\"", false)]
    public void HostWord_InALiteral_IsSeen(string line, bool seen) =>
        Assert.Equal(seen, Literal().Matches(line).Any(literal => HostWord().IsMatch(literal.Value)));

    // Texts chosen by ?: or switch are strings before they are phrases, and strings have no terms any more.
    [Fact]
    public void Sources_TextsChosenByCondition_HoldNoTerm()
    {
        IEnumerable<string> strays =
            from file in Sources()
            from Match arm in Arm().Matches(File.ReadAllText(file))
            select $"{Relative(file)}: {arm.Value}";

        Assert.Empty(strays);
    }

    [Fact]
    public void CommandLine_Terms_HaveWordsThatExist()
    {
        string commands = string.Concat(
            Sources()
                .Where(f => Relative(f).StartsWith(Cli, StringComparison.Ordinal) && Path.GetFileName(f) != "CommandWords.cs")
                .Select(File.ReadAllText)
        );
        Dictionary<string, string> words = Entry()
            .Matches(File.ReadAllText(Path.Combine(Checkout.Root, "src", "MontageAI.Cli", "Output", "CommandWords.cs")))
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

        Assert.Equal(
            Field.All.Select(f => f.Name).Concat(Remedy.All.Select(r => r.Name)).Except(s_neutral).Order(StringComparer.Ordinal),
            words.Keys.Order(StringComparer.Ordinal)
        );
        Assert.All(
            words.Values.SelectMany(w => OptionName().Matches(w)).Select(m => m.Value),
            option => Assert.Contains($"\"{option}\"", commands, StringComparison.Ordinal)
        );
        Assert.All(
            words.Values.SelectMany(w => Variable().Matches(w)).Select(m => m.Value),
            variable => Assert.Contains($"\"{variable}\"", commands, StringComparison.Ordinal)
        );
        Assert.All(
            words.Values.SelectMany(w => CommandName().Matches(w)).Select(m => m.Groups[1].Value),
            command => Assert.Contains($"(\"{command}\"", commands, StringComparison.Ordinal)
        );
    }

    private static IEnumerable<string> Sources() =>
        Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    private static string Relative(string file) => Path.GetRelativePath(Path.Combine(Checkout.Root, "src"), file).Replace('\\', '/');

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?<![\w-])--[a-z]|montage-ai [a-z]|MONTAGE_[A-Z]")]
    private static partial Regex HostWord();

    [GeneratedRegex(@"(?:[?:]|=>)\s+\(?\$""[^\n]*\{(Remedy|Field)\.[A-Z][^\n]*""")]
    private static partial Regex Arm();

    [GeneratedRegex(@"\[""(\w+)""\] = ""([^""]+)""")]
    private static partial Regex Entry();

    [GeneratedRegex(@"--[a-z][a-z-]*")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"MONTAGE_[A-Z_]+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"montage-ai ([a-z]+)")]
    private static partial Regex CommandName();
}
