namespace MontageAI.Farm.Queue;

/// <summary>The one job that a queue of a farm may hold.</summary>
/// <param name="runAsync">Carries out the task of a key.</param>
public sealed class FarmTask(Func<string, CancellationToken, Task> runAsync)
{
    /// <summary>Carries out one task.</summary>
    /// <param name="specKey">Key of its spec; nothing else comes through the queue.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task Run(string specKey, CancellationToken cancellationToken) => runAsync(specKey, cancellationToken);
}

/// <summary>A task that can never be carried out; not tried again.</summary>
public sealed class TaskRefusedException(string message) : Exception(message);

/// <summary>A task that may be carried out later or elsewhere.</summary>
public sealed class TaskUnfinishedException(string message) : Exception(message);
