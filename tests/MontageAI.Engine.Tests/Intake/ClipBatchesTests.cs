using MontageAI.Engine.Intake;

namespace MontageAI.Engine.Tests.Intake;

public sealed class ClipBatchesTests
{
    [Fact]
    public void Deal_WhoeverGotTheLongestGetsTheShortest()
    {
        IReadOnlyList<int[]> hands = ClipBatches.Deal([8, 7, 6, 5, 4, 3], 2);

        Assert.Equal([8, 5, 4], hands[0]);
        Assert.Equal([7, 6, 3], hands[1]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(33, 9)]
    public void Deal_GivesEveryClipOnce_AndEqualHands(int count, int hands)
    {
        IReadOnlyList<int[]> dealt = ClipBatches.Deal([.. Enumerable.Range(0, count)], hands);

        Assert.Equal(hands, dealt.Count);
        Assert.Equal(Enumerable.Range(0, count), dealt.SelectMany(h => h).Order());
        Assert.InRange(dealt.Max(h => h.Length) - dealt.Min(h => h.Length), 0, 1);
    }
}
