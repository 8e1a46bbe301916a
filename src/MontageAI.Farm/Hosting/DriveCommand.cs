using System.Globalization;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Farm.Drivers;
using MontageAI.Farm.Members;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Hosting;

/// <summary>What a job has of a farm: reads its tasks from standard input and says there how they ended.</summary>
internal static class DriveCommand
{
    // How so many jobs were started is remembered.
    private const int MostJobs = 20;

    /// <summary>Serves until the job ends.</summary>
    /// <param name="arguments">What was said.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(FarmArguments arguments, Action<string> log, CancellationToken cancellationToken)
    {
        FarmStore? store = null;
        HangfireEngine? engine = null;
        try
        {
            await EnginePipe
                .ServeAsync(
                    Console.In,
                    Console.Out,
                    async (opening, _) =>
                    {
                        FarmLink link = FarmLink.Of(opening.Link, arguments.CacheFolder);
                        string name = FarmProgram.NodeName("job");
                        (store, FarmFacts facts) = await FarmStore.EnterAsync(link, new JoinRequest(name, null)).ConfigureAwait(false);
                        FarmFolder.Require(facts, "The job's machine joins what the others made, so run it on the host, or mount it.");
                        if (opening.Resumes is { } before)
                        {
                            await EndAsync(store, before).ConfigureAwait(false);
                        }

                        Remember(arguments.CacheFolder, name, link, opening.Command);
                        OwnPlace own = new(Environment.MachineName, opening.Slots);
                        engine = await HangfireEngine.StartAsync(store, name, opening.IsInteractive, log, own).ConfigureAwait(false);
                        log($"On the farm this job is '{name}'.");
                        return new ReachedFarm(engine, facts.Store, store.Results);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        finally
        {
            if (engine is not null)
            {
                await engine.DisposeAsync().ConfigureAwait(false);
            }

            if (store is not null)
            {
                await store.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // What it is gone on with is to be over: two of a job would write one file.
    private static async Task EndAsync(FarmStore store, string job)
    {
        if ((await store.Jobs.AllAsync().ConfigureAwait(false)).Any(j => j.Name == job && j.Facts is not null))
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"'{Printable.Of(job)}' still runs, and sends by itself again what it lacks. To start it anew run "
                    + "'montage-ai farm cancel' first."
            );
        }

        IReadOnlyList<(string Queued, string Task)> left = await store.Jobs.TasksAsync(job).ConfigureAwait(false);
        await CancelCommand.WithdrawAsync(store, job, left).ConfigureAwait(false);
    }

    private static void Remember(string cacheFolder, string name, FarmLink link, JobCommand? command)
    {
        if (command is null)
        {
            return;
        }

        string folder = Path.Combine(FarmFolder.OfHost(cacheFolder), "jobs");
        try
        {
            // Other names come with it: words of wishes, paths.
            PrivateFile.Write(Path.Combine(folder, name + ".json"), command.ToJson());
            PrivateFile.Write(Path.Combine(folder, name + ".link"), link.ToString() + "\n");
            foreach (FileInfo old in new DirectoryInfo(folder).GetFiles().OrderByDescending(f => f.LastWriteTimeUtc).Skip(2 * MostJobs))
            {
                old.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then it cannot be resumed, which is said when it is tried.
        }
    }
}
