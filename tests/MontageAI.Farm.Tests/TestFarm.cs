using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MontageAI.Farm.Members;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using MontageAI.Testing;
using StackExchange.Redis;

namespace MontageAI.Farm.Tests;

/// <summary>A farm on loopback without nodes: a queue, its host and a folder that nodes share.</summary>
internal sealed partial class TestFarm : IDisposable
{
    private readonly string _folder;
    private readonly RedisServer? _redis;
    private readonly int _port;

    /// <summary>Makes one that is not started.</summary>
    /// <param name="folder">Everything of it lies there.</param>
    /// <param name="plan">The plan that is rendered.</param>
    /// <param name="alone">The film as it is without a farm.</param>
    /// <param name="isOwn">Whether its host keeps the queue, and no Redis.</param>
    public TestFarm(string folder, string plan, byte[] alone, bool isOwn)
    {
        (_folder, Plan, Alone) = (folder, plan, alone);
        Directory.CreateDirectory(folder);
        _redis = isOwn ? null : new RedisServer();
        _port = _redis?.Port ?? RedisServer.FreePort();
    }

    /// <summary>Port of its queue.</summary>
    public int Port => _port;

    /// <summary>The plan that is rendered.</summary>
    public string Plan { get; }

    /// <summary>The film as it is without a farm.</summary>
    public byte[] Alone { get; }

    /// <summary>Whether its host keeps the queue.</summary>
    public bool IsOwn => _redis is null;

    /// <summary>The host.</summary>
    public Started Host { get; private set; } = null!;

    /// <summary>The farm's link.</summary>
    public string Link { get; private set; } = "";

    /// <summary>Folder that the nodes share.</summary>
    public string Store => Path.Combine(_folder, "store");

    /// <summary>Folder of the host's own store.</summary>
    public string HostCache => Path.Combine(_folder, "host");

    /// <summary>Arguments that start its host.</summary>
    public string[] HostArguments =>
        _redis is null
            ? ["farm", "host", "--port", _port.ToString(CultureInfo.InvariantCulture), "--store", Store]
            : ["farm", "host", "--redis", _redis.Url, "--store", Store];

    /// <summary>A name of a file or folder for a test.</summary>
    public string New(string name) => Path.Combine(_folder, Guid.NewGuid().ToString("N")[..6] + name);

    /// <summary>Starts queue and host.</summary>
    public async Task StartAsync()
    {
        await (_redis?.StartAsync() ?? Task.CompletedTask);
        await StartHostAsync();
    }

    /// <summary>Starts the host, again too.</summary>
    public async Task StartHostAsync(params string[] more)
    {
        Host?.Dispose();
        Host = new Started(HostCache, null, [.. HostArguments, .. more]);
        Link = Form().Match(await Host.SaysAsync("montage-farm:")).Groups[1].Value;
    }

    /// <summary>Ends what holds the queue as a power cut does, and starts it again.</summary>
    public async Task LoseQueueAsync()
    {
        if (_redis is null)
        {
            Host.Kill();
            await StartHostAsync();
        }
        else
        {
            _redis.Kill();
            await _redis.StartAsync();
        }
    }

    /// <summary>Connects to the queue as its owner may.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync()
    {
        ConfigurationOptions options = new() { EndPoints = { { "127.0.0.1", _port } }, AllowAdmin = true };
        if (_redis is null)
        {
            using JsonDocument secrets = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(HostCache, "farm", "secrets.json")));
            options.Ssl = true;
            options.CertificateValidation += (_, c, _, _) =>
                c is not null && Link.Contains(HostCertificate.PinOf(c), StringComparison.Ordinal);
            options.User = "host";
            options.Password = secrets.RootElement.GetProperty("keeper").GetString();
        }

        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Enters it as a job does.</summary>
    public async Task<FarmStore> EnterAsync() =>
        (await FarmStore.EnterAsync(FarmLink.Parse(Link), new JoinRequest("job-test-" + Guid.NewGuid().ToString("N")[..6], null))).Store;

    /// <summary>Has the queue lose everything.</summary>
    public async Task EmptyQueueAsync()
    {
        using ConnectionMultiplexer redis = await ConnectAsync();
        await redis.GetServer("127.0.0.1", _port).ExecuteAsync("FLUSHALL");
    }

    /// <summary>Forgets what was rendered, so that a test begins with nothing.</summary>
    public void Forget() => TestTools.Run("rm", "-rf", Path.Combine(Store, "shared-1"));

    /// <summary>Forgets the small results that its machines share.</summary>
    public async Task ForgetSharedAsync()
    {
        using ConnectionMultiplexer redis = await ConnectAsync();
        IDatabase data = redis.GetDatabase();
        foreach (RedisValue name in await data.SortedSetRangeByRankAsync("montage-farm:results-used"))
        {
            await data.KeyDeleteAsync($"montage-farm:result:{name}");
        }

        await data.KeyDeleteAsync(["montage-farm:results-used", "montage-farm:results-bytes"]);
    }

    /// <summary>A node that works for the farm.</summary>
    public Task<Started> JoinAsync(string? ffmpeg = null) => JoinAsync(New("node"), ffmpeg);

    /// <summary>A node that works for the farm, with a store of its own and further arguments.</summary>
    public async Task<Started> JoinAsync(string cache, string? ffmpeg, params string[] more)
    {
        Started node = new(cache, ffmpeg, ["farm", "join", Link, "--slots", "1", .. more]);
        await node.SaysAsync("works for the farm");
        return node;
    }

    /// <summary>Begins to render the film on the farm.</summary>
    public Started Render(string film) => RenderPlan(Plan, film);

    /// <summary>Begins to render another plan on the farm.</summary>
    public Started RenderPlan(string plan, string film) => RenderPlan(plan, film, New("job"));

    /// <summary>Begins to render another plan on the farm, with a store of its own.</summary>
    public Started RenderPlan(string plan, string film, string cache) =>
        new(cache, null, "render", plan, "--profile", "preview", "--details", "--output", film, "--farm", Link);

    /// <inheritdoc/>
    public void Dispose()
    {
        Host?.Dispose();
        _redis?.Dispose();
    }

    [GeneratedRegex("'(montage-farm:[^']+)'")]
    private static partial Regex Form();
}
