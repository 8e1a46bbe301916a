using MontageAI.Engine.Jobs;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Tasks;

namespace MontageAI.Engine.Requests;

/// <summary>Carries tasks out on this machine, by an engine. The owner of the engine disposes it.</summary>
/// <param name="engine">The engine.</param>
/// <param name="node">Name of this machine.</param>
/// <param name="slots">Tasks that run at once, 1 or more.</param>
public sealed class LocalEngine(MontageEngine engine, string node, int slots) : ITaskEngine
{
    /// <summary>Takes each shot of a task when it is there (<see cref="TaskRequest.DeliverAsync"/>), after the task's key; null where the
    /// store is that of whoever asked.</summary>
    public Func<string, string, string, CancellationToken, Task>? DeliverAsync { get; init; }

    /// <inheritdoc/>
    public int Ahead => slots;

    /// <inheritdoc/>
    public Task<TaskEnd> SubmitAsync(TaskSpec task, IProgress<TaskEvent>? events, CancellationToken cancellationToken) =>
        SubmitAsync(task, null, events, cancellationToken);

    /// <inheritdoc/>
    public void MadeHere(string key, double? seconds)
    {
        // It keeps none.
    }

    /// <summary>The same where some clips do not lie on the disk.</summary>
    /// <param name="task">The task.</param>
    /// <param name="served">Clips whose bytes FFmpeg gets from a server on this machine, by their paths; null where there are none.</param>
    /// <param name="events">Told of what happens to it meanwhile; null where nobody listens.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How it ended; only cancelling throws.</returns>
    public async Task<TaskEnd> SubmitAsync(
        TaskSpec task,
        ServedInputs? served,
        IProgress<TaskEvent>? events,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(task);
        Job<TaskEnd> job;
        try
        {
            job = engine.Start(
                new TaskRequest(task, node)
                {
                    Served = served,
                    DeliverAsync = DeliverAsync is { } deliver ? (shot, file, ct) => deliver(task.Key, shot, file, ct) : null,
                }
            );
        }
        catch (EngineBusyException e)
        {
            return new TaskEnd(TaskState.Unfinished, node, e.Message);
        }

        events?.Report(new TaskEvent(task.Key, $"started on {node}"));
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => _ = job.CancelAsync());
        try
        {
            return await job.Completion.ConfigureAwait(false);
        }
        catch (MontageException e)
        {
            return new TaskEnd(TaskState.Unfinished, node, e.Sentence.ToString());
        }
    }
}
