using System.Globalization;
using Hangfire;
using MontageAI.Errors;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Hosting;

/// <summary>The command that ends a job, wherever it was started.</summary>
internal static class CancelCommand
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>Ends one, and waits until it has ended.</summary>
    /// <exception cref="MontageException">There is no such job, or no farm.</exception>
    public static async Task RunAsync(FarmArguments arguments)
    {
        string job = arguments.Other;
        (FarmStore store, _) = await FarmProgram.EnterAsync(arguments, arguments.Second).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            if (!(await store.Jobs.AllAsync().ConfigureAwait(false)).Any(j => j.Name == job))
            {
                throw new ConfigurationException(
                    ErrorCode.Unknown,
                    $"No job '{Printable.Of(job)}' uses the farm. Its jobs: montage-ai farm status."
                );
            }

            // Before the job forgets them itself.
            IReadOnlyList<(string Queued, string Task)> tasks = await store.Jobs.TasksAsync(job).ConfigureAwait(false);
            await store.Jobs.CancelAsync(job).ConfigureAwait(false);
            await store.Tasks.WakeAsync().ConfigureAwait(false);
            await WithdrawAsync(store, job, tasks).ConfigureAwait(false);
            bool isGone = await IsGoneAsync(store, job).ConfigureAwait(false);
            Console.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"'{job}' is cancelled; tasks of it that were taken back: {tasks.Count}.")
                    + (isGone ? "" : " Its own program does not answer; end it on its machine.")
            );
        }
    }

    /// <summary>Takes tasks of a job out of the queues and from the nodes.</summary>
    public static async Task WithdrawAsync(FarmStore store, string job, IReadOnlyList<(string Queued, string Task)> tasks)
    {
        BackgroundJobClient client = new(FarmJobs.Open(store.Redis, _ => { }));
        foreach ((string queued, string task) in tasks)
        {
            await Task.Run(() => client.Delete(queued)).ConfigureAwait(false);
            await store.TakeOutAsync(queued).ConfigureAwait(false);
            await store.Tasks.NoteAsync(task, job, "cancelled with its job").ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsGoneAsync(FarmStore store, string job)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < s_patience)
        {
            if (!(await store.Jobs.AllAsync().ConfigureAwait(false)).Any(j => j.Name == job && j.Facts is not null))
            {
                return true;
            }

            await Task.Delay(s_look).ConfigureAwait(false);
        }

        return false;
    }
}
