using System.Collections.Concurrent;
using MontageAI.Engine.Tasks;
using MontageAI.Tasks;

namespace MontageAI.Farm.Tests;

/// <summary>Has tasks carried out by another engine, and keeps them.</summary>
/// <param name="inner">The engine.</param>
internal sealed class Recording(ITaskEngine inner) : ITaskEngine
{
    /// <summary>The tasks.</summary>
    public ConcurrentQueue<TaskSpec> Specs { get; } = [];

    /// <summary>How they ended.</summary>
    public ConcurrentQueue<TaskEnd> Ends { get; } = [];

    /// <inheritdoc/>
    public int Ahead => inner.Ahead;

    /// <inheritdoc/>
    public async Task<TaskEnd> SubmitAsync(TaskSpec task, IProgress<TaskEvent>? events, CancellationToken cancellationToken)
    {
        Specs.Enqueue(task);
        TaskEnd end = await inner.SubmitAsync(task, events, cancellationToken);
        Ends.Enqueue(end);
        return end;
    }

    /// <inheritdoc/>
    public void MadeHere(string key, double? seconds) => inner.MadeHere(key, seconds);
}
