using MontageAI.Farm.Drivers;
using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Tests;

/// <summary>When a second copy of a slow task is worth starting, by measured speeds.</summary>
public sealed class SpeculationTests
{
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
            new NodeFacts("slow", 1, 1) { Speed = 1 },
            new NodeFacts("a", 1, busy) { Speed = 20 },
            new NodeFacts("b", 1, 0) { Speed = 10 },
        ];

        CopyChoice? choice = Speculation.Choose([new RunningTask("k", "slow", 100, seconds, hasCopy)], nodes, waiting, copies);

        Assert.True(choice?.Node == node, $"{why}: {choice}");
    }

    [Fact]
    public void Copy_WhereNobodyElseHasMadeAnything_IsNotStarted()
    {
        NodeFacts[] nodes = [new NodeFacts("slow", 1, 1) { Speed = 1 }, new NodeFacts("a", 1, 0)];

        Assert.Null(Speculation.Choose([new RunningTask("k", "slow", 100, 1000, HasCopy: false)], nodes, 0, 0));
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(9, 1, false)]
    [InlineData(20, 1, true)]
    [InlineData(20, 2, false)]
    public void Copies_OnAFarm_TakeATenthOfItsSlots(int slots, int copies, bool isStarted)
    {
        NodeFacts[] nodes = [new NodeFacts("slow", 1, 1), new NodeFacts("a", Math.Max(1, slots - 1), 0) { Speed = 100 }];

        Assert.Equal(isStarted, Speculation.Choose([new RunningTask("k", "slow", 100, 10, HasCopy: false)], nodes, 0, copies) is not null);
    }
}
