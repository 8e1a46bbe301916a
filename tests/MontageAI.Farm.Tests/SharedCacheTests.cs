using System.Security.Cryptography;
using System.Text;
using MontageAI.Farm.Queue;
using MontageAI.Keys;
using MontageAI.Testing;
using StackExchange.Redis;

namespace MontageAI.Farm.Tests;

/// <summary>On a Redis.</summary>
[Collection(FarmCollection.Name)]
public sealed class RedisSharedCacheTests(FarmFixture farms) : SharedCacheTests(farms.OnRedis);

/// <summary>On a queue inside the host.</summary>
[Collection(FarmCollection.Name)]
public sealed class OwnQueueSharedCacheTests(FarmFixture farms) : SharedCacheTests(farms.OnItsOwn);

/// <summary>Small results that the machines of a farm share.</summary>
public abstract class SharedCacheTests
{
    private readonly TestFarm _farm;
    private readonly string _test = Guid.NewGuid().ToString("N");

    private protected SharedCacheTests(TestFarm farm) => _farm = farm;

    [RedisFact]
    public async Task Result_OfOneMachine_IsFoundByAnother()
    {
        await using FarmStore one = await _farm.EnterAsync();
        await using FarmStore other = await _farm.EnterAsync();
        await _farm.ForgetSharedAsync();
        byte[] result = Encoding.UTF8.GetBytes("{\"beats\":[" + string.Join(',', Enumerable.Range(0, 20_000)) + "]}");

        await one.Results.PutAsync(Key(1), result, default);
        await one.Results.PutAsync(Key(2), RandomNumberGenerator.GetBytes(SharedCache.MostResultBytes + 1), default);
        await other.Results.PutAsync(Key(1), "another"u8.ToArray(), default);

        Assert.Equal(result, await other.Results.TryGetAsync(Key(1), default));
        Assert.Null(await other.Results.TryGetAsync(Key(2), default));
        Assert.Null(await other.Results.TryGetAsync(Key(3), default));
        Assert.Null(other.Results.Outage);
        await _farm.ForgetSharedAsync();
        Assert.Null(await one.Results.TryGetAsync(Key(1), default));
    }

    [RedisFact]
    public async Task Results_MoreThanThereIsRoomFor_GoByTheirLastUse()
    {
        await using FarmStore store = await _farm.EnterAsync();
        await _farm.ForgetSharedAsync();
        Clock clock = new();
        SharedCache cache = new(store.Redis.GetDatabase(), clock, mostBytes: 3200);
        foreach (int number in new[] { 1, 2, 3 })
        {
            await cache.PutAsync(Key(number), RandomNumberGenerator.GetBytes(1000), default);
        }

        Assert.NotNull(await cache.TryGetAsync(Key(1), default));
        await cache.PutAsync(Key(4), RandomNumberGenerator.GetBytes(1000), default);

        Assert.NotNull(await cache.TryGetAsync(Key(1), default));
        Assert.Null(await cache.TryGetAsync(Key(2), default));
        Assert.NotNull(await cache.TryGetAsync(Key(3), default));
        Assert.NotNull(await cache.TryGetAsync(Key(4), default));
    }

    [RedisFact]
    public async Task Result_WrittenByAHostileMember_IsNone()
    {
        await using FarmStore store = await _farm.EnterAsync();
        await _farm.ForgetSharedAsync();
        IDatabase data = store.Redis.GetDatabase();
        using MemoryStream bomb = new();
        await using (System.IO.Compression.BrotliStream packing = new(bomb, System.IO.Compression.CompressionLevel.Fastest))
        {
            await packing.WriteAsync(new byte[64 << 20]);
        }

        await data.StringSetAsync($"montage-farm:result:{Key(1)}", bomb.ToArray());
        await data.StringSetAsync($"montage-farm:result:{Key(2)}", "no brotli at all");
        await data.StringSetAsync($"montage-farm:result:{Key(3)}", new byte[1 << 20]);

        foreach (int number in new[] { 1, 2, 3 })
        {
            Assert.Null(await store.Results.TryGetAsync(Key(number), default));
        }
    }

    [RedisFact]
    public async Task Store_ThatIsGone_IsNoErrorAndIsSaid()
    {
        using RedisServer redis = new();
        await redis.StartAsync();
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(
            new ConfigurationOptions { EndPoints = { { "127.0.0.1", redis.Port } }, AsyncTimeout = 500 }
        );
        SharedCache cache = new(connection.GetDatabase(), TimeProvider.System);
        await cache.PutAsync(Key(1), "{}"u8.ToArray(), default);
        Assert.NotNull(await cache.TryGetAsync(Key(1), default));

        redis.Kill();

        Assert.Null(await cache.TryGetAsync(Key(1), default));
        await cache.PutAsync(Key(2), "{}"u8.ToArray(), default);
        Assert.Contains("did not answer", cache.Outage, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Create_WhereAnotherHasLooked_LooksAtNothingAgain()
    {
        await _farm.ForgetSharedAsync();
        _farm.Forget();
        (string first, IReadOnlyList<string> said) = await CreateAsync();
        // Another machine: nothing of what is known is on its disk.
        _farm.Forget();
        (string second, IReadOnlyList<string> again) = await CreateAsync();

        Assert.Equal(await File.ReadAllBytesAsync(first), await File.ReadAllBytesAsync(second));
        Assert.DoesNotContain(said, l => l.Contains("found in the farm's cache", StringComparison.Ordinal));
        Assert.Contains(again, l => l.Contains("found in the farm's cache", StringComparison.Ordinal));
    }

    private ContentKey Key(int number) => ContentKey.For("test", _test).With("number", number).Build();

    private async Task<(string Film, IReadOnlyList<string> Said)> CreateAsync()
    {
        using Started node = await _farm.JoinAsync();
        string film = _farm.New("film.mp4");
        string[] clips = [TestMedia.File("video/basketball_gym.mp4"), TestMedia.File("video/city_bikes.mp4")];
        using Started job = new(
            _farm.New("job"),
            null,
            [
                "create",
                "--clips",
                .. clips,
                "--music",
                TestMedia.File("music/electropop_fairy_bot.ogg"),
                "--duration",
                "5",
                "--profile",
                "preview",
                "--details",
                "--output",
                film,
                "--farm",
                _farm.Link,
            ]
        );
        int code = await job.EndAsync();
        Assert.True(code == 0, string.Join('\n', job.Lines));
        return (film, job.Lines);
    }

    // Some time passes between two looks at it.
    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now += TimeSpan.FromSeconds(1);
    }
}
