using MontageAI.Tasks;

namespace MontageAI.Engine.Tasks;

/// <summary>
/// Has tasks carried out, here or elsewhere. What a task makes lies in the store under its content keys when it has ended well; a task that
/// was made before ends at once, so it does no harm to submit one twice. Safe for threads.
/// </summary>
public interface ITaskEngine
{
    /// <summary>Tasks that are worth submitting before the first of them ends, 1 or more; may change at any time.</summary>
    int Ahead { get; }

    /// <summary>Has one carried out.</summary>
    /// <param name="task">The task.</param>
    /// <param name="events">Told of what happens to it meanwhile; null where nobody listens.</param>
    /// <param name="cancellationToken">Cancels it, wherever it runs.</param>
    /// <returns>How it ended; only cancelling throws.</returns>
    Task<TaskEnd> SubmitAsync(TaskSpec task, IProgress<TaskEvent>? events, CancellationToken cancellationToken);

    /// <summary>Says that the job's machine has nothing more to do with a task that ended as <see cref="TaskState.Kept"/>.</summary>
    /// <param name="key">Name of the task.</param>
    /// <param name="seconds">How long that machine worked for it, without waiting; null where it was not made.</param>
    void MadeHere(string key, double? seconds);
}
