using System.Text.RegularExpressions;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>A farm on loopback without nodes, and a film of real clips that was made without it.</summary>
public sealed partial class FarmFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private RedisServer? _redis;
    private Started? _host;

    /// <summary>The Redis.</summary>
    internal RedisServer Redis => _redis!;

    /// <summary>The host.</summary>
    internal Started Host => _host!;

    /// <summary>The farm's link.</summary>
    public string Link { get; private set; } = "";

    /// <summary>The plan that is rendered.</summary>
    public string Plan => _folder.File("plan.json");

    /// <summary>The film as it is without a farm.</summary>
    public byte[] Alone { get; private set; } = [];

    /// <summary>Folder that the nodes share.</summary>
    public string Store => _folder.File("store");

    /// <summary>Folder of the host's own store.</summary>
    public string HostCache => _folder.File("host");

    /// <summary>A name of a file or folder for a test.</summary>
    public string New(string name) => _folder.File(Guid.NewGuid().ToString("N")[..6] + name);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Needs.SkipReason is not null)
        {
            return;
        }

        string cache = _folder.File("alone");
        await DoneAsync(
            Started.RunAsync(
                cache,
                "plan",
                "--clips",
                TestMedia.File("video/basketball_gym.mp4"),
                TestMedia.File("video/city_bikes.mp4"),
                "--music",
                TestMedia.File("music/electropop_fairy_bot.ogg"),
                "--duration",
                "6",
                "--output",
                Plan
            )
        );
        string alone = _folder.File("alone.mp4");
        await DoneAsync(Started.RunAsync(cache, "render", Plan, "--profile", "preview", "--output", alone));
        Alone = await File.ReadAllBytesAsync(alone);
        _redis = await RedisServer.StartAsync();
        _host = new Started(HostCache, null, "farm", "host", "--redis", _redis.Url, "--store", Store);
        Link = Form().Match(await _host.SaysAsync("montage-farm:")).Groups[1].Value;
    }

    /// <summary>Forgets what was rendered, so that a test begins with nothing.</summary>
    public void Forget() => TestTools.Run("rm", "-rf", Path.Combine(Store, "shared-1"));

    /// <summary>A node that works for the farm.</summary>
    internal async Task<Started> JoinAsync(string? ffmpeg = null)
    {
        Started node = new(New("node"), ffmpeg, "farm", "join", Link, "--slots", "1");
        await node.SaysAsync("works for the farm");
        return node;
    }

    /// <summary>Begins to render the film on the farm.</summary>
    internal Started Render(string film) =>
        new(New("job"), null, "render", Plan, "--profile", "preview", "--details", "--output", film, "--farm", Link);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _host?.Dispose();
        _redis?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task DoneAsync(Task<(int Code, string Text)> run)
    {
        (int code, string text) = await run;
        Assert.True(code == 0, text);
    }

    [GeneratedRegex("'(montage-farm:[^']+)'")]
    private static partial Regex Form();
}
