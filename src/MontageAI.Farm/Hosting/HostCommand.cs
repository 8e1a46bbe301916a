using MontageAI.Cli.Hosting;
using MontageAI.Engine;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;
using MontageAI.Errors;
using MontageAI.Farm.Hosts;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Hosting;

/// <summary>The command that keeps a farm.</summary>
internal static class HostCommand
{
    private const int DefaultPort = 7463;
    private const int DefaultMegabytes = 64;
    private const int LeastMegabytes = 16;
    private const int MostMegabytes = 65536;

    /// <summary>Its options.</summary>
    public static IReadOnlyList<string> Options { get; } = ["--redis", "--store", "--port", "--cache-memory"];

    /// <summary>Keeps a farm until it is stopped.</summary>
    /// <param name="arguments">What was said.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(FarmArguments arguments, Action<string> log, CancellationToken cancellationToken)
    {
        EngineSettings settings = HostEnvironment.Read(arguments["--cache-dir"], null);
        string folder = Path.GetFullPath(arguments["--store"] ?? settings.CacheFolder);
        using OwnQueue? own = arguments["--redis"] is null ? Start(arguments, settings.CacheFolder) : null;
        FarmLink link = own?.MemberLink ?? OfRedis(arguments, settings.CacheFolder);
        await using FarmStore store = await FarmStore.ConnectAsync(own?.KeeperLink ?? link).ConfigureAwait(false);
        string build;
        await using (MontageEngine engine = new(settings))
        {
            build = await engine.Start(new BuildRequest()).Completion.ConfigureAwait(false);
        }

        FarmFolder.Mark(folder, link.Id);
        FarmHost host = new(store, new FarmFacts(link.Id, build, folder), log);
        await host.BeginAsync().ConfigureAwait(false);
        link.Remember(settings.CacheFolder);
        Console.Out.WriteLine($"The farm is ready; its machines share '{Printable.Of(folder)}'. On each of them:");
        Console.Out.WriteLine($"montage-ai farm join '{link}'");
        await Console.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await host.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static OwnQueue Start(FarmArguments arguments, string cacheFolder) =>
        OwnQueue.Start(
            Path.Combine(cacheFolder, "farm"),
            arguments.Whole("--port", 1, 65534) ?? DefaultPort,
            arguments.Megabytes("--cache-memory", LeastMegabytes, MostMegabytes) ?? DefaultMegabytes
        );

    private static FarmLink OfRedis(FarmArguments arguments, string cacheFolder)
    {
        foreach (string option in (string[])["--port", "--cache-memory"])
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
