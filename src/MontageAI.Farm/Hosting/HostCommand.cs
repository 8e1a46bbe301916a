using System.Net;
using MontageAI.Cli.Hosting;
using MontageAI.Engine;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;
using MontageAI.Errors;
using MontageAI.Farm.Files;
using MontageAI.Farm.Hosts;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using MontageAI.Storage;

namespace MontageAI.Farm.Hosting;

/// <summary>The command that keeps a farm.</summary>
internal static class HostCommand
{
    private const int DefaultPort = 7463;
    private const int DefaultMegabytes = 64;
    private const int LeastMegabytes = 16;
    private const int MostMegabytes = 65536;

    /// <summary>Its options.</summary>
    public static IReadOnlyList<string> Options { get; } = ["--redis", "--store", "--port", "--cache-memory", "--listen", "--reached-at"];

    /// <summary>Keeps a farm until it is stopped.</summary>
    /// <param name="arguments">What was said.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task RunAsync(FarmArguments arguments, Action<string> log, CancellationToken cancellationToken) =>
        KeepAsync(
            arguments,
            log,
            async (link, _, facts) =>
            {
                Console.Out.WriteLine($"The farm is ready; its machines may share '{Printable.Of(facts.Store)}'. On each of them:");
                Console.Out.WriteLine($"montage-ai farm join '{link}'");
                await Console.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            },
            cancellationToken
        );

    /// <summary>Keeps a farm until it is stopped.</summary>
    /// <param name="arguments">What was said.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    /// <param name="tellAsync">Told once it is ready, and waited for at its end.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MontageException">It cannot be kept here.</exception>
    public static async Task KeepAsync(
        FarmArguments arguments,
        Action<string> log,
        Func<FarmLink, FarmStore, FarmFacts, Task> tellAsync,
        CancellationToken cancellationToken
    )
    {
        EngineSettings settings = HostEnvironment.Read(arguments["--cache-dir"], null);
        string folder = Path.GetFullPath(arguments["--store"] ?? settings.CacheFolder);
        using OwnQueue? own = arguments["--redis"] is null ? Start(arguments, settings.CacheFolder) : null;
        FarmLink link = own?.Link ?? OfRedis(arguments, settings.CacheFolder);
        await using FarmStore store = await FarmStore.ConnectAsync(own?.KeeperLink ?? link).ConfigureAwait(false);
        await using MontageEngine engine = new(settings with { CacheFolder = folder, Store = StoreKind.Folder });
        string build = await engine.Start(new BuildRequest()).Completion.ConfigureAwait(false);
        FarmFolder.Mark(folder, link.Id);
        FarmFacts facts = new(link.Id, build, folder);
        FarmHost host = new(store, facts, log);
        await host.BeginAsync().ConfigureAwait(false);
        HostFiles files = new(engine, Path.Combine(FarmFolder.OfHost(settings.CacheFolder), "incoming"), TimeProvider.System);
        FarmServer? server = own is null ? null : await FarmServer.StartAsync(own, store, facts, files, log).ConfigureAwait(false);
        try
        {
            link.Remember(settings.CacheFolder);
            Task telling = tellAsync(link, store, facts);
            await host.RunAsync(cancellationToken).ConfigureAwait(false);
            await telling.ConfigureAwait(false);
        }
        finally
        {
            if (server is not null)
            {
                await server.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static OwnQueue Start(FarmArguments arguments, string cacheFolder)
    {
        string listen = arguments["--listen"] ?? "127.0.0.1";
        if (!IPAddress.TryParse(listen, out IPAddress? address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            throw new ConfigurationException(
                ErrorCode.Range,
                $"--listen: '{Printable.Of(listen)}' must be an address of this machine at which the others reach it, such as 192.168.1.9."
            );
        }

        string? reachedAt = arguments["--reached-at"];
        if (reachedAt is not null && Uri.CheckHostName(reachedAt) == UriHostNameType.Unknown)
        {
            throw new ConfigurationException(
                ErrorCode.Range,
                $"--reached-at: '{Printable.Of(reachedAt)}' must be a name or an address, such as farm.example.org or 192.168.1.9, without "
                    + "a port."
            );
        }

        return OwnQueue.Start(
            FarmFolder.OfHost(cacheFolder),
            address,
            reachedAt,
            arguments.Whole("--port", 1, 65534) ?? DefaultPort,
            arguments.Megabytes("--cache-memory", LeastMegabytes, MostMegabytes) ?? DefaultMegabytes,
            arguments.IsRotated
        );
    }

    private static FarmLink OfRedis(FarmArguments arguments, string cacheFolder)
    {
        foreach (string option in (string[])["--port", "--cache-memory", "--listen", "--reached-at"])
        {
            if (arguments[option] is not null)
            {
                throw new ConfigurationException(
                    ErrorCode.Usage,
                    $"{option} is for a queue that the host keeps itself. Leave it out, or leave out --redis."
                );
            }
        }

        FarmLink link = FarmLink.OfRedis(arguments["--redis"]!);
        link = link with { Id = FarmLink.Hosted(cacheFolder, link)?.Id ?? link.Id };
        link.RememberHosted(cacheFolder);
        return link;
    }
}
