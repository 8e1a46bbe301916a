using System.Runtime.InteropServices;
using MontageAI.Cli.Hosting;
using MontageAI.Errors;
using MontageAI.Studio.Farms;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Hosting;

/// <summary>The server as a program: started, told of, stopped.</summary>
internal static class StudioProgram
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int BadUsage = 2;

    /// <summary>Runs until it is told to end.</summary>
    /// <returns>An exit code, as of the command line.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            StudioOptions options = StudioArguments.Read(args);
            if (System.Net.IPAddress.IsLoopback(options.Address) && HostEnvironment.HasDesktop)
            {
                options = options with { Show = Desktop.TryShow };
            }

            // Ends after the server, whose jobs take their tasks out of its queue.
            await using StudioFarm? farm = options.Farm is { } choice
                ? await StudioFarm.StartAsync(choice, options.Engine, Console.Error.WriteLine).ConfigureAwait(false)
                : null;
            await using StudioServer server = await StudioServer.StartAsync(options, null, farm).ConfigureAwait(false);
            TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using PosixSignalRegistration interrupt = On(PosixSignal.SIGINT);
            using PosixSignalRegistration termination = On(PosixSignal.SIGTERM);
            using PosixSignalRegistration hangUp = On(PosixSignal.SIGHUP);
            Console.Out.WriteLine($"The studio is ready: {server.LinkWithToken}");
            Console.Out.WriteLine($"For programs: {server.Address} with the token in '{server.TokenFile}' (see docs/api.md).");
            if (!System.Net.IPAddress.IsLoopback(options.Address) && options.Certificate is null)
            {
                Console.Out.WriteLine("Whoever is on this network can read what is sent, the token included.");
            }

            if (farm?.Opening is { } opening)
            {
                Console.Out.WriteLine(
                    opening.IsHosted
                        ? $"A farm is beside it; its machines may share '{Printable.Of(opening.Store)}'. On each of them:"
                        : $"It has films rendered by the farm at {opening.Where}. On each further machine:"
                );
                Console.Out.WriteLine($"montage-ai farm join '{opening.Link}'");
            }

            if (options.Open && !Desktop.TryOpen(server.LinkWithToken))
            {
                Console.Out.WriteLine("No browser could be opened; open that address in one.");
            }

            await ended.Task.ConfigureAwait(false);
            return Done;

            PosixSignalRegistration On(PosixSignal signal) =>
                PosixSignalRegistration.Create(
                    signal,
                    context =>
                    {
                        context.Cancel = true;
                        ended.TrySetResult();
                    }
                );
        }
        catch (MontageException e)
        {
            Console.Error.WriteLine(e.Sentence.ToString());
            return e is ConfigurationException ? BadUsage : Failed;
        }
    }
}
