using MontageAI.Farm.Drivers;
using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Tests;

/// <summary>When a second copy of a slow task is worth starting, by measured speeds.</summary>
public sealed class SpeculationTests
{
    private const string Work = "render preview 640x360 of h264 1280x720";

    // A task of 100 million pixels runs on "slow"; "a" does 20 a second and "b" 10, so that 5 s are to be expected.
    [Theory]
    [InlineData("past twice what the others let expect", 11, 0, 0, 0, false, "a")]
    [InlineData("not yet past it", 9.9, 0, 0, 0, false, null)]
    [InlineData("something waits", 60, 1, 0, 0, false, null)]
    [InlineData("a copy of another task is on its way", 60, 0, 1, 0, false, null)]
    [InlineData("it has one already", 60, 0, 0, 0, true, null)]
    [InlineData("the quickest has its hands full", 60, 0, 0, 1, false, "b")]
    public void Copy_OfASlowTask_IsStartedWhereItPays(
        string why,
        double seconds,
        long waiting,
        int copies,
        int busy,
        bool hasCopy,
        string? node
    )
    {
        NodeFacts[] nodes =
        [
            new NodeFacts("slow", 1, 1) { Measured = At(1) },
            new NodeFacts("a", 1, busy) { Measured = At(20) },
            new NodeFacts("b", 1, 0) { Measured = At(10) },
        ];

        CopyChoice? choice = Speculation.Choose([new RunningTask("k", "slow", Work, 100, seconds, hasCopy)], nodes, waiting, copies);

        Assert.True(choice?.Node == node, $"{why}: {choice}");
    }

    [Fact]
    public void Copy_WhereNobodyElseHasMadeAnything_IsNotStarted()
    {
        NodeFacts[] nodes = [new NodeFacts("slow", 1, 1) { Measured = At(1) }, new NodeFacts("a", 1, 0)];

        Assert.Null(Speculation.Choose([new RunningTask("k", "slow", Work, 100, 1000, HasCopy: false)], nodes, 0, 0));
    }

    // The other has only looked at clips, 1000 million pixels a second, which says nothing of how it renders.
    [Theory]
    [InlineData("look of h264 1920x1080", false)]
    [InlineData("render standard 1920x1080 of hevc 3840x2160", true)]
    public void Copy_ByTheSpeedOfOtherWork_IsStartedWhereItIsOfTheSameKind(string measured, bool isStarted)
    {
        SpeedFacts other = new(new Dictionary<string, double> { [measured] = 1000 }, null);
        NodeFacts[] nodes = [new NodeFacts("slow", 1, 1), new NodeFacts("a", 1, 0) { Measured = other }];

        Assert.Equal(isStarted, Speculation.Choose([new RunningTask("k", "slow", Work, 100, 10, HasCopy: false)], nodes, 0, 0) is not null);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(9, 1, false)]
    [InlineData(20, 1, true)]
    [InlineData(20, 2, false)]
    public void Copies_OnAFarm_TakeATenthOfItsSlots(int slots, int copies, bool isStarted)
    {
        NodeFacts[] nodes = [new NodeFacts("slow", 1, 1), new NodeFacts("a", Math.Max(1, slots - 1), 0) { Measured = At(100) }];

        Assert.Equal(
            isStarted,
            Speculation.Choose([new RunningTask("k", "slow", Work, 100, 10, HasCopy: false)], nodes, 0, copies) is not null
        );
    }

    private static SpeedFacts At(double speed) => new(new Dictionary<string, double> { [Work] = speed }, null);
}
