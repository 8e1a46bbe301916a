using System.Text.Json;
using Hangfire;
using Hangfire.Common;
using Hangfire.Redis.StackExchange;
using Hangfire.States;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using StackExchange.Redis;

namespace MontageAI.Farm.Tests;

/// <summary>On a Redis.</summary>
[Collection(FarmCollection.Name)]
public sealed class RedisHostileTests(FarmFixture farms) : HostileTests(farms.OnRedis);

/// <summary>On a queue inside the host.</summary>
[Collection(FarmCollection.Name)]
public sealed class OwnQueueHostileTests(FarmFixture farms) : HostileTests(farms.OnItsOwn);

/// <summary>Somebody who can write to the queue, and should not have anything run for that.</summary>
public abstract class HostileTests
{
    private readonly TestFarm _farm;

    private protected HostileTests(TestFarm farm) => _farm = farm;

    private const string Key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [RedisFact]
    public async Task Queue_WithHostileJobs_RunsNoneAndGoesOn()
    {
        string victim = _farm.New("victim.txt");
        await File.WriteAllTextAsync(victim, "still here");
        using ConnectionMultiplexer redis = await _farm.ConnectAsync();
        IDatabase data = redis.GetDatabase();
        BackgroundJobClient client = new(FarmJobs.Open(redis, _ => { }));
        EnqueuedState queued = new(FarmJobs.QueueOf(isInteractive: false, ["x264"]));
        string delete = client.Create(Job.FromExpression(() => File.Delete(victim)), queued);
        string qualified = client.Create(Job.FromExpression(() => File.Delete(victim)), queued);
        await data.HashSetAsync($"montage-farm:q:job:{qualified}", "Type", typeof(File).AssemblyQualifiedName);
        string unknown = client.Create(Job.FromExpression(() => File.Delete(victim)), queued);
        await data.HashSetAsync($"montage-farm:q:job:{unknown}", "Type", "No.Such.Type, NoSuchLibrary");
        await data.StringSetAsync($"montage-farm:spec:{Key}", new byte[10_000_000]);
        string large = client.Create(Job.FromExpression<FarmTask>(t => t.Run(Key, CancellationToken.None)), queued);
        string path = client.Create(Job.FromExpression<FarmTask>(t => t.Run("../../etc/passwd", CancellationToken.None)), queued);

        // What serializers that believe in "$type" would make: of an argument, and of the type of one.
        string gadget = client.Create(Job.FromExpression<FarmTask>(t => t.Run(Key, CancellationToken.None)), queued);
        string payload = $"{{\"$type\":\"System.IO.FileInfo, System.Private.CoreLib\",\"fileName\":\"{victim}\"}}";
        await data.HashSetAsync($"montage-farm:q:job:{gadget}", "Arguments", JsonSerializer.Serialize((string[])[payload, "null"]));
        string process = client.Create(Job.FromExpression<FarmTask>(t => t.Run(Key, CancellationToken.None)), queued);
        await data.HashSetAsync(
            $"montage-farm:q:job:{process}",
            "ParameterTypes",
            "[\"System.Diagnostics.Process, System.Diagnostics.Process\",\"cancel\"]"
        );

        using Started node = await _farm.JoinAsync();
        await node.SaysAsync("'System.IO.File'");
        await node.SaysAsync("'System.Diagnostics.Process, ");
        await node.SaysAsync("System.IO.FileInfo, ");
        await node.SaysAsync("'System.IO.File, ");
        await node.SaysAsync("'No.Such.Type");
        await node.SaysAsync("has 10000000 bytes");
        await node.SaysAsync("'../../etc/passwd', which is no key of a spec");
        _farm.Forget();
        string film = _farm.New("film.mp4");
        using Started job = _farm.Render(film);
        int code = await job.EndAsync();

        Assert.Equal("still here", await File.ReadAllTextAsync(victim));
        foreach (string hostile in (string[])[delete, qualified, unknown, large, path, gadget, process])
        {
            Assert.Equal("Failed", (string?)await data.HashGetAsync($"montage-farm:q:job:{hostile}:state", "State"));
        }

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(film));
    }

    [RedisFact]
    public async Task Commands_WithWhatIsWrong_SayWhatAndTheRemedy()
    {
        string cache = _farm.New("cache");
        FarmLink link = FarmLink.Parse(_farm.Link);
        string nobody = (link with { Port = RedisServer.FreePort() }).ToString();
        string zeros = new('0', 64);
        string old = (_farm.IsOwn ? link with { JoinSecret = zeros } : link with { Id = zeros[..32] }).ToString();
        string other = _farm.IsOwn ? "not good any more" : "another farm";
        string elsewhere = new FarmLink("192.168.1.9", 6379, Key[..32], null, null).ToString();

        Assert.Contains("no link of a farm", await RefusedAsync(2, "farm", "join", "http://example.org"), StringComparison.Ordinal);
        Assert.Contains("not encrypted", await RefusedAsync(2, "farm", "join", elsewhere), StringComparison.Ordinal);
        string misplaced = await RefusedAsync(2, "render", "--farm", _farm.Plan, "-o", "x.mp4");
        Assert.Contains("--farm: a link begins with", misplaced, StringComparison.Ordinal);
        Assert.DoesNotContain("Required argument", misplaced, StringComparison.Ordinal);
        Assert.Contains("missing or mistyped", await RefusedAsync(2, "farm", "join", _farm.Link[..^3]), StringComparison.Ordinal);
        if (_farm.IsOwn)
        {
            string stranger = (link with { Pin = zeros }).ToString();
            Assert.Contains("its certificate is another", await RefusedAsync(1, "farm", "join", stranger), StringComparison.Ordinal);
        }

        Assert.Contains("No farm was hosted", await RefusedAsync(2, "farm", "status"), StringComparison.Ordinal);
        Assert.Contains(
            _farm.IsOwn ? "No farm answers" : "No queue of a farm answers",
            await RefusedAsync(1, "farm", "join", nobody),
            StringComparison.Ordinal
        );
        Assert.Contains(other, await RefusedAsync(1, "farm", "join", old), StringComparison.Ordinal);
        Assert.Contains(
            "--farm: a link begins",
            await RefusedAsync(2, "render", _farm.Plan, "-o", "x.mp4", "--farm", "x"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            other,
            await RefusedAsync(1, "render", _farm.Plan, "-o", _farm.New("x.mp4"), "--farm", old),
            StringComparison.Ordinal
        );
        Assert.Contains(
            _farm.IsOwn ? "cannot listen" : "Another host",
            await RefusedAsync(1, _farm.HostArguments),
            StringComparison.Ordinal
        );

        async Task<string> RefusedAsync(int code, params string[] arguments)
        {
            (int ended, string text) = await Started.RunAsync(cache, arguments);
            Assert.True(ended == code, $"{ended}: {text}");
            return text;
        }
    }
}
