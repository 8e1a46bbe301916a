using System.Text.Json;
using MontageAI.Errors;
using MontageAI.Farm.Members;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using StackExchange.Redis;

namespace MontageAI.Farm.Hosting;

/// <summary>A farm beside a server: keeps one, or looks at one that is there, and says line by line what it does. Ends with whoever
/// started it.</summary>
internal static class BesideCommand
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    /// <summary>Its options: those of a host.</summary>
    public static IReadOnlyList<string> Options => HostCommand.Options;

    /// <summary>Serves until the other side closes standard input, on whose first line it said which farm.</summary>
    /// <param name="arguments">What a host is told.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(FarmArguments arguments, Action<string> log, CancellationToken cancellationToken)
    {
        // A link holds a secret, so it does not go through the list of processes.
        string asked = await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? "";
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = Task.Run(() => EndWithInputAsync(ending), CancellationToken.None);
        try
        {
            if (asked.Length > 0 || Options.All(o => arguments[o] is null))
            {
                if (await TryEnterAsync(asked, arguments.CacheFolder, log).ConfigureAwait(false) is { } entered)
                {
                    await using (entered.Store.ConfigureAwait(false))
                    {
                        await TellAsync(entered.Link, entered.Store, entered.Facts, isHosted: false, ending.Token).ConfigureAwait(false);
                    }

                    return;
                }
            }

            await HostCommand
                .KeepAsync(
                    arguments,
                    log,
                    (link, store, facts) => TellAsync(link, store, facts, isHosted: true, ending.Token),
                    ending.Token
                )
                .ConfigureAwait(false);
        }
        catch (MontageException e)
        {
            Say(new BesideLine { Refused = e.Sentence.ToString() });
        }
    }

    // Null where none was asked for, and the last one is not there any more or its folder is on another machine: then one is made.
    private static async Task<(FarmLink Link, FarmStore Store, FarmFacts Facts)?> TryEnterAsync(
        string asked,
        string cacheFolder,
        Action<string> log
    )
    {
        if (asked.Length > 0)
        {
            return await EnterAsync(FarmLink.Of(asked, cacheFolder)).ConfigureAwait(false);
        }

        if (FarmLink.Remembered(cacheFolder) is not { } last)
        {
            return null;
        }

        try
        {
            (FarmLink Link, FarmStore Store, FarmFacts Facts) entered = await EnterAsync(last).ConfigureAwait(false);
            if (await entered.Store.IsHostedAsync().ConfigureAwait(false))
            {
                return entered;
            }

            await entered.Store.DisposeAsync().ConfigureAwait(false);
        }
        catch (MontageException e)
        {
            bool isOwn =
                FarmSecrets.Known(FarmFolder.OfHost(cacheFolder))?.Id == last.Id || FarmLink.Hosted(cacheFolder, last)?.Id == last.Id;
            if (!isOwn)
            {
                log($"The farm that was used here last is not: {e.Sentence} A farm is made beside the server instead.");
            }
        }

        return null;
    }

    private static async Task<(FarmLink Link, FarmStore Store, FarmFacts Facts)> EnterAsync(FarmLink link)
    {
        (FarmStore store, FarmFacts facts) = await FarmStore
            .EnterAsync(link, new JoinRequest(FarmProgram.NodeName("ask"), null))
            .ConfigureAwait(false);
        try
        {
            FarmFolder.Require(facts, "The server joins what the others made, so start it on the host, or mount it.");
            return (link, store, facts);
        }
        catch (MontageException)
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task TellAsync(FarmLink link, FarmStore store, FarmFacts facts, bool isHosted, CancellationToken cancellationToken)
    {
        Say(new BesideLine { Open = new BesideOpening(link.ToString(), link.Where, facts.Store, isHosted) });
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Say(new BesideLine { Status = await store.StatusAsync(facts).ConfigureAwait(false) });
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                Say(new BesideLine { Silent = true });
            }

            await Task.Delay(s_step, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task EndWithInputAsync(CancellationTokenSource ending)
    {
        while (await Console.In.ReadLineAsync(ending.Token).ConfigureAwait(false) is not null)
        {
            // Nothing more is asked for.
        }

        await ending.CancelAsync().ConfigureAwait(false);
    }

    private static void Say(BesideLine line)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(line, FarmJson.Default.BesideLine));
        Console.Out.Flush();
    }
}
