using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MontageAI.Farm.Members;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;

namespace MontageAI.Bench.Farm;

/// <summary>A farm on loopback without machines that work: its queue, its host and the folder that they share.</summary>
internal sealed class BenchFarm : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process? _redis;
    private int _names;

    private BenchFarm(string folder, Process? redis, FarmProcess host, string link, double ready) =>
        (_folder, _redis, Host, Link, ReadySeconds) = (folder, redis, host, link, ready);

    /// <summary>Its host.</summary>
    public FarmProcess Host { get; }

    /// <summary>Its link.</summary>
    public string Link { get; }

    /// <summary>Seconds from the start of the host until it printed its link.</summary>
    public double ReadySeconds { get; }

    /// <summary>The farm as its host sees it.</summary>
    public FarmStore Store { get; private set; } = null!;

    /// <summary>Starts one.</summary>
    /// <param name="folder">Everything of it lies there.</param>
    /// <param name="isOwn">Whether its host keeps the queue, and no Redis.</param>
    public static async Task<BenchFarm> StartAsync(string folder, bool isOwn)
    {
        string store = Path.Combine(folder, "store");
        string cache = Path.Combine(folder, "host");
        Directory.CreateDirectory(folder);
        string port = FreePort().ToString(CultureInfo.InvariantCulture);
        Process? redis = isOwn ? null : await RedisAsync(folder, port).ConfigureAwait(false);
        string[] queue = isOwn ? ["--port", port] : ["--redis", $"redis://127.0.0.1:{port}"];
        long began = Stopwatch.GetTimestamp();
        FarmProcess host = new(cache, null, ["farm", "host", "--store", store, .. queue]);
        string line = await host.SaysAsync(l => l.Contains("montage-farm:", StringComparison.Ordinal)).ConfigureAwait(false);
        string text = line.Split('\'')[1];
        BenchFarm farm = new(folder, redis, host, text, Stopwatch.GetElapsedTime(began).TotalSeconds);
        FarmLink link = FarmLink.Parse(text);
        link = isOwn ? link with { User = MemberTable.Keeper, Password = FarmSecrets.Known(FarmFolder.OfHost(cache))!.Keeper } : link;
        farm.Store = await FarmStore.ConnectAsync(link).ConfigureAwait(false);
        return farm;
    }

    /// <summary>A name of a file or folder.</summary>
    public string New(string name) => Path.Combine(_folder, $"{++_names}-{name}");

    /// <summary>A machine of a number of slots that works for it.</summary>
    public async Task<FarmProcess> JoinAsync(int slots, string? ffmpeg = null, string? cache = null, params string[] more)
    {
        FarmProcess node = new(
            cache ?? New("node"),
            ffmpeg,
            ["farm", "join", Link, "--slots", slots.ToString(CultureInfo.InvariantCulture), .. more]
        );
        await node.SaysAsync(l => l.Contains("works for the farm", StringComparison.Ordinal)).ConfigureAwait(false);
        return node;
    }

    /// <summary>Begins to render a plan on it.</summary>
    public FarmProcess Render(string plan, string profile) =>
        new(New("job"), null, "render", plan, "--profile", profile, "--output", New("film.mp4"), "--farm", Link);

    /// <summary>Forgets what was rendered.</summary>
    public void Forget() => Directory.Delete(Path.Combine(_folder, "store", "shared-1"), recursive: true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        Host.Dispose();
        _redis?.Kill();
        _redis?.Dispose();
    }

    private static async Task<Process> RedisAsync(string folder, string port)
    {
        ProcessStartInfo info = new(
            "redis-server",
            ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--dir", folder]
        )
        {
            RedirectStandardOutput = true,
        };
        Process redis = Process.Start(info)!;
        while (await redis.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = redis.StandardOutput.ReadToEndAsync();
                return redis;
            }
        }

        throw new InvalidOperationException("redis-server ended at once.");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
