using System.Text.Json;
using MontageAI.Errors;

namespace MontageAI.Tests.Errors;

/// <summary>Sentences keep their terms until a host says them, however they were put together.</summary>
public sealed class PhraseTests
{
    private static readonly Func<string, string?> s_host = name =>
        name switch
        {
            "output" => "--output",
            "allowReplacing" => "say --overwrite",
            _ => null,
        };

    public static TheoryData<string, Phrase> WaysToWriteOne()
    {
        string file = "a.mp4";
        Phrase remedy = $"Choose another name, or {Remedy.AllowReplacing}.";
        return new()
        {
            { "in one piece", $"'{file}' exists. Choose another name, or {Remedy.AllowReplacing}." },
            { "in two pieces", $"'{file}' exists. " + $"Choose another name, or {Remedy.AllowReplacing}." },
            { "inside another", $"'{file}' exists. {remedy}" },
            { "joined", Phrase.Join(" ", [$"'{file}' exists.", remedy]) },
            { "as a problem", new Problem(ErrorCode.FileExists, $"'{file}' exists. {remedy}").Sentence },
            { "as an error", new ConfigurationException(ErrorCode.FileExists, $"'{file}' exists. {remedy}").Sentence },
        };
    }

    [Theory]
    [MemberData(nameof(WaysToWriteOne))]
    public void Say_HostWithWords_PutsThemWhereTheTermStands(string way, Phrase phrase)
    {
        Assert.NotEmpty(way);
        Assert.Equal("'a.mp4' exists. Choose another name, or say --overwrite.", phrase.Say(s_host));
        Assert.Equal("'a.mp4' exists. Choose another name, or allow that it is replaced.", phrase.ToString());
        Assert.Equal(
            "\"\\u0027a.mp4\\u0027 exists. Choose another name, or allow that it is replaced.\"",
            JsonSerializer.Serialize(phrase)
        );
    }

    [Fact]
    public void Quoted_NameOfLines_StaysOnOneLine()
    {
        string name = "a\nDone: fake";

        Phrase said = $"'{name}' is missing; {name}";

        Assert.Equal("'a\\nDone: fake' is missing; a\nDone: fake", said.ToString());
    }

    [Fact]
    public void Sentence_ProblemOfAField_BeginsWithIt()
    {
        ConfigurationException e = new(ErrorCode.FileName, $"'{"a.avi"}' must end in .mp4.", Field.Output);

        Assert.Equal("Output: 'a.avi' must end in .mp4.", e.Message);
        Assert.Equal("--output: 'a.avi' must end in .mp4.", e.Sentence.Say(s_host));
        Assert.Equal((ErrorCode.FileName, Field.Output), (e.Code, e.Field));
    }

    [Theory]
    [InlineData("Render it again. ", "Render it again. Say --overwrite.")]
    [InlineData("", "Say --overwrite.")]
    [InlineData("Render it again, or ", "Render it again, or say --overwrite.")]
    public void Say_TermThatBeginsASentence_GetsACapital(string before, string said)
    {
        Phrase phrase = $"{before}{Remedy.AllowReplacing}.";

        Assert.Equal(said, phrase.Say(s_host));
    }

    [Fact]
    public void Say_FileNamedLikeATerm_StaysText()
    {
        // The characters that mark a term inside a phrase.
        Phrase phrase = $"'{"\uFDD0output\uFDD1x\uFDD2"}' is missing.";

        Assert.Equal("'\uFFFDoutput\uFFFDx\uFFFD' is missing.", phrase.Say(s_host));
    }

    [Fact]
    public void Equals_SameWordsOtherTerms_AreTwo()
    {
        Phrase term = $"or {Remedy.AllowReplacing}",
            again = $"or {Remedy.AllowReplacing}",
            text = $"or {Remedy.AllowReplacing.Neutral}";

        Assert.Equal(term, again);
        Assert.Equal(term.GetHashCode(), again.GetHashCode());
        Assert.NotEqual(term, text);
    }

    [Fact]
    public void Terms_OneAndAll_HaveNamesOfTheirOwn()
    {
        string[] names = [.. Field.All.Select(f => f.Name), .. Remedy.All.Select(r => r.Name)];

        Assert.Equal(names.Distinct(), names);
    }
}
