using MontageAI.Storage.Results;

namespace MontageAI.Storage.Tests.Results;

public sealed class LruCacheTests
{
    [Fact]
    public void Set_Full_DropsTheLeastRecentlyUsed()
    {
        LruCache<int, string> cache = new(3);
        cache.Set(1, "a");
        cache.Set(2, "b");
        cache.Set(3, "c");
        Assert.True(cache.TryGet(1, out _));

        cache.Set(4, "d");

        Assert.Equal(3, cache.Count);
        Assert.False(cache.TryGet(2, out _));
        Assert.True(cache.TryGet(1, out string? first));
        Assert.Equal("a", first);
        Assert.Equal((2, 1), cache.Counts);
    }

    [Fact]
    public void Set_SameKey_Replaces()
    {
        LruCache<int, string> cache = new(2);
        cache.Set(1, "a");
        cache.Set(1, "b");

        Assert.Equal(1, cache.Count);
        Assert.True(cache.TryGet(1, out string? value));
        Assert.Equal("b", value);
    }

    [Fact]
    public void Set_FromManyThreads_StaysWithinItsBound()
    {
        LruCache<int, int> cache = new(100);

        Parallel.For(
            0,
            20_000,
            i =>
            {
                cache.Set(i % 300, i % 300);
                if (cache.TryGet((i * 7) % 300, out int value))
                {
                    Assert.Equal((i * 7) % 300, value);
                }
            }
        );

        Assert.Equal(100, cache.Count);
    }
}
