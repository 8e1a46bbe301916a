using MontageAI.Engine.Intake;

namespace MontageAI.Engine.Tests.Intake;

public sealed class SpreadOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(200)]
    [InlineData(1000)]
    public void Order_HoldsEveryNumberOnce_AndItsFirstEightAreSpreadOverTheRange(int count)
    {
        IReadOnlyList<int> order = Footage.SpreadOrder(count);

        Assert.Equal(Enumerable.Range(0, count), order.Order());
        int[] first = [.. order.Take(8).Order()];
        // No stretch without a clip is longer than a quarter of the list.
        Assert.All(
            first.Append(count).Zip([-1, .. first]),
            p => Assert.True(p.First - p.Second <= Math.Max(1, (count / 4) + 1), $"{string.Join(' ', first)} of {count}")
        );
    }
}
