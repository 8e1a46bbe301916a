using MontageAI.Analysis.Music;
using MontageAI.Errors;

namespace MontageAI.Analysis.Tests.Music;

public sealed class BeatFileTests
{
    [Theory]
    [InlineData("0.5\t1\n1.0\t2\n1.5\t1\n", 1, 2, 1)]
    [InlineData("0.5\n1\n1.5", 0, 0, 0)]
    [InlineData("\uFEFF# my beats\r\n0.5 4\r\n\r\n1.000 1\r\n1.5 2\r\n", 4, 1, 2)]
    [InlineData("0.500000\t0.500000\t1\n1.000000\t1.000000\t2\n1.500000\t1.500000\tdrop here\n", 1, 2, 0)]
    [InlineData("0.500000\t0.600000\n1.000000\t1.100000\n1.500000\t1.600000\n", 0, 0, 0)]
    public void Parse_EveryFormat_GivesTimesAndPositions(string text, int first, int second, int third)
    {
        IReadOnlyList<UserBeat> beats = BeatFile.Parse(text, "beats.txt");

        Assert.Equal([new UserBeat(0.5, first), new UserBeat(1, second), new UserBeat(1.5, third)], beats);
    }

    [Fact]
    public void Parse_WrongLines_AreAllListedByNumber()
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() =>
            BeatFile.Parse("0.5\nhello\n0,75\n1.0\t99\n0.4\n-2\n2.0\n", "my beats.txt")
        );

        Assert.Equal(5, error.Problems.Count);
        Assert.All(
            [2, 3, 4, 5, 6],
            line => Assert.Contains(error.Problems, p => p.ToString().Contains($"my beats.txt, line {line}:", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("1.5\t1\n")]
    public void Parse_FewerThanTwoBeats_IsRefused(string text)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => BeatFile.Parse(text, "b.txt"));

        Assert.Contains("at least two beats", Assert.Single(error.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ThousandsOfWrongLines_ListsTwentyAndCountsTheRest()
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() =>
            BeatFile.Parse(string.Concat(Enumerable.Repeat("x\n", 5000)), "b.txt")
        );

        Assert.Equal(21, error.Problems.Count);
        Assert.Contains("4980 more", error.Problems[^1].ToString(), StringComparison.Ordinal);
    }
}
