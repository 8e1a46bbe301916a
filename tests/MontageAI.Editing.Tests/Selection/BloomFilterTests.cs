namespace MontageAI.Editing.Selection;

public sealed class BloomFilterTests
{
    [Theory]
    [InlineData(50, 0.01)]
    [InlineData(300, 0.01)]
    [InlineData(3000, 0.001)]
    [InlineData(1000, 0.1)]
    public void MayContain_FullToCapacity_KeepsTheStatedRateAndForgetsNothing(int capacity, double rate)
    {
        const int Strangers = 200_000;
        BloomFilter filter = new(capacity, rate);
        for (int i = 0; i < capacity; i++)
        {
            filter.Add(i * 7L);
        }

        Assert.All(Enumerable.Range(0, capacity), i => Assert.True(filter.MayContain(i * 7L)));
        int wrong = Enumerable.Range(0, Strangers).Count(i => filter.MayContain(1_000_000L + i));
        Assert.True(wrong <= Strangers * rate * 1.3, $"{wrong / (double)Strangers:0.0000} against the stated {rate}");
    }

    [Fact]
    public void MayContain_Empty_IsFalse() =>
        Assert.All(Enumerable.Range(0, 1000), i => Assert.False(new BloomFilter(10, 0.01).MayContain(i)));

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public void Create_OutOfRange_Throws(int capacity, double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloomFilter(capacity, rate));

    [Fact]
    public void FootageUsage_BeyondTheFilter_StillAnswersExactly()
    {
        FootageUsage usage = new(1, 4, 2);
        for (int i = 0; i < 500; i++)
        {
            usage.Add(0, i * 2, i * 2, i, i + 0.5);
        }

        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(i % 2 == 0, usage.IsUsed(i)));
        Assert.Equal(1, usage.Overlaps(0, 3.4, 3.6));
        Assert.Equal(0, usage.Overlaps(0, 3.5, 4));
        Assert.Equal(2, usage.Overlaps(0, 3.4, 4.1));
    }
}
