using System.Globalization;
using System.Runtime.CompilerServices;
using MontageAI.Cli.Hosting;
using MontageAI.Engine;
using MontageAI.Engine.Requests;
using MontageAI.Errors;
using MontageAI.Farm.Members;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using MontageAI.Farm.Workers;
using MontageAI.Storage;

namespace MontageAI.Farm.Hosting;

/// <summary>The command that works for a farm.</summary>
internal static class JoinCommand
{
    private const int DefaultCacheMegabytes = 20 * 1024;
    private const int LeastCacheMegabytes = 64;
    private const int MostCacheMegabytes = 64 * 1024 * 1024;

    private const int MostWorkers = 1024;

    /// <summary>Its options.</summary>
    public static IReadOnlyList<string> Options { get; } = ["--slots", "--idle-exit", "--map", "--clip-cache"];

    /// <summary>Works until it is stopped, drained, removed or idle for too long.</summary>
    /// <param name="arguments">What was said.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(FarmArguments arguments, Action<string> log, CancellationToken cancellationToken)
    {
        int slots = arguments.Whole("--slots", 1, 1024) ?? Environment.ProcessorCount;
        int? idle = arguments.Whole("--idle-exit", 1, 86400);
        PathMap map = PathMap.Of(arguments["--map"]);
        int cache = arguments.Megabytes("--clip-cache", LeastCacheMegabytes, MostCacheMegabytes) ?? DefaultCacheMegabytes;
        FarmLink link = FarmLink.Of(arguments.Other, arguments.CacheFolder);
        string build;
        IReadOnlyList<string> can;
        await using (MontageEngine engine = new(HostEnvironment.Read(arguments["--cache-dir"], slots)))
        {
            build = await engine.Start(new BuildRequest()).Completion.ConfigureAwait(false);
            can = await engine.Start(new CapabilitiesRequest()).Completion.ConfigureAwait(false);
        }

        (string own, FileStream claim) = Claim(arguments.CacheFolder);
        await using ConfiguredAsyncDisposable held = claim.ConfigureAwait(false);
        JoinRequest asked = new(FarmProgram.NodeName(), build, NameOf(own));
        (FarmStore store, FarmFacts facts) = await FarmStore.EnterAsync(link, asked).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            link.Remember(arguments.CacheFolder);
            string name = store.Membership?.Reply.Name ?? asked.Name;
            string shared = map.Here(facts.Store);
            bool isShared = !arguments.IsApart && FarmFolder.IsHere(shared, facts.Id);
            if (!isShared && store.Membership is null)
            {
                throw FarmFolder.NotHere(shared, "Mount it under the same path, or name where it is by --map.");
            }

            WorkPlace place = new(
                isShared ? shared : own,
                isShared,
                map,
                asked.Place!,
                Path.Combine(own, "clips"),
                (long)cache << 20,
                arguments.IsApart
            );
            FarmWorker worker = new(store, name, slots, can, place, log);
            await worker
                .RunAsync(
                    HostEnvironment.Read(place.Store, slots) with
                    {
                        Store = StoreKind.Folder,
                        SharedResults = store.Results,
                    },
                    Limit(idle),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    // Several workers of one user may run at once, each with its own clips.
    private static (string Folder, FileStream Claim) Claim(string cacheFolder)
    {
        for (int number = 1; ; number++)
        {
            string folder = Path.Combine(
                cacheFolder,
                number == 1 ? "farm-work" : string.Create(CultureInfo.InvariantCulture, $"farm-work-{number}")
            );
            try
            {
                Directory.CreateDirectory(folder);
                return (folder, new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (number < MostWorkers && File.Exists(Path.Combine(folder, "lock")))
            {
                // Another's.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new MontageException(
                    ErrorCode.FileUnwritable,
                    $"'{Printable.Of(folder)}' cannot be written: {e.Message.TrimEnd('.')}. Name another folder by --cache-dir."
                );
            }
        }
    }

    // Known again when it joins again, whatever its name is then.
    private static string NameOf(string folder)
    {
        string file = Path.Combine(folder, "id");
        if (!File.Exists(file))
        {
            PrivateFile.Write(file, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
        }

        return File.ReadAllText(file).Trim();
    }

    private static TimeSpan? Limit(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
}
